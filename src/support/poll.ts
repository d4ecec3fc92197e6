import type { Clock } from './runtime.ts'
import { ActionError } from './errors.ts'
import { showDuration } from './text/durations.ts'

/** A wait: intervals, timeout, and the texts of the timeout error. Times are in milliseconds. */
export interface Wait {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Pauses between polls: the first is short, later ones grow to `slowest`. */
  readonly first: number
  readonly slowest: number
  /** Factor between two pauses. Default: 1.3. */
  readonly growth?: number
  readonly timeout: number
  /** Statistics of earlier waits of this kind; without it the first poll is immediate. */
  readonly usual?: UsualDuration
  /** What is waited for, e.g. "stack shop-preprod to be updated", and how to check it afterwards. */
  readonly subject: string
  readonly waitingFor: string
  readonly onTimeout: string
}

const LONGEST_LEAD_MS = 15_000
const GROWTH = 1.3

/**
 * Learns how long operations of one kind take, so that the first poll is not too early: the time before it grows after a poll
 * that was too early, and shrinks otherwise, so that two in three first polls are the only ones.
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

  /** @param ms how long it took; `atOnce`: the first poll saw the end */
  took(ms: number, atOnce: boolean): void {
    this.#lead = atOnce ? this.#lead * 0.9 : Math.min(LONGEST_LEAD_MS, ms, this.#lead * 1.2)
  }
}

/**
 * Calls `look` until it returns a value. A timeout is neither success nor failure of the operation: the error says that it may
 * still run. A cancelled wait rejects with the signal's reason.
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
        message: `waited ${showDuration(wait.timeout)} for ${wait.waitingFor}; it was still not complete`,
        advice: wait.onTimeout,
        subject: wait.subject,
      })
    }
    await wait.clock.sleep(Math.min(pause, left), wait.signal)
    pause = Math.min(pause * (wait.growth ?? GROWTH), wait.slowest)
  }
}
