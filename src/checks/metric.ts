import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { z } from 'zod'
import { requestsBehind, withoutZeros } from '../alarms/counted-with-requests.ts'
import { readResults, seriesOf, type Series } from '../alarms/series.ts'
import { METRIC_DELAY_MS } from '../alarms/window.ts'
import type { Alarms } from '../aws/clients/services.ts'
import { pagesOf } from '../aws/pages.ts'
import { lazy } from '../support/lazy.ts'
import { duration, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { didYouMean } from '../support/text/nearest.ts'
import { showNumber } from '../support/text/rounding.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { sleepUntil, windowOf } from './engine/window.ts'

const MINUTE_MS = 60_000
/** For the delay of the metric and the calls, beside the window. */
const CALLS_MS = 10 * MINUTE_MS
const SHOWN_VALUES = 5
/** Before the id of a metric: the query of the requests that prove its zeros. */
const REQUESTS_ID = 'requests_'
/** The query whose values are compared. */
const VALUE_ID = 'value'
const MOST_LISTED = 5_000

const one = lazy(() =>
  z.strictObject({
    namespace: text.describe('Such as AWS/ApplicationELB.'),
    name: text.describe('Name of the metric.'),
    dimensions: z.record(text, text).default({}).describe('All dimensions of the metric with their values.'),
    stat: text.default('Average').describe('Statistic: Sum, Average, Maximum, Minimum, SampleCount, p99 …'),
  }),
)

const conditions = lazy(() => ({
  below: z.number().optional().describe('Each value must be less.'),
  'at-most': z.number().optional().describe('Each value must not be greater.'),
  above: z.number().optional().describe('Each value must be greater.'),
  'at-least': z.number().optional().describe('Each value must not be less.'),
}))
const CONDITIONS = ['below', 'at-most', 'above', 'at-least'] as const

const shape = lazy(() =>
  z
    .strictObject({
      ...conditions(),
      namespace: text.optional(),
      name: text.optional(),
      dimensions: z.record(text, text).optional().describe('All dimensions of the metric with their values.'),
      stat: text.optional().describe('Statistic: Sum, Average (default), Maximum, Minimum, SampleCount, p99 …'),
      expression: text.optional().describe('Metric math over `metrics`, such as `errors / requests * 100`.'),
      metrics: z
        .record(z.string().regex(/^[a-z]\w*$/, { error: 'expected an id such as errors' }), one())
        .optional()
        .describe('The metrics of the expression, by their ids.'),
      period: duration
        .default(MINUTE_MS)
        .refine((ms) => [1_000, 5_000, 10_000, 20_000, 30_000].includes(ms) || ms % MINUTE_MS === 0, {
          error: 'expected 1s, 5s, 10s, 20s, 30s or whole minutes',
        })
        .describe('Length of a period.'),
      points: z
        .int()
        .min(1)
        .optional()
        .describe('Least number of periods that must have data. Default: all of the window.'),
      for: duration
        .optional()
        .describe(
          'Length of the window, from the end of the deployment. Default: until now, one period or `points` periods at least.',
        ),
    })
    .refine((given) => CONDITIONS.some((key) => given[key] !== undefined), {
      error: `expected a condition: ${CONDITIONS.join(', ')}`,
    })
    .refine(
      ({ expression, metrics, namespace, name, dimensions, stat }) =>
        expression === undefined
          ? namespace !== undefined && name !== undefined && metrics === undefined
          : metrics !== undefined && [namespace, name, dimensions, stat].every((each) => each === undefined),
      { error: 'expected `namespace` and `name`, or `expression` and `metrics`' },
    )
    .refine((given) => given.for === undefined || given.for >= given.period * (given.points ?? 1), {
      error: 'expected a `for` that has as many periods as `points`',
    }),
)

type MetricOptions = z.output<ReturnType<typeof shape>>
type Named = z.output<ReturnType<typeof one>>

interface Options {
  readonly metric: MetricOptions
}

interface Facts {
  readonly since: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** Of the value that is compared; an expression may give several. */
  readonly values: readonly Series[]
  /** Of the metrics themselves. */
  readonly metrics: readonly Series[]
  /** Metrics without data that CloudWatch does not list, each with the names that it lists. */
  readonly unlisted: readonly { readonly id: string; readonly metric: Named; readonly near: string }[]
}

export const check = defineCheck({
  meta: {
    name: 'metric',
    title: 'A metric keeps its limits after the deployment',
    docs: 'Reads a CloudWatch metric, or metric math, from the end of the deployment and compares each value of its periods. Only full periods count whose data are stored, three minutes after their end. Fewer periods with data than `points`, an answer that is not complete and an expression over metrics without data are inconclusive; a metric that CloudWatch does not list is an error. A count that a load balancer reports only where it is not zero (`HTTPCode_…`, `stat: Sum`) is zero in a period with requests. What an expression fills in is no data.',
    kind: 'functional',
    runsUserCode: false,
  },
  shape: () => ({ metric: shape() }),
  nameOf: ({ metric }: Options) => `${nameOf(metric)} is ${conditionOf(metric)}`,
  timeoutOf: ({ metric }: Options) => Math.max(metric.for ?? 0, metric.period * (metric.points ?? 1)) + CALLS_MS,
  observe,
  judge,
})

const nameOf = ({ expression, namespace, name, stat = 'Average' }: MetricOptions): string =>
  expression === undefined ? `${stat} of ${namespace} ${name}` : oneLine(expression)

function conditionOf(metric: MetricOptions): string {
  return CONDITIONS.flatMap((key) =>
    metric[key] === undefined ? [] : [`${key.replace('-', ' ')} ${metric[key]}`],
  ).join(' and ')
}

function holds(metric: MetricOptions, value: number): boolean {
  const { below, above, 'at-most': most, 'at-least': least } = metric
  return (
    Number.isFinite(value) &&
    (below === undefined || value < below) &&
    (above === undefined || value > above) &&
    (most === undefined || value <= most) &&
    (least === undefined || value >= least)
  )
}

/** The metrics by the ids of their queries; a single one has the id of the value. */
function metricsOf({ namespace = '', name = '', dimensions = {}, stat = 'Average', metrics }: MetricOptions) {
  return Object.entries(metrics ?? { [VALUE_ID]: { namespace, name, dimensions, stat } })
}

const dimensionsOf = ({ dimensions }: Named) => Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))

