import { describe, expect, test } from '@jest/globals'
import { withGrace } from '../../src/support/grace.ts'

const never = (): Promise<never> => new Promise(() => undefined)

describe('the grace after a cancellation', () => {
  test('is enough for what answers', async () => {
    const job = new AbortController()
    const answer = new Promise((resolve) => setTimeout(() => resolve('deleted'), 50))
    job.abort(new Error('cancelled'))
    expect(await withGrace(answer, job.signal)).toBe('deleted')
  })

  test('ends for what never answers, begun before or after it', async () => {
    const job = new AbortController()
    const reason = new Error('cancelled')
    const before = withGrace(never(), job.signal)
    job.abort(reason)
    await Promise.all([before, withGrace(never(), job.signal)].map((each) => expect(each).rejects.toBe(reason)))
  }, 10_000)

  test('passes on how it ends without one', async () => {
    const { signal } = new AbortController()
    await expect(withGrace(Promise.reject(new Error('refused')), signal)).rejects.toThrow('refused')
    expect(await withGrace(Promise.resolve(1), undefined)).toBe(1)
  })
})
