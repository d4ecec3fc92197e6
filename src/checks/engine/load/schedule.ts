/** When requests are due. Pure. */

/** A part of the time in which the rate is constant, or changes evenly. Rates per second, times in milliseconds. */
export interface Stage {
  readonly from: number
  readonly to: number
  readonly ms: number
}

/** Milliseconds from the start to each arrival; at least one. */
export function dueTimes(stages: readonly Stage[]): Float64Array {
  const total = Math.max(1, Math.floor(countOf(stages) + ROUNDING))
  const due = new Float64Array(total)
  let index = 0
  let before = 0
  let start = 0
  for (const stage of stages) {
    const until = before + countOf([stage])
    for (; index < total && index < until - ROUNDING; index++) due[index] = start + timeOf(stage, index - before)
    before = until
    start += stage.ms
  }
  return due
}

/** Sums of rates and times are not exact. */
const ROUNDING = 1e-6

/** How many arrivals stages have, as a real number. */
export function countOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { from, to, ms }) => sum + (((from + to) / 2) * ms) / 1_000, 0)
}

/** When a stage has had `count` arrivals: the rate's integral solved for the time, in a form that holds for no change too. */
function timeOf({ from, to, ms }: Stage, count: number): number {
  if (count <= 0) return 0
  const slope = (to - from) / (ms / 1_000)
  return (2_000 * count) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * count)))
}

/**
 * Which of several kinds each arrival is: in every stretch each has its share, so that a kind is not sent in bursts (smooth
 * weighted round robin).
 */
export function kindsByWeight(weights: readonly number[], total: number): Uint16Array {
  const sum = weights.reduce((all, one) => all + one, 0)
  const credit = weights.map(() => 0)
  return Uint16Array.from({ length: total }, () => {
    let chosen = 0
    for (let kind = 0; kind < weights.length; kind++) {
      credit[kind] = (credit[kind] ?? 0) + (weights[kind] ?? 0)
      if ((credit[kind] ?? 0) > (credit[chosen] ?? 0)) chosen = kind
    }
    credit[chosen] = (credit[chosen] ?? 0) - sum
    return chosen
  })
}
