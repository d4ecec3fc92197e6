import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'

/** How long an alarm must be watched before its OK is about what happened since. Pure. */

/** How an alarm evaluates its metric. */
export interface Evaluation {
  /** Milliseconds. */
  readonly period: number
  readonly periods: number
  /** Of these periods, how many must breach before the alarm rings: with fewer datapoints it cannot ring. */
  readonly datapoints: number
  /** The periods begin at full hours, days or weeks of a time zone, and not when an evaluation begins. */
  readonly wallClock: boolean
  /** Until then it does not evaluate at all, in milliseconds since 1970. */
  readonly warmsUpUntil: number
}

/** The periods that count, and when their data and the evaluation of them are there. Milliseconds since 1970. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly readableAt: number
}

/** From a period's end until its datapoint is stored: one to three minutes for most metrics. */
export const METRIC_DELAY_MS = 180_000
/** Alarms are evaluated each minute; those with a period of 10, 20 or 30 seconds each ten seconds. */
const EVALUATION_MS = 60_000
const QUICK_EVALUATION_MS = 10_000
const MINUTE_MS = 60_000

/** Undefined where the alarm's definition does not say it, as on a PromQL query, or contradicts itself. */
export function evaluationOf(alarm: MetricAlarm): Evaluation | undefined {
  const period = periodOf(alarm)
  const { EvaluationPeriods: periods, DatapointsToAlarm, EvaluationWindow, WarmUpConfiguration: warmUp } = alarm
  if (period === undefined || periods === undefined) return undefined
  const datapoints = DatapointsToAlarm ?? periods
  if (!(period > 0 && datapoints > 0 && datapoints <= periods)) return undefined
  const configured = alarm.AlarmConfigurationUpdatedTimestamp?.getTime() ?? 0
  const warmsFor = warmUp?.OnlyStartEvaluatingAfterWarmUpPeriodEnds ? (warmUp.WarmUpPeriodDurationInMinutes ?? 0) : 0
  return {
    period,
    periods,
    datapoints,
    wallClock: EvaluationWindow?.WallClockWindow !== undefined,
    warmsUpUntil: configured + warmsFor * MINUTE_MS,
  }
}

/** The longest period of the alarm's metrics. */
function periodOf({ Period, Metrics = [] }: MetricAlarm): number | undefined {
  const seconds = [Period, ...Metrics.flatMap((query) => [query.Period, query.MetricStat?.Period])]
  const known = seconds.filter((each) => each !== undefined)
  return known.length === 0 ? undefined : Math.max(...known) * 1_000
}

/** The first full periods after `begin` that the alarm needs. */
export function windowAfter(evaluation: Evaluation, begin: number): Window {
  const { period, warmsUpUntil } = evaluation
  const from = Math.ceil(Math.max(begin, warmsUpUntil) / period) * period
  const to = from + lengthOf(evaluation)
  return { from, to, readableAt: to + lagOf(evaluation) }
}

/** The last full periods that the alarm has decided on at `end`; the first ones after `begin` where there is no time for others. */
export function windowWithin(evaluation: Evaluation, begin: number, end: number): Window {
  const first = windowAfter(evaluation, begin)
  const last = windowBefore(evaluation, end - lagOf(evaluation))
  return last.from > first.from ? { ...last, readableAt: last.to + lagOf(evaluation) } : first
}

/** The milliseconds that a watch of the alarm takes at least: where its periods begin when the watch does. */
export function shortestWatch(evaluation: Evaluation): number {
  return lengthOf(evaluation) + lagOf(evaluation)
}

/** From the end of a period until the alarm has decided on it. */
function lagOf({ period }: Evaluation): number {
  return METRIC_DELAY_MS + (period < MINUTE_MS ? QUICK_EVALUATION_MS : EVALUATION_MS)
}

/** As many periods that had ended before `end`. */
export function windowBefore(evaluation: Evaluation, end: number): Pick<Window, 'from' | 'to'> {
  const to = Math.floor(end / evaluation.period) * evaluation.period
  return { from: to - lengthOf(evaluation), to }
}

/** With periods by the wall clock of any time zone, one more holds as many full ones. */
function lengthOf({ period, periods, wallClock }: Evaluation): number {
  return period * (wallClock ? periods + 1 : periods)
}
