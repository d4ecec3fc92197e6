import { leastSample, quantile } from '../../../support/statistics.ts'
import type { ArrivalRecord } from './arrivals.ts'
import { LATENCIES, SHARES, type LatencyName, type Step } from './options.ts'

/** Numbers from the record of a load. Pure. */

/** A request that failed after so long was a wait for its user, whatever came of it. */
const LONG_WAIT_MS = 1_000
const LAST_REQUESTS = 10

export type Latencies = Readonly<Record<LatencyName, number>>

/** Of some of the requests. */
export interface Measured {
  readonly latencies: Latencies
  /** How many requests the latencies are from. */
  readonly counted: number
  readonly sent: number
  readonly well: number
  readonly errorShare: number
}

/** How late requests left, because this runner was busy. */
export interface Lateness {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  /** Of the last requests: a generator that could not keep up is further behind at the end. */
  readonly behind: number
}

/** An error that comes at once would make the percentiles better: they count answers that went well and long waits. */
export function measure(record: ArrivalRecord, includes: (index: number) => boolean = () => true): Measured {
  const { lateness, ok, latency } = record
  const counted: number[] = []
  let sent = 0
  let well = 0
  for (let index = 0; index < lateness.length; index++) {
    if (!includes(index)) continue
    if (!Number.isNaN(lateness[index])) sent += 1
    const isWell = ok[index] === 1
    if (isWell) well += 1
    const took = latency[index] ?? Number.NaN
    if (isWell || took > LONG_WAIT_MS) counted.push(took)
  }
  const errorShare = sent === 0 ? 1 : (sent - well) / sent
  return { latencies: latenciesOf(counted), counted: counted.length, sent, well, errorShare }
}

function latenciesOf(values: readonly number[]): Latencies {
  const sorted = Float64Array.from(values).toSorted()
  return Object.fromEntries(LATENCIES.map((name) => [name, quantile(sorted, shareOf(name))])) as Record<
    LatencyName,
    number
  >
}

export function shareOf(name: LatencyName): number {
  return name === 'max' ? 1 : SHARES[name]
}

/** How many answers a limit of this percentile needs for a proof. */
export function neededFor(name: LatencyName): number {
  return name === 'max' ? 1 : leastSample(SHARES[name])
}

export function latenessOf({ lateness }: ArrivalRecord): Lateness {
  const sorted = lateness.filter((late) => !Number.isNaN(late)).toSorted()
  return {
    p50: quantile(sorted, 0.5) || 0,
    p95: quantile(sorted, 0.95) || 0,
    p99: quantile(sorted, 0.99) || 0,
    max: sorted.at(-1) ?? 0,
    behind: Math.min(...lateness.slice(-LAST_REQUESTS)) || 0,
  }
}

/** Requests per second that really left, where they should have left within that time. */
export function achievedRate({ due, lateness }: ArrivalRecord, meantMs: number, sent: number): number {
  const lastLeft = due.reduce((last, at, index) => Math.max(last, at + (lateness[index] || 0)), 0)
  return sent / (Math.max(meantMs, lastLeft) / 1_000)
}

/** Positions of the requests that each step has, by their times: from, up to and without. */
export function boundsOf(steps: readonly Step[], due: Float64Array): { readonly from: number; readonly to: number }[] {
  let end = 0
  let from = 0
  return steps.map(({ for: ms, ramp = 0 }, index) => {
    end += ms + ramp
    const found = due.findIndex((at, position) => position >= from && at >= end)
    const to = index === steps.length - 1 || found === -1 ? due.length : found
    const bounds = { from, to }
    from = to
    return bounds
  })
}

export interface Bucket {
  readonly at: number
  readonly due: number
  readonly well: number
  /** Sorted. */
  readonly latencies: Float64Array
}

const MOST_POINTS = 60

/** The time in so many parts that a chart is readable. */
export function bucketsOf(record: ArrivalRecord): Bucket[] {
  const total = record.due.length
  const end = (record.due[total - 1] ?? 0) + 1
  const count = Math.min(MOST_POINTS, total)
  const parts = Array.from({ length: count }, () => ({ due: 0, well: 0, latencies: [] as number[] }))
  for (let index = 0; index < total; index++) {
    const part = parts[Math.min(count - 1, Math.floor(((record.due[index] ?? 0) / end) * count))]
    if (!part || Number.isNaN(record.lateness[index])) continue
    part.due += 1
    part.well += record.ok[index] ?? 0
    const latency = record.latency[index] ?? Number.NaN
    if (!Number.isNaN(latency)) part.latencies.push(latency)
  }
  return parts.map(({ due, well, latencies }, index) => ({
    at: Math.round(((index + 0.5) * end) / count),
    due,
    well,
    latencies: Float64Array.from(latencies).toSorted(),
  }))
}
