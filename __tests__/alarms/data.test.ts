import { describe, expect, it, test } from '@jest/globals'
import type { GetMetricDataCommandInput, MetricAlarm, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import { readDatapoints, type Datapoints } from '../../src/alarms/data.ts'
import { evaluationOf } from '../../src/alarms/window.ts'
import type { Alarms } from '../../src/aws/clients/services.ts'

const FROM = Date.parse('2026-11-01T12:00:00Z')
const MINUTE = 60_000
const WINDOW = { from: FROM, to: FROM + 2 * MINUTE }

/** A result with one value in each of these minutes since the start of the window. */
const series = (Id: string, minutes: readonly number[], more: Partial<MetricDataResult> = {}): MetricDataResult => ({
  Id,
  Label: Id,
  Timestamps: minutes.map((minute) => new Date(FROM + minute * MINUTE)),
  Values: minutes.map(() => 1),
  StatusCode: 'Complete',
  ...more,
})

async function read(
  alarm: MetricAlarm,
  ...pages: MetricDataResult[][]
): Promise<{ points: Datapoints; asked: GetMetricDataCommandInput[] }> {
  const requests: GetMetricDataCommandInput[] = []
  const alarms = {
    getMetricData: async (input: GetMetricDataCommandInput) => {
      requests.push(input)
      const MetricDataResults = pages[requests.length - 1] ?? []
      // Metrics that are requested separately are on separate pages.
      const last = requests.length >= pages.length || pages[requests.length]?.[0]?.Label === 'RequestCount'
      return { MetricDataResults, ...(!last && { NextToken: String(requests.length) }) }
    },
  } as unknown as Alarms
  const given = { Period: 60, EvaluationPeriods: 2, ...alarm }
  const points = await readDatapoints(alarms, given, evaluationOf(given)!, WINDOW)
  return { points, asked: requests }
}

const METRIC: MetricAlarm = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' }
const RATE: MetricAlarm = {
  Metrics: [
    { Id: 'errors', MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' }, ReturnData: false },
    { Id: 'requests', MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' }, ReturnData: false },
    { Id: 'rate', Expression: 'FILL(errors, 0) / FILL(requests, 1)' },
  ],
}
const BAND: MetricAlarm = {
  ThresholdMetricId: 'band',
  Metrics: [
    { Id: 'latency', MetricStat: { Metric: {}, Period: 60, Stat: 'p99' } },
    { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(latency, 2)' },
  ],
}
const P99: MetricAlarm = {
  Namespace: 'Shop',
  MetricName: 'Latency',
  ExtendedStatistic: 'p99',
  EvaluateLowSampleCountPercentile: 'ignore',
}

describe('the datapoints of an alarm', () => {
  test.each<[string, MetricAlarm, MetricDataResult[][], Datapoints]>([
    ['in every period', METRIC, [[series('alarm', [0, 1])]], { count: 2 }],
    [
      'on two pages',
      METRIC,
      [[series('alarm', [0], { StatusCode: 'PartialData' })], [series('alarm', [1])]],
      { count: 2 },
    ],
    ['none', METRIC, [[series('alarm', [])]], { count: 0 }],
    ['before and after the window', METRIC, [[series('alarm', [-1, 2])]], { count: 0 }],
    ['in a period that ends after the window', METRIC, [[series('alarm', [1.5])]], { count: 0 }],
    ['at times within one period', METRIC, [[series('alarm', [0, 0.25, 0.5])]], { count: 1 }],
    [
      'of a shorter period in one of two',
      {
        Metrics: [
          { Id: 'slow', MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' }, ReturnData: false },
          { Id: 'fast', MetricStat: { Metric: {}, Period: 10, Stat: 'Sum' } },
        ],
      },
      [[series('slow', [0]), series('fast', [0, 1 / 6, 2 / 6])]],
      { count: 1 },
    ],
    [
      'computed from one metric of two',
      RATE,
      [[series('errors', []), series('requests', [0, 1]), series('rate', [0, 1])]],
      { count: 2 },
    ],
    ['only filled in', RATE, [[series('errors', []), series('requests', []), series('rate', [0, 1])]], { count: 0 }],
    [
      'compared with a band',
      BAND,
      [[series('latency', [0, 1]), series('band', [0, 1]), series('band', [0, 1], { Label: 'high' })]],
      { count: 2 },
    ],
    ['without the band', BAND, [[series('latency', [0, 1]), series('band', [])]], { count: 0 }],
    [
      'with enough samples in one period of two',
      P99,
      [[series('alarm', [0, 1]), series('samples', [0, 1], { Values: [999, 1_000] })]],
      { count: 1 },
    ],
  ])('%s', async (_, alarm, pages, expected) => {
    expect((await read(alarm, ...pages)).points).toEqual(expected)
  })

  test.each<[string, MetricDataResult[]]>([
    ['partial up to the last page', [series('alarm', [0, 1], { StatusCode: 'PartialData' })]],
    ['forbidden', [series('alarm', [], { StatusCode: 'Forbidden' })]],
    ['an error', [series('alarm', [], { StatusCode: 'InternalError' })]],
    ['without a status', [{ Id: 'alarm', Values: [1, 1] }]],
    ['nothing at all', []],
  ])('are unknown when the response is %s', async (_, results) => {
    expect((await read(METRIC, results)).points).toEqual({ unknown: expect.stringContaining('alarm') })
  })

  it('are unknown where the alarm compares none of its metrics', async () => {
    const Metrics = (RATE.Metrics ?? []).map((query) => ({ ...query, ReturnData: false }))
    const { points } = await read({ Metrics }, [['errors', 'requests', 'rate'].map((id) => series(id, [0, 1]))].flat())
    expect(points).toEqual({ unknown: 'its definition does not say which of its metrics it compares' })
  })

  it('are unknown where the definition names no metric', async () => {
    expect((await read({})).points).toEqual({ unknown: 'its definition names no metric' })
  })
})

describe('a count of errors that is reported only where there are some', () => {
  const balanced = {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_Target_5XX_Count',
    Statistic: 'Sum' as const,
  }
  const requests = (minutes: number[]) => series('alarm', minutes, { Label: 'RequestCount' })

  it('is zero in periods with requests', async () => {
    const { points, asked } = await read(balanced, [series('alarm', [])], [requests([0, 1])])
    expect(points).toEqual({ count: 2, by: 'RequestCount' })
    expect(asked[1]?.MetricDataQueries?.[0]?.MetricStat).toMatchObject({
      Metric: { MetricName: 'RequestCount' },
      Period: 60,
    })
  })

  it('is missing without requests', async () => {
    expect((await read(balanced, [series('alarm', [])], [requests([])])).points).toEqual({ count: 0 })
  })

  it('is missing where the request count is zero', async () => {
    const none = { ...requests([0, 1]), Values: [0, 0] }
    expect((await read(balanced, [series('alarm', [])], [none])).points).toEqual({ count: 0 })
  })

  it('does not use requests of another namespace', async () => {
    const { points, asked } = await read({ ...balanced, Namespace: 'Shop' }, [series('alarm', [])])
    expect(points).toEqual({ count: 0 })
    expect(asked).toHaveLength(1)
  })
})
