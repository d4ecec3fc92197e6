import type * as sdk from '@aws-sdk/client-cloudwatch'
import { ServiceError } from '../../contract.ts'
import type { Call, Service } from '../../contract.ts'
import { asText } from '../names.ts'
import { pageOf } from '../pages.ts'
import { alarmArn } from './alarms.ts'
import type { Alarm, Alarms, AlarmState } from './alarms.ts'
import type { Metrics } from './metrics.ts'

const MOST_ALARMS = 100
const DEFAULT_ALARMS = 50

/** Settings that the API takes as they are; numbers and booleans may come from a template as text. */
const TEXTS = [
  'AlarmDescription',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Unit',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'ThresholdMetricId',
] as const
const NUMBERS = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'] as const
const LISTS = ['OKActions', 'AlarmActions', 'InsufficientDataActions', 'Dimensions', 'Metrics'] as const

/** CloudWatch's alarms: made, described, set by hand, deleted; and metrics as far as alarms need them. */
export function createCloudWatch(alarms: Alarms, metrics: Metrics): Service {
  function select(input: sdk.DescribeAlarmsCommandInput, call: Call): Alarm[] {
    if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
      throw new ServiceError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot be used together')
    }
    return alarms
      .list(call)
      .filter(({ name }) => input.AlarmNames === undefined || input.AlarmNames.includes(name))
      .filter(({ name }) => input.AlarmNamePrefix === undefined || name.startsWith(input.AlarmNamePrefix))
      .filter(({ state }) => input.StateValue === undefined || state === input.StateValue)
      .filter(() => input.AlarmTypes === undefined || input.AlarmTypes.includes('MetricAlarm'))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  return {
    name: 'cloudwatch',
    operations: {
      DescribeAlarms(input: sdk.DescribeAlarmsCommandInput, call) {
        const size = Math.min(input.MaxRecords ?? DEFAULT_ALARMS, MOST_ALARMS)
        const { items, next } = pageOf(select(input, call), size, input.NextToken, invalidToken)
        return {
          MetricAlarms: items.map(describe),
          CompositeAlarms: [],
          ...(next !== undefined && { NextToken: next }),
        }
      },
      PutMetricAlarm(input: sdk.PutMetricAlarmCommandInput, call) {
        const { AlarmName: name = '', Tags: _tags, ...settings } = input
        alarms.put(call, name, settings)
        return {}
      },
      SetAlarmState(input: sdk.SetAlarmStateCommandInput, call) {
        const known = alarms.setState(
          call,
          input.AlarmName ?? '',
          input.StateValue as AlarmState,
          input.StateReason ?? '',
        )
        if (!known) throw new ServiceError('ResourceNotFound', 'Unknown', 404)
        return {}
      },
      PutMetricData(input: sdk.PutMetricDataCommandInput, call) {
        for (const {
          MetricName: name = '',
          Dimensions: dimensions = [],
          Value: value,
          Values: values,
        } of input.MetricData ?? []) {
          const named = dimensions.map((each) => [each.Name ?? '', each.Value ?? ''] as const)
          const metric = { namespace: input.Namespace ?? '', name, dimensions: Object.fromEntries(named) }
          for (const each of values ?? [value ?? 0]) metrics.put(call, metric, each)
        }
        return {}
      },
      DeleteAlarms(input: sdk.DeleteAlarmsCommandInput, call) {
        for (const name of input.AlarmNames ?? []) alarms.remove(call, name)
        return {}
      },
      DescribeAlarmHistory(input: sdk.DescribeAlarmHistoryCommandInput, call) {
        const items = alarms
          .list(call)
          .filter(({ name }) => input.AlarmName === undefined || name === input.AlarmName)
          .flatMap(({ history }) => history)
          .filter((item) => input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType)
          .filter((item) => input.StartDate === undefined || item.Timestamp! >= input.StartDate)
        const page = pageOf(items, input.MaxRecords ?? MOST_ALARMS, input.NextToken, invalidToken)
        return { AlarmHistoryItems: page.items, ...(page.next !== undefined && { NextToken: page.next }) }
      },
    },
  }
}

const invalidToken = (): Error => new ServiceError('InvalidNextToken', 'The next token is invalid.')

function describe(alarm: Alarm): sdk.MetricAlarm {
  const { settings } = alarm
  const pick = (names: readonly string[], convert: (value: unknown) => unknown): [string, unknown][] =>
    names.filter((name) => settings[name] !== undefined).map((name) => [name, convert(settings[name])])
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(alarm),
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    ActionsEnabled: asText(settings.ActionsEnabled, 'true') === 'true',
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: alarm.stateSince,
    StateTransitionedTimestamp: alarm.stateSince,
    ...Object.fromEntries([
      ...pick(TEXTS, (value) => asText(value)),
      ...pick(NUMBERS, Number),
      ...pick(LISTS, (value) => value),
    ]),
  }
}
