import { isDeepStrictEqual } from 'node:util'
import type { Alarms } from '../aws/clients/services.ts'
import type { Clock, Log } from '../support/runtime.ts'
import { showDuration } from '../support/text/durations.ts'
import { readDatapoints, type Datapoints } from './data.ts'
import { evaluatedBy } from './definition.ts'
import { readAlarms, readDeciding, readStateHistory, type AlarmFacts, type StateHistory } from './read.ts'
import { evaluationOf, windowBefore, windowWithin, type Evaluation, type Window } from './window.ts'

/** What one of the metrics behind an alarm had to say in the time that counts. */
export interface DecidingFacts {
  /** The alarm that evaluates it, as it was in the end. */
  readonly alarm: AlarmFacts
  readonly evaluation: Evaluation
  readonly window: Window
  readonly after: Datapoints
  /** In as many periods before the deployment; read only where there are too few after it. */
  readonly before?: Datapoints
}

/** An alarm, watched. Times are milliseconds since 1970. */
export interface WatchedAlarm {
  /** As it was in the end. */
  readonly alarm: AlarmFacts
  /** As it was when the watch began. */
  readonly first: AlarmFacts
  /** Since the deployment started. */
  readonly history: StateHistory
  /** Alarms that evaluate something else since the watch began: it, or those of its rule. */
  readonly changed: readonly string[]
  readonly watchedUntil: number
  /** The alarm, or the alarms of a composite one; undefined where they are not known. */
  readonly deciding: readonly DecidingFacts[] | undefined
}

/** What is watched for. */
export interface WatchOptions {
  /** When the deployment started. */
  readonly since: Date
  /** When the periods that count begin. Default: now. */
  readonly begin?: Date
  /** How many milliseconds after `begin` the watch ends at the earliest. */
  readonly atLeast?: number
  /** An alarm that needs longer than these milliseconds is not waited for. */
  readonly limit: number
  /** Ends the watch early. */
  readonly stop?: AbortSignal | undefined
}

interface Watching {
  readonly alarms: Alarms
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly cancelled: AbortSignal
}

interface Needs {
  readonly alarm: AlarmFacts
  readonly evaluation: Evaluation
  readonly window: Window
}

const PAUSE_MS = 15_000

/**
 * Watches the alarms for as long as they need to see what happens from now on, or until one is in ALARM; then reads
 * what they had to decide on.
 */
export async function watchAlarms(
  { alarms, clock, log, cancelled }: Watching,
  names: readonly string[],
  { since, limit, begin: beginning, atLeast = 0, stop }: WatchOptions,
): Promise<WatchedAlarm[]> {
  if (names.length === 0) return []
  const started = clock.now().getTime()
  const begin = beginning?.getTime() ?? started
  const needs = new Map<string, readonly Needs[] | undefined>()
  const first = new Map((await readAlarms(alarms, names)).map((alarm) => [alarm.name, alarm]))
  for (const alarm of first.values()) {
    needs.set(alarm.name, needsOf(await readDeciding(alarms, alarm), begin, begin + atLeast))
  }
  const readable = [...needs.values()].flatMap((each) => (each ?? []).map(({ window }) => window.readableAt))
  const end = Math.max(begin + atLeast, ...readable.filter((each) => each <= begin + limit))
  const which = names.length === 1 ? 'the alarm' : 'the alarms'
  log.info(
    `watching ${which} ${names.join(', ')} for ${showDuration(Math.max(end - started, 0))}, or until one is in ALARM`,
  )

  let states = await readAlarms(alarms, names)
  const until = stop ? AbortSignal.any([cancelled, stop]) : cancelled
  const ends = (): boolean => stop?.aborted === true || states.some(({ state }) => state === 'ALARM')
  for (let now = started; now < end && !ends(); now = clock.now().getTime()) {
    await clock.sleep(Math.min(PAUSE_MS, end - now), until).catch(() => cancelled.throwIfAborted())
    states = await readAlarms(alarms, names)
  }
  const watchedUntil = clock.now().getTime()
  const below = [...needs.values()].flatMap((each) => (each ?? []).map(({ alarm: { name } }) => name))
  const others = await readAlarms(alarms, [...new Set(below.filter((name) => !names.includes(name)))])
  const last = new Map([...others, ...states].map((alarm) => [alarm.name, alarm]))
  const watched: WatchedAlarm[] = []
  for (const alarm of states) {
    const history = alarm.state === 'missing' ? {} : await readStateHistory(alarms, alarm, since, beginning)
    const own = needs.get(alarm.name)
    const deciding: DecidingFacts[] = []
    for (const each of own ?? []) {
      const read = await readDecidingFacts(alarms, each, since)
      deciding.push({ ...read, alarm: last.get(each.alarm.name) ?? each.alarm })
    }
    const before = [first.get(alarm.name) ?? alarm, ...(own ?? []).map((each) => each.alarm)]
    const changed = before.filter((each) => !isEvaluatedAlike(each, last.get(each.name) ?? each))
    watched.push({
      alarm,
      first: first.get(alarm.name) ?? alarm,
      history,
      changed: [...new Set(changed.map(({ name }) => name))],
      watchedUntil,
      deciding: own && deciding,
    })
  }
  return watched
}

function isEvaluatedAlike(before: AlarmFacts, after: AlarmFacts): boolean {
  const isKnown = (before.metric ?? before.composite) !== undefined && after.state !== 'missing'
  return !isKnown || isDeepStrictEqual(evaluatedBy(before), evaluatedBy(after))
}

/** Undefined where one of the alarms does not say how it evaluates. */
function needsOf(deciding: readonly AlarmFacts[] | undefined, begin: number, end: number): Needs[] | undefined {
  const needs: Needs[] = []
  for (const alarm of deciding ?? []) {
    const evaluation = alarm.metric && evaluationOf(alarm.metric)
    if (evaluation === undefined) return undefined
    needs.push({ alarm, evaluation, window: windowWithin(evaluation, begin, end) })
  }
  return needs.length === 0 ? undefined : needs
}

async function readDecidingFacts(
  alarms: Alarms,
  { alarm, evaluation, window }: Needs,
  since: Date,
): Promise<DecidingFacts> {
  const { metric = {} } = alarm
  const after = await readDatapoints(alarms, metric, evaluation, window)
  const facts = { alarm, evaluation, window, after }
  if (!('count' in after) || after.count >= evaluation.datapoints) return facts
  const earlier = windowBefore(evaluation, since.getTime())
  return { ...facts, before: await readDatapoints(alarms, metric, evaluation, earlier) }
}
