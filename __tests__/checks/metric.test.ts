import { beforeEach, describe, expect, test } from '@jest/globals'
import type {
  GetMetricDataCommandInput,
  ListMetricsCommandInput,
  Metric,
  MetricDataResult,
  StatusCode,
} from '@aws-sdk/client-cloudwatch'
import { FakeClock } from '../deploy/fakes.ts'
import { line, runCheck, plannedOf, type AwsStage } from './aws.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-11-01T12:00:00Z')

let clock: FakeClock
let stage: AwsStage
/** By the id of a query: values by the minutes after noon. */
let data: Record<string, Record<number, number>>
let status: Record<string, StatusCode>
let listed: Metric[]
let asked: GetMetricDataCommandInput[]
/** Datapoints of a response. */
let page: number
beforeEach(() => {
  clock = new FakeClock()
  data = {}
  status = {}
  asked = []
  listed = [{ Namespace: 'Shop', MetricName: 'Orders', Dimensions: [] }]
  page = 100
  const alarms = {
    getMetricData: (input: GetMetricDataCommandInput) => {
      asked.push(input)
      const from = Number(input.NextToken ?? 0)
      const MetricDataResults = (input.MetricDataQueries ?? []).map(({ Id = '' }) => {
        const points = Object.entries(data[Id] ?? {}).slice(from, from + page)
        return {
          Id,
          Label: Id,
          Timestamps: points.map(([minute]) => new Date(NOON + Number(minute) * MINUTE)),
          Values: points.map(([, value]) => value),
          StatusCode: from + page < Object.keys(data[Id] ?? {}).length ? 'PartialData' : (status[Id] ?? 'Complete'),
        }
      })
      const more = Object.values(data).some((points) => from + page < Object.keys(points).length)
      return Promise.resolve({ MetricDataResults, ...(more && { NextToken: String(from + page) }) })
    },
    listMetrics: ({ MetricName, Dimensions = [] }: ListMetricsCommandInput) =>
      Promise.resolve({
        Metrics: listed.filter(
          (each) =>
            (MetricName === undefined || each.MetricName === MetricName) &&
            Dimensions.every(({ Name }) => each.Dimensions?.some((own) => own.Name === Name)),
        ),
      }),
  }
  stage = {
    clock,
    connect: { alarms: () => Promise.resolve(alarms as never) },
    deployed: { startedAt: new Date(NOON - 5 * MINUTE), endedAt: new Date(NOON - 30_000) },
  }
})

const ORDERS = 'namespace: Shop, name: Orders, stat: Sum'
const minutes = (...values: (number | undefined)[]): Record<number, number> =>
  Object.fromEntries(values.flatMap((value, minute) => (value === undefined ? [] : [[minute, value]])))