async function observe({ metric }: Options, context: CheckContext): Promise<Facts> {
  const { ports, access, signal } = context
  const { clock } = ports
  const { period, points = 1, expression } = metric
  const { begin, since } = windowOf(context, metric.for)
  const from = Math.ceil(begin / period) * period
  // A window of three minutes has three periods of a minute, whenever it begins.
  const length = metric.for ?? clock.now().getTime() - METRIC_DELAY_MS - from
  const to = from + Math.max(Math.floor(length / period), points) * period
  await sleepUntil(clock, to + METRIC_DELAY_MS, signal)
  const alarms = await ports.connect.alarms(access)
  const named = metricsOf(metric)
  const own = named.map(([Id, each]): MetricDataQuery => ({
    Id,
    MetricStat: {
      Metric: { Namespace: each.namespace, MetricName: each.name, Dimensions: dimensionsOf(each) },
      Period: period / 1_000,
      Stat: each.stat,
    },
  }))
  const computed = expression === undefined ? [] : [{ Id: VALUE_ID, Expression: expression, Period: period / 1_000 }]
  const window = { from, to }
  const requests = own.flatMap(requestsOf)
  const results = await readResults(alarms, [...own, ...requests, ...computed], window)
  const read = seriesOf(results, period, window).map((each) => ofPeriods(each, period))
  const series = withZeros(read, seriesOf(withoutZeros(results), period, window))
  const metrics = series.filter(({ id }) => named.some(([each]) => each === id))
  const empty = named.filter(([id]) => !metrics.some((each) => each.id === id && each.points.size > 0))
  const unlisted = []
  for (const [id, each] of empty) {
    const near = await unlistedMetric(alarms, each)
    if (near !== undefined) unlisted.push({ id, metric: each, near })
  }
  return { since, ...window, values: series.filter(({ id }) => id === VALUE_ID), metrics, unlisted }
}

/** The requests that prove a sum of zero, of a metric that is reported only where it is not zero. */
function requestsOf({ Id = '', MetricStat: stat }: MetricDataQuery): MetricDataQuery[] {
  if (stat?.Metric === undefined || stat.Stat !== 'Sum') return []
  const Metric = requestsBehind(stat.Metric)
  return Metric === undefined ? [] : [{ Id: `${REQUESTS_ID}${Id}`, MetricStat: { ...stat, Metric } }]
}

/** A value whose time begins no period is compared as well, and makes the answer incomplete: it stands for no known period. */
function ofPeriods(series: Series, period: number): Series {
  const other = [...series.points.keys()].find((at) => at % period !== 0)
  if (other === undefined || series.status !== 'Complete') return series
  return {
    ...series,
    status: `a value at ${new Date(other).toISOString()}, where no period of ${showDuration(period)} begins`,
  }
}

/** The series, with a zero in each period that has requests and no value. */
function withZeros(all: readonly Series[], positive: readonly Series[]): Series[] {
  return all.map((series) => {
    const requests = positive.find(({ id }) => id === `${REQUESTS_ID}${series.id}`)
    if (requests?.status !== 'Complete') return series
    const zeros = [...requests.points.keys()].map((at) => [at, 0] as const)
    return { ...series, points: new Map([...zeros, ...series.points]) }
  })
}

