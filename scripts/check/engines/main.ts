/**
 * Runs precheck and deploy-preprod of dist/ against engines that play AWS and were written by others, and compares each
 * green step with what the engine has, as a client of its own reads it. Then makes the same calls (engines/calls) in
 * the sandbox and in each engine, and compares the responses.
 * npm run check:engines -- [--only NAME,…] [--stories NAME,… | --calls] [--minutes N] [--verbose] [--json]
 * An engine is used where it is on this machine, or can be installed from its package registry within three minutes
 * (`--minutes`) each, below ~/.cache/test-deployments-engines. Otherwise it is skipped, and the reason is said. Engines
 * run where there is no network but loopback, if the machine can do that. Exits 1 on a green step that the engine's
 * state contradicts, on a fault of the product, and on a value of an engine that differs from the sandbox's for no
 * known reason. `--calls` leaves out the stories.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import { playCalls } from './calls/run.ts'
import { unknownIn } from './calls/compare.ts'
import type { Judged } from './calls/contract.ts'
import { ENGINES } from './catalogue.ts'
import type { Installed, Row } from './contract.ts'
import { comparedIn, differencesOf, type Difference } from './differences.ts'
import { cacheFolder, provide, type Skipped } from '../../install/provide.ts'
import { playStory, type AnsweredBy, type Stage } from './play.ts'
import { showCalls, showDifferences, showRow, showSkipped, summaryOf } from './show.ts'
import { startEngine } from './server.ts'
import { SEED } from './deployment-story.ts'
import { STORIES } from './stories.ts'

const MINUTE_MS = 60_000
const MINUTES = '3'
/** Set in the process that runs where there is no network but loopback; its value is what the first one installed. */
const ISOLATED = 'CHECK_ENGINES_INSTALLED'

