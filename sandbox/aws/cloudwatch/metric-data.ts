import type * as sdk from '@aws-sdk/client-cloudwatch'
import { ServiceError } from '../../contract.ts'
import type { Home } from '../names.ts'
import { pageOf } from '../paging.ts'
import { measure } from './metrics.ts'
import type { Metrics } from './metrics.ts'

const MAX_DATAPOINTS = 100_800
const MAX_QUERIES = 500
const MINUTE_MS = 60_000

/** Answers GetMetricData, of metrics only: math expressions are not implemented. */
export function getMetricData(metrics: Metrics, home: Home, input: sdk.GetMetricDataCommandInput): object {
  const { MetricDataQueries: queries = [], StartTime, EndTime, NextToken } = input
  if (StartTime === undefined || EndTime === undefined || StartTime >= EndTime) {
    throw invalid('The parameter StartTime must be less than the parameter EndTime.')
  }
  if (queries.length === 0 || queries.length > MAX_QUERIES)
    throw invalid('The parameter MetricDataQueries is not valid.')
  const results = queries.filter(({ ReturnData }) => ReturnData !== false).map((query) => resultOf(query))
  // One page holds so many datapoints of all results together; a series may be divided.
  const points = results.flatMap(({ Id, points: own }) => own.map((point) => ({ Id, ...point })))
  const { items, next } = pageOf(points, input.MaxDatapoints ?? MAX_DATAPOINTS, NextToken, () =>
    invalid('The next token is invalid.'),
  )
  return {
    MetricDataResults: results.map(({ Id, Label }) => {
      const own = items.filter((item) => item.Id === Id)
      return {
        Id,
        Label,
        Timestamps: own.map(({ time }) => new Date(time)),
        Values: own.map(({ value }) => value),
        StatusCode: next === undefined ? 'Complete' : 'PartialData',
      }
    }),
    ...(next !== undefined && { NextToken: next }),
  }

  function resultOf({ Id = '', Label, MetricStat }: sdk.MetricDataQuery) {
    const { Metric: metric, Period: seconds = 0, Stat = '' } = MetricStat ?? {}
    if (metric === undefined || seconds <= 0) throw invalid(`Expressions are not implemented: ${Id}`)
    const period = seconds * 1_000
    const step = Math.min(period, MINUTE_MS)
    const from = Math.floor((StartTime?.getTime() ?? 0) / step) * step
    const named = (metric.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? ''] as const)
    const name = {
      namespace: metric.Namespace ?? '',
      name: metric.MetricName ?? '',
      dimensions: Object.fromEntries(named),
    }
    const buckets = new Map<number, number[]>()
    for (const { time, value } of metrics.all(home, name)) {
      const index = Math.floor((time - from) / period)
      const at = from + index * period
      if (index >= 0 && at < (EndTime?.getTime() ?? 0)) buckets.set(at, [...(buckets.get(at) ?? []), value])
    }
    const ascending = [...buckets].map(([time, values]) => {
      const value = measure(Stat, values)
      if (value === undefined) throw invalid(`The parameter MetricDataQueries: ${Stat} is not a statistic.`)
      return { time, value }
    })
    const sign = input.ScanBy === 'TimestampAscending' ? 1 : -1
    return { Id, Label: Label ?? name.name, points: ascending.toSorted((a, b) => sign * (a.time - b.time)) }
  }
}

const invalid = (message: string): Error => new ServiceError('ValidationError', message)
