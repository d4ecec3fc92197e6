import type * as sdk from '@aws-sdk/client-cloudwatch'
import type { PacedClock } from '../../../clock.ts'
import { asText, homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { alarmsOf, holds } from './composite.ts'
import type { Rule as CompositeRule } from './composite.ts'
import { evaluate } from './metrics.ts'
import type { AlarmState, Metric, Metrics, Rule } from './metrics.ts'

/** A metric or composite alarm. Settings have the API's names, which are the same in CloudFormation. */
export interface Alarm {
  readonly home: Home
  readonly name: string
  /** Of a composite alarm. */
  readonly composite?: CompositeRule
  settings: Readonly<Record<string, unknown>>
  state: AlarmState
  reason: string
  /** Set by SetAlarmState: stays until data say otherwise. */
  byHand: boolean
  readonly stateSince: Date
  readonly configuredAt: Date
  readonly history: sdk.AlarmHistoryItem[]
}

export interface Alarms {
  put(home: Home, name: string, settings: Readonly<Record<string, unknown>>, composite?: CompositeRule): Alarm
  find(home: Home, name: string): Alarm | undefined
  list(home: Home): Alarm[]
  remove(home: Home, name: string): void
  /** Sets the state; false when the alarm does not exist. */
  setState(home: Home, name: string, state: AlarmState, reason: string): boolean
}

/** Interval of alarm evaluations: a minute, as in AWS for metrics with a period of a minute. */
const EVALUATION_MS = 60_000
const DEFAULT_PERIOD_S = 60

export function createAlarms(clock: PacedClock, metrics: Metrics): Alarms {
  const alarms = new Map<string, Alarm>()

  function changeState(alarm: Alarm, state: AlarmState, reason: string): void {
    const now = clock.now()
    alarm.history.unshift({
      AlarmName: alarm.name,
      AlarmType: alarm.composite ? 'CompositeAlarm' : 'MetricAlarm',
      Timestamp: now,
      HistoryItemType: 'StateUpdate',
      HistorySummary: `Alarm updated from ${alarm.state} to ${state}`,
      HistoryData: JSON.stringify({
        version: '1.0',
        oldState: { stateValue: alarm.state, stateReason: alarm.reason },
        newState: { stateValue: state, stateReason: reason },
      }),
    })
    Object.assign(alarm, { state, reason, stateSince: now })
    for (const parent of alarms.values()) {
      const sees = parent.composite !== undefined && homeKey(parent.home) === homeKey(alarm.home)
      if (sees && alarmsOf(parent.composite).includes(alarm.name)) look(parent)
    }
  }

  function lookAtOthers(alarm: Alarm, rule: CompositeRule): void {
    const state = holds(rule, (name) => alarms.get(homeKey(alarm.home, name))?.state) ? 'ALARM' : 'OK'
    if (state !== alarm.state) changeState(alarm, state, `The rule of ${alarm.name} is ${state === 'ALARM'}`)
  }

  async function watch(key: string, alarm: Alarm): Promise<void> {
    for (;;) {
      await clock.sleep(EVALUATION_MS)
      if (alarms.get(key) !== alarm) return
      look(alarm)
    }
  }

  function look(alarm: Alarm): void {
    if (alarm.composite !== undefined) return lookAtOthers(alarm, alarm.composite)
    const rule = ruleOf(alarm.settings)
    const data = metrics.since(alarm.home, metricOf(alarm.settings), rule.periodMs * rule.periods)
    if (alarm.byHand && data.length === 0) return
    const state = evaluate(rule, data, clock.elapsed())
    if (state === undefined || state === alarm.state) return
    alarm.byHand = false
    changeState(alarm, state, reasonFor(rule, data.length))
  }

  return {
    put(home, name, settings, composite) {
      const key = homeKey(home, name)
      const known = alarms.get(key)
      if (known !== undefined) {
        Object.assign(known, { settings, configuredAt: clock.now(), composite })
        return known
      }
      const now = clock.now()
      const alarm: Alarm = {
        home: { account: home.account, region: home.region },
        name,
        ...(composite && { composite }),
        settings,
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        byHand: false,
        stateSince: now,
        configuredAt: now,
        history: [],
      }
      alarms.set(key, alarm)
      void watch(key, alarm)
      return alarm
    },
    find: (home, name) => alarms.get(homeKey(home, name)),
    list: (home) => [...alarms.values()].filter((alarm) => homeKey(alarm.home) === homeKey(home)),
    remove: (home, name) => void alarms.delete(homeKey(home, name)),
    setState(home, name, state, reason) {
      const alarm = alarms.get(homeKey(home, name))
      if (alarm === undefined) return false
      changeState(alarm, state, reason)
      alarm.byHand = true
      return true
    },
  }
}

export const alarmArn = ({ home, name }: Pick<Alarm, 'home' | 'name'>): string =>
  `arn:aws:cloudwatch:${home.region}:${home.account}:alarm:${name}`

function metricOf(settings: Alarm['settings']): Metric {
  const dimensions = (settings.Dimensions as { Name: string; Value: string }[] | undefined) ?? []
  return {
    namespace: asText(settings.Namespace),
    name: asText(settings.MetricName),
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
  }
}

function ruleOf(settings: Alarm['settings']): Rule {
  const number = (name: string, otherwise: number): number => Number(settings[name] ?? otherwise)
  const periods = number('EvaluationPeriods', 1)
  return {
    statistic: asText(settings.Statistic ?? settings.ExtendedStatistic, 'Average'),
    comparison: asText(settings.ComparisonOperator),
    threshold: number('Threshold', 0),
    periodMs: number('Period', DEFAULT_PERIOD_S) * 1000,
    periods,
    datapoints: number('DatapointsToAlarm', periods),
    missing: asText(settings.TreatMissingData, 'missing'),
  }
}

function reasonFor({ missing, threshold }: Rule, datapoints: number): string {
  if (datapoints > 0)
    return `Threshold Crossed: ${datapoints} datapoints were checked against the threshold (${threshold}).`
  if (missing === 'missing') return 'Insufficient Data: no datapoints were received'
  const treated = missing === 'breaching' ? 'Breaching' : 'NonBreaching'
  return `Threshold Crossed: no datapoints were received and missing data points are treated as [${treated}].`
}
