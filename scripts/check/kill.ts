/**
 * Kills a deployment at its calls, and starts it again as GitHub does: deploy-preprod and deploy-production through dist/,
 * with SIGKILL, SIGTERM and SIGINT when a call has taken effect and its response has not arrived.
 *
 *   npm run check:kill -- [--sample N] [--minutes N] [--signal SIGKILL] [--command deploy-preprod] [--at CALL] [--json]
 *
 * `--minutes`: begins no further case after that time; the result says how many were played. The order of a sample is
 * that of its seed, so that an early end leaves cases of both commands.
 *
 * It then reads AWS with its own clients. Exits 1 where something was made twice, where something waits or runs that no
 * evidence names, and where the second attempt neither goes on nor says what stands. Needs a built dist/.
 */
import { parseArgs } from 'node:util'
import { judge, readStanding, type Verdict } from '../kill/judge.ts'
import type { OutsideCall } from '../kill/interceptor.ts'
import { pointsOf, sampleOf } from '../kill/points.ts'
import { openKillWorld, type Command, type KillWorld, type Step } from '../kill/world.ts'

const COMMANDS: readonly Command[] = ['deploy-preprod', 'deploy-production']
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const
const AT_ONCE = 2
const SEED = 13

interface Case {
  readonly command: Command
  readonly signal: (typeof SIGNALS)[number]
  readonly call: OutsideCall
}
interface Result extends Case, Verdict {
  readonly log: string
}

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    minutes: { type: 'string' },
    signal: { type: 'string' },
    command: { type: 'string' },
    at: { type: 'string' },
    json: { type: 'boolean' },
  },
})
const started = performance.now()
const commands = COMMANDS.filter((command) => (values.command ?? command) === command)
const all = (await Promise.all(commands.map(casesOf))).flat()
const chosen = all.filter(
  ({ signal, call }) => (values.signal ?? signal) === signal && call.name.includes(values.at ?? ''),
)
const cases = values.sample === undefined ? chosen : sampleOf(chosen, Number(values.sample), SEED)
if (cases.length === 0) throw new Error('no case is left')
const results: Result[] = []
const waiting = [...cases]
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let each = waiting.shift(); each !== undefined; each = inTime() ? waiting.shift() : undefined) {
      const result = await play(each)
      results.push(result)
      if (!values.json) show(result)
    }
  }),
)
const total = (list: (result: Result) => readonly string[]): number =>
  results.reduce((sum, each) => sum + list(each).length, 0)
const summary = {
  cases: results.length,
  chosen: cases.length,
  ofAll: all.length,
  green: results.filter(({ ending }) => ending === 'green').length,
  stands: results.filter(({ ending }) => ending === 'stands').length,
  duplicates: total(({ duplicates }) => duplicates),
  unnamedOrphans: total(({ orphans }) => orphans),
  stuck: results.filter(({ stuck }) => stuck.length > 0).length,
  seconds: Math.round((performance.now() - started) / 1000),
}
console.log(values.json ? JSON.stringify({ ...summary, results }, undefined, 2) : JSON.stringify(summary))
if (summary.duplicates + summary.unnamedOrphans + summary.stuck > 0) process.exitCode = 1

function inTime(): boolean {
  return values.minutes === undefined || performance.now() - started < Number(values.minutes) * 60_000
}

/** Plays a release without a signal, to learn its calls. */
async function casesOf(command: Command): Promise<Case[]> {
  const world = await openKillWorld()
  try {
    await before(world, command)
    world.calls.arm(() => 'pass')
    const { status, log } = await world.step(command)
    if (status !== 0) throw new Error(`${command} is not green without a signal:\n${log}`)
    const points = pointsOf(world.calls.calls)
    return points.flatMap((call) => SIGNALS.map((signal) => ({ command, signal, call })))
  } finally {
    await world.close()
  }
}

async function before(world: KillWorld, command: Command): Promise<void> {
  for (const earlier of command === 'deploy-production' ? ['precheck', 'deploy-preprod', 'gate'] : ['precheck']) {
    const { status, log } = await world.step(earlier)
    if (status !== 0) throw new Error(`${earlier} is not green:\n${log}`)
  }
}

async function play(each: Case): Promise<Result> {
  const { command, signal, call } = each
  const world = await openKillWorld()
  try {
    await before(world, command)
    let send: ((name: NodeJS.Signals) => void) | undefined
    // Of polling there may be more or less: the call is found by its name and how often it was made before.
    world.calls.arm(({ name, nth }) => {
      if (name !== call.name || nth !== call.nth) return 'pass'
      send?.(signal)
      return signal === 'SIGKILL' ? 'drop' : 'pass'
    })
    const first = await world.step(command, (signalling) => (send = signalling))
    world.calls.arm(() => 'pass')
    let last: Step = first
    if (first.status !== 0) {
      world.rerun()
      last = await world.step(command)
    }
    const standing = await readStanding(world.sandbox.awsUrl, command.replace('deploy-', ''))
    const documents = [first, last].flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence]))
    return { ...each, ...judge(standing, last, documents), log: last.log }
  } finally {
    await world.close()
  }
}

function show({ command, signal, call, ending, duplicates, orphans, stuck }: Result): void {
  const faults = [
    ...duplicates.map((text) => `DUPLICATE ${text}`),
    ...orphans.map((text) => `ORPHAN ${text}`),
    ...stuck.map((text) => `STUCK ${text}`),
  ]
  console.log(
    `${faults.length === 0 ? 'ok' : 'FAULT'} | ${command} ${signal} at ${call.number} ${call.name}: ${ending}`,
  )
  for (const fault of faults) console.log(`   ${fault}`)
}
