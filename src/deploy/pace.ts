import type { Clock } from '../support/runtime.ts'

/** How often operations of AWS are read while they are followed: at most 30 calls a minute for each. */

/** Until something that usually takes moments is read for the first time. */
export const FIRST_PAUSE_MS = 500
/** Shorter sleeps are not aligned with those of others. */
const SHORT_MS = 1_000
/** Until the first read of an operation: with the reads at its end, an earlier one would be more than 30 calls a minute. */
export const FIRST_READ_MS = 4_000
/** Between two reads of an operation that is followed alone. */
export const SLOWEST_PAUSE_MS = 2_200
/** Between two calls that read the statuses of all operations of a service. */
const SHARED_PAUSE_MS = 2_000
/** Details of one of several operations: events of a stack, targets of a deployment. */
const DETAILS_PAUSE_MS = 6_000
/** Calls about details of all operations of a service together, where there are many. */
export const DETAILS_PER_SECOND = 3

/** Milliseconds between two reads of details of one operation: half of the calls, so that ends have turns, too. */
export function detailsPause(followers: number): number {
  return Math.max(DETAILS_PAUSE_MS, (followers / (DETAILS_PER_SECOND / 2)) * 1_000)
}

/** A clock whose longer sleeps end together with those of others, so that what they read then is one call. */
export function alignedClock(clock: Clock, followers: () => number): Clock {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => {
      const together = SHARED_PAUSE_MS - (clock.now().getTime() % SHARED_PAUSE_MS)
      const isAlone = followers() < 2 || ms < SHORT_MS
      return clock.sleep(isAlone ? ms : Math.min(ms, together), signal)
    },
  }
}
