import { describe, expect, test } from '@jest/globals'
import { check } from '../../../../src/checks/load.ts'
import type { LoadFacts } from '../../../../src/checks/engine/load/load-parts.ts'
import { compare as compareOptions, stagesOf, planOf } from '../../../../src/checks/engine/load/options.ts'
import { dueTimes, kindsByWeight } from '../../../../src/checks/engine/load/schedule.ts'
import type { Measurement } from '../../../../src/evidence/document.ts'

type Options = Parameters<typeof check.judge>[0]

function options(load: object, pass: object = {}, compare?: unknown): Options {
  return {
    load: check.shape.load.parse({ url: 'http://x/', rate: '100/s', for: '10s', ...load }),
    pass: check.shape.pass.parse(pass),
    compare: compareOptions().parse(compare),
  }
}

type Change = (index: number) => { latency?: number; late?: number; ok?: boolean }

/** Every request of the load took about 20 ms; `change` alters some of them. */
function facts(asked: Options, change: Change = () => ({}), more: Partial<LoadFacts> = {}): LoadFacts {
  const { requests, steps } = planOf(asked.load)
  const due = dueTimes(stagesOf(steps))
  const changed = Array.from(due, (_, index) => change(index))
  return {
    due,
    lateness: Float64Array.from(changed, ({ late }) => late ?? 0.5),
    latency: Float64Array.from(changed, ({ latency }, index) => latency ?? 19 + (index % 21) / 10),
    ok: Uint8Array.from(changed, ({ ok }) => (ok === false ? 0 : 1)),
    kinds: kindsByWeight(
      requests.map(({ weight }) => weight),
      due.length,
    ),
    cut: false,
    errors: {},
    basis: 'sha256:1',
    name: 'orders',
    ...more,
  }
}

const judged = (asked: Options, change?: Change, more?: Partial<LoadFacts>) =>
  check.judge(asked, facts(asked, change, more))

describe('a limit of a percentile needs enough responses', () => {
  test.each([
    ['p50', 5],
    ['p90', 29],
    ['p95', 59],
    ['p99', 299],
    ['p99.9', 2_995],
    ['max', 1],
  ])('%s: %d', (name, needed) => {
    const enough = options({ rate: `${needed}/s`, for: '1s' }, { [name]: '1s' })
    expect(judged(enough).outcome).toBe('pass')
    if (needed === 1) return
    const few = options({ rate: `${needed - 1}/s`, for: '1s' }, { [name]: '1s' })
    expect(judged(few)).toMatchObject({
      outcome: 'inconclusive',
      title: expect.stringMatching(
        new RegExp(`^${name.replace('.', '\\.')} needs ${needed.toLocaleString('en')} answers, and has`),
      ),
    })
  })

  test('but an exceeded limit fails with fewer responses too', () =>
    expect(judged(options({ rate: '50/s', for: '1s' }, { p99: '10ms' })).outcome).toBe('fail'))

  test('but immediate errors do not count', () => {
    const half: Change = (index) => ({ ok: index % 2 === 0, latency: 2 })
    expect(judged(options({ rate: '100/s', for: '1s' }, { p95: '1s', errors: '60%' }), half)).toMatchObject({
      outcome: 'inconclusive',
      title: 'p95 needs 59 answers, and has 50',
    })
  })
})

test('p99.9 and the maximum show what p99 hides', () => {
  const configured = options({ rate: '500/s', for: '10s' }, { p99: '100ms', 'p99.9': '100ms' })
  const rare: Change = (index) => (index % 500 === 0 ? { latency: 900 } : {})
  expect(judged(configured, rare)).toMatchObject({ outcome: 'fail', title: 'p99.9 is 900 ms, not ≤ 100 ms' })
  expect(judged(options({ rate: '500/s', for: '10s' }, { max: '800ms' }), rare)).toMatchObject({
    outcome: 'fail',
    title: 'max is 900 ms, not ≤ 800 ms',
  })
})

test('the delay of this runner is shown and recorded', () => {
  const late: Change = (index) => (index % 50 === 0 ? { late: 12, latency: 32 } : {})
  const { observed, measurements } = judged(options({}), late)
  expect(observed).toContain('this runner was 12 ms late (p99; at most 12 ms)')
  expect(measurements).toContainEqual({ name: 'lateness of this runner, p99', unit: 'ms', value: 12 })
})

