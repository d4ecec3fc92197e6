import { expect, test } from '@jest/globals'
import type { GetMetricDataCommandOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import { readResults, seriesOf } from '../../src/alarms/series.ts'

const MINUTE = 60_000
const WINDOW = { from: 0, to: 3 * MINUTE }

const result = (minutes: readonly number[], Values: number[]): MetricDataResult => ({
  Id: 'value',
  Label: 'value',
  StatusCode: 'Complete',
  Timestamps: minutes.map((minute) => new Date(minute * MINUTE)),
  Values,
})
const statusOf = (...results: MetricDataResult[]): string[] =>
  seriesOf(results, MINUTE, WINDOW).map(({ status }) => status)

test.each<[string, MetricDataResult[], string]>([
  ['a value for each time', [result([0, 1], [1, 2])], 'Complete'],
  ['the same value twice for a time', [result([0, 0], [1, 1])], 'Complete'],
  ['two values for a time', [result([0, 1, 0], [9, 1, 1])], 'two values for 1970-01-01T00:00:00.000Z'],
  ['fewer values than times', [result([0, 1], [1])], '2 times and 1 values'],
  ['more values than times', [result([0, 1], [1, 2, 9])], '2 times and 3 values'],
  ['a contradiction on an earlier page', [result([0], [1, 9]), result([1], [2])], '1 times and 2 values'],
])('a series with %s', (_, results, expected) => {
  expect(statusOf(...results)).toEqual([expected])
})

test('a message about the call makes each series incomplete', async () => {
  const pages: Partial<GetMetricDataCommandOutput>[] = [
    {
      MetricDataResults: [result([0], [1])],
      NextToken: 'more',
      Messages: [{ Code: 'MaxMetricsExceeded', Value: 'cut' }],
    },
    { MetricDataResults: [result([1], [2])] },
  ]
  const getMetricData = () => Promise.resolve({ $metadata: {}, ...pages.shift() })
  expect(statusOf(...(await readResults({ getMetricData }, [], WINDOW)))).toEqual([
    'PartialData; MaxMetricsExceeded: cut',
  ])
})
