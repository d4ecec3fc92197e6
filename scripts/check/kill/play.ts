import type { OutsideCall } from './interceptor.ts'
import { judge, readStanding, type Verdict } from './judge.ts'
import type { Signal } from './points.ts'
import { openKillWorld, type Command, type KillWorld, type Step } from './world.ts'

export interface Case {
  readonly command: Command
  readonly signal: Signal
  readonly call: OutsideCall
}
export interface Result extends Case, Verdict {
  /** Whether the call was made, so that the signal was sent. */
  readonly reached: boolean
  readonly log: string
}

const BEFORE = { 'deploy-preprod': ['precheck'], 'deploy-production': ['precheck', 'deploy-preprod', 'gate'] } as const

/** Runs a release without a signal, to record its calls. */
export async function callsOf(command: Command): Promise<readonly OutsideCall[]> {
  const world = await openKillWorld()
  try {
    await playBefore(world, command)
    world.calls.arm(() => 'pass')
    const { status, log } = await world.step(command)
    if (status !== 0) throw new Error(`${command} is not green without a signal:\n${log}`)
    return world.calls.calls
  } finally {
    await world.close()
  }
}

/** Plays a case; where polling ended before its call, the case of an earlier one. */
export async function play(each: Case): Promise<Result> {
  const result = await playAt(each).catch((error: unknown): Result => {
    const why = `could not be played: ${error instanceof Error ? error.message : String(error)}`
    return { ...each, duplicates: [], orphans: [], stuck: [why], ending: 'stuck', reached: true, log: '' }
  })
  const { nth } = each.call
  return result.reached || nth === 1 ? result : play({ ...each, call: { ...each.call, nth: nth - 1 } })
}

async function playAt(each: Case): Promise<Result> {
  const { command, signal, call } = each
  const world = await openKillWorld()
  try {
    await playBefore(world, command)
    let send: ((name: NodeJS.Signals) => void) | undefined
    let reached = false
    // Calls of one moment arrive in any order: the call is found by its name and how often it was made before.
    world.calls.arm(({ name, nth }) => {
      if (name !== call.name || nth !== call.nth) return 'pass'
      reached = true
      send?.(signal)
      return signal === 'SIGKILL' ? 'drop' : 'pass'
    })
    const first = await world.step(command, { kill: (signalling) => (send = signalling) })
    world.calls.arm(() => 'pass')
    let last: Step = first
    if (first.status !== 0) {
      world.rerun()
      last = await world.step(command)
    }
    const standing = await readStanding(world.sandbox.awsUrl, command.replace('deploy-', ''))
    const documents = [first, last].flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence]))
    return { ...each, ...judge(standing, last, documents), reached, log: last.log }
  } finally {
    await world.close()
  }
}

/** The steps before the command, from the source: they are not the subject, and take a tenth of the processor time. */
async function playBefore(world: KillWorld, command: Command): Promise<void> {
  for (const earlier of BEFORE[command]) {
    const { status, log } = await world.step(earlier, { from: 'source' })
    if (status !== 0) throw new Error(`${earlier} is not green:\n${log}`)
  }
}
