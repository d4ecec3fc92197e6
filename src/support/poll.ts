import type { Clock } from '../ports.ts'
import { ActionError } from './errors.ts'

/** A wait: how often to look, when to give up, and what to say then. All in milliseconds. */
export interface Wait {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Pauses between looks: the first is short so that quick ends are seen quickly, later ones grow to `slowest`. */
  readonly first: number
  readonly slowest: number
  readonly timeout: number
  /** What is waited for, e.g. "stack shop-preprod to be updated", and how to look at it afterwards. */
  readonly subject: string
  readonly waitingFor: string
  readonly onTimeout: string
}

/**
 * Looks until `look` gives something. Reaching the timeout is neither success nor failure of what is waited for: the
 * error says that it may still run. A cancelled wait rejects with the signal's reason.
 */
export async function poll<T>(wait: Wait, look: () => Promise<T | undefined>): Promise<T> {
  const started = wait.clock.now().getTime()
  let pause = wait.first
  for (;;) {
    wait.signal.throwIfAborted()
    const found = await look()
    if (found !== undefined) return found
    const left = started + wait.timeout - wait.clock.now().getTime()
    if (left <= 0) {
      throw new ActionError('timeout', {
        message: `waited ${Math.round(wait.timeout / 1000)} s for ${wait.waitingFor}; it had not ended by then`,
        advice: wait.onTimeout,
        subject: wait.subject,
      })
    }
    await wait.clock.sleep(Math.min(pause, left), wait.signal)
    pause = Math.min(pause * 1.3, wait.slowest)
  }
}
