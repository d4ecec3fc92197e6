import { ActionError } from '../errors.ts'

/**
 * Grace period of a cancelled job. The runner sends SIGINT, after 7.5 s SIGTERM, and after 2.5 s more SIGKILL. Requests in
 * progress, clean-up, and storing the evidence follow each other and have this time each. Processes have the same time
 * between SIGTERM and SIGKILL.
 */
export const GRACE_MS = 3_000

/**
 * The result of the work. After the signal is aborted, the work has a grace period, which starts now if the signal was aborted
 * before; after it this rejects with the signal's reason.
 */
export async function withGrace<T>(work: Promise<T>, signal: AbortSignal | undefined, graceMs = GRACE_MS): Promise<T> {
  if (!signal) return await work
  let timer: NodeJS.Timeout | undefined
  let begin = (): void => undefined
  const givenUp = new Promise<never>((_, reject) => {
    begin = () => {
      timer = setTimeout(() => reject(signal.reason as Error), graceMs)
    }
    if (signal.aborted) begin()
    else signal.addEventListener('abort', begin, { once: true })
  })
  try {
    return await Promise.race([work, givenUp])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', begin)
  }
}

/** The result of clean-up after a cancel, which has one grace period; after it this rejects with a `timeout` error. */
export async function cleanUp<T>(work: Promise<T>): Promise<T> {
  const reason = new ActionError('timeout', {
    message: 'the grace period after the cancellation ended before the clean-up',
  })
  return await withGrace(work, AbortSignal.abort(reason))
}
