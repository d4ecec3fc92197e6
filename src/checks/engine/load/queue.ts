import { quantile } from '../../../support/statistics.ts'
import type { ArrivalRecord } from './arrivals.ts'
import { boundsOf } from './measure-load.ts'
import type { Step } from './options.ts'

/** Whether answers queue up: the service ends fewer requests than arrive, so that each waits longer than the one before. */

export interface Queue {
  /** Position of the step. */
  readonly step: number
  /** Requests that were answered, a second. */
  readonly answered: number
  /** Medians of the first and the last fifth of the step, milliseconds; Infinity where most were never answered. */
  readonly first: number
  readonly last: number
}

const PARTS = 5
/** With fewer requests in a part its median says little. */
const LEAST_IN_PART = 10
/** What noise can do: less growth than this is none. */
const LEAST_GROWTH_MS = 100
/** At this share of the time, the service would answer two of a hundred requests less than arrive. */
const LEAST_SHARE = 0.02
/** A service that only became slower, as with more data, is not meant. */
const LEAST_FACTOR = 3

/** The first step in which answers queue up. Only the time of a constant rate counts, not the rise before it. Pure. */
export function queueIn(record: ArrivalRecord, steps: readonly Step[]): Queue | undefined {
  let end = 0
  for (const [step, { from, to }] of boundsOf(steps, record.due).entries()) {
    const { rate = 0, for: ms = 0, ramp = 0 } = steps[step] ?? {}
    const since = end + ramp
    end += ms + ramp
    const indexes = Array.from({ length: to - from }, (_, at) => from + at).filter(
      (index) => (record.due[index] ?? 0) >= since && !Number.isNaN(record.lateness[index]),
    )
    const grown = growthOf(record, indexes)
    if (grown) return { step, answered: rate * (1 - grown.share), first: grown.first, last: grown.last }
  }
  return undefined
}

function growthOf(
  record: ArrivalRecord,
  indexes: readonly number[],
): { readonly share: number; readonly first: number; readonly last: number } | undefined {
  const size = Math.floor(indexes.length / PARTS)
  if (size < LEAST_IN_PART) return undefined
  const medians = Array.from({ length: PARTS }, (_, part) =>
    medianOf(record, indexes.slice(part * size, (part + 1) * size)),
  )
  const rises = medians.every((median, part) => part === 0 || median > (medians[part - 1] ?? 0))
  const [first = 0] = medians
  const last = medians.at(-1) ?? 0
  const between = ((record.due[indexes.at(-1) ?? 0] ?? 0) - (record.due[indexes[0] ?? 0] ?? 0)) * ((PARTS - 1) / PARTS)
  const growth = last - first
  if (!rises || growth < Math.max(LEAST_GROWTH_MS, LEAST_SHARE * between) || last < LEAST_FACTOR * first)
    return undefined
  return { share: Math.min(1, growth / between), first, last }
}

/** From when each left: what this runner was late itself is not of the service. */
function medianOf({ latency, lateness }: ArrivalRecord, indexes: readonly number[]): number {
  const took = indexes.map((index) => {
    const whole = latency[index] ?? Number.NaN
    return Number.isNaN(whole) ? Number.POSITIVE_INFINITY : whole - (lateness[index] ?? 0)
  })
  return quantile(Float64Array.from(took).toSorted(), 0.5)
}
