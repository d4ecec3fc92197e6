import type { MetricAlarm, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Alarms } from '../aws/clients/services.ts'
import { requestsBehind, withoutZeros } from './counted-with-requests.ts'
import { readResults, seriesOf } from './series.ts'
import type { Evaluation, Window } from './window.ts'

/** How many datapoints the metric of an alarm had. */
export type Datapoints =
  /** `by`: the metric that proves it where the alarm's own one is reported only when it is not zero. */
  | { readonly count: number; readonly by?: string }
  /** Why it is not known. */
  | { readonly unknown: string }

const SAMPLES_ID = 'samples'
const ALONE_ID = 'alarm'

/** Reads how many full periods of the window have a datapoint on which the alarm could decide. */
export async function readDatapoints(
  alarms: Alarms,
  alarm: MetricAlarm,
  evaluation: Evaluation,
  window: Pick<Window, 'from' | 'to'>,
): Promise<Datapoints> {
  const queries = queriesOf(alarm, evaluation)
  if (queries.length === 0) return { unknown: 'its definition names no metric' }
  const own = countDatapoints(alarm, queries, await readResults(alarms, queries, window), evaluation, window)
  const by = requestsBehind(alarm)
  if (by === undefined || !('count' in own) || own.count >= evaluation.datapoints) return own
  const query: MetricDataQuery = { Id: ALONE_ID, MetricStat: { Metric: by, Period: alarm.Period, Stat: 'Sum' } }
  const requests = withoutZeros(await readResults(alarms, [query], window))
  const proof = countDatapoints({}, [query], requests, evaluation, window)
  return 'count' in proof && proof.count > own.count ? { ...proof, by: by.MetricName ?? '' } : own
}

/** All series that the alarm computes with, not only the one that it compares. */
function queriesOf(alarm: MetricAlarm, { period }: Evaluation): MetricDataQuery[] {
  if (alarm.Metrics !== undefined && alarm.Metrics.length > 0) {
    return alarm.Metrics.map((query) => ({ ...query, ReturnData: true }))
  }
  if (alarm.MetricName === undefined) return []
  const metric = { Namespace: alarm.Namespace, MetricName: alarm.MetricName, Dimensions: alarm.Dimensions ?? [] }
  const of = (Id: string, Stat: string): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: metric, Period: period / 1_000, Stat, ...(alarm.Unit && { Unit: alarm.Unit }) },
  })
  const samples = samplesNeeded(alarm) === undefined ? [] : [of(SAMPLES_ID, 'SampleCount')]
  return [of(ALONE_ID, alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average'), ...samples]
}

/** The conclusion from the answers. Pure. */
function countDatapoints(
  alarm: MetricAlarm,
  queries: readonly MetricDataQuery[],
  results: readonly MetricDataResult[],
  { period }: Pick<Evaluation, 'period'>,
  { from, to }: Pick<Window, 'from' | 'to'>,
): Datapoints {
  const points = new Map<string, Map<number, number>>()
  const all = seriesOf(results, period, { from, to })
  for (const series of all) {
    points.set(series.id, new Map([...(points.get(series.id) ?? []), ...series.points]))
  }
  const incomplete = all.find(({ status }) => status !== 'Complete')
  if (incomplete) return { unknown: `GetMetricData answered ${incomplete.status} for ${incomplete.id}` }
  const silent = queries.find(({ Id }) => !points.has(Id ?? ''))
  if (silent) return { unknown: `GetMetricData answered nothing for ${silent.Id}` }
  // Metrics of an expression may have shorter periods, and those by a wall clock begin at other times: each period counts once.
  const periodsOf = (times: Iterable<number>): number =>
    new Set(Array.from(times, (at) => Math.floor((at - from) / period))).size
  const size = (id: string | undefined): number => periodsOf(points.get(id ?? '')?.keys() ?? [])
  if (alarm.Metrics === undefined || alarm.Metrics.length === 0) return { count: periodsOf(sampled(alarm, points)) }

  // What an expression fills in is no data: at least one of its metrics must have some.
  const metrics = queries.filter(({ MetricStat }) => MetricStat !== undefined)
  if (metrics.length > 0 && metrics.every(({ Id }) => size(Id) === 0)) return { count: 0 }
  // ReturnData is true where it is absent; only one may have it besides the threshold's band.
  const compared = alarm.Metrics.filter(({ Id, ReturnData }) => ReturnData !== false || Id === alarm.ThresholdMetricId)
  if (compared.length === 0) return { unknown: 'its definition does not say which of its metrics it compares' }
  return { count: Math.min(...compared.map(({ Id }) => size(Id))) }
}

/** The times on which the alarm could decide. */
function sampled(alarm: MetricAlarm, points: ReadonlyMap<string, ReadonlyMap<number, number>>): number[] {
  const own = [...(points.get(ALONE_ID)?.keys() ?? [])]
  const needed = samplesNeeded(alarm)
  if (needed === undefined) return own
  return own.filter((at) => (points.get(SAMPLES_ID)?.get(at) ?? 0) >= needed)
}

/**
 * How many samples a period needs where the alarm keeps its state with fewer ("Percentile-based alarms and low data
 * samples"); undefined where it evaluates any number.
 */
function samplesNeeded({ EvaluateLowSampleCountPercentile, ExtendedStatistic = '' }: MetricAlarm): number | undefined {
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(ExtendedStatistic)?.[1]
  if (EvaluateLowSampleCountPercentile !== 'ignore' || percentile === undefined) return undefined
  const share = Number(percentile) / 100
  // Rounded, since 1 - 0.99 is not 0.01.
  return Math.round(10 / (share >= 0.5 ? 1 - share : share))
}
