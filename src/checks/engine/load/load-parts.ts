import type { Sample, Measurement } from '../../../evidence/document.ts'
import type { LastRelease } from '../../../evidence/document.ts'
import { quantile } from '../../../support/statistics.ts'
import { showDuration } from '../../../support/text/durations.ts'
import { round } from '../../../support/text/rounding.ts'
import { shownPath } from '../../../support/text/url.ts'
import type { ArrivalRecord } from './arrivals.ts'
import { COMPARED } from './compare-load.ts'
import { type Measured, boundsOf, measure, bucketsOf, shareOf, type Latencies } from './measure-load.ts'
import { LATENCIES, type Limits, type LatencyName, type LoadOptions, type LoadPlan } from './options.ts'

/** A load and its parts, steps and requests, as they were measured and as they are shown. */

/** A share of errors that is above a small limit must not be recorded as one below it. */
const PERCENT_DECIMALS = 6

export interface LoadFacts extends ArrivalRecord {
  /** Which request each one was, by its position among them. */
  readonly kinds: Uint16Array
  /** How often each error was seen: `status 503`, `ECONNREFUSED`. */
  readonly errors: Readonly<Record<string, number>>
  /** What two loads must have in common to be compared. */
  readonly basis: string
  /** Name of the check, as in findings. */
  readonly name: string
  /** What was measured of this check at the last release; absent where none is known. */
  readonly before?: Pick<LastRelease, 'runId' | 'measurements'>
}

export interface Options extends Omit<LoadOptions, 'load'> {
  readonly load: LoadPlan
}

/** A part of the load that has to keep the limits by itself. */
export interface Part extends Measured {
  /** `at 50/s`; undefined for the load as a whole. */
  readonly label?: string
}

export function partsOf({ load: { steps } }: Options, facts: LoadFacts, whole: Measured): Part[] {
  if (steps.length <= 1) return [whole]
  return boundsOf(steps, facts.due).map(({ from, to }, index) => ({
    ...measure(facts, (at) => at >= from && at < to),
    label: `in step ${index + 1} (${round(steps[index]?.rate ?? 0, 2)}/s)`,
  }))
}

export function requestsOf({ load: { requests } }: Options, facts: LoadFacts): Part[] {
  return requests.map(({ method, url }, kind) => ({
    ...measure(facts, (at) => facts.kinds[at] === kind),
    ...(requests.length > 1 && { label: `of ${method} ${shownPath(url)}` }),
  }))
}

export function labelled(label: string | undefined): string {
  return label === undefined ? '' : ` ${label}`
}

export function showMeasured({ label, latencies }: Part): string {
  const numbers = LATENCIES.map((name) => `${name} ${showLatency(latencies[name])}`).join(', ')
  return label === undefined ? numbers : `${label}: ${numbers}`
}

export function measurementsOf(
  facts: LoadFacts,
  whole: Measured,
  limit: Limits,
  samples: Readonly<Record<(typeof COMPARED)[number], Sample>>,
): Measurement[] {
  const buckets = bucketsOf(facts)
  const latency = LATENCIES.flatMap((name): Measurement[] => {
    const value = whole.latencies[name]
    if (Number.isNaN(value)) return []
    const series = buckets.flatMap(({ at, latencies }) =>
      latencies.length === 0 ? [] : [[at, round(quantile(latencies, shareOf(name)), 2)] as const],
    )
    const compared = COMPARED.find((each) => each === name)
    return [{ ...measurementOf(name, value, limit), series, ...(compared && { sample: samples[compared] }) }]
  })
  return [
    ...latency,
    {
      name: 'errors',
      unit: 'percent',
      value: round(whole.errorShare * 100, PERCENT_DECIMALS),
      limit: round(limit.errors * 100, PERCENT_DECIMALS),
      series: buckets.map(
        ({ at, due, well }) => [at, due === 0 ? 0 : round(((due - well) / due) * 100, PERCENT_DECIMALS)] as const,
      ),
    },
  ]
}

/** Of one step, or one of several requests: a number each, without a course. */
export function partMeasurements({ label, latencies }: Part, limit: Partial<Latencies> | Limits): Measurement[] {
  return LATENCIES.filter((name) => name === 'p50' || name === 'p99' || limit[name] !== undefined).flatMap((name) =>
    Number.isNaN(latencies[name])
      ? []
      : [{ ...measurementOf(name, latencies[name], limit), name: `${name}${labelled(label)}` }],
  )
}

function measurementOf(name: LatencyName, value: number, limit: Partial<Latencies> | Limits): Measurement {
  const most = limit[name]
  return { name, unit: 'ms', value: round(value, 2), ...(most !== undefined && { limit: most }) }
}

export function showLatency(ms: number): string {
  return Number.isNaN(ms) ? 'unknown' : showDuration(ms)
}
