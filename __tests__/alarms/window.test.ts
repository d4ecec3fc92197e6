import { describe, expect, it, test } from '@jest/globals'
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { evaluationOf, windowAfter, windowBefore } from '../../src/alarms/window.ts'

const at = (time: string): number => Date.parse(`2026-11-01T${time}Z`)
const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19)

function needs(alarm: MetricAlarm, begin = '12:00:30'): string {
  const evaluation = evaluationOf(alarm)
  if (evaluation === undefined) return 'unknown'
  const { from, to, readableAt } = windowAfter(evaluation, at(begin))
  return `${evaluation.datapoints} of ${clock(from)}-${clock(to)}, read at ${clock(readableAt)}`
}

describe('an alarm is watched for its periods, the delay of its metric and one evaluation', () => {
  test.each<[string, MetricAlarm, string]>([
    ['one minute', { Period: 60, EvaluationPeriods: 1 }, '1 of 12:01:00-12:02:00, read at 12:06:00'],
    [
      'three of five',
      { Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 3 },
      '3 of 12:01:00-12:06:00, read at 12:10:00',
    ],
    ['five minutes', { Period: 300, EvaluationPeriods: 2 }, '2 of 12:05:00-12:15:00, read at 12:19:00'],
    ['ten seconds', { Period: 10, EvaluationPeriods: 3 }, '3 of 12:00:30-12:01:00, read at 12:04:10'],
    [
      'metric math over metrics of different periods',
      {
        EvaluationPeriods: 1,
        Metrics: [
          { Id: 'a', MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' } },
          { Id: 'b', MetricStat: { Metric: {}, Period: 300, Stat: 'Sum' } },
          { Id: 'c', Expression: 'a / b' },
        ],
      },
      '1 of 12:05:00-12:10:00, read at 12:14:00',
    ],
    [
      'periods by the wall clock of a time zone, with one extra period',
      { Period: 300, EvaluationPeriods: 1, EvaluationWindow: { WallClockWindow: { Timezone: '+05:30' } } },
      '1 of 12:05:00-12:15:00, read at 12:19:00',
    ],
    [
      'an alarm with a warm-up period',
      {
        Period: 60,
        EvaluationPeriods: 1,
        AlarmConfigurationUpdatedTimestamp: new Date(at('12:00:00')),
        WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 10, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      },
      '1 of 12:10:00-12:11:00, read at 12:15:00',
    ],
    // AWS rejects these definitions, so a response with one is not usable.
    ['no datapoints to alarm', { Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 0 }, 'unknown'],
    ['more datapoints than periods', { Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 3 }, 'unknown'],
    ['no period', { Period: 0, EvaluationPeriods: 2 }, 'unknown'],
    ['no evaluation periods', { Period: 60, EvaluationPeriods: 0 }, 'unknown'],
    ['periods that are not numbers', { Period: 60, EvaluationPeriods: NaN }, 'unknown'],
    ['an alarm on a PromQL query', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }, 'unknown'],
  ])('%s', (_, alarm, expected) => {
    expect(needs(alarm)).toBe(expected)
  })
})

it('compares with the same number of periods before the deployment', () => {
  const evaluation = evaluationOf({ Period: 60, EvaluationPeriods: 2 })
  const { from, to } = windowBefore(evaluation!, at('12:00:30'))
  expect([clock(from), clock(to)]).toEqual(['11:58:00', '12:00:00'])
})
