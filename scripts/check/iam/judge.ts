import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ACCOUNT } from './cases.ts'
import type { Case } from './cases.ts'

/** Not a dependency, because of its license (AGPL): installed outside the repository, and used by this check alone. */
const PACKAGE = '@cloud-copilot/iam-simulate'
const VERSION = '0.1.173'
const INSTALL_MS = 120_000

export type Verdict = 'allowed' | 'explicitDeny' | 'implicitDeny'

interface Simulated {
  readonly resultType: string
  readonly overallResult?: 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied'
  readonly errors?: unknown
}

interface Library {
  runSimulation(simulation: object, options: object): Promise<Simulated>
}

const VERDICTS = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' } as const

/** Loads the external evaluator, installing it if necessary; a text says why it cannot be had. */
export async function loadLibrary(): Promise<Library | string> {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'test-deployments-iam')
  const entry = join(folder, 'node_modules', PACKAGE, 'dist/esm/index.js')
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true })
    const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`]
    const why = await run('npm', args)
    if (why !== undefined) return `${PACKAGE} cannot be installed: ${why}`
  }
  return (await import(pathToFileURL(entry).href)) as Library
}

/** The external evaluator of requests; a text says why it cannot be had. */
export async function loadJudge(): Promise<((given: Case) => Promise<Verdict>) | string> {
  const library = await loadLibrary()
  if (typeof library === 'string') return library
  return async (given) => {
    const simulated = await library.runSimulation(simulationOf(given), { simulationMode: 'Strict' })
    if (simulated.overallResult === undefined) {
      throw new Error(`${PACKAGE} refuses a case: ${JSON.stringify(simulated.errors)}: ${JSON.stringify(given)}`)
    }
    return VERDICTS[simulated.overallResult]
  }
}

function simulationOf(given: Case): object {
  const named = (policies: readonly object[]) => policies.map((policy, index) => ({ name: `policy-${index}`, policy }))
  return {
    request: {
      principal: given.principal,
      action: given.action,
      resource: { resource: given.resource, accountId: ACCOUNT },
      contextVariables: given.context,
    },
    identityPolicies: named(given.identity),
    serviceControlPolicies: given.control.map((policies, level) => ({
      orgIdentifier: `level-${level}`,
      policies: policies.map((policy, index) => ({ name: `level-${level}-${index}`, policy })),
    })),
    resourceControlPolicies: [],
    ...(given.resourcePolicy && { resourcePolicy: given.resourcePolicy }),
    ...(given.boundary && { permissionBoundaryPolicies: named([given.boundary]) }),
    ...(given.session && { sessionPolicy: given.session }),
  }
}

/** @returns why the command failed */
function run(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: INSTALL_MS })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (status) => resolve(status === 0 ? undefined : (errors.trim().split('\n').at(-1) ?? '?')))
  })
}
