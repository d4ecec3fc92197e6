import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { check } from '../../src/checks/load.ts'
import type { LoadFacts } from '../../src/checks/engine/load/load-parts.ts'
import { serve, world, type World } from './world.ts'

let here: World
beforeAll(async () => {
  here = await world()
})
afterAll(() => here.end())

type Options = Parameters<typeof check.judge>[0]

function options(load: Record<string, unknown>, pass: Record<string, unknown> = {}): Options {
  return {
    load: check.shape.load.parse({ url: 'http://127.0.0.1/', rate: '100/s', for: '10s', ...load }),
    pass: check.shape.pass.parse(pass),
  }
}

/** A thousand requests at 100/s that take 20 ms each; `change` alters some of them. */
function facts(
  change: (index: number) => { latency?: number; late?: number; ok?: boolean } = () => ({}),
  more: Partial<LoadFacts> = {},
): LoadFacts {
  const indexes = Array.from({ length: 1_000 }, (_, index) => index)
  const changed = indexes.map(change)
  return {
    due: Float64Array.from(indexes, (index) => index * 10),
    lateness: Float64Array.from(changed, ({ late }) => late ?? 0.5),
    latency: Float64Array.from(changed, ({ latency }) => latency ?? 20),
    ok: Uint8Array.from(changed, ({ ok }) => (ok === false ? 0 : 1)),
    cut: false,
    errors: {},
    kinds: new Uint16Array(1_000),
    basis: 'sha256:1',
    name: 'the check',
    ...more,
  }
}

describe('limits', () => {
  test.each([
    ['kept', { p99: '20ms', errors: '0%' }, 'pass'],
    ['missed', { p99: '19ms' }, 'fail'],
    ['not configured', {}, 'pass'],
  ])('%s', (_, pass, outcome) => expect(check.judge(options({}, pass), facts()).outcome).toBe(outcome))

  test('a service without good responses fails the load, with any allowed share of errors', () => {
    const judged = check.judge(
      options({}, { errors: '100%' }),
      facts(() => ({ ok: false, latency: 1 }), { errors: { ECONNREFUSED: 1_000 } }),
    )
    expect(judged).toMatchObject({ outcome: 'fail', title: 'no request got a successful response' })
  })

  test('percentiles use the nearest-rank method', () => {
    const { observed } = check.judge(
      options({}),
      facts((index) => ({ latency: index + 1 })),
    )
    expect(observed).toContain('p50 500 ms, p90 900 ms, p95 950 ms, p99 990 ms, p99.9 999 ms, max 1 s')
  })

  test('a failure shows the number beside its limit', () => {
    const slow = facts((index) => (index % 50 === 0 ? { latency: 400 } : {}))
    expect(check.judge(options({}, { p99: '300ms' }), slow)).toMatchObject({
      outcome: 'fail',
      title: 'p99 is 400 ms, not ≤ 300 ms',
      expected: '100/s for 10 s; p99 ≤ 300 ms; errors ≤ 0%',
    })
  })

  test('errors count, with their names, and none is allowed by default', () => {
    const some = facts((index) => ({ ok: index % 500 !== 0 }), { errors: { 'status 503': 2 } })
    expect(check.judge(options({}), some)).toMatchObject({
      outcome: 'fail',
      title: '0.2% of the requests ended in errors, 0% are allowed',
      observed: expect.stringContaining('errors 0.2% (status 503: 2)'),
    })
    expect(check.judge(options({}, { errors: '0.2%' }), some).outcome).toBe('pass')
  })

  test('immediate errors do not reduce the latency', () => {
    const half = facts((index) => (index % 2 ? { latency: 1, ok: false } : { latency: 400 }))
    expect(check.judge(options({}, { errors: '60%', p50: '300ms' }), half).outcome).toBe('fail')
  })

  test('errors alone are not a pass, with any allowance', () => {
    const all = facts(() => ({ ok: false, latency: Number.NaN }))
    expect(check.judge(options({}, { errors: '100%', p99: '1s' }), all).outcome).toBe('fail')
  })
})

