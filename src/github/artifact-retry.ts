import type { Clock, Log } from '../support/runtime.ts'
import { messageOf } from '../support/errors.ts'

const ATTEMPTS = 3
const PAUSE_MS = 1_000
/** Messages and codes of a lost connection: of Node, undici, Azure's client and GitHub. */
const BROKEN =
  /\b(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)\b|socket hang up|premature close|other side closed|terminated|aborted/i

/** Whether an error is a lost connection, after which a retry can succeed. */
function isBrokenConnection(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = 'code' in current ? String(current.code) : ''
    if (BROKEN.test(`${code} ${current.message}`)) return true
  }
  return false
}

/**
 * The result of a call, which is repeated after a lost connection, up to three attempts, each with a log line. `send` gets the
 * number of the attempt, from 1. Rejects with the last error.
 */
export async function withRetries<T>(
  what: string,
  { clock, log }: { readonly clock: Pick<Clock, 'sleep'>; readonly log: Pick<Log, 'warning'> },
  send: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(attempt)
    } catch (error) {
      if (attempt >= ATTEMPTS || !isBrokenConnection(error)) throw error
      const reason = messageOf(error).split('\n', 1)[0] ?? ''
      log.warning(`could not ${what}: ${reason}; attempt ${attempt + 1} of ${ATTEMPTS} follows`)
      await clock.sleep(PAUSE_MS * attempt)
    }
  }
}
