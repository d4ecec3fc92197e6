import { describe, expect, test } from '@jest/globals'
import { arrive, quantile } from '../../src/checks/engine/arrivals.ts'
import { isStatusIn, parseStatus } from '../../src/support/http.ts'
import { shownPath, shownUrl } from '../../src/support/text/url.ts'
import { atJsonPath, parseJsonPath } from '../../src/checks/engine/json-path.ts'

describe('statuses', () => {
  test.each([
    ['200', { from: 200, to: 200 }],
    ['2xx', { from: 200, to: 299 }],
    ['200-204', { from: 200, to: 204 }],
    ['204-200', undefined],
    ['600', undefined],
    ['abc', undefined],
  ])('%s', (text, range) => expect(parseStatus(text)).toEqual(range))

  test('a set that cannot be read holds nothing', () => {
    expect(isStatusIn(200, ['abc'])).toBe(false)
    expect(isStatusIn(404, ['2xx', '400-410'])).toBe(true)
  })
})

test.each([
  ['https://user:pass@shop.example/a/b?c=d#e', 'https://shop.example/a/b?…', '/a/b?…'],
  ['{stack.web.outputs.Url}/health', '{stack.web.outputs.Url}/health', '/health'],
  ['http://127.0.0.1:80', 'http://127.0.0.1:80', 'http://127.0.0.1:80'],
  ['/only?secret=1', '/only', '/only'],
])('of %s people see %s', (url, shown, path) => {
  expect(shownUrl(url)).toBe(shown)
  expect(shownPath(url)).toBe(path)
})

describe('paths into JSON', () => {
  const value = { a: [{ 'b.c': 1, d: null }], 'e/f': { '~': 2 } }
  test.each([
    ['a[0].d', { found: true, value: null }],
    ['$.a[0].d', { found: true, value: null }],
    ['/a/0/b.c', { found: true, value: 1 }],
    ['/e~1f/~0', { found: true, value: 2 }],
    ['$', { found: true, value }],
    ['a[1]', { found: false }],
    ['a.length', { found: true, value: 1 }],
    ['toString', { found: false }],
    ['a[0].d.e', { found: false }],
  ])('%s', (path, expected) => expect(atJsonPath(value, path)).toEqual(expected))

  test.each(['a..b', 'a[x]', '.a', 'a.', '[0'])('%s cannot be read', (path) =>
    expect(parseJsonPath(path)).toBeUndefined(),
  )
})

describe('arrivals', () => {
  const signal = new AbortController().signal

  test('come at their rate whether or not earlier ones are answered', async () => {
    let open = 0
    let most = 0
    const record = await arrive({
      rate: 100,
      duration: 300,
      drain: 5_000,
      signal,
      send: async () => {
        most = Math.max(most, ++open)
        await new Promise((resolve) => setTimeout(resolve, 200))
        open -= 1
        return true
      },
    })
    expect(record.due).toHaveLength(30)
    expect(record.due[29]).toBeCloseTo(290)
    expect(most).toBeGreaterThan(10)
    expect([...record.ok].every((one) => one === 1)).toBe(true)
    expect(Math.min(...record.latency)).toBeGreaterThanOrEqual(195)
  })

  test('that do not end are aborted, and have no latency', async () => {
    const record = await arrive({
      rate: 50,
      duration: 100,
      drain: 50,
      signal,
      send: (stopped) => new Promise((resolve) => stopped.addEventListener('abort', () => resolve(true))),
    })
    expect([...record.latency].every((latency) => Number.isNaN(latency))).toBe(true)
    expect([...record.ok].every((one) => one === 0)).toBe(true)
    expect(record.cut).toBe(false)
  })

  test('end early when they are cancelled', async () => {
    const job = new AbortController()
    const record = await arrive({
      rate: 10,
      duration: 3_600_000,
      drain: 10,
      signal: job.signal,
      send: async () => {
        job.abort()
        return true
      },
    })
    expect(record.cut).toBe(true)
  })
})

test('quantiles are those of nearest rank', () => {
  const sorted = Float64Array.from([1, 2, 3, 4])
  expect([0, 0.25, 0.5, 0.51, 0.99, 1].map((q) => quantile(sorted, q))).toEqual([1, 1, 2, 3, 4, 4])
  expect(quantile(new Float64Array(), 0.5)).toBeNaN()
})
