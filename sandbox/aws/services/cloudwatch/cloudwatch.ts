import type * as sdk from '@aws-sdk/client-cloudwatch'
import { ServiceError } from '../../../contract.ts'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import { asText, texts } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { Home } from '../../names.ts'
import { alarmArn } from './alarms.ts'
import type { Alarm, Alarms } from './alarms.ts'
import type { AlarmState } from './metrics.ts'
import { alarmsOf, parseRule } from './composite.ts'
import { getMetricData, listMetrics } from './metric-data.ts'
import type { Metrics } from './metrics.ts'
import { muteRuleArn, muteRuleOperations } from './mute-rules.ts'

const MAX_ALARMS = 100
const DEFAULT_ALARMS = 50

/** Settings that are strings; numbers and booleans may come from a template as text. */
const TEXTS = [
  'AlarmRule',
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

/** CloudWatch's operations on alarms, and the metrics that alarms need. */
export function createCloudWatch(alarms: Alarms, metrics: Metrics, clock: SandboxClock): Service {
  function select(input: sdk.DescribeAlarmsCommandInput, call: Call): Alarm[] {
    if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
      throw new ServiceError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot be used together')
    }
    if (input.ChildrenOfAlarmName !== undefined) return childrenOf(input.ChildrenOfAlarmName, call)
    return alarms
      .list(call)
      .filter(({ name }) => input.AlarmNames === undefined || input.AlarmNames.includes(name))
      .filter(({ name }) => input.AlarmNamePrefix === undefined || name.startsWith(input.AlarmNamePrefix))
      .filter(({ state }) => input.StateValue === undefined || state === input.StateValue)
      .filter((alarm) => (input.AlarmTypes ?? ['MetricAlarm']).includes(typeOf(alarm)))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  function childrenOf(name: string, call: Call): Alarm[] {
    const rule = alarms.find(call, name)?.composite
    return (rule ? alarmsOf(rule) : []).flatMap((child) => alarms.find(call, child) ?? [])
  }

  return {
    name: 'cloudwatch',
    operations: {
      ...muteRuleOperations(clock),
      DescribeAlarms(input: sdk.DescribeAlarmsCommandInput, call) {
        const size = Math.min(input.MaxRecords ?? DEFAULT_ALARMS, MAX_ALARMS)
        const { items, next } = pageOf(select(input, call), size, input.NextToken, invalidToken)
        const shown = input.ChildrenOfAlarmName === undefined ? describe : describeChild
        return {
          MetricAlarms: items.filter(({ composite }) => composite === undefined).map(shown),
          CompositeAlarms: items.filter(({ composite }) => composite !== undefined).map(shown),
          ...(next !== undefined && { NextToken: next }),
        }
      },
      PutMetricAlarm(input: sdk.PutMetricAlarmCommandInput, call) {
        const { AlarmName: name = '', Tags: _tags, ...settings } = input
        alarms.put(call, name, settings)
        return {}
      },
      PutCompositeAlarm(input: sdk.PutCompositeAlarmCommandInput, call) {
        const { AlarmName: name = '', Tags: _tags, ...settings } = input
        const rule = parseRule(input.AlarmRule ?? '')
        if (rule === undefined) throw new ServiceError('ValidationError', 'AlarmRule must be a valid rule')
        alarms.put(call, name, settings, rule)
        return {}
      },
      GetMetricData: (input: sdk.GetMetricDataCommandInput, call) => getMetricData(metrics, call, input),
      ListMetrics: (input: sdk.ListMetricsCommandInput, call) => listMetrics(metrics, call, input),
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
          .filter((alarm) => (input.AlarmTypes ?? ['MetricAlarm']).includes(typeOf(alarm)))
          .filter(({ name }) => input.AlarmName === undefined || name === input.AlarmName)
          .flatMap(({ history }) => history)
          .filter((item) => input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType)
          .filter((item) => input.StartDate === undefined || item.Timestamp! >= input.StartDate)
        if (input.ScanBy === 'TimestampAscending') items.reverse()
        const page = pageOf(items, input.MaxRecords ?? MAX_ALARMS, input.NextToken, invalidToken)
        return { AlarmHistoryItems: page.items, ...(page.next !== undefined && { NextToken: page.next }) }
      },
    },
    permissions: alarmPermissions,
  }
}

/** Operations on alarms need permission on each of them; without names on all. Metrics have no resources. */
function alarmPermissions(operation: string, input: Readonly<Record<string, unknown>>, home: Home) {
  const action = `cloudwatch:${operation}`
  if (!operation.includes('Alarm')) return [{ action, resource: '*' }]
  if (operation.includes('MuteRule')) {
    const name = texts(input.AlarmMuteRuleName ?? input.Name)[0] ?? '*'
    return [{ action, resource: muteRuleArn(home, name) }]
  }
  const names = [...texts(input.AlarmName), ...texts(input.AlarmNames)]
  return (names.length === 0 ? ['*'] : names).map((name) => ({ action, resource: alarmArn({ home, name }) }))
}

const invalidToken = (): Error => new ServiceError('InvalidNextToken', 'The next token is invalid.')

const typeOf = ({ composite }: Alarm): sdk.AlarmType => (composite ? 'CompositeAlarm' : 'MetricAlarm')

/** The response about an alarm below a composite alarm. */
function describeChild(alarm: Alarm): sdk.MetricAlarm {
  const { name, state, stateSince } = alarm
  return { AlarmName: name, AlarmArn: alarmArn(alarm), StateValue: state, StateUpdatedTimestamp: stateSince }
}

function describe(alarm: Alarm): sdk.MetricAlarm & sdk.CompositeAlarm {
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
    ...(alarm.composite === undefined && { Dimensions: [] }),
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
