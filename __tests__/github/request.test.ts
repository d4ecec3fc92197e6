import { describe, expect, test } from '@jest/globals'
import { patiently, pauseAfter, toActionError, type Patience } from '../../src/github/request.ts'
import { ActionError } from '../../src/support/errors.ts'
import { FakeClock, FakeLog } from '../deploy/fakes.ts'

const NOW = new Date('2026-11-01T12:00:00Z')
const IN_TWO_MINUTES = String(NOW.getTime() / 1_000 + 120)

/** A response as octokit throws it. */
function answered(status: number, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { status, response: { headers, data: { message } } })
}

/** octokit sets a status for a lost connection, but no response. */
const lost = Object.assign(new Error('fetch failed', { cause: new Error('ECONNRESET') }), { status: 500 })

describe('the wait before the same request may succeed', () => {
  test.each<[string, unknown, number | undefined]>([
    ['a lost connection', lost, 1_000],
    ['a server error', answered(502, 'Bad Gateway'), 1_000],
    ['a secondary limit with a retry time', answered(429, 'slow down', { 'retry-after': '7' }), 7_000],
    ['a secondary limit as 403', answered(403, 'You have exceeded a secondary rate limit.'), 60_000],
    [
      'a primary limit',
      answered(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': IN_TWO_MINUTES }),
      120_000,
    ],
    [
      'a primary limit that was reset just now',
      answered(429, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
      1_000,
    ],
    ['a limit without a time', answered(429, 'x'), 60_000],
    ['a missing permission', answered(403, 'Resource not accessible by integration'), undefined],
    ['a missing object', answered(404, 'Not Found'), undefined],
    ['an invalid request', answered(422, 'Validation Failed'), undefined],
  ])('%s', (_, error, expected) => expect(pauseAfter(error, 1, NOW)).toBe(expected))

  test('grows with each attempt', () => {
    expect([1, 2, 3].map((attempt) => pauseAfter(lost, attempt, NOW))).toEqual([1_000, 2_000, 4_000])
  })
})

describe('the meaning of a failure', () => {
  test.each<[string, unknown, string, string]>([
    ['a lost connection is reported with its cause', lost, 'github/unreachable', 'ECONNRESET'],
    ['a bad token', answered(401, 'Bad credentials'), 'github/denied', 'Bad credentials'],
    ['a limit', answered(429, 'slow down'), 'github/throttled', 'rate limit'],
    ['a server error', answered(503, 'Unavailable'), 'github/service', 'Unavailable'],
    ['anything else', new Error('odd'), 'github/unreachable', 'odd'],
  ])('%s', (_, error, code, text) => {
    expect(toActionError(error, 'read the run')).toMatchObject({ code, message: expect.stringContaining(text) })
  })

  test('a refusal is reported with the permission that GitHub requires', () => {
    const error = answered(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': 'actions=read',
    })
    expect(toActionError(error, 'read the run').advice).toBe('Give the job `permissions: actions: read`.')
  })
})

describe('a request is repeated', () => {
  const patience = (signal = new AbortController().signal): Patience & { log: FakeLog; clock: FakeClock } => ({
    clock: new FakeClock(),
    log: new FakeLog(),
    signal,
  })
  const failing = (times: number, error: Error): { send: () => Promise<string>; calls: () => number } => {
    let calls = 0
    return {
      calls: () => calls,
      send: () => (++calls <= times ? Promise.reject(error) : Promise.resolve('answer')),
    }
  }

  test('until it has a response, which is logged', async () => {
    const { send, calls } = failing(3, lost)
    const with3 = patience()
    await expect(patiently(with3, 'read the run', send)).resolves.toBe('answer')
    expect(calls()).toBe(4)
    expect(with3.log.lines).toHaveLength(3)
    expect(with3.log.lines[0]).toContain('read the run')
  })

  test('but not without limit', async () => {
    const { send, calls } = failing(99, lost)
    await expect(patiently(patience(), 'read the run', send)).rejects.toBeInstanceOf(ActionError)
    expect(calls()).toBe(5)
  })

  test('not where the limit lasts longer than a job should wait', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW.getTime() / 1_000 + 3_000) }
    const { send, calls } = failing(99, answered(403, 'API rate limit exceeded', headers))
    await expect(patiently(patience(), 'read the run', send)).rejects.toMatchObject({ code: 'github/throttled' })
    expect(calls()).toBe(1)
  })

  test('not after the job was cancelled', async () => {
    const cancelling = new AbortController()
    const { send } = failing(99, lost)
    const cancelled = patience(cancelling.signal)
    cancelled.clock.at(500, () => cancelling.abort(new Error('cancelled')))
    await expect(patiently(cancelled, 'read the run', send)).rejects.toThrow('cancelled')
  })
})
