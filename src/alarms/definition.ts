import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { isRecord, recordOf } from '../support/records.ts'
import type { AlarmFacts } from './read.ts'

/** What an alarm watches and does, without its name and state; `{ state }` alone where that is not known. */
export type AlarmDefinition = Readonly<Record<string, unknown>>

const OF_METRIC: readonly (keyof MetricAlarm)[] = [
  'Namespace',
  'MetricName',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ThresholdMetricId',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Unit',
  'Metrics',
]
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm'
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const DEFAULTS = { TreatMissingData: 'missing' }
const NUMBERS = /^(Period|EvaluationPeriods|DatapointsToAlarm|Threshold)$/
const TRUTHS = /^(ActionsEnabled|ReturnData)$/

/** The definition of an alarm that exists. */
export function alarmOfApi({ metric, composite, state }: AlarmFacts): AlarmDefinition {
  if (composite !== undefined) return definitionOfComposite(composite)
  return metric === undefined ? { state } : definitionOfMetric(metric)
}

/** What an alarm evaluates, without what it does then. */
export function evaluatedBy(alarm: AlarmFacts): AlarmDefinition {
  const { actionsEnabled: _, actions: __, ...evaluated } = alarmOfApi(alarm)
  return evaluated
}

/** The definition of an alarm by the properties that a template sets; what it leaves is as it was `before`. */
export function alarmOfTemplate(
  properties: Readonly<Record<string, unknown>>,
  type: string,
  before: AlarmFacts | undefined,
): AlarmDefinition {
  const set = Object.entries(properties).map(([name, value]) => [name, typed(name, value)] as const)
  // Properties and members of the API have the same names.
  const told = { ...(before?.metric ?? before?.composite), ...Object.fromEntries(set) }
  return type === COMPOSITE ? definitionOfComposite(told) : definitionOfMetric(told)
}

function definitionOfComposite(alarm: object): AlarmDefinition {
  const { AlarmRule: rule, ActionsEnabled: enabled, AlarmActions: actions } = recordOf(alarm)
  return { rule, actionsEnabled: enabled ?? true, actions: sorted(actions) }
}

function definitionOfMetric(alarm: object): AlarmDefinition {
  const told = recordOf(alarm)
  const dimensions = Array.isArray(told['Dimensions']) ? told['Dimensions'].map(recordOf) : []
  return {
    ...Object.fromEntries(OF_METRIC.map((key) => [key, told[key] ?? recordOf(DEFAULTS)[key]])),
    dimensions: dimensions.map(({ Name, Value }) => `${asText(Name)}=${asText(Value)}`).toSorted(),
    actionsEnabled: told['ActionsEnabled'] ?? true,
    actions: sorted(told['AlarmActions']),
  }
}

function sorted(list: unknown): string[] {
  return Array.isArray(list) ? list.map(asText).toSorted() : []
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A change set gives numbers and truth values as texts. */
function typed(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => typed('', item))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typed(key, member)]))
  if (typeof value !== 'string') return value
  if (NUMBERS.test(name) && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  return TRUTHS.test(name) && (value === 'true' || value === 'false') ? value === 'true' : value
}
