import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { z } from 'zod'
import { errorName } from '../aws/errors.ts'
import { pagesOf } from '../aws/pages.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import { ActionError } from '../support/errors.ts'
import { lazy } from '../support/lazy.ts'
import { duration, oneOrMore, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { didYouMean } from '../support/text/nearest.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { windowOf } from './engine/window.ts'

const POLL_MS = 10_000
/** How long a heartbeat of the end of the window is waited for: events arrive late. */
const ARRIVAL_MS = 5 * 60_000
/** A pattern that must appear is looked for so long where no `for` is given. */
const DEFAULT_FOR_MS = 2 * 60_000
const CALLS_MS = 5 * 60_000
/** So long after the window a pattern that must appear may arrive. */
const LATE_MS = 60_000
/** Events of one pattern that are counted; reading ends with them. */
const MOST_EVENTS = 1_000
const SHOWN_LENGTH = 200
const NAMED_AT_MOST = 5

const shape = lazy(() =>
  z
    .strictObject({
      group: text.describe('Name of the log group.'),
      streams: text
        .optional()
        .describe('Beginning of the names of the log streams that are read. Default: all streams.'),
      present: oneOrMore(text)
        .optional()
        .describe('Filter patterns of CloudWatch Logs, such as `"started" "release 7"`: each must match an event.'),
      absent: oneOrMore(text)
        .optional()
        .describe('Filter patterns, such as `?ERROR ?Exception`, none of which may match an event.'),
      heartbeat: text
        .optional()
        .describe(
          'Filter pattern of events that the service logs again and again: one from after the window proves that all earlier events have arrived.',
        ),
      since: z
        .enum(['start', 'end'])
        .optional()
        .describe(
          'Whether the window begins with the start or the end of the deployment. Default: the start for `absent`, the end for `present`.',
        ),
      for: duration
        .optional()
        .describe(
          'How long after the deployment the window ends. A later event of `present` does not count, one of `absent` does. Default: now; 2m for a pattern that must appear.',
        ),
    })
    .refine(({ present, absent }) => present !== undefined || absent !== undefined, {
      error: 'expected `present` or `absent`',
    })
    .refine(({ absent, heartbeat }) => absent === undefined || heartbeat !== undefined, {
      error: 'expected a `heartbeat` beside `absent`: without it a silent log would pass',
    }),
)

type LogOptions = z.output<ReturnType<typeof shape>>

interface Options {
  readonly log: LogOptions
}

/** What a pattern matched. */
interface Found {
  readonly pattern: string
  readonly count: number
  readonly first?: FilteredLogEvent
}

interface Facts {
  readonly since: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** That the group does not exist, with a name that was probably meant. */
  readonly missing?: string
  readonly present: readonly Found[]
  readonly absent: readonly Found[]
  /** The first heartbeat from after the window. */
  readonly heartbeat?: FilteredLogEvent | undefined
  /** How many heartbeats there were in the window. */
  readonly beats: number
}

export const check = defineCheck({
  meta: {
    name: 'log',
    title: 'Events appear, or do not appear, in a log after the deployment',
    docs: 'Searches a log group of CloudWatch Logs by filter patterns, from the deployment on. A pattern that must appear is looked for until it is found or the window has ended. That a pattern did not appear is proven only if a heartbeat from after the window has arrived: events come late, and a log that nobody writes has no errors either. Heartbeats and events that must appear count from when CloudWatch got them, since hosts set their times. All pages are read, empty ones too. A log group that does not exist is an error.',
    kind: 'functional',
    runsUserCode: false,
  },
  shape: () => ({ log: shape() }),
  nameOf: ({ log }: Options) => {
    const shown = (patterns: readonly string[]): string =>
      listed(
        patterns.map((each) => oneLine(each, 60)),
        2,
      )
    const parts = [
      ...(log.present === undefined ? [] : [`has ${shown(log.present)}`]),
      ...(log.absent === undefined ? [] : [`has no ${shown(log.absent)}`]),
    ]
    return `${log.group} ${parts.join(' and ')}`
  },
  timeoutOf: ({ log }: Options) => (log.for ?? DEFAULT_FOR_MS) + ARRIVAL_MS + CALLS_MS,
  observe,
  judge,
})

async function observe({ log }: Options, context: CheckContext): Promise<Facts> {
  const { ports, access, signal } = context
  const { clock } = ports
  const { present = [], absent = [], heartbeat } = log
  const length = log.for ?? (present.length > 0 ? DEFAULT_FOR_MS : undefined)
  const forAbsent = windowOf(context, length, log.since === 'end' ? 'endedAt' : 'startedAt')
  const forPresent = windowOf(context, length, log.since === 'start' ? 'startedAt' : 'endedAt')
  const { begin: from, since, end } = absent.length > 0 ? forAbsent : forPresent
  const to = end ?? clock.now().getTime()
  // An event that must appear counts until the given end; one that must not, until now.
  const last = log.for === undefined ? undefined : to
  const reads = await ports.connect.state(access)
  // Hosts set the times of events: what had arrived before the window began was not logged in it.
  const search = async (pattern: string, begin: number, until?: number): Promise<Found> =>
    matching(reads, log, { pattern, from: begin, until, arrivedFrom: begin, most: 1 })
  const searchPresent = async (): Promise<Found[]> => {
    const found: Found[] = []
    for (const pattern of present) found.push(await search(pattern, forPresent.begin, last))
    return found
  }
  const searchAbsent = async (most = 1): Promise<Found[]> => {
    const found: Found[] = []
    for (const pattern of absent) found.push(await matching(reads, log, { pattern, from: forAbsent.begin, most }))
    return found
  }
  const isOver = (time: number): boolean => clock.now().getTime() >= time
  const facts = { since, from, to, present: [], absent: [], beats: 0 }
  try {
    // What must appear may arrive late; what must not appear ends the wait at once.
    const wait = present.length > 0 ? to + LATE_MS : to
    let found = await searchPresent()
    let wrong = await searchAbsent()
    const isOpen = (): boolean =>
      !wrong.some(isThere) && !(absent.length === 0 ? found.every(isThere) : found.every(isThere) && isOver(to))
    while (isOpen() && !isOver(wait)) {
      await clock.sleep(POLL_MS, signal)
      found = await Promise.all(
        found.map(async (each) => (isThere(each) ? each : search(each.pattern, forPresent.begin, last))),
      )
      wrong = await searchAbsent()
    }
    const needsBeat = heartbeat !== undefined && absent.length > 0 && !wrong.some(isThere)
    let beat = needsBeat ? await search(heartbeat, to) : undefined
    // A window that is long past has no other heartbeats than those that come now.
    const until = Math.max(to, clock.now().getTime()) + ARRIVAL_MS
    while (beat !== undefined && !isThere(beat) && !isOver(until)) {
      await clock.sleep(POLL_MS, signal)
      beat = await search(beat.pattern, to)
    }
    return {
      ...facts,
      present: found,
      // Read again: all that happened before the heartbeat has arrived now.
      absent: await searchAbsent(MOST_EVENTS),
      heartbeat: beat?.first,
      beats: heartbeat === undefined ? 0 : (await search(heartbeat, from, to)).count,
    }
  } catch (error) {
    if (!(error instanceof ActionError) || errorName(error) !== 'ResourceNotFoundException') throw error
    return { ...facts, missing: await groupLike(reads, log.group) }
  }
}

const isThere = ({ count }: Found): boolean => count > 0

interface Search {
  readonly pattern: string
  /** Times of the events. */
  readonly from: number
  readonly until?: number | undefined
  /** When CloudWatch got them, by its own clock. Default: at any time. */
  readonly arrivedFrom?: number
  readonly most: number
}

/** The events of a group that a pattern matches: all pages, since an empty one is not the last. */
async function matching(
  reads: Pick<StateReads, 'filterLogEvents'>,
  { group, streams }: LogOptions,
  { pattern, from, until, arrivedFrom, most }: Search,
): Promise<Found> {
  let count = 0
  let first: FilteredLogEvent | undefined
  const pages = pagesOf('nextToken', (next) =>
    reads.filterLogEvents({
      logGroupName: group,
      filterPattern: pattern,
      startTime: from,
      ...(until !== undefined && { endTime: until }),
      ...(streams !== undefined && { logStreamNamePrefix: streams }),
      ...next,
    }),
  )
  for await (const { events = [] } of pages) {
    const counted =
      arrivedFrom === undefined
        ? events
        : events.filter(({ ingestionTime }) => ingestionTime !== undefined && ingestionTime >= arrivedFrom)
    count += counted.length
    first ??= counted[0]
    if (count >= most) break
  }
  return { pattern, count, ...(first && { first }) }
}

/** `: did you mean /shop/web?` */
async function groupLike(reads: Pick<StateReads, 'describeLogGroups'>, group: string): Promise<string> {
  const names: string[] = []
  const pages = pagesOf('nextToken', (next) => reads.describeLogGroups(next))
  for await (const { logGroups = [] } of pages) names.push(...logGroups.map(({ logGroupName = '' }) => logGroupName))
  return didYouMean(group, names)
}

function judge({ log }: Options, facts: Facts): Judgement {
  const { since, from, to, missing, present, absent, heartbeat, beats } = facts
  const { group } = log
  const expected = [
    ...(log.present ?? []).map((pattern) => `an event that matches ${oneLine(pattern, SHOWN_LENGTH)}`),
    ...(log.absent ?? []).map((pattern) => `no event that matches ${oneLine(pattern, SHOWN_LENGTH)}`),
  ].join('; ')
  if (missing !== undefined) {
    return {
      outcome: 'error',
      title: `the log group ${group} does not exist${missing}`,
      expected,
      observed: 'no such log group',
      advice: 'Correct `group`: `aws logs describe-log-groups`.',
    }
  }
  const window = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}, ${since}`
  const wrong = absent.filter(({ count }) => count > 0)
  const [worst] = wrong
  if (worst !== undefined) {
    return {
      outcome: 'fail',
      title: `${worst.count >= MOST_EVENTS ? 'at least ' : ''}${plural(worst.count, 'event')} of ${oneLine(worst.pattern, SHOWN_LENGTH)}`,
      expected,
      observed: `${wrong.map(shownEvent).join('; ')}; ${window}`,
      advice: `Check the events: \`aws logs filter-log-events --log-group-name ${group} --start-time ${from} --filter-pattern '${worst.pattern.replaceAll("'", String.raw`'\''`)}'\`.`,
    }
  }
  const silent = present.filter(({ count }) => count === 0)
  if (silent.length > 0) {
    const alive =
      log.heartbeat === undefined ? '' : `; ${beats > 0 ? 'the heartbeat was there' : 'no heartbeat either'}`
    return {
      outcome: 'fail',
      title: `no event of ${listed(
        silent.map(({ pattern }) => oneLine(pattern, SHOWN_LENGTH)),
        NAMED_AT_MOST,
      )}`,
      expected,
      observed: `${plural(present.length - silent.length, 'pattern')} of ${present.length} found${alive}; ${window}`,
      advice: `Check the log group ${group}: whether the service logs this, and whether it logs there.`,
    }
  }
  if (absent.length > 0 && heartbeat === undefined) {
    return {
      outcome: 'inconclusive',
      title: 'no heartbeat from after the window arrived, so events may be missing',
      expected: `an event that matches ${oneLine(log.heartbeat ?? '', SHOWN_LENGTH)} after ${new Date(to).toISOString()}`,
      observed: `none within ${showDuration(ARRIVAL_MS)}; ${beats > 0 ? 'heartbeats within the window' : 'no heartbeat within the window'}`,
      advice: `Check whether the service still logs to ${group}, and that \`heartbeat\` matches what it logs every minute.`,
    }
  }
  const beat = heartbeat === undefined ? '' : `; heartbeat at ${new Date(heartbeat.timestamp ?? 0).toISOString()}`
  return {
    outcome: 'pass',
    title: [
      ...(present.length > 0 ? [`${plural(present.length, 'pattern')} found`] : []),
      ...(absent.length > 0 ? [`no event of ${plural(absent.length, 'pattern')}`] : []),
    ].join(', '),
    expected,
    observed: `${[...present.map(shownEvent), window].join('; ')}${beat}`,
  }
}

/** An event of a log is text from outside. */
function shownEvent({ pattern, first }: Found): string {
  const at = new Date(first?.timestamp ?? 0).toISOString()
  return `${oneLine(pattern, SHOWN_LENGTH)}: ${at} ${oneLine(first?.message ?? '', SHOWN_LENGTH)}`
}
