import type { Clock, Log } from '../support/runtime.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { showDuration } from '../support/text/durations.ts'

/** What a request needs besides its route. */
export interface Patience {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** A failed response, with the members of octokit's RequestError. */
interface FailedAnswer {
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

const ATTEMPTS = 5
const FIRST_PAUSE_MS = 1_000
/** The documented pause where GitHub gives no time (best practices for using the REST API, "Handle rate limit errors"). */
const UNTOLD_PAUSE_MS = 60_000
/** A primary limit can take an hour to reset; a job does not wait longer than this. */
const LONGEST_PAUSE_MS = 180_000

/**
 * Repeats a read-only request (all requests are): after rate limits (for the time that GitHub asks, up to three minutes), server
 * errors and lost connections. Rejects with an ActionError.
 */
export async function patiently<T>(patience: Patience, what: string, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    patience.signal.throwIfAborted()
    try {
      return await send()
    } catch (error) {
      patience.signal.throwIfAborted()
      const pause = attempt < ATTEMPTS ? pauseAfter(error, attempt, patience.clock.now()) : undefined
      if (pause === undefined || pause > LONGEST_PAUSE_MS) throw toActionError(error, what)
      patience.log.info(`GitHub: ${what}: ${messageOf(error)}; trying again in ${showDuration(pause)}`)
      await patience.clock.sleep(pause, patience.signal)
    }
  }
}

/** Milliseconds to wait before the same request may succeed; undefined when repeating it cannot help. */
export function pauseAfter(error: unknown, attempt: number, now: Date): number | undefined {
  const answer = answerOf(error)
  const growing = FIRST_PAUSE_MS * 2 ** (attempt - 1)
  if (!answer || answer.status >= 500) return growing
  if (!isRateLimit(answer)) return undefined
  const retryAfter = Number(answer.headers['retry-after'])
  if (retryAfter > 0) return retryAfter * 1_000
  if (String(answer.headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(answer.headers['x-ratelimit-reset']) * 1_000
    if (reset > 0) return Math.max(FIRST_PAUSE_MS, reset - now.getTime())
  }
  return UNTOLD_PAUSE_MS
}

/** Converts the error; names the permission that GitHub reports as missing. */
export function toActionError(error: unknown, what: string): ActionError {
  if (error instanceof ActionError) return error
  const answer = answerOf(error)
  const subject = `github/${what}`
  if (!answer) {
    return new ActionError('github/unreachable', {
      message: `GitHub could not be reached to ${what}: ${reasonOf(error)}`,
      subject,
      cause: error,
    })
  }
  const observed = `${answer.status} ${answer.message}`
  if (isRateLimit(answer)) {
    return new ActionError('github/throttled', {
      message: `GitHub's rate limit was reached while trying to ${what}`,
      subject,
      observed,
      cause: error,
    })
  }
  if (answer.status === 401) {
    return new ActionError('github/denied', {
      message: `GitHub did not accept the token to ${what}: ${answer.message}`,
      advice: 'Pass a valid `github-token`; the default is the token of the job.',
      subject,
      observed,
      cause: error,
    })
  }
  if (answer.status === 403 || answer.status === 404) {
    const accepted = answer.headers['x-accepted-github-permissions']
    return new ActionError('github/denied', {
      message: `GitHub refused to ${what}: ${answer.message}`,
      ...(accepted && { advice: `Give the job \`permissions: ${String(accepted).replace('=', ': ')}\`.` }),
      subject,
      observed,
      cause: error,
    })
  }
  return new ActionError('github/service', {
    message: `GitHub could not ${what}: ${answer.message}`,
    subject,
    observed,
    cause: error,
  })
}

export function statusOf(error: unknown): number | undefined {
  return answerOf(error)?.status
}

/** octokit gives a lost connection the status 500 without a response, which does not count as a response. */
function answerOf(error: unknown): FailedAnswer | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || !('response' in error)) return undefined
  const { status, response } = error
  if (typeof status !== 'number' || typeof response !== 'object' || response === null) return undefined
  const { headers, data } = response as { headers?: FailedAnswer['headers']; data?: { message?: unknown } }
  const told = typeof data?.message === 'string' ? data.message : messageOf(error)
  return { status, message: told, headers: headers ?? {} }
}

/** 429, or 403 with GitHub's messages for primary and secondary limits: a plain 403 is a missing permission. */
function isRateLimit(answer: FailedAnswer): boolean {
  if (answer.status === 429) return true
  if (answer.status !== 403) return false
  return (
    answer.headers['retry-after'] !== undefined ||
    String(answer.headers['x-ratelimit-remaining']) === '0' ||
    /rate limit/i.test(answer.message)
  )
}

/** fetch says only "fetch failed"; the reason is in its causes. */
function reasonOf(error: unknown): string {
  const reasons = new Set<string>()
  for (let at: unknown = error; at instanceof Error; at = at.cause) reasons.add(at.message || at.name)
  return [...reasons].join(': ') || messageOf(error)
}
