import type { Clock, Log } from '../support/runtime.ts'
import { isThrottling } from './errors.ts'

/** The part of the SDK's retry strategy interface that is used. */
interface Token {
  getRetryCount(): number
  getRetryDelay(): number
}
export interface RetryStrategy {
  acquireInitialRetryToken(scope: string): Promise<Token>
  /** Resolves when the next attempt may start; rejects where there is none. */
  refreshRetryTokenForRetry(token: Token, failure: { readonly error?: unknown; errorType: string }): Promise<Token>
  recordSuccess(token: Token): void
}

/** Attempts of a call after lost connections and 5xx responses. */
const ATTEMPTS = 5
const TRANSIENT_PAUSE_MS = 100
/** How long one call is throttled before it fails: waiting is cheaper than a partial deployment. */
const THROTTLE_PATIENCE_MS = 10 * 60_000
const THROTTLE_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
/** Minimum time between two log lines about the same service. */
const SILENCE_MS = 15_000

/**
 * The gap between calls grows with each throttled call and shrinks with each success, so that about one call in eight is
 * throttled: just above the rate limit. Rarer throttling, which does not depend on our own rate, does not slow the calls; the
 * SDK's adaptive mode becomes very slow there.
 */
const FIRST_GAP_MS = 10
const GROWTH = 1.25
const TOLERATED = 1 / 8
const SHRINKAGE = GROWTH ** (-TOLERATED / (1 - TOLERATED))
const LONGEST_GAP_MS = 500

/**
 * The retries of one client: ten minutes per call for throttling, five attempts for transient errors, none for others. Calls of
 * a client share one rate. Calls that started before a cancellation end at once, so that clean-up calls do not wait for them.
 */
export function retryStrategy(options: {
  readonly clock: Clock
  readonly log: Log
  /** The name in the log: `cloudformation in eu-west-1`. */
  readonly service: string
  readonly cancelled?: AbortSignal | undefined
}): RetryStrategy {
  const { clock, log, service, cancelled } = options
  const now = (): number => clock.now().getTime()
  let gap = 0
  let lastTurn = Number.NEGATIVE_INFINITY
  let queue: Promise<unknown> = Promise.resolve()
  let slowedAt = Number.NEGATIVE_INFINITY
  let refused = 0
  let toldAt = Number.NEGATIVE_INFINITY

  const afterOthers = async (others: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> => {
    await others
    signal?.throwIfAborted()
    const left = lastTurn + gap - now()
    if (left > 0) await clock.sleep(left, signal)
    lastTurn = now()
  }
  const turn = (signal: AbortSignal | undefined): Promise<void> => {
    const mine = afterOthers(queue, signal)
    queue = mine.catch(() => undefined)
    return mine
  }

  const slowDown = (sentAt: number): void => {
    refused += 1
    // Concurrent calls that are throttled together count once.
    if (sentAt >= slowedAt) {
      slowedAt = now()
      gap = Math.min(LONGEST_GAP_MS, gap === 0 ? FIRST_GAP_MS : gap * GROWTH)
    }
    if (now() - toldAt < SILENCE_MS) return
    toldAt = now()
    log.info(
      `AWS throttles ${service} (throttled calls so far: ${refused}): continuing more slowly; each call is repeated`,
    )
  }

  class Attempt implements Token {
    readonly count: number
    readonly begun: number
    readonly sentAt = now()
    /** Applies to calls that started before the cancellation; later ones are clean-up. */
    readonly signal: AbortSignal | undefined

    constructor(count: number, begun: number, signal: AbortSignal | undefined) {
      this.count = count
      this.begun = begun
      this.signal = signal
    }
    getRetryCount(): number {
      return this.count
    }
    getRetryDelay(): number {
      return 0
    }
  }

  return {
    async acquireInitialRetryToken() {
      const signal = cancelled?.aborted ? undefined : cancelled
      const begun = now()
      await turn(signal)
      return new Attempt(0, begun, signal)
    },
    async refreshRetryTokenForRetry(token, { error, errorType }) {
      const { count, begun, sentAt, signal } = token as Attempt
      const throttled = errorType === 'THROTTLING' || isThrottling(error)
      if (throttled) slowDown(sentAt)
      const worth = throttled ? now() - begun < THROTTLE_PATIENCE_MS : errorType === 'TRANSIENT' && count + 1 < ATTEMPTS
      if (!worth) throw new Error('not worth another attempt')
      const longest = Math.min(LONGEST_PAUSE_MS, (throttled ? THROTTLE_PAUSE_MS : TRANSIENT_PAUSE_MS) * 2 ** count)
      await clock.sleep(Math.random() * longest, signal)
      await turn(signal)
      return new Attempt(count + 1, begun, signal)
    },
    recordSuccess() {
      gap = gap * SHRINKAGE < 1 ? 0 : gap * SHRINKAGE
    },
  }
}
