import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange } from '../../../sandbox/aws/wire/record.ts'
import { ACCOUNT, REGION } from './contract.ts'
import type { Called, Client, Ended, Ready, Row, Stage } from './contract.ts'
import type { RunningSandbox } from './sandbox.ts'

const LIMIT_MS = 300_000
const SHOWN = 600

interface Hall {
  readonly sandbox: RunningSandbox
  readonly folder: string
  readonly cancelled: AbortSignal
  readonly tell: (row: Row) => void
  readonly skip: (client: string, step: string, why: string) => void
}

export function stageOf({ name, package: from }: Client, ready: Ready, hall: Hall): Stage {
  const { sandbox } = hall
  const folder = mkdtempSync(join(hall.folder, `${from.registry}-`))
  const variables = {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    // No file of the machine's user decides.
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
  }
  return {
    ready,
    url: sandbox.url,
    folder,
    variables,
    run: (program, args, more = {}) =>
      runProgram({ program, args, cwd: folder, env: { ...variables, ...more }, cancelled: hall.cancelled }),
    async step(step, act) {
      const mark = sandbox.mark()
      let fault: string | undefined
      try {
        fault = (await act()) ?? undefined
      } catch (error) {
        fault = error instanceof Error ? error.message : String(error)
      }
      if (hall.cancelled.aborted) throw new Error('cancelled')
      const exchanges = sandbox.since(mark)
      const internal = exchanges.find(({ response }) => response.status === 500)
      fault ??= internal && `the sandbox failed at ${internal.service}:${internal.operation}`
      hall.tell({
        client: name,
        version: ready.version,
        step,
        ...(fault !== undefined && { fault: fault.slice(-SHOWN) }),
        called: calledIn(exchanges),
      })
      return fault === undefined
    },
    skip: (step, why) => hall.skip(name, step, why),
  }
}

function calledIn(exchanges: readonly Exchange[]): Called[] {
  const found = new Map<string, { service: string; operation: string; statuses: number[] }>()
  for (const { service, operation, response } of exchanges) {
    const key = `${service}:${operation}`
    const one = found.get(key) ?? { service, operation, statuses: [] }
    found.set(key, { ...one, statuses: [...new Set([...one.statuses, response.status])].toSorted((a, b) => a - b) })
  }
  return [...found.values()]
}

interface Started {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly cancelled: AbortSignal
}

/** Runs a program with these variables and the search path only. */
function runProgram({ program, args, cwd, env, cancelled }: Started): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([cancelled, AbortSignal.timeout(LIMIT_MS)]),
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status: status ?? 1, stdout, stderr }))
  })
}

/** The difference of a program that should have succeeded with this output. */
export function faultOf({ status, stdout, stderr }: Ended, printed: RegExp): string | undefined {
  const all = `${stdout}\n${stderr}`.trim()
  if (status !== 0) return `status ${status}: ${all}`
  return printed.test(all) ? undefined : `it did not print ${String(printed)}: ${all}`
}
