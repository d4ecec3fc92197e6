import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { cleanUp, GRACE_MS, withGrace } from '../../../src/support/processes/grace.ts'

const notAborted = (): Promise<never> => new Promise(() => undefined)

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('the grace period after a cancellation', () => {
  test('is enough for calls that respond', async () => {
    const job = new AbortController()
    const answer = new Promise((resolve) => setTimeout(() => resolve('deleted'), GRACE_MS - 1))
    job.abort(new Error('cancelled'))
    const answered = withGrace(answer, job.signal)
    await jest.advanceTimersByTimeAsync(GRACE_MS)
    expect(await answered).toBe('deleted')
  })

  test('ends calls that do not respond, whether they started before or after it', async () => {
    const job = new AbortController()
    const reason = new Error('cancelled')
    const before = withGrace(notAborted(), job.signal)
    job.abort(reason)
    const ended = [before, withGrace(notAborted(), job.signal)].map((each) => expect(each).rejects.toBe(reason))
    await jest.advanceTimersByTimeAsync(GRACE_MS)
    await Promise.all(ended)
  })

  test('passes on the result without a cancellation', async () => {
    const { signal } = new AbortController()
    await expect(withGrace(Promise.reject(new Error('refused')), signal)).rejects.toThrow('refused')
    expect(await withGrace(Promise.resolve(1), undefined)).toBe(1)
  })
})

test('is one for all clean-up after a cancellation', async () => {
  expect(await cleanUp(Promise.resolve('deleted'))).toBe('deleted')
  const ended = expect(cleanUp(notAborted())).rejects.toMatchObject({ code: 'timeout' })
  await jest.advanceTimersByTimeAsync(GRACE_MS)
  await ended
})
