import type { Clock } from '../support/runtime.ts'

/** Calls that may be made at once after a pause, in seconds of the rate. AWS's own limits are buckets, too. */
const BURST_SECONDS = 4

/** Waits until the next call may be made. */
export type Turn = (signal: AbortSignal) => Promise<void>

/** A bucket of `perSecond` tokens a second, full at the start: a ceiling, under which AWS may still throttle. */
export function paced(clock: Clock, perSecond: number): Turn {
  const capacity = Math.max(1, perSecond * BURST_SECONDS)
  let tokens = capacity
  let at = clock.now().getTime()
  return async (signal) => {
    const now = clock.now().getTime()
    tokens = Math.min(capacity, tokens + ((now - at) / 1_000) * perSecond)
    at = now
    tokens -= 1
    // Each caller takes its token at once, so that callers wait for different moments.
    if (tokens < 0) await clock.sleep((-tokens / perSecond) * 1_000, signal)
  }
}

/** How long so many calls take at least, in milliseconds. */
export function leastTime(calls: number, perSecond: number): number {
  return (Math.max(0, calls - perSecond * BURST_SECONDS) / perSecond) * 1_000
}
