import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { filterOperations } from './filters.ts'
import { logGroupArn, logGroupsOf } from './log-groups.ts'
import type { LogEvent, LogGroup } from './log-groups.ts'
import { matcherOf, PatternError } from './pattern.ts'

const PAGE = 50
const MOST_EVENTS = 10_000
/** Events that one call of FilterLogEvents examines; a page without a match is therefore not the end. */
const LOOKED_AT = 1_000
const MOST_FUTURE_MS = 2 * 3_600_000
const MOST_PAST_MS = 14 * 86_400_000
const GROUP_NAME = /^[\w./#-]{1,512}$/
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
]

/** CloudWatch Logs: groups, streams, events and filters. */
export function createLogs(world: World): Service {
  const { clock } = world
  const groups = logGroupsOf(world)

  const groupOf = (call: Call, name: string | undefined, identifier?: string): LogGroup => {
    const wanted = name ?? nameIn(identifier)
    const group = groups.find(call, wanted)
    if (group === undefined) throw missing('log group')
    return group
  }

  /** Events that can be found now, oldest first. */
  function found(group: LogGroup, streams: (name: string) => boolean, start: number, end: number): LogEvent[] {
    const now = clock.now().getTime()
    return group.events
      .filter(
        ({ stream, timestamp, ingested }) =>
          streams(stream) && timestamp >= start && timestamp < end && ingested <= now,
      )
      .toSorted((left, right) => left.timestamp - right.timestamp)
  }

  return {
    name: 'logs',
    operations: {
      ...filterOperations(groups, clock),
      CreateLogGroup(input: sdk.CreateLogGroupCommandInput, call) {
        const name = input.logGroupName ?? ''
        if (!GROUP_NAME.test(name)) throw invalid(`Value '${name}' at 'logGroupName' failed to satisfy constraint`)
        if (groups.find(call, name) !== undefined) throw exists('log group')
        const group = groups.create(call, name)
        Object.assign(group, { kmsKeyId: input.kmsKeyId, logClass: input.logGroupClass ?? 'STANDARD' })
        return {}
      },
      DeleteLogGroup(input: sdk.DeleteLogGroupCommandInput, call) {
        if (!groups.remove(call, input.logGroupName ?? '')) throw missing('log group')
        return {}
      },
      DescribeLogGroups(input: sdk.DescribeLogGroupsCommandInput, call) {
        const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '' } = input
        if (prefix !== '' && pattern !== '') {
          throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
        }
        const all = groups
          .list(call)
          .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
        const { items, next } = pageOf(all, input.limit ?? PAGE, input.nextToken, invalidToken)
        return { logGroups: items.map(shownGroup), ...(next !== undefined && { nextToken: next }) }
      },
      PutRetentionPolicy(input: sdk.PutRetentionPolicyCommandInput, call) {
        const days = input.retentionInDays ?? 0
        if (!RETENTIONS.includes(days)) throw invalid(`retentionInDays must be one of ${RETENTIONS.join(', ')}`)
        groupOf(call, input.logGroupName).retentionDays = days
        return {}
      },
      DeleteRetentionPolicy(input: sdk.DeleteRetentionPolicyCommandInput, call) {
        groupOf(call, input.logGroupName).retentionDays = undefined
        return {}
      },
      CreateLogStream(input: sdk.CreateLogStreamCommandInput, call) {
        const group = groupOf(call, input.logGroupName)
        if (group.streams.has(input.logStreamName ?? '')) throw exists('log stream')
        groups.stream(group, input.logStreamName ?? '')
        return {}
      },
      DescribeLogStreams(input: sdk.DescribeLogStreamsCommandInput, call) {
        const group = groupOf(call, input.logGroupName, input.logGroupIdentifier)
        if (input.orderBy === 'LastEventTime') throw invalid('The sandbox does not play orderBy LastEventTime')
        const all = [...group.streams.values()]
          .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
          .toSorted((left, right) => (left.name < right.name ? -1 : 1))
        const ordered = input.descending === true ? all.toReversed() : all
        const { items, next } = pageOf(ordered, input.limit ?? PAGE, input.nextToken, invalidToken)
        const shown = items.map(({ name, created }) => shownStream(group, name, created))
        return { logStreams: shown, ...(next !== undefined && { nextToken: next }) }
      },
      PutLogEvents(input: sdk.PutLogEventsCommandInput, call) {
        const group = groupOf(call, input.logGroupName)
        const stream = input.logStreamName ?? ''
        if (!group.streams.has(stream)) throw missing('log stream')
        const events = (input.logEvents ?? []).map(({ timestamp = 0, message = '' }) => ({ timestamp, message }))
        if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
          throw invalid('Log events in a single PutLogEvents request must be in chronological order.')
        }
        const now = clock.now().getTime()
        const old = events.filter(({ timestamp }) => timestamp < now - MOST_PAST_MS).length
        const late = events.findIndex(({ timestamp }) => timestamp > now + MOST_FUTURE_MS)
        groups.put(group, stream, events.slice(old, late < 0 ? undefined : late))
        const rejected = {
          ...(old > 0 && { tooOldLogEventEndIndex: old }),
          ...(late >= 0 && { tooNewLogEventStartIndex: late }),
        }
        return { ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }) }
      },
      FilterLogEvents(input: sdk.FilterLogEventsCommandInput, call) {
        const group = groupOf(call, input.logGroupName, input.logGroupIdentifier)
        const { logStreamNames: names, logStreamNamePrefix: prefix } = input
        if (names !== undefined && prefix !== undefined) {
          throw invalid('logStreamNamePrefix and logStreamNames are mutually exclusive.')
        }
        const wanted = (name: string): boolean => names?.includes(name) ?? name.startsWith(prefix ?? '')
        const all = found(group, wanted, input.startTime ?? 0, input.endTime ?? Infinity)
        const matches = matching(input.filterPattern ?? '')
        const { items, next } = pageOf(
          all,
          Math.min(input.limit ?? MOST_EVENTS, LOOKED_AT),
          input.nextToken,
          invalidToken,
        )
        return {
          events: items.filter(({ message }) => matches(message)).map(shownEvent),
          searchedLogStreams: [],
          ...(next !== undefined && { nextToken: next }),
        }
      },
      GetLogEvents(input: sdk.GetLogEventsCommandInput, call) {
        const group = groupOf(call, input.logGroupName, input.logGroupIdentifier)
        const stream = input.logStreamName ?? ''
        if (!group.streams.has(stream)) throw missing('log stream')
        const all = found(group, (name) => name === stream, input.startTime ?? 0, input.endTime ?? Infinity)
        return readStream(all, input)
      },
    },
    permissions(operation, input, home) {
      const { logGroupName, logGroupIdentifier, logStreamName } = input
      const name = asText(logGroupName) || nameIn(asText(logGroupIdentifier))
      // With a stream, or an empty one, as AWS's denials show.
      return [
        { action: `logs:${operation}`, resource: `${logGroupArn({ home, name })}:log-stream:${asText(logStreamName)}` },
      ]
    },
  }
}