describe('a count that a load balancer reports only where it is not zero', () => {
  const balanced = 'namespace: AWS/ApplicationELB, dimensions: { LoadBalancer: app/shop/1 }'
  const errors = `${balanced}, name: HTTPCode_Target_5XX_Count, stat: Sum`

  test('is zero in each period with requests', async () => {
    data['requests_value'] = minutes(4, 5, 6)
    expect(line(await runCheck(`{ metric: { ${errors}, at-most: 0, for: 3m } }`, stage))).toBe(
      'pass: 3 values at most 0',
    )
    expect(asked[0]?.MetricDataQueries?.[1]?.MetricStat).toMatchObject({
      Metric: { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' },
      Stat: 'Sum',
    })
    data['value'] = minutes(undefined, 2)
    expect(line(await runCheck(`{ metric: { ${errors}, at-most: 0, for: 3m } }`, stage))).toMatch(/^fail: was 2 at/)
  })

  test.each<[string, (number | undefined)[], string]>([
    ['there is no metric of requests', [], 'error'],
    ['the request count is zero', [0, 0, 0], 'error'],
    ['a part of the window has requests', [3, undefined, 3], 'inconclusive'],
  ])('is not a pass where %s', async (_, requests, outcome) => {
    data['requests_value'] = minutes(...requests)
    expect((await runCheck(`{ metric: { ${errors}, at-most: 0, for: 3m } }`, stage)).outcome).toBe(outcome)
  })

  test('does not apply to other statistics or other metrics', async () => {
    data['requests_value'] = minutes(4, 5, 6)
    const average = errors.replace('stat: Sum', 'stat: Average')
    expect((await runCheck(`{ metric: { ${average}, at-most: 0, for: 3m } }`, stage)).outcome).toBe('error')
    const latency = `${balanced}, name: TargetResponseTime, stat: Sum`
    expect((await runCheck(`{ metric: { ${latency}, at-most: 0, for: 3m } }`, stage)).outcome).toBe('error')
  })

  test('is known to an expression that fills it in', async () => {
    data['requests'] = minutes(4, 5, 6)
    data['requests_errors'] = minutes(4, 5, 6)
    data['value'] = minutes(0, 0, 0)
    const metrics = `{ errors: { ${errors} }, requests: { ${balanced}, name: RequestCount, stat: Sum } }`
    const rate = `{ metric: { expression: "FILL(errors, 0) / requests", metrics: ${metrics}, at-most: 0.01, for: 3m } }`
    expect(line(await runCheck(rate, stage))).toBe('pass: 3 values at most 0.01')
  })
})

describe('a metric after the deployment', () => {
  test('passes when each value meets the limit and each period has one', async () => {
    data['value'] = minutes(1, 2, 3)
    const judgement = await runCheck(`{ metric: { ${ORDERS}, below: 5, at-least: 1, for: 3m } }`, stage)
    expect(line(judgement)).toBe('pass: 3 values below 5 and at least 1')
    expect(judgement.observed).toContain('1, 2, 3; data in 3 of 3 periods of 1 min from 2026-11-01T12:00:00.000Z')
    // The last period ended at 12:03, and its data are stored three minutes later.
    expect(clock.now().getTime() - NOON).toBe(6 * MINUTE)
    expect(asked[0]).toMatchObject({ StartTime: new Date(NOON), EndTime: new Date(NOON + 3 * MINUTE) })
  })

  test('without `for` is read until now, and for one period at least', async () => {
    data['value'] = minutes(1)
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5 } }`, stage))).toBe('pass: 1 value below 5')
    await clock.sleep(10 * MINUTE)
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5 } }`, stage))).toMatch(
      /^inconclusive: has data in 1 of 11 periods/,
    )
  })

  test.each([
    ['below: 3', [1, 3, 1], 'was 3 at 2026-11-01T12:01:00.000Z'],
    ['above: 0', [1, 0, 1], 'was 0 at 2026-11-01T12:01:00.000Z'],
    ['at-most: 2', [1, 1, 2.5], 'was 2.5 at 2026-11-01T12:02:00.000Z'],
    ['at-least: 1', [0.5, 1, 1], 'was 0.5 at 2026-11-01T12:00:00.000Z'],
  ])('fails where a value is not %s, even with too few data', async (condition, values, title) => {
    data['value'] = minutes(...values)
    expect(line(await runCheck(`{ metric: { ${ORDERS}, ${condition}, for: 10m } }`, stage))).toBe(`fail: ${title}`)
  })

  test('is inconclusive with missing periods, unless fewer are enough', async () => {
    data['value'] = minutes(1, undefined, 1)
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 3m } }`, stage))).toBe(
      'inconclusive: has data in 2 of 3 periods, and 3 are needed',
    )
    expect((await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 3m, points: 2 } }`, stage)).outcome).toBe('pass')
  })

  test('ignores data from before the window and after it', async () => {
    data['value'] = { [-1]: 99, 0: 1, 1: 1, 2: 99 }
    expect((await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 2m } }`, stage)).outcome).toBe('pass')
  })

  test('is read to the last page, which reports whether the data are complete', async () => {
    page = 1
    data['value'] = minutes(1, 2, 9)
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 3m } }`, stage))).toMatch(/^fail: was 9/)
    data['value'] = minutes(1, 2, 3)
    expect((await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 3m } }`, stage)).outcome).toBe('pass')
  })

  test.each(['PartialData', 'InternalError', 'Forbidden'] as const)('is inconclusive with %s', async (code) => {
    data['value'] = minutes(1, 2, 3)
    status['value'] = code
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 3m } }`, stage))).toBe(
      `inconclusive: CloudWatch did not answer with all data: ${code}`,
    )
  })

  test('that CloudWatch does not list is an error', async () => {
    const typo = await runCheck('{ metric: { namespace: Shop, name: Order, below: 5 } }', stage)
    expect(line(typo)).toBe('error: CloudWatch lists no metric Shop Order: did you mean Orders?')
    const other = await runCheck(`{ metric: { ${ORDERS}, dimensions: { Region: north }, below: 5 } }`, stage)
    expect(line(other)).toMatch(/^error: CloudWatch lists no metric Shop Orders Region=north/)
    listed = []
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5 } }`, stage))).toContain('the namespace has no metric')
  })

  test('that is listed and has no data is inconclusive', async () => {
    expect(line(await runCheck(`{ metric: { ${ORDERS}, below: 5 } }`, stage))).toBe(
      'inconclusive: has data in 0 of 1 period, and 1 is needed',
    )
  })
})

describe('metric math', () => {
  const RATE =
    '{ metric: { expression: "FILL(errors, 0) / orders", metrics: { errors: { namespace: Shop, name: Errors }, orders: { namespace: Shop, name: Orders } }, below: 0.1, for: 2m } }'

  test('counts the periods in which its metrics have data, not filled-in ones', async () => {
    listed.push({ Namespace: 'Shop', MetricName: 'Errors', Dimensions: [] })
    data = { value: minutes(0, 0), orders: minutes(5, 5) }
    expect((await runCheck(RATE, stage)).outcome).toBe('pass')
    data = { value: minutes(0, 0) }
    expect(line(await runCheck(RATE, stage))).toBe('inconclusive: has data in 0 of 2 periods, and 2 are needed')
  })

  test('reports the missing metric', async () => {
    data = { value: minutes(0, 0), orders: minutes(5, 5) }
    expect(line(await runCheck(RATE, stage))).toBe('error: CloudWatch lists no metric Shop Errors')
  })
})

test.each<[string, (readonly number[])[], string]>([
  [
    'of which one exceeds the limit',
    [
      [9, 9],
      [1, 1],
    ],
    'fail: was 9 (web) at 2026-11-01T12:00:00.000Z',
  ],
  [
    'of which a later one exceeds it',
    [
      [1, 1],
      [1, 9],
    ],
    'fail: was 9 (web) at 2026-11-01T12:01:00.000Z',
  ],
  [
    'that meet it',
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    'pass: 6 values below 5',
  ],
  [
    'of which one is not a number',
    [
      [1, 1],
      [1, Number.NaN],
    ],
    'fail: was NaN (web) at 2026-11-01T12:01:00.000Z',
  ],
  ['of which one lacks a value', [[1, 1], [1]], 'inconclusive: has data in 1 of 2 periods, and 2 are needed'],
])('several series with one label, %s', async (_, series, expected) => {
  listed.push({ Namespace: 'Shop', MetricName: 'Errors', Dimensions: [] })
  const resultOf = (Id: string, values: readonly number[]): MetricDataResult => ({
    Id,
    Label: 'web',
    Timestamps: values.map((_value, minute) => new Date(NOON + minute * MINUTE)),
    Values: [...values],
    StatusCode: 'Complete',
  })
  const MetricDataResults = [...series.map((values) => resultOf('value', values)), resultOf('errors', [1, 1])]
  const alarms = { getMetricData: () => Promise.resolve({ MetricDataResults }) }
  const search =
    '{ metric: { expression: "SEARCH(errors)", metrics: { errors: { namespace: Shop, name: Errors } }, below: 5, for: 2m } }'
  const judgement = await runCheck(search, { ...stage, connect: { alarms: () => Promise.resolve(alarms as never) } })
  expect(line(judgement)).toBe(expected)
})

test('a window is required without a deployment', async () => {
  const alone = { ...stage, deployed: undefined }
  await expect(runCheck(`{ metric: { ${ORDERS}, below: 5 } }`, alone)).rejects.toMatchObject({
    code: 'config/reference',
  })
  data['value'] = minutes(1, 1, 1)
  expect((await runCheck(`{ metric: { ${ORDERS}, below: 5, for: 2m } }`, alone)).outcome).toBe('pass')
})

test('the name contains the limit', () => {
  expect(plannedOf(`{ metric: { ${ORDERS}, below: 5 } }`).name).toBe('Sum of Shop Orders is below 5')
})

test.each([
  [`{ metric: { ${ORDERS} } }`, 'a condition: below'],
  ['{ metric: { namespace: Shop, below: 1 } }', '`namespace` and `name`, or `expression` and `metrics`'],
  ['{ metric: { expression: "a * 2", below: 1 } }', '`namespace` and `name`, or `expression` and `metrics`'],
  [`{ metric: { ${ORDERS}, below: 1, period: 45s } }`, 'whole minutes'],
  [`{ metric: { ${ORDERS}, below: 1, for: 2m, points: 3 } }`, 'as many periods as `points`'],
])('%s is refused', (yaml, expected) => {
  expect(() => plannedOf(yaml)).toThrow(expected)
})

describe('a value where no period begins', () => {
  const check = `{ metric: { ${ORDERS}, at-least: 1, for: 3m } }`

  test.each<[string, Record<number, number>]>([
    ['between two periods', { 0: 5, 0.5: 5, 1: 5 }],
    ['in place of a period', { 0: 5, 1: 5, 1.9: 5 }],
  ])('%s is no period with data', async (_, points) => {
    data['value'] = points
    expect(line(await runCheck(check, stage))).toMatch(
      /^inconclusive: CloudWatch did not answer with all data: a value at 2026-11-01T12:0\S+, where no period of 1 min begins/,
    )
  })

  test('still fails the check where it breaks the condition', async () => {
    data['value'] = { 0: 5, 0.5: 0, 1: 5, 2: 5 }
    expect(line(await runCheck(check, stage))).toMatch(/^fail: was 0 at 2026-11-01T12:00:30/)
  })
})
