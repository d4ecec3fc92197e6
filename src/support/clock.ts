import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './runtime.ts'

/** Real time. */
export const wallClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {})
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  },
}
