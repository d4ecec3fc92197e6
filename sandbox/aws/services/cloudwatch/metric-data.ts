import type * as sdk from '@aws-sdk/client-cloudwatch'
import { ServiceError } from '../../../contract.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { calculate } from './expression.ts'
import { measure } from './metrics.ts'
import type { Metrics } from './metrics.ts'

const MAX_DATAPOINTS = 100_800
const MAX_QUERIES = 500
const MINUTE_MS = 60_000

/** Implements GetMetricData, of metrics and of metric math (see `expression.ts`). */
export function getMetricData(metrics: Metrics, home: Home, input: sdk.GetMetricDataCommandInput): object {
  const { MetricDataQueries: queries = [], StartTime, EndTime, NextToken } = input
  if (StartTime === undefined || EndTime === undefined || StartTime >= EndTime) {
    throw invalid('The parameter StartTime must be less than the parameter EndTime.')
  }
  if (queries.length === 0 || queries.length > MAX_QUERIES)
    throw invalid('The parameter MetricDataQueries is not valid.')
  const series = new Map<string, ReadonlyMap<number, number>>()
  for (const query of queries.filter(({ Expression }) => Expression === undefined))
    series.set(query.Id ?? '', measured(query))
  for (const query of queries.filter(({ Expression }) => Expression !== undefined))
    series.set(query.Id ?? '', computed(query))
  const sign = input.ScanBy === 'TimestampAscending' ? 1 : -1
  const results = queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .map(({ Id = '', Label, MetricStat, Expression }) => ({
      Id,
      Label: Label ?? MetricStat?.Metric?.MetricName ?? Expression ?? '',
      points: [...(series.get(Id) ?? [])]
        .map(([time, value]) => ({ time, value }))
        .toSorted((a, b) => sign * (a.time - b.time)),
    }))
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

  function computed({
    Expression: expression = '',
    Period: seconds,
  }: sdk.MetricDataQuery): ReadonlyMap<number, number> {
    const periods = queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])
    const step = (seconds ?? Math.min(...periods, 60)) * 1_000
    const from = Math.floor((StartTime?.getTime() ?? 0) / step) * step
    const times = Array.from(
      { length: Math.ceil(((EndTime?.getTime() ?? 0) - from) / step) },
      (_, i) => from + i * step,
    )
    try {
      return calculate(expression, (id) => series.get(id), times)
    } catch (error) {
      throw invalid(`Error in expression: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  function measured({ Id = '', MetricStat }: sdk.MetricDataQuery): ReadonlyMap<number, number> {
    const { Metric: metric, Period: seconds = 0, Stat = '' } = MetricStat ?? {}
    if (metric === undefined || seconds <= 0) throw invalid(`The query ${Id} has no metric`)
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
    return new Map(
      [...buckets].map(([time, values]) => {
        const value = measure(Stat, values)
        if (value === undefined) throw invalid(`The parameter MetricDataQueries: ${Stat} is not a statistic.`)
        return [time, value]
      }),
    )
  }
}

const invalid = (message: string): Error => new ServiceError('ValidationError', message)

const LISTED_A_PAGE = 500

/** Implements ListMetrics. A filter by dimensions matches metrics that have others, too. */
export function listMetrics(metrics: Metrics, home: Home, input: sdk.ListMetricsCommandInput): object {
  const found = metrics
    .list(home)
    .filter(({ namespace }) => input.Namespace === undefined || namespace === input.Namespace)
    .filter(({ name }) => input.MetricName === undefined || name === input.MetricName)
    .filter(({ dimensions }) =>
      (input.Dimensions ?? []).every(
        ({ Name: key = '', Value }) => key in dimensions && (Value === undefined || dimensions[key] === Value),
      ),
    )
  const { items, next } = pageOf(found, LISTED_A_PAGE, input.NextToken, () => invalid('The next token is invalid.'))
  return {
    Metrics: items.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(next !== undefined && { NextToken: next }),
  }
}