interface Result {
  readonly rows: readonly Row[]
  readonly skipped: readonly Skipped[]
  readonly differences: Readonly<Record<string, readonly Difference[]>>
  /** The operations that succeeded in each engine and in the sandbox. */
  readonly compared: Readonly<Record<string, readonly string[]>>
  /** What each engine said of the sandbox's responses to the same calls. */
  readonly calls: Readonly<Record<string, readonly Judged[]>>
  /** Calls that the sandbox did not answer as their session demands. */
  readonly faults: readonly string[]
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    stories: { type: 'string' },
    calls: { type: 'boolean', default: false },
    minutes: { type: 'string', default: MINUTES },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`)

/** Those that an option names, or all. */
function chosen<T extends { readonly name: string }>(all: readonly T[], names: string | undefined): readonly T[] {
  if (names === undefined) return all
  return names.split(',').map((name) => {
    const one = all.find((each) => each.name === name)
    if (!one) throw new Error(`there is no ${name}; there are ${all.map((each) => each.name).join(', ')}`)
    return one
  })
}

async function main(cancelled: AbortSignal): Promise<number> {
  const engines = chosen(ENGINES, values.only)
  const given = process.env[ISOLATED]
  if (given !== undefined) return judge(JSON.parse(given) as (Installed | Skipped)[], true, cancelled)
  const provided: (Installed | Skipped)[] = []
  for (const engine of engines) {
    say(`${engine.name}: looking for it`)
    const one = await provide(
      { ...engine, folder: join(cacheFolder('engines'), engine.name) },
      Number(values.minutes) * MINUTE_MS,
      cancelled,
    )
    provided.push(one)
    if ('skipped' in one) say(showSkipped(one))
    else
      say(
        `${engine.name} ${one.version}: ${one.installedIn === undefined ? 'there' : `installed in ${Math.round(one.installedIn / 1000)} s`}`,
      )
  }
  if (provided.every((one) => 'skipped' in one)) {
    say('check:engines: skipped, no engine can be had on this machine')
    if (values.json)
      process.stdout.write(
        `${JSON.stringify({ rows: [], skipped: provided, differences: {}, compared: {}, calls: {}, faults: [] }, undefined, 2)}\n`,
      )
    return 0
  }
  const alone = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
  if (spawnSync('unshare', [...alone, 'true']).status !== 0) return judge(provided, false, cancelled)
  const env = { ...process.env, [ISOLATED]: JSON.stringify(provided) }
  const inside = spawn('unshare', [...alone, process.execPath, ...process.argv.slice(1)], { stdio: 'inherit', env })
  cancelled.addEventListener('abort', () => inside.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    inside.once('error', reject)
    inside.once('exit', (status) => resolve(status ?? 1))
  })
}

async function judge(
  provided: readonly (Installed | Skipped)[],
  isolated: boolean,
  cancelled: AbortSignal,
): Promise<number> {
  const stories = values.calls ? [] : chosen(STORIES, values.stories)
  const judged: Record<string, readonly Judged[]> = {}
  let faults: readonly string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'engines-'))
  const rows: Row[] = []
  const skipped: Skipped[] = []
  const answered = new Map<string, AnsweredBy[]>()
  const tell = (row: Row): void => {
    rows.push(row)
    say(showRow(row))
  }
  const play = async (stage: Stage): Promise<void> => {
    for (const story of stories) {
      if (cancelled.aborted) throw new Error('cancelled')
      const answers = await playStory(stage, story, tell)
      answered.set(stage.engine, [...(answered.get(stage.engine) ?? []), answers])
    }
  }
  const skip = (engine: string, why: string): void => {
    skipped.push({ engine, skipped: why })
    say(showSkipped({ engine, skipped: why }))
  }
  const sandbox = await startSandbox({ scenario: { pace: 'skip', ...SEED } })
  const common = { githubUrl: sandbox.github.url, folder, cancelled }
  try {
    const version = 'this project'
    await play({
      ...common,
      engine: 'sandbox',
      version,
      url: sandbox.awsUrl,
      variables: sandbox.clientVariables,
      seeded: true,
    })
    const calls = values.stories === undefined ? await playCalls(sandbox.awsUrl, cancelled) : undefined
    faults = calls?.faults ?? []
    for (const one of provided) {
      if ('skipped' in one) {
        skipped.push(one)
        continue
      }
      const engine = ENGINES.find(({ name }) => name === one.engine)
      if (!engine) throw new Error(`there is no engine ${one.engine}`)
      if (engine.listensEverywhere && !isolated) {
        skip(one.engine, 'it listens on all addresses, and this machine has no way to keep it from the network')
        continue
      }
      try {
        const running = await startEngine(engine, one, join(folder, one.engine), cancelled)
        try {
          if (calls !== undefined) {
            judged[one.engine] = await calls.compare({ engine: one.engine, url: running.url })
            say(showCalls(one.engine, judged[one.engine] ?? [], values.verbose))
          }
          await play({ ...common, engine: one.engine, version: one.version, url: running.url, variables: {} })
        } finally {
          await running.stop()
        }
      } catch (error) {
        if (cancelled.aborted) throw error
        skip(one.engine, `it could not be used: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const ours = answered.get('sandbox') ?? []
  const differences = Object.fromEntries(
    [...answered].filter(([name]) => name !== 'sandbox').map(([name, answers]) => [name, differencesOf(ours, answers)]),
  )
  const compared = Object.fromEntries(
    [...answered].filter(([name]) => name !== 'sandbox').map(([name, answers]) => [name, comparedIn(ours, answers)]),
  )
  return end({ rows, skipped, differences, compared, calls: judged, faults })
}

function end(result: Result): number {
  for (const [name, all] of Object.entries(result.differences)) say(showDifferences(name, all, values.verbose))
  for (const fault of result.faults) say(`sandbox: ${fault}`)
  const { text, failed } = summaryOf(result.rows, result.skipped)
  const unknown = Object.values(result.calls).flatMap((all) => all.flatMap(unknownIn))
  say(`${text}, unknown differences of values ${unknown.length}`)
  if (values.json) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  return failed || unknown.length + result.faults.length > 0 ? 1 : 0
}

const cancelling = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => cancelling.abort())
try {
  process.exitCode = await main(cancelling.signal)
} catch (error) {
  process.stderr.write(`check:engines: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
