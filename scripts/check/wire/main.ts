import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { dialectOf } from '../../../sandbox/aws/wire/dialects.ts'
import { modelOf } from '../../../sandbox/aws/wire/model.ts'
import type { WireResult } from '../../judges/table.ts'
import { judge, notJudged, skippedBy } from './newer.ts'
import { asJson } from './rest.ts'
import type { Exchange } from './rest.ts'

/**
 * Has every AWS exchange of rehearsals and tests judged by AWS's service models: by an external judge, and the services
 * that it does not know by wire/models.py.
 * `npm run check:wire -- JUDGE [TRAFFIC…]`: JUDGE is the folder with wire.py; TRAFFIC are files of exchanges, or
 * folders with such. `--results FILE` keeps what was found of each operation. Without TRAFFIC, the sandbox's tests, those through dist/ and all rehearsals are run to make it.
 */
const REHEARSAL = 'rehearsal/main.ts'
const TESTS = ['__tests__/sandbox', '__tests__/dist']

interface Ended {
  readonly status: number
  readonly output: string
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}, show = false): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (show) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', (error) => resolve({ status: 127, output: String(error) }))
    child.once('close', (status) => resolve({ status: status ?? 1, output }))
  })
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Runs tests and rehearsals, with SANDBOX_TRAFFIC set to the folder. */
async function makeTraffic(folder: string): Promise<void> {
  const env = { SANDBOX_TRAFFIC: folder }
  const jest = 'node_modules/jest/bin/jest.js'
  say(`tests: ${TESTS.join(', ')}`)
  const tests = await run(process.execPath, [jest, ...TESTS.filter((path) => existsSync(path))], env)
  if (tests.status !== 0) throw new Error(`the tests that make traffic failed:\n${tests.output}`)
  if (!existsSync(REHEARSAL)) return
  const { output } = await run(process.execPath, [REHEARSAL, '--list'])
  const breaks = [...output.matchAll(/^([a-z][a-z-]*)  +[A-Z]/gm)].map(([, name = '']) => name)
  if (breaks.length === 0) throw new Error(`the rehearsal lists no breaks:\n${output}`)
  // Rehearsals have separate sandboxes and folders, and mostly wait, so they run in parallel.
  const plays = [[], ...breaks.map((name) => ['--break', name])]
  const playAll = async (): Promise<void> => {
    for (let play = plays.shift(); play !== undefined; play = plays.shift()) {
      say(['rehearsal', ...play].join(' '))
      await run(process.execPath, [REHEARSAL, ...play, '--yes', '--json'], env)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, playAll))
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      if (!existsSync(path)) throw new Error(`there is no traffic at ${path}`)
      if (path.endsWith('.jsonl')) return [path]
      const names = await readdir(path, { recursive: true })
      return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(path, name))
    }),
  )
  return found.flat()
}

/** Whether the operation has no output members, for which the external tool has no shape. */
async function hasNoAnswer({ service, request }: Exchange): Promise<boolean> {
  const dialect = dialectOf(service)
  if (dialect === undefined) return false
  const target = request.headers['x-amz-target']
  const operation = target?.split('.').at(-1) ?? new URLSearchParams(request.body).get('Action') ?? ''
  return (await modelOf(dialect)).operation(operation)?.output.isUnitSchema() ?? false
}

const EMPTY =
  /^$|^<(\w+)Response xmlns="[^"]+"><ResponseMetadata><RequestId>[\w-]+<\/RequestId><\/ResponseMetadata><\/\1Response>$/

/**
 * Converts a line for the external tool. It supports no REST except S3, so Lambda's traffic becomes awsJson. It fails
 * for operations without output, so these keep the request only (status 0), after a check that their response is empty.
 */
async function prepare(line: string): Promise<string> {
  const exchange = withoutPackage(await asJson(JSON.parse(line) as Exchange))
  const empty = [200, 204].includes(exchange.response.status) && EMPTY.test(exchange.response.body)
  if (!empty || !(await hasNoAnswer(exchange))) return JSON.stringify(exchange)
  return JSON.stringify({ ...exchange, response: { ...exchange.response, status: 0 } })
}

async function hasNoInput(line: string): Promise<boolean> {
  const { service, operation } = JSON.parse(line) as Exchange
  const dialect = dialectOf(service)
  if (dialect === undefined || operation === undefined) return false
  return (await modelOf(dialect)).operation(operation)?.input.isUnitSchema() ?? false
}

