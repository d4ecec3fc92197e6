/**
 * Judges GitHub traffic, requests and responses, by GitHub's published OpenAPI description and by what its client
 * packages speak.
 * npm run check:github -- [TRAFFIC...] [--openapi FILE] [--verbose]
 * TRAFFIC are files of exchanges (.jsonl), or folders that hold some; only lines of the service `github` count.
 * Besides, the sandbox is asked everything it can answer: a route without a judged request is a violation too. The
 * permissions that its routes demand are compared with those that GitHub publishes. The description
 * (`@octokit/openapi`, 385 MB) and the permissions (`@octokit/app-permissions`) are installed into build/openapi when
 * they are first needed. Exits 1 on any violation.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Exchange } from '../../../sandbox/github/server/traffic.ts'
import { OpenApiJudge, type Violation } from './openapi.ts'
import { protocolJudges } from './protocols.ts'
import { ENTERPRISE_PATH } from '../../../sandbox/github/edition.ts'
import { startGitHub } from '../../../sandbox/github/index.ts'
import { judgeEdition } from './edition.ts'
import { judgePermissions, type AppPermissions } from './permissions.ts'
import { tour } from './tour/index.ts'
import { findRoute, type Route } from '../../../sandbox/github/server/router.ts'

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const PACKAGES = ['@octokit/openapi@23.0.2', '@octokit/app-permissions@2.1.0']
const FOLDER = join(PROJECT, 'build/openapi')
const DESCRIPTION = join(FOLDER, 'node_modules/@octokit/openapi/generated/api.github.com.json')
const ENTERPRISE = join(dirname(DESCRIPTION), 'ghes-3.19.json')
const PERMISSIONS = join(FOLDER, 'node_modules/@octokit/app-permissions/generated/api.github.com.json')

/** Known deviations of GitHub from its description, with their sources. */
const DEPARTURES = [
  {
    operation: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    problem: /\/state must be equal to one of the allowed values/,
    source: 'the state "waiting" is seen live: https://github.com/runs-on/runs-on/issues/386',
  },
] as const

/** Installs what judges into build/openapi when it is first needed. */
function install(): void {
  if (existsSync(DESCRIPTION) && existsSync(PERMISSIONS)) return
  console.log(`installing ${PACKAGES.join(' and ')} into build/openapi`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', FOLDER]
  const { status, stderr } = spawnSync(npm, ['install', ...options, ...PACKAGES], { encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`${PACKAGES.join(', ')} could not be installed: ${stderr.trim().split('\n').at(-1)}`)
}

function description(given: string | undefined): ConstructorParameters<typeof OpenApiJudge>[0] {
  const file = given === undefined ? DESCRIPTION : resolve(given)
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof description>
}

function publishedPermissions(): AppPermissions {
  return JSON.parse(readFileSync(PERMISSIONS, 'utf8')) as AppPermissions
}

/** Compares what the sandbox serves as an Enterprise Server with the operations that one has. */
async function enterpriseOperations(): Promise<ReturnType<typeof judgeEdition>> {
  const routes: Route[][] = []
  for (const edition of ['github.com', 'enterprise-server'] as const) {
    const github = await startGitHub({ edition })
    routes.push([...github.routes])
    await github.close()
  }
  const [all = [], served = []] = routes
  return judgeEdition(all, served, JSON.parse(readFileSync(ENTERPRISE, 'utf8')) as Parameters<typeof judgeEdition>[2])
}

function trafficIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(path, name))
}

function exchangesIn(file: string): Exchange[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange)
    .filter(({ service }) => service === 'github')
}

/** An exchange with an Enterprise Server as its description has it, without the path below which its API is. */
function belowApi(exchange: Exchange): Exchange {
  return { ...exchange, request: { ...exchange.request, path: exchange.request.path.slice(ENTERPRISE_PATH.length) } }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { openapi: { type: 'string' }, verbose: { type: 'boolean', default: false } },
  })
  install()
  const openapi = new OpenApiJudge(description(values.openapi))
  const enterprise = new OpenApiJudge(description(ENTERPRISE))
  const protocols = await protocolJudges(PROJECT)
  const files = positionals.flatMap(trafficIn)
  const recorded = files.flatMap(exchangesIn)
  if (positionals.length > 0 && recorded.length === 0) throw new Error(`no GitHub traffic in ${positionals.join(', ')}`)
  const visited = await quietly(tour)
  const exchanges = [...visited.exchanges, ...recorded]

  const counts = new Map<string, number>()
  const violations: Violation[] = []
  const departures: string[] = []
  for (const exchange of exchanges) {
    const path = new URL(exchange.request.path, 'http://localhost').pathname
    const isEnterprise = path.startsWith(`${ENTERPRISE_PATH}/`)
    const judge = isEnterprise ? enterprise : (protocols.find(({ matches }) => matches(path)) ?? openapi)
    const { operation, violations: found } = judge.judge(isEnterprise ? belowApi(exchange) : exchange)
    counts.set(operation, (counts.get(operation) ?? 0) + 1)
    for (const violation of found) {
      const known = DEPARTURES.find((one) => one.operation === operation && one.problem.test(violation.problem))
      if (known) departures.push(known.source)
      else violations.push(violation)
    }
  }

  const asked = new Set(
    visited.exchanges.map(({ request }) => {
      const { pathname } = new URL(request.path, 'http://localhost')
      return findRoute(visited.routes, request.method, pathname)?.route
    }),
  )
  for (const route of visited.routes) {
    const operation = `${route.method} ${route.path}`
    if (!asked.has(route)) violations.push({ operation, where: 'request', problem: 'no request was judged' })
  }
  const permissions = judgePermissions(visited.routes, publishedPermissions())
  for (const problem of permissions.violations) {
    violations.push({ operation: 'permission', where: 'request', problem })
  }

  const older = await enterpriseOperations()
  for (const problem of older.violations) violations.push({ operation: 'Enterprise Server', where: 'request', problem })

  if (values.verbose) {
    for (const operation of permissions.unknown) console.log(`permission not published: ${operation}`)
    for (const operation of [...counts.keys()].toSorted()) {
      console.log(`${String(counts.get(operation)).padStart(5)}  ${operation}`)
    }
  }
  const lines = new Map<string, number>()
  for (const { operation, where, problem } of violations) {
    const line = `${operation} ${where}: ${problem}`
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  for (const [line, count] of lines) console.log(`violation (${count}×): ${line}`)
  for (const source of new Set(departures)) console.log(`known departure: ${source}`)
  console.log(
    `check:github: exchanges ${exchanges.length} (${recorded.length} recorded in ${files.length} files), operations ${counts.size}, permissions ${permissions.judged} (${permissions.unknown.length} not published), Enterprise Server ${older.judged} routes, violations ${violations.length}`,
  )
  return violations.length === 0 ? 0 : 1
}

/** Suppresses standard output, where GitHub's artifact client logs. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  stdout.write = () => true
  try {
    return await work()
  } finally {
    stdout.write = write
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`check:github: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