describe('steps', () => {
  const steps = {
    rate: undefined,
    for: undefined,
    steps: [
      { rate: '60/s', for: '5s' },
      { rate: '120/s', for: '5s', ramp: '2s' },
    ],
  }

  test('are judged separately, and the failing one is reported', () => {
    const configured = options(steps, { p95: '100ms' })
    expect(judged(configured)).toMatchObject({
      outcome: 'pass',
      expected: '60/s for 5 s, then 120/s for 5 s after 2 s of rise; p95 ≤ 100 ms; errors ≤ 0%',
    })
    // A fortieth of all requests: too few to change the total.
    const slowAtFirst: Change = (index) => (index < 25 ? { latency: 400 } : {})
    expect(judged(configured, slowAtFirst)).toMatchObject({
      outcome: 'fail',
      title: 'p95 in step 1 (60/s) is 400 ms, not ≤ 100 ms',
    })
  })

  test('have errors, responses and measurements of their own', () => {
    const configured = options(steps, { p50: '100ms', errors: '3%' })
    const failing: Change = (index) => ({ ok: index >= 20 })
    expect(judged(configured, failing).title).toBe(
      '6.67% of the requests in step 1 (60/s) ended in errors, 3% are allowed',
    )
    const { measurements = [] } = judged(configured)
    expect(measurements.find(({ name }) => name === 'p50 in step 2 (120/s)')).toMatchObject({ limit: 100 })
  })
})

describe('several requests', () => {
  const requests = {
    url: undefined,
    requests: [
      { url: 'http://x/orders', weight: 9 },
      { url: 'http://x/orders', method: 'POST', body: '{}' },
    ],
  }

  test('are measured together, and each separately', () => {
    const configured = options(requests, { p99: '300ms' })
    const {
      observed,
      measurements = [],
      outcome,
    } = judged(configured, (index) => (index % 10 === 5 ? { latency: 80 } : {}))
    expect(outcome).toBe('pass')
    expect(observed).toContain('of GET /orders: p50 20 ms')
    expect(measurements.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['p99', 'p99 of GET /orders', 'p99 of POST /orders']),
    )
  })

  test('fail where one never succeeds, with any allowed share of errors', () => {
    const configured = options(requests, { errors: '50%' })
    const { kinds } = facts(configured)
    expect(judged(configured, (index) => ({ ok: kinds[index] === 0 }))).toMatchObject({
      outcome: 'fail',
      title: 'no request of POST /orders got a successful response',
    })
  })

  test('have a name that shows their number', () => {
    expect(check.nameOf(options(requests))).toBe('GET /orders and 1 more under 100/s')
    expect(check.nameOf(options({}))).toBe('GET / under 100/s')
  })
})

test('requests that are invalid in HTTP are not reported as failures of the service', () => {
  const failing: Change = () => ({ ok: false, latency: 1 })
  expect(judged(options({}), failing, { errors: { ERR_INVALID_HTTP_TOKEN: 1_000 } })).toMatchObject({
    outcome: 'error',
    title: 'the requests cannot be sent: ERR_INVALID_HTTP_TOKEN',
    advice: expect.stringContaining('Correct `headers`'),
  })
})

test.each(['ENOTFOUND', 'EMFILE', 'EADDRNOTAVAIL'])(
  'requests that did not leave this runner (%s) are not responses of the service',
  (code) => {
    const configured = options({}, { errors: '1%' })
    const failing: Change = (index) => ({ ok: index >= 20, latency: 1 })
    expect(judged(configured, failing, { errors: { [code]: 20 } })).toMatchObject({
      outcome: 'error',
      title: `2% of the requests did not reach the service: ${code}`,
    })
    expect(judged(configured, failing, { errors: { [code]: 5, 'status 503': 15 } }).outcome).toBe('fail')
  },
)