/**
 * A page of a stream. Both tokens are always returned; the end is reached when a token comes back unchanged. Without
 * `startFromHead` the newest events come first.
 */
function readStream(all: readonly LogEvent[], input: sdk.GetLogEventsCommandInput): object {
  const size = Math.min(input.limit ?? MOST_EVENTS, MOST_EVENTS)
  const [, direction, place] = /^([fb])\/(\d+)$/.exec(input.nextToken ?? '') ?? []
  if (input.nextToken !== undefined && direction === undefined) throw invalidToken()
  const at = Number(place)
  const start =
    direction === 'f'
      ? at
      : direction === 'b'
        ? Math.max(0, at - size)
        : input.startFromHead === true
          ? 0
          : Math.max(0, all.length - size)
  const end = direction === 'b' ? at : Math.min(all.length, start + size)
  return {
    events: all
      .slice(start, end)
      .map(({ timestamp, message, ingested }) => ({ timestamp, message, ingestionTime: ingested })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  }
}

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)
const invalidToken = (): Error => invalid('The specified nextToken is invalid.')
const missing = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`)
const exists = (what: string): ServiceError =>
  new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`)

function matching(pattern: string): (message: string) => boolean {
  try {
    return matcherOf(pattern)
  } catch (error) {
    if (error instanceof PatternError) throw invalid(error.message)
    throw error
  }
}

/** The name in the ARN of a group, or the given name. */
const nameIn = (identifier = ''): string => /:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier

const shownGroup = (group: LogGroup): sdk.LogGroup => ({
  logGroupName: group.name,
  creationTime: group.created,
  ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
  metricFilterCount: group.metricFilters.size,
  arn: `${logGroupArn(group)}:*`,
  storedBytes: 0,
  ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
  logGroupClass: group.logClass,
  logGroupArn: logGroupArn(group),
})

function shownStream(group: LogGroup, name: string, created: number): sdk.LogStream {
  const times = group.events.filter(({ stream }) => stream === name).map(({ timestamp }) => timestamp)
  return {
    logStreamName: name,
    creationTime: created,
    ...(times.length > 0 && { firstEventTimestamp: Math.min(...times), lastEventTimestamp: Math.max(...times) }),
    arn: `${logGroupArn(group)}:log-stream:${name}`,
    storedBytes: 0,
  }
}

const shownEvent = ({ stream, timestamp, message, ingested, id }: LogEvent): sdk.FilteredLogEvent => ({
  logStreamName: stream,
  timestamp,
  message,
  ingestionTime: ingested,
  eventId: id,
})
