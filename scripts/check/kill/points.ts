import type { OutsideCall } from './interceptor.ts'

export const SIGNALS = ['SIGKILL', 'SIGINT', 'SIGTERM'] as const
export type Signal = (typeof SIGNALS)[number]

/** Calls that only read, of AWS and of GitHub. */
const READING = / (Describe|List|Get|BatchGet)|^(lambda|s3|github) (GET|HEAD)|\/(ListArtifacts|GetSignedArtifactURL)$/

/**
 * The calls at which a signal may make a difference: every call that changes something, and of the reads between two of
 * them, in which AWS and GitHub change by time only:
 *
 * - SIGKILL: the first and the last one. The next attempt gets nothing from the process, so it meets the same services
 *   at each read between them.
 * - SIGINT: the first one of each kind and the last one. The step ends by itself, and what it does then depends on what
 *   it waits for.
 * - SIGTERM: none. `src/support/processes/cancelled.ts` handles it by the listener of SIGINT.
 */
export function pointsOf(calls: readonly OutsideCall[], signal: Signal): OutsideCall[] {
  return calls.filter((call, index) => {
    if (!READING.test(call.name)) return true
    if (signal === 'SIGTERM') return false
    const next = calls[index + 1]
    const isLast = next === undefined || !READING.test(next.name)
    const sinceChange = calls.slice(calls.slice(0, index).findLastIndex(({ name }) => !READING.test(name)) + 1, index)
    const isFirst =
      signal === 'SIGKILL' ? sinceChange.length === 0 : sinceChange.every(({ name }) => name !== call.name)
    return isFirst || isLast
  })
}

/** `count` cases of a list, spread evenly over it from a seed, first every second one; all where it is not longer. */
export function sampleOf<T>(cases: readonly T[], count: number, seed: number): T[] {
  if (cases.length <= count) return [...cases]
  const step = cases.length / count
  const spread = Array.from({ length: count }, (_, index) => cases[Math.floor(index * step + (seed % step))] as T)
  return [...spread.filter((_, index) => index % 2 === 0), ...spread.filter((_, index) => index % 2 === 1)]
}