describe('compared with the last release', () => {
  /** The record of this check in an earlier release. */
  function measured(asked: Options, change?: Change, more?: Partial<LoadFacts>): Measurement[] {
    return (judged(asked, change, more).measurements ?? []).map((one) => ({ ...one, subject: 'check/orders' }))
  }
  const before = (measurements: Measurement[]) => ({ before: { runId: '7', measurements } })
  const configured = options({}, {}, 'last-release')
  const scaled =
    (factor: number, more = 0): Change =>
    (index) => ({ latency: (19 + ((index * 7) % 21) / 10) * factor + more })

  test('equal latency passes, with both numbers', () =>
    expect(judged(configured, scaled(1), before(measured(configured)))).toMatchObject({
      outcome: 'pass',
      observed: expect.stringMatching(/beside run 7: p50 \d+ ms → \d+ ms \(/),
    }))

  test('a fifth more latency fails', () =>
    expect(judged(configured, scaled(1.2), before(measured(configured)))).toMatchObject({
      outcome: 'fail',
      title: expect.stringMatching(/^p50 is \d+(\.\d+)?% above that of the last release, and may be 10%/),
    }))

  test('a fifth more latency passes where that is allowed', () => {
    const lenient = options({}, {}, { with: 'last-release', 'allowed-increase': '25%' })
    expect(judged(lenient, scaled(1.2), before(measured(lenient))).outcome).toBe('pass')
  })

  test('more latency in the slow requests alone fails', () => {
    const tail: Change = (index) => (index % 10 === 0 ? { latency: 40 } : {})
    expect(judged(configured, tail, before(measured(configured)))).toMatchObject({
      outcome: 'fail',
      title: expect.stringMatching(/^p95 is/),
    })
  })

  test('latency from a delay of this runner does not fail the release', () => {
    const late: Change = (index) => ({ late: 30, latency: 50 + (index % 21) / 10 })
    expect(judged(configured, late, before(measured(configured))).outcome).toBe('pass')
    const both: Change = (index) => ({ late: 30, latency: 54 + (index % 21) / 10 })
    expect(judged(configured, both, before(measured(configured))).outcome).toBe('inconclusive')
  })

  test('an increase above the limit that may be random is inconclusive', () => {
    const noisy =
      (by: number): Change =>
      (index) => ({ latency: 10 + ((Math.floor(index / 20) * 37) % 100) + by })
    expect(judged(configured, noisy(9), before(measured(configured, noisy(0))))).toMatchObject({
      outcome: 'inconclusive',
      title: expect.stringContaining('it may be chance'),
    })
  })

  test('too few requests are inconclusive', () => {
    const small = options({ rate: '39/s' }, {}, 'last-release')
    expect(judged(small, undefined, before(measured(small)))).toMatchObject({
      outcome: 'inconclusive',
      title: 'the comparison with the last release needs 400 successful requests on both sides',
    })
  })

  test.each<[string, Partial<LoadFacts>, string]>([
    ['no last release', {}, 'the earlier jobs of this run restored no evidence of a last release'],
    ['a new check', before([]), 'the last release has no measurement of this check'],
    [
      'another load',
      before(measured(configured, undefined, { basis: 'sha256:2' })),
      'the last release was measured under another load',
    ],
  ])('%s: the limits are judged, and a noted finding gives the reason for no comparison', (_, more, why) => {
    expect(judged(configured, undefined, more)).toMatchObject({
      outcome: 'pass',
      findings: [{ code: 'check/load/not-compared', outcome: 'noted', title: `orders was not compared: ${why}` }],
    })
  })
})

describe('a growing queue', () => {
  const load = { rate: '20/s', for: '60s' }
  /** The service responds to that share of the arrivals. */
  const queueing =
    (share: number, rate = 20): Change =>
    (index) => ({ latency: 20 + (index / rate) * 1_000 * (1 - share) })

  test('fails where no latency is limited, although every response is without an error', () => {
    expect(judged(options(load), queueing(0.8))).toMatchObject({
      outcome: 'fail',
      title: 'answers queue up at 20/s: about 16/s were answered, and the median went from 1.2 s to 10.8 s',
    })
    expect(judged(options(load), queueing(0.97)).outcome).toBe('fail')
  })

  test('is inconclusive where the limits were met until the end', () => {
    expect(judged(options(load, { p95: '30s' }), queueing(0.8))).toMatchObject({
      outcome: 'inconclusive',
      title: expect.stringMatching(/^answers queue up at 20\/s: .* kept only because the load ended$/),
    })
  })

  test('is found in its step', () => {
    const steps = {
      rate: undefined,
      for: undefined,
      steps: [
        { rate: '20/s', for: '10s' },
        { rate: '50/s', for: '20s' },
      ],
    }
    const second: Change = (index) => ({ latency: index < 200 ? 20 : 20 + (index - 200) * 10 })
    expect(judged(options(steps), second)).toMatchObject({
      outcome: 'fail',
      title: expect.stringMatching(/^answers queue up at 50\/s: about 25\/s/),
    })
  })

  test.each<[string, Change]>([
    ['a steady service', () => ({})],
    ['one with a warm-up', (index) => ({ latency: 500 / (1 + index) + 20 })],
    ['one with a standstill at the end', (index) => ({ latency: index > 1_100 ? 20 + (index - 1_100) * 50 : 20 })],
    ['one whose latency grows with its data', (index) => ({ latency: 20 + index / 20 })],
    ['one with unsteady latency', (index) => ({ latency: 20 + ((index * 7_919) % 1_000) })],
    ['a delayed runner', (index) => ({ latency: 20 + index / 5, late: index / 5 })],
  ])('is not reported for %s', (_, change) => expect(judged(options(load), change).outcome).toBe('pass'))
})

describe('what was not sent is not proven', () => {
  test('a request whose weight gives it no place', () => {
    const requests = [
      { url: 'http://x/', weight: 1_000 },
      { url: 'http://x/orders', method: 'POST' },
    ]
    expect(judged(options({ url: undefined, requests, rate: '100/s', for: '1s' }))).toMatchObject({
      outcome: 'inconclusive',
      title: 'no request of POST /orders was due: 100 requests in all',
    })
    expect(judged(options({ url: undefined, requests, rate: '1001/s', for: '1s' })).outcome).toBe('pass')
  })

  test('a step too short for a request, which is no error of the service', () => {
    const steps = [
      { rate: '100/s', for: '1s' },
      { rate: '1/s', for: '500ms' },
    ]
    expect(judged(options({ rate: undefined, for: undefined, steps }))).toMatchObject({
      outcome: 'inconclusive',
      title: 'no request in step 2 (1/s) was due: 100 requests in all',
    })
  })
})
