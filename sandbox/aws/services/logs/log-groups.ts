import { randomUUID } from 'node:crypto'
import type { PacedClock } from '../../../clock.ts'
import type { Metrics } from '../cloudwatch/metrics.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'
import { matcherOf } from './pattern.ts'

export interface LogEvent {
  readonly id: string
  readonly stream: string
  /** Milliseconds since 1970, given by the client. */
  readonly timestamp: number
  /** The time of its arrival, and the time from which it can be found. */
  readonly ingested: number
  readonly message: string
}

export interface LogStream {
  readonly name: string
  readonly created: number
}

export interface SubscriptionFilter {
  readonly name: string
  readonly pattern: string
  readonly destinationArn: string
  readonly roleArn?: string | undefined
  readonly distribution: 'ByLogStream' | 'Random'
  readonly created: number
}

export interface MetricFilter {
  readonly name: string
  readonly pattern: string
  readonly transformations: readonly MetricTransformation[]
  readonly created: number
}

export interface MetricTransformation {
  readonly metricName: string
  readonly metricNamespace: string
  /** A number, or a selector (`$.ms`). */
  readonly metricValue: string
}

export interface LogGroup {
  readonly home: Home
  readonly name: string
  readonly created: number
  readonly streams: Map<string, LogStream>
  /** In order of arrival. */
  readonly events: LogEvent[]
  readonly subscriptions: Map<string, SubscriptionFilter>
  readonly metricFilters: Map<string, MetricFilter>
  retentionDays?: number | undefined
  kmsKeyId?: string | undefined
  logClass: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY'
}

export interface LogGroups {
  create(home: Home, name: string): LogGroup
  find(home: Home, name: string): LogGroup | undefined
  /** Sorted by name. */
  list(home: Home): LogGroup[]
  remove(home: Home, name: string): boolean
  /** Adds a stream where it is missing. */
  stream(group: LogGroup, name: string): LogStream
  /** Stores events, and counts those that metric filters match. */
  put(group: LogGroup, stream: string, events: readonly { timestamp: number; message: string }[]): void
}

/** Simulated time until an event can be found. */
const INGESTION_MS = 3_000

function createLogGroups(clock: PacedClock, metrics: Metrics): LogGroups {
  const groups = new Map<string, LogGroup>()
  const now = (): number => clock.now().getTime()
  return {
    create(home, name) {
      const group: LogGroup = {
        home: { account: home.account, region: home.region },
        name,
        created: now(),
        streams: new Map(),
        events: [],
        subscriptions: new Map(),
        metricFilters: new Map(),
        logClass: 'STANDARD',
      }
      groups.set(homeKey(home, name), group)
      return group
    },
    find: (home, name) => groups.get(homeKey(home, name)),
    list: (home) =>
      [...groups.values()]
        .filter((group) => homeKey(group.home) === homeKey(home))
        .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    remove: (home, name) => groups.delete(homeKey(home, name)),
    stream(group, name) {
      const known = group.streams.get(name)
      if (known !== undefined) return known
      const made = { name, created: now() }
      group.streams.set(name, made)
      return made
    },
    put(group, stream, events) {
      const ingested = now() + INGESTION_MS
      for (const { timestamp, message } of events) {
        group.events.push({ id: randomUUID(), stream, timestamp, ingested, message })
        for (const { pattern, transformations } of group.metricFilters.values()) {
          if (matcherOf(pattern)(message)) count(group, message, transformations)
        }
      }
    },
  }

  function count(group: LogGroup, message: string, transformations: readonly MetricTransformation[]): void {
    for (const { metricName: name, metricNamespace: namespace, metricValue } of transformations) {
      const value = metricValue.startsWith('$') ? selected(message, metricValue) : Number(metricValue)
      if (Number.isFinite(value)) metrics.put(group.home, { namespace, name, dimensions: {} }, value)
    }
  }
}

/** The number at `$.name` of a JSON message; NaN where there is none. */
function selected(message: string, selector: string): number {
  try {
    const value = (JSON.parse(message) as Record<string, unknown>)[selector.replace(/^\$\.?/, '')]
    return typeof value === 'number' ? value : Number.NaN
  } catch {
    return Number.NaN
  }
}

/** The log groups of a sandbox. */
export const logGroupsOf = perWorld(({ clock, metrics }) => createLogGroups(clock, metrics))

/** The ARN without the `:*` that some responses have. */
export const logGroupArn = ({ home, name }: Pick<LogGroup, 'home' | 'name'>): string =>
  `arn:aws:logs:${home.region}:${home.account}:log-group:${name}`