function hasMap(line: string): boolean {
  const { request } = JSON.parse(line) as Exchange
  return (
    (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
    /(^|&)[\w.]+\.entry\.\d+\./.test(request.body)
  )
}

/** The operations whose traffic was judged, with the violations that stand; without services that no judge reads. */
function foundIn(
  exchanges: readonly Exchange[],
  unread: ReadonlySet<string>,
  standing: readonly string[],
): WireResult[] {
  const counts = new Map<string, WireResult>()
  for (const { service, operation } of exchanges) {
    if (operation === undefined || unread.has(service)) continue
    const name = `${service}:${operation}`
    const exchangesSoFar = counts.get(name)?.exchanges ?? 0
    const violations = standing.filter((text) => text.includes(`${name} `)).length
    counts.set(name, { service, operation, exchanges: exchangesSoFar + 1, violations })
  }
  return [...counts.values()]
}

/** The AWS CLI gives CloudTrail's target with its Java package, which the external tool does not read. */
function withoutPackage({ request, ...exchange }: Exchange): Exchange {
  const target = request.headers['x-amz-target']?.split('.').slice(-2).join('.')
  return target === undefined
    ? { ...exchange, request }
    : { ...exchange, request: { ...request, headers: { ...request.headers, 'x-amz-target': target } } }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { results: { type: 'string' } } })
  const [folderOfJudge, ...given] = positionals
  const script = join(folderOfJudge ?? '', 'wire.py')
  if (folderOfJudge === undefined || !existsSync(script)) {
    say(`skipped: there is no wire.py in ${folderOfJudge ?? 'the folder that was not named'}`)
    return 0
  }
  if ((await run('python3', ['-c', 'import botocore'])).status !== 0) {
    say('skipped: there is no python3 with botocore on this machine')
    return 0
  }
  const folder = await mkdtemp(join(tmpdir(), 'wire-'))
  try {
    if (given.length === 0) await makeTraffic(folder)
    const files = await filesOf(given.length === 0 ? [folder] : given)
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '')
    const all = join(folder, 'all.jsonl')
    // The external tool does not read maps in the form of awsQuery, nor operations without an input.
    const unfit = await Promise.all(lines.map(async (line) => hasMap(line) || (await hasNoInput(line))))
    const left = lines.filter((_, index) => unfit[index])
    const prepared = await Promise.all(lines.filter((_, index) => !unfit[index]).map(prepare))
    await writeFile(all, prepared.map((line) => `${line}\n`).join(''))
    const judged = await run('python3', [script, all], {}, true)
    const verdicts = [await judge(judged.output)]
    const others = notJudged(judged.output)
    const unread = new Set(skippedBy(judged.output).filter((service) => !others.includes(service)))
    if (others.length > 0) {
      // As recorded: this judge reads every protocol.
      const raw = join(folder, 'raw.jsonl')
      await writeFile(raw, lines.map((line) => `${line}\n`).join(''))
      say(`by scripts/check/wire/models.py: ${others.join(', ')}`)
      const own = await run('python3', [join(import.meta.dirname, 'models.py'), raw, ...others], {}, true)
      verdicts.push(await judge(own.output, 1))
    }
    if (left.length > 0) {
      const file = join(folder, 'left.jsonl')
      await writeFile(file, left.map((line) => `${line}\n`).join(''))
      const services = [...new Set(left.map((line) => (JSON.parse(line) as Exchange).service))]
      say(`by scripts/check/wire/models.py, for requests with maps or without an input: ${services.join(', ')}`)
      const own = await run('python3', [join(import.meta.dirname, 'models.py'), file, ...services], {}, true)
      verdicts.push(await judge(own.output, 1))
    }
    for (const violation of verdicts.flatMap(({ explained }) => explained)) say(`explained: ${violation}`)
    const standing = verdicts.flatMap((verdict) => verdict.standing)
    for (const violation of standing) say(`stands: ${violation}`)
    if (values.results !== undefined) {
      const found = foundIn(
        lines.map((line) => JSON.parse(line) as Exchange),
        unread,
        standing,
      )
      await mkdir(dirname(values.results), { recursive: true })
      await writeFile(values.results, `${JSON.stringify({ judge: 'models', operations: found }, undefined, 1)}\n`)
    }
    return standing.length === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