describe('a generator that was too slow', () => {
  test('and sent too little is inconclusive', () => {
    const tired = facts((index) => (index > 900 ? { late: Number.NaN, latency: Number.NaN, ok: false } : {}))
    expect(check.judge(options({}, { p99: '300ms' }), tired)).toMatchObject({
      outcome: 'inconclusive',
      title: 'this runner sent 90.1/s of 100/s',
    })
  })

  test('and sent everything late is inconclusive', () => {
    const late = facts((index) => ({ late: index, latency: 20 + index }))
    expect(check.judge(options({}, { p99: '300ms' }), late).outcome).toBe('inconclusive')
  })

  test('in a burst that exceeds the limit does not fail the service', () => {
    const burst = facts((index) => (index > 970 && index < 990 ? { late: 390, latency: 400 } : {}))
    expect(check.judge(options({}, { p99: '300ms' }), burst).outcome).toBe('inconclusive')
    expect(check.judge(options({}, { p99: '500ms' }), burst).outcome).toBe('pass')
  })

  test('and ended early is an error', () =>
    expect(check.judge(options({}), facts(undefined, { cut: true })).outcome).toBe('error'))
})

test('measurements have limits and a series over time', () => {
  const { measurements = [] } = check.judge(options({}, { p99: '300ms', errors: '0.1%' }), facts())
  const p99 = measurements.find(({ name }) => name === 'p99')
  expect(p99).toMatchObject({ unit: 'ms', value: 20, limit: 300 })
  expect(p99?.series).toHaveLength(60)
  expect(measurements.find(({ name }) => name === 'errors')).toMatchObject({ unit: 'percent', value: 0, limit: 0.1 })
  expect(measurements.find(({ name }) => name === 'requests')).toMatchObject({ unit: 'per-second', value: 100 })
})

describe('against a server', () => {
  test('sends at the rate, over kept connections', async () => {
    const connections = new Set<unknown>()
    let requests = 0
    const server = await serve((request, response) => {
      requests += 1
      connections.add(request.socket)
      response.end('ok')
    })
    const configured = options(
      { url: `${server.url}/orders`, rate: '150/s', for: '1s', connections: 20 },
      { errors: '0%' },
    )
    const judgement = check.judge(configured, await check.observe(configured, here.context()))
    await server.end()
    expect(requests).toBe(150)
    expect(connections.size).toBeLessThanOrEqual(20)
    expect(judgement.observed).toContain('150 requests')
    expect(judgement.observed).toContain('errors 0%')
  })

  test('a standstill is measured in full: requests that were due in the meantime count from their due time', async () => {
    const STANDSTILL_MS = 600
    let began = 0
    const server = await serve((_, response) => {
      began ||= Date.now()
      const still = Math.max(0, began + 200 + STANDSTILL_MS - Date.now())
      if (Date.now() - began < 200 || still === 0) response.end('ok')
      else setTimeout(() => response.end('ok'), still)
    })
    const configured = options({ url: server.url, rate: '50/s', for: '1s', connections: 2 }, { p90: '100ms' })
    const found = await check.observe(configured, here.context())
    await server.end()
    // Two connections: a closed loop would have measured two slow responses of fifty.
    const slow = found.latency.filter((latency) => latency > 100).length
    expect(slow).toBeGreaterThan(20)
    const punctual = found.lateness.map(() => 0)
    expect(check.judge(configured, { ...found, lateness: punctual }).outcome).toBe('fail')
  })

  test('errors of every kind are counted, including late responses', async () => {
    let count = 0
    const server = await serve((_, response) => {
      count += 1
      if (count % 3 === 0) response.writeHead(503).end()
      else if (count % 3 === 1) response.end('ok')
    })
    const configured = options({ url: server.url, rate: '30/s', for: '1s', timeout: '2s' }, { errors: '10%' })
    const found = await check.observe(configured, here.context())
    await server.end()
    expect(found.errors).toEqual({ 'status 503': 10, TIMEOUT: 10 })
    expect(check.judge(configured, { ...found, lateness: found.lateness.map(() => 0) }).outcome).toBe('fail')
  })

  test('ends at once when it is cancelled', async () => {
    const job = new AbortController()
    const server = await serve((_, response) => {
      response.end('ok')
      job.abort()
    })
    const configured = options({ url: server.url, rate: '50/s', for: '1h' })
    const found = await check.observe(configured, here.context({ signal: job.signal }))
    await server.end()
    expect(found.cut).toBe(true)
  })
})

test('one attempt may take the time of the load and of the last response', () => {
  expect(check.timeoutOf(options({ for: '60s', timeout: '10s' }))).toBeGreaterThan(70_000)
})

test('a small limit is recorded exactly, and not as zero', () => {
  const { expected, measurements = [] } = check.judge(options({}, { errors: '0.004%' }), facts())
  expect(expected).toContain('errors ≤ 0.004%')
  expect(measurements.find(({ name }) => name === 'errors')).toMatchObject({ limit: 0.004 })
})
