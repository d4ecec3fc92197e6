import { describe, expect, it } from '@jest/globals'
import type { Clock } from '../../src/support/runtime.ts'
import { mapLimit } from '../../src/support/limit.ts'
import { poll } from '../../src/support/poll.ts'

/** A clock whose sleeps take no time. */
function fakeClock(): Clock & { slept: number[] } {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(now),
    sleep: (ms, signal) => {
      signal?.throwIfAborted()
      slept.push(ms)
      now += ms
      return Promise.resolve()
    },
  }
}
const about = {
  first: 1_000,
  slowest: 2_000,
  timeout: 10_000,
  subject: 'stack/web',
  waitingFor: 'the stack to be updated',
  onTimeout: 'Check the events.',
}

describe('a wait', () => {
  it('polls at once, then quickly, then less often', async () => {
    const clock = fakeClock()
    let looks = 0
    const found = await poll({ ...about, clock, signal: new AbortController().signal }, () =>
      Promise.resolve(++looks === 5 ? 'done' : undefined),
    )
    expect(found).toBe('done')
    expect(clock.slept.map(Math.round)).toEqual([1_000, 1_300, 1_690, 2_000])
  })

  it('reports at its deadline that the operation may still run', async () => {
    const wait = poll({ ...about, clock: fakeClock(), signal: new AbortController().signal }, () =>
      Promise.resolve(undefined),
    )
    await expect(wait).rejects.toMatchObject({
      code: 'timeout',
      message: 'waited 10 s for the stack to be updated; it was still not complete',
      advice: 'Check the events.',
      subject: 'stack/web',
    })
  })

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController()
    const wait = poll({ ...about, clock: fakeClock(), signal: cancel.signal }, () => {
      cancel.abort(new Error('cancelled'))
      return Promise.resolve(undefined)
    })
    await expect(wait).rejects.toThrow('cancelled')
  })
})

describe('parallel work', () => {
  it('keeps the order of the items and the limit', async () => {
    let running = 0
    let most = 0
    const results = await mapLimit([5, 1, 3, 2, 4], 2, async (ms) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, ms))
      running--
      return ms * 10
    })
    expect(results).toEqual([50, 10, 30, 20, 40])
    expect(most).toBe(2)
  })

  it('does nothing for an empty list', async () => expect(await mapLimit([], 3, () => Promise.resolve(1))).toEqual([]))
})
