import { describe, expect, it } from '@jest/globals'
import { retryStrategy } from '../../src/aws/retry.ts'
import type { Clock, Log } from '../../src/support/runtime.ts'
import { mapLimit } from '../../src/support/limit.ts'

/** Simulated time, which advances as soon as every task sleeps. */
class Hurry implements Clock {
  #now = 0
  #sleepers: { at: number; wake: () => void }[] = []

  now(): Date {
    return new Date(this.#now)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      this.#sleepers.push({ at: this.#now + ms, wake })
    })
  }

  async until<T>(work: Promise<T>): Promise<T> {
    let over = false
    const end = (): void => void (over = true)
    work.then(end, end)
    for (;;) {
      await new Promise((next) => setImmediate(next))
      if (over) return work
      this.#sleepers.sort((a, b) => a.at - b.at)
      const first = this.#sleepers.shift()
      this.#now = Math.max(this.#now, first?.at ?? 0)
      first?.wake()
    }
  }
}

const THROTTLING = { error: Object.assign(new Error('Rate exceeded'), { name: 'Throttling' }), errorType: 'THROTTLING' }
const LATENCY_MS = 50

function surroundings(cancelled?: AbortSignal) {
  const clock = new Hurry()
  const lines: string[] = []
  const log: Log = {
    debug() {},
    info: (line) => void lines.push(line),
    warning() {},
    group: (_title, body) => body(),
    mask() {},
  }
  const make = () => retryStrategy({ clock, log, service: 'cloudformation in eu-west-1', cancelled })
  return { clock, lines, make }
}

type Refuses = (now: number) => boolean

function bucket(capacity: number, perSecond: number): Refuses {
  let tokens = capacity
  let at = 0
  return (now) => {
    tokens = Math.min(capacity, tokens + ((now - at) / 1_000) * perSecond)
    at = now
    if (tokens < 1) return true
    tokens -= 1
    return false
  }
}

/** Sequential calls as the SDK makes them; resolves to the number of refusals. */
async function call(strategy: ReturnType<typeof retryStrategy>, clock: Clock, refuses: Refuses): Promise<number> {
  let token = await strategy.acquireInitialRetryToken('')
  for (let refused = 0; ; refused++) {
    const answer = refuses(clock.now().getTime())
    await clock.sleep(LATENCY_MS)
    if (!answer) {
      strategy.recordSuccess(token)
      return refused
    }
    token = await strategy.refreshRetryTokenForRetry(token, THROTTLING)
  }
}

async function calls(count: number, clients: number, refuses: Refuses) {
  const { clock, lines, make } = surroundings()
  const strategies = Array.from({ length: clients }, make)
  const work = Promise.all(
    strategies.map((strategy) =>
      mapLimit(Array.from({ length: count / clients }), 16, () => call(strategy, clock, refuses)),
    ),
  )
  const refused = (await clock.until(work)).flat().reduce((sum, each) => sum + each, 0)
  return { seconds: clock.now().getTime() / 1_000, refused, lines }
}

describe('throttling', () => {
  it('by a rate limit takes little longer than the limit itself', async () => {
    const { seconds, refused, lines } = await calls(1_000, 1, bucket(20, 10))
    // 98 s is the duration at ten a second after a burst of twenty.
    expect(seconds).toBeLessThan(98 * 1.25)
    expect(refused).toBeLessThan(1_000 / 4)
    expect(lines[0]).toMatch(/^AWS throttles cloudformation in eu-west-1 \(throttled calls so far: 1\)/)
    expect(lines.length).toBeLessThanOrEqual(seconds / 15 + 1)
  })

  it('at random does not reduce the rate below the limit', async () => {
    const { seconds } = await calls(1_000, 1, () => Math.random() < 0.1)
    // 1,000 calls of 50 ms each, sixteen at a time, take 3.1 s.
    expect(seconds).toBeLessThan(15)
  })

  it('of 28 jobs at the same limit fails none of them', async () => {
    const { seconds } = await calls(28 * 20, 28, bucket(20, 10))
    expect(seconds).toBeLessThan(54 * 2)
  })

  it('ends a call after ten minutes', async () => {
    const { clock, lines, make } = surroundings()
    await expect(clock.until(call(make(), clock, () => true))).rejects.toThrow()
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(600_000)
    expect(clock.now().getTime()).toBeLessThan(660_000)
    expect(lines.length).toBeGreaterThan(20)
  })
})

describe('a cancelled job', () => {
  it('aborts waiting calls, and permits clean-up calls', async () => {
    const job = new AbortController()
    const { clock, make } = surroundings(job.signal)
    const strategy = make()
    const waiting = Promise.allSettled(Array.from({ length: 50 }, () => call(strategy, clock, () => true)))
    const reason = new Error('cancelled')
    void clock.sleep(20_000).then(() => job.abort(reason))
    const ended = await clock.until(waiting)
    expect(ended.every((each) => each.status === 'rejected' && each.reason === reason)).toBe(true)
    const before = clock.now().getTime()
    expect(await clock.until(call(strategy, clock, () => false))).toBe(0)
    expect(clock.now().getTime() - before).toBeLessThan(1_000)
  })
})

describe('other failures', () => {
  it.each([
    ['TRANSIENT', 4],
    ['SERVER_ERROR', 0],
    ['CLIENT_ERROR', 0],
  ])('of type %s are repeated %d times', async (errorType, times) => {
    const { clock, make } = surroundings()
    const strategy = make()
    const retries = async (): Promise<number> => {
      let token = await strategy.acquireInitialRetryToken('')
      for (let again = 0; ; again++) {
        try {
          token = await strategy.refreshRetryTokenForRetry(token, { error: new Error('socket hang up'), errorType })
        } catch {
          return again
        }
      }
    }
    expect(await clock.until(retries())).toBe(times)
    expect(clock.now().getTime()).toBeLessThan(5_000)
  })
})
