import type { OutsideCall } from './interceptor.ts'

/** Calls that only read, which polling repeats. */
const READING = / (Describe|List|Get|BatchGet)|^lambda GET|^s3 (GET|HEAD)/
/** Repetitions that are told apart: the first look and one in the midst of waiting. */
const LOOKS = 2

/** The calls at which a signal makes a difference: all that change something, and of the reads between them the first ones. */
export function pointsOf(calls: readonly OutsideCall[]): OutsideCall[] {
  const seen = new Map<string, number>()
  return calls.filter(({ name }) => {
    if (!READING.test(name)) {
      seen.clear()
      return true
    }
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count <= LOOKS
  })
}

/** `count` cases of a list, spread evenly over it from a seed, first every second one; all where it is not longer. */
export function sampleOf<T>(cases: readonly T[], count: number, seed: number): T[] {
  if (cases.length <= count) return [...cases]
  const step = cases.length / count
  const spread = Array.from({ length: count }, (_, index) => cases[Math.floor(index * step + (seed % step))] as T)
  return [...spread.filter((_, index) => index % 2 === 0), ...spread.filter((_, index) => index % 2 === 1)]
}
