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
  /** What was learned from waits of this kind; without it the first look is at once. */
  readonly usual?: UsualDuration
  /** What is waited for, e.g. "stack shop-preprod to be updated", and how to look at it afterwards. */
  readonly subject: string
  readonly waitingFor: string
  readonly onTimeout: string
}

const LONGEST_LEAD_MS = 15_000

/**
 * How long things of one kind usually take. Who waits for many of them need not look before one can be over: the time
 * before the first look grows while it comes too early, and shrinks while it does not, so that two in three of the
 * first looks are the only ones.
 */
export class UsualDuration {
  #lead: number

  /** @param lead milliseconds, until something is known */
  constructor(lead: number) {
    this.#lead = lead
  }

  get lead(): number {
    return this.#lead
  }

  /** @param ms how long it took; `atOnce` where the first look saw the end */
  took(ms: number, atOnce: boolean): void {
    this.#lead = atOnce ? this.#lead * 0.9 : Math.min(LONGEST_LEAD_MS, ms, this.#lead * 1.2)
  }
}

/**
 * Looks until `look` gives something. Reaching the timeout is neither success nor failure of what is waited for: the
 * error says that it may still run. A cancelled wait rejects with the signal's reason.
 */
export async function poll<T>(wait: Wait, look: () => Promise<T | undefined>): Promise<T> {
  const started = wait.clock.now().getTime()
  let pause = wait.first
  let looks = 0
  if (wait.usual) {
    wait.signal.throwIfAborted()
    pause = Math.max(pause, wait.usual.lead / 4)
    await wait.clock.sleep(wait.usual.lead, wait.signal)
  }
  for (;;) {
    wait.signal.throwIfAborted()
    const found = await look()
    looks += 1
    if (found !== undefined) {
      wait.usual?.took(wait.clock.now().getTime() - started, looks === 1)
      return found
    }
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