/** What is near a metric that CloudWatch does not list; undefined where it lists the metric. */
async function unlistedMetric(alarms: Alarms, metric: Named): Promise<string | undefined> {
  const dimensions = dimensionsOf(metric)
  const exact = pagesOf('NextToken', (next) =>
    alarms.listMetrics({ Namespace: metric.namespace, MetricName: metric.name, Dimensions: dimensions, ...next }),
  )
  let others = 0
  for await (const { Metrics = [] } of exact) {
    // A filter by dimensions matches metrics with more of them, too.
    if (Metrics.some(({ Dimensions = [] }) => Dimensions.length === dimensions.length)) return undefined
    others += Metrics.length
  }
  if (others > 0) return `: ${plural(others, 'metric')} of that name with other dimensions`
  const names = new Set<string>()
  const all = pagesOf('NextToken', (next) => alarms.listMetrics({ Namespace: metric.namespace, ...next }))
  for await (const { Metrics = [] } of all) {
    for (const { MetricName = '' } of Metrics) names.add(MetricName)
    if (names.size >= MOST_LISTED) break
  }
  return names.size === 0 ? `: the namespace has no metric` : didYouMean(metric.name, [...names])
}

function judge({ metric }: Options, { since, from, to, values, metrics, unlisted }: Facts): Judgement {
  const { period } = metric
  const periods = Math.round((to - from) / period)
  const { points = periods } = metric
  const window = `${plural(periods, 'period')} of ${showDuration(period)} from ${new Date(from).toISOString()}, ${since}`
  const all = values.flatMap((series) => [...series.points].map(([at, value]) => ({ at, value, label: series.label })))
  const expected = `${conditionOf(metric)} in ${plural(points, 'period')}${metric.points === undefined ? '' : ' at least'}`
  const base = {
    expected,
    measurements: all.length === 0 ? [] : [{ name: 'value', unit: 'count' as const, value: all.at(-1)?.value ?? 0 }],
  }
  const broken = all.filter(({ value }) => !holds(metric, value))
  const [worst] = broken
  if (worst !== undefined) {
    const several = values.length > 1 ? ` (${oneLine(worst.label)})` : ''
    return {
      ...base,
      outcome: 'fail',
      title: `was ${showNumber(worst.value)}${several} at ${new Date(worst.at).toISOString()}`,
      observed: `${plural(broken.length, 'value')} of ${all.length} not ${conditionOf(metric)}: ${shownValues(broken)}; ${window}`,
      advice: 'Check the metric around that time, and the logs of the service.',
    }
  }
  const incomplete = [...values, ...metrics].find(({ status }) => status !== 'Complete')
  if (incomplete !== undefined) {
    return {
      ...base,
      outcome: 'inconclusive',
      title: `CloudWatch did not answer with all data: ${oneLine(incomplete.status)}`,
      observed: `${oneLine(incomplete.status)} for ${incomplete.id}; ${window}`,
      advice: 'Run the job again; read a shorter window or fewer series where it is PartialData.',
    }
  }
  const [unknown] = unlisted
  if (unknown !== undefined) {
    const { namespace, name, dimensions } = unknown.metric
    const shown = [`${namespace} ${name}`, ...Object.entries(dimensions).map(([key, value]) => `${key}=${value}`)]
    return {
      ...base,
      outcome: 'error',
      title: `CloudWatch lists no metric ${shown.join(' ')}${unknown.near}`,
      observed: `no such metric with data in the last two weeks; ${window}`,
      advice: `Correct namespace, name and dimensions: \`aws cloudwatch list-metrics --namespace ${namespace}\`.`,
    }
  }
  const measured = new Set(metrics.flatMap((series) => [...series.points.keys()])).size
  const least = Math.min(...values.map((series) => series.points.size))
  const count = Math.min(measured, values.length === 0 ? 0 : least)
  if (count < points) {
    return {
      ...base,
      outcome: 'inconclusive',
      title: `has data in ${count} of ${plural(periods, 'period')}, and ${points} ${points === 1 ? 'is' : 'are'} needed`,
      observed: `data in ${count} of ${window}`,
      advice:
        'Send requests to the environment (a `load` check before this one), give the check a longer `for`, or use a metric that always has data.',
    }
  }
  return {
    ...base,
    outcome: 'pass',
    title: `${plural(all.length, 'value')} ${conditionOf(metric)}`,
    observed: `${shownValues(all)}; data in ${count} of ${window}`,
  }
}

const shownValues = (all: readonly { readonly value: number }[]): string =>
  listed(
    all.map(({ value }) => showNumber(value)),
    SHOWN_VALUES,
  )
