import type { PacedClock } from '../../../clock.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'

export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

export interface Datapoint {
  /** Simulated milliseconds since the sandbox started. */
  readonly at: number
  readonly value: number
}

/** A datapoint with its time stamp, in milliseconds since 1970. */
export interface StampedDatapoint extends Datapoint {
  readonly time: number
}

/** Datapoints by metric, newest last. */
export interface Metrics {
  put(home: Home, metric: Metric, value: number): void
  /** The datapoints of the last `ms` simulated milliseconds. */
  since(home: Home, metric: Metric, ms: number): readonly Datapoint[]
  all(home: Home, metric: Metric): readonly StampedDatapoint[]
  /** All metrics that have had a datapoint. */
  list(home: Home): readonly Metric[]
}

/** Older datapoints are dropped. */
const KEPT_MS = 3 * 3_600_000

export function createMetrics(clock: PacedClock): Metrics {
  const data = new Map<string, StampedDatapoint[]>()
  const known = new Map<string, Map<string, Metric>>()
  const keyOf = (home: Home, { namespace, name, dimensions }: Metric): string =>
    homeKey(
      home,
      namespace,
      name,
      JSON.stringify(Object.entries(dimensions).toSorted(([left], [right]) => left.localeCompare(right))),
    )
  return {
    put(home, metric, value) {
      const key = keyOf(home, metric)
      const now = clock.elapsed()
      const own = known.get(homeKey(home)) ?? new Map<string, Metric>()
      known.set(homeKey(home), own.set(key, metric))
      const kept = data.get(key) ?? []
      while (kept[0] && kept[0].at <= now - KEPT_MS) kept.shift()
      kept.push({ at: now, time: clock.now().getTime(), value })
      data.set(key, kept)
    },
    since(home, metric, ms) {
      const from = clock.elapsed() - ms
      const own = data.get(keyOf(home, metric)) ?? []
      return own.slice(own.findLastIndex(({ at }) => at <= from) + 1)
    },
    list: (home) => [...(known.get(homeKey(home))?.values() ?? [])],
    all: (home, metric) => [...(data.get(keyOf(home, metric)) ?? [])],
  }
}

/** Whose interval drifts leaves a period without a datapoint: milliseconds until shortly after the next full one. */
export function untilNext(interval: number, clock: Pick<PacedClock, 'now'>): number {
  return interval - (clock.now().getTime() % interval) + interval / 60
}

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
}

/** A statistic of values: `Sum`, `p99` (the nearest rank); undefined for another one. */
export function measure(statistic: string, values: readonly number[]): number | undefined {
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1]
  if (percentile === undefined) return STATISTICS[statistic]?.(values)
  const rank = Math.ceil((Number(percentile) / 100) * values.length)
  return values.toSorted((left, right) => left - right)[Math.max(0, rank - 1)]
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
}

export interface Rule {
  readonly statistic: string
  readonly comparison: string
  readonly threshold: number
  readonly periodMs: number
  readonly periods: number
  readonly datapoints: number
  readonly missing: string
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** Evaluates an alarm rule; undefined keeps the current state. */
export function evaluate(rule: Rule, data: readonly Datapoint[], now: number): AlarmState | undefined {
  const windows = Array.from({ length: rule.periods }, (_, index) => {
    const to = now - index * rule.periodMs
    return data.filter(({ at }) => at > to - rule.periodMs && at <= to).map(({ value }) => value)
  })
  const breaches = COMPARISONS[rule.comparison]
  if (breaches === undefined || measure(rule.statistic, [0]) === undefined) return undefined
  const known = windows.filter((values) => values.length > 0)
  const missing = windows.length - known.length
  const breaching = known.filter((values) =>
    breaches(measure(rule.statistic, values) ?? Number.NaN, rule.threshold),
  ).length
  if (breaching + (rule.missing === 'breaching' ? missing : 0) >= rule.datapoints) return 'ALARM'
  if (known.length > 0 || rule.missing === 'notBreaching') return 'OK'
  return rule.missing === 'ignore' ? undefined : 'INSUFFICIENT_DATA'
}
