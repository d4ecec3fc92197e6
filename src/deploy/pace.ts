import type { Clock } from '../support/runtime.ts'

/** How often operations of AWS are read while they are followed: at most 30 calls a minute for each. */

/** The first reads of an operation come soon after its start: many end at once. */
export const FIRST_PAUSE_MS = 500
export const SECOND_PAUSE_MS = 1_000
export const GROWTH = 2.5
/** Between two reads of an operation that is followed alone. */
export const SLOWEST_PAUSE_MS = 2_800
/** Between two calls that read the statuses of all operations of a service. */
export const SHARED_PAUSE_MS = 2_000
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
      const isAlone = followers() < 2 || ms < SECOND_PAUSE_MS
      return clock.sleep(isAlone ? ms : Math.min(ms, together), signal)
    },
  }
}
