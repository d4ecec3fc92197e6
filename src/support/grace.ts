/** A cancelled job has 7.5 seconds: what still has no answer then is left to itself. Clean-up gets this time too. */
const GRACE_MS = 3_000

/** The answer; or the reason of the cancellation, where there is none within the grace after it. */
export async function withGrace<T>(answer: Promise<T>, cancelled: AbortSignal | undefined): Promise<T> {
  if (!cancelled) return await answer
  let timer: NodeJS.Timeout | undefined
  let begin = (): void => undefined
  const giveUp = new Promise<never>((_, reject) => {
    begin = () => {
      timer = setTimeout(() => reject(cancelled.reason as Error), GRACE_MS)
    }
    if (cancelled.aborted) begin()
    else cancelled.addEventListener('abort', begin, { once: true })
  })
  try {
    return await Promise.race([answer, giveUp])
  } finally {
    clearTimeout(timer)
    cancelled.removeEventListener('abort', begin)
  }
}
