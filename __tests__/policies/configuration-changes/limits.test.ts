import { describe, expect, test } from '@jest/globals'
import { LIMITS } from '../../../src/policies/configuration-changes/limits.ts'
import { changesOf } from '../../../src/policies/configuration-changes/rules.ts'
import { isRecord } from '../../../src/support/records.ts'
import { configOf, TODAY } from '../facts.ts'

const URL = 'http://x/'
const check = (more: object): object => ({ verify: [{ name: 'up', ...more }] })
const http = (options: object): object => check({ http: { url: URL, ...options } })
const load = (options: object, pass: object = {}): object =>
  check({ load: { url: URL, rate: '10/s', for: '1m', ...options }, pass })

function compared(before: object, after: object): string[] {
  return changesOf(configOf(before), configOf(after), TODAY).map(
    ({ path, weaker, before: was, after: is }) => `${weaker ? 'weaker' : 'other'} ${path}: ${was} → ${is}`,
  )
}

describe('a changed limit is reported with its unit', () => {
  test.each<[object, object, string]>([
    [http({ within: '2s' }), http({ within: '20s' }), 'weaker verify/up/http/within: 2 s → 20 s'],
    [http({ within: '1500ms' }), http({ within: '1501ms' }), 'weaker verify/up/http/within: 1500 ms → 1501 ms'],
    [http({ redirects: 0 }), http({ redirects: 1 }), 'other verify/up/http/redirects: 0 redirects → 1 redirect'],
    [
      http({ 'expect-tls': { 'days-left': 30 } }),
      http({ 'expect-tls': { 'days-left': 1 } }),
      'weaker verify/up/http/expect-tls/days-left: 30 days → 1 day',
    ],
    [
      http({ 'expect-tls': { 'at-least': 'TLSv1.3' } }),
      http({ 'expect-tls': { 'at-least': 'TLSv1.2' } }),
      'weaker verify/up/http/expect-tls/at-least: TLSv1.3 → TLSv1.2',
    ],
    [load({ rate: '200/s' }), load({ rate: '20/s' }), 'weaker verify/up/load/rate: 200/s → 20/s'],
    [load({ for: '2m' }), load({ for: '1m' }), 'weaker verify/up/load/for: 2 min → 1 min'],
    [load({ timeout: '1s' }), load({ timeout: '1m' }), 'weaker verify/up/load/timeout: 1 s → 1 min'],
    [load({}, { p99: '2000ms' }), load({}, { p99: '20000ms' }), 'weaker verify/up/pass/p99: 2 s → 20 s'],
    [load({}, { errors: '0.1%' }), load({}, { errors: '20%' }), 'weaker verify/up/pass/errors: 0.1% → 20%'],
    [
      check({ load: { url: URL, rate: '10/s', for: '1m' }, compare: 'last-release' }),
      check({
        load: { url: URL, rate: '10/s', for: '1m' },
        compare: { with: 'last-release', 'allowed-increase': '50%' },
      }),
      'weaker verify/up/compare/allowed-increase: 10% → 50%',
    ],
    [
      load({}, { errors: '0.00001%' }),
      load({}, { errors: '0.00002%' }),
      'weaker verify/up/pass/errors: 0.00001% → 0.00002%',
    ],
    [
      check({ http: { url: URL }, failures: 0 }),
      check({ http: { url: URL }, failures: 1 }),
      'weaker verify/up/failures: 0 attempts → 1 attempt',
    ],
    [
      { gate: { 'evidence-younger-than': '24h' } },
      { gate: { 'evidence-younger-than': '90h' } },
      'weaker gate/evidence-younger-than: 24 h → 90 h',
    ],
    [
      { gate: { reviewers: { 'at-least': 2 } } },
      { gate: { reviewers: { 'at-least': 1 } } },
      'weaker gate/reviewers/at-least: 2 reviewers → 1 reviewer',
    ],
    [
      { precheck: { drift: { coverage: '90%' } } },
      { precheck: { drift: { coverage: '9%' } } },
      'weaker precheck/drift/coverage: 90% → 9%',
    ],
  ])('%j', (before, after, expected) => {
    expect(compared(before, after)).toEqual([expected])
  })

  test('a value that the user expects is not a limit, with any name', () => {
    expect(compared(http({ json: { errors: 0, within: 1 } }), http({ json: { errors: 3, within: 2 } }))).toEqual([
      'other verify/up/http/json/errors: 0 → 3',
      'other verify/up/http/json/within: 1 → 2',
    ])
  })
})

test('every number among the options of a check has a unit', () => {
  const common = { timeout: '1s', delay: '1s', every: '1s', 'steady-for': '1s' }
  const percentiles = { p50: '1s', p90: '1s', p95: '1s', p99: '1s', 'p99.9': '1s', max: '1s', errors: '1%' }
  const compare = { with: 'last-release', 'allowed-increase': '5%' }
  const { verify } = configOf({
    verify: [
      {
        name: 'a',
        http: { url: URL, version: 2, within: '1s', redirects: 1, 'expect-tls': { 'days-left': 1 } },
        ...common,
      },
      {
        name: 'b',
        load: { url: URL, rate: '1/s', for: '1m', ramp: '1s', timeout: '1s', connections: 1 },
        pass: percentiles,
        compare,
      },
      { name: 'c', run: 'true' },
      { name: 'd', file: { path: '/x', mode: '0644' } },
    ],
  })
  const numbers = verify.flatMap((each) => numbersIn(each))
  expect(numbers.length).toBeGreaterThan(20)
  const counted = new Set(['failures', 'errors', 'count'])
  expect(numbers.filter((path) => !Object.hasOwn(LIMITS, path) && !counted.has(path))).toEqual([])
})

function numbersIn(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return [path]
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) => numbersIn(member, path === '' ? key : `${path}/${key}`))
}
