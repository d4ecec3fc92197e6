import { describe, expect, test } from '@jest/globals'
import { poll, UsualDuration } from '../../src/support/poll.ts'

/** Waits for an operation that takes `ms`, on a clock of its own; resolves to the number of polls. */
async function looksFor(ms: number, usual: UsualDuration): Promise<{ looks: number; late: number }> {
  let now = 0
  let looks = 0
  await poll(
    {
      clock: { now: () => new Date(now), sleep: (pause) => Promise.resolve(void (now += pause)) },
      signal: new AbortController().signal,
      first: 500,
      slowest: 5_000,
      timeout: 600_000,
      usual,
      subject: 'a thing',
      waitingFor: 'it',
      onTimeout: '',
    },
    async () => {
      looks += 1
      return now >= ms ? true : undefined
    },
  )
  return { looks, late: now - ms }
}

describe('the usual duration of an operation', () => {
  test.each([800, 2_000, 14_000])('is learned, so that few polls are needed for %d ms', async (ms) => {
    const usual = new UsualDuration(500)
    for (let each = 0; each < 30; each++) await looksFor(ms, usual)
    const seen: { looks: number; late: number }[] = []
    for (let each = 0; each < 100; each++) seen.push(await looksFor(ms, usual))
    const mean = (of: (one: { looks: number; late: number }) => number): number =>
      seen.reduce((sum, one) => sum + of(one), 0) / seen.length
    expect(mean(({ looks }) => looks)).toBeLessThan(1.7)
    expect(mean(({ late }) => late)).toBeLessThan(ms / 4 + 100)
  })

  test('is replaced where operations end sooner', async () => {
    const usual = new UsualDuration(500)
    for (let each = 0; each < 30; each++) await looksFor(60_000, usual)
    expect(usual.lead).toBeLessThanOrEqual(15_000)
    for (let each = 0; each < 40; each++) await looksFor(100, usual)
    expect(usual.lead).toBeLessThan(500)
  })
})
