import type { Clock } from '../ports.ts'
import { ActionError } from '../support/errors.ts'

/** The runner gives a cancelled job seven and a half seconds; some are needed to write the evidence. */
export const GRACE_MS = 4_500

/** The work's result, unless the time that is left after a cancel is over first: then it rejects with `timeout`. */
export async function withinGrace<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const timer = new AbortController()
  const over = clock.sleep(GRACE_MS, timer.signal).then(
    () => {
      throw new ActionError('timeout', { message: 'there was no time left after the cancel' })
    },
    // The work was done first.
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([work, over])
  } finally {
    timer.abort()
  }
}
