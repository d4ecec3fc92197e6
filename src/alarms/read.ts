import type { CompositeAlarm, DescribeAlarmsCommandInput, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { Alarms } from '../aws/clients/services.ts'
import { pagesOf } from '../aws/pages.ts'
import { textAt } from '../support/records.ts'
import { matchesWildcards } from '../support/text/wildcards.ts'

/** An alarm as CloudWatch describes it. */
export interface AlarmFacts {
  readonly name: string
  /** OK, ALARM, INSUFFICIENT_DATA; `missing` where CloudWatch knows no such alarm. */
  readonly state: string
  readonly reason: string
  /** EVALUATION_ERROR, EVALUATION_FAILURE or PARTIAL_DATA; undefined where nothing is wrong with the evaluation. */
  readonly trouble?: string | undefined
  readonly metric: MetricAlarm | undefined
  readonly composite: CompositeAlarm | undefined
  /** False where its actions are disabled; undefined where CloudWatch does not return it. */
  readonly actionsEnabled?: boolean | undefined
  /** What suppresses the actions of a composite alarm now. */
  readonly suppressedBy?: string | undefined
}

const ALARMS_A_PAGE = 100
/** Composite alarms of composite alarms; CloudWatch's own limit is not documented. */
const MOST_LEVELS = 5

/** Reads alarms by name; one that does not exist is `missing`, not left out. */
export async function readAlarms(alarms: Alarms, names: readonly string[]): Promise<AlarmFacts[]> {
  const found = new Map<string, AlarmFacts>()
  await describe(alarms, names, ['MetricAlarm', 'CompositeAlarm'], found)
  const others = names.filter((name) => !found.has(name))
  // Not named in every call: where log alarms are not known yet, such a call is rejected.
  await describe(alarms, others, ['LogAlarm'], found)
  return names.map(
    (name) => found.get(name) ?? { name, state: 'missing', reason: '', metric: undefined, composite: undefined },
  )
}

const ALL_TYPES = [['MetricAlarm', 'CompositeAlarm'], ['LogAlarm']] as const

/** The names of all alarms that a pattern with `*` matches, sorted. */
export async function findAlarms(alarms: Alarms, pattern: string): Promise<string[]> {
  const names = new Set<string>()
  const prefix = pattern.split('*')[0] ?? ''
  for (const types of ALL_TYPES) {
    const pages = pagesOf('NextToken', (next) =>
      alarms.describeAlarms({ ...(prefix !== '' && { AlarmNamePrefix: prefix }), AlarmTypes: [...types], ...next }),
    )
    for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages) {
      for (const { AlarmName = '' } of [...MetricAlarms, ...CompositeAlarms, ...LogAlarms]) names.add(AlarmName)
    }
  }
  return [...names].filter((name) => matchesWildcards(pattern.replaceAll('?', '\u0000'), name)).toSorted()
}

/** The mute rules by which the actions of an alarm are muted now, and those that expired since then. */
export async function readMutes(alarms: Alarms, name: string, since: Date): Promise<string[]> {
  const found: string[] = []
  const pages = pagesOf('NextToken', (next) => alarms.listAlarmMuteRules({ AlarmName: name, ...next }))
  for await (const { AlarmMuteRuleSummaries = [] } of pages) {
    for (const { AlarmMuteRuleArn: arn = '', Status: status, ExpireDate: end } of AlarmMuteRuleSummaries) {
      const ended = status === 'SCHEDULED' || (status === 'EXPIRED' && end !== undefined && end < since)
      if (!ended) found.push(arn.split(':').at(-1) ?? arn)
    }
  }
  return found
}

async function describe(
  alarms: Alarms,
  names: readonly string[],
  types: NonNullable<DescribeAlarmsCommandInput['AlarmTypes']>,
  found: Map<string, AlarmFacts>,
): Promise<void> {
  for (let start = 0; start < names.length; start += ALARMS_A_PAGE) {
    const pages = pagesOf('NextToken', (next) =>
      alarms.describeAlarms({ AlarmNames: names.slice(start, start + ALARMS_A_PAGE), AlarmTypes: types, ...next }),
    )
    for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages) {
      for (const metric of MetricAlarms) found.set(metric.AlarmName ?? '', facts(metric, metric))
      for (const composite of CompositeAlarms) {
        found.set(composite.AlarmName ?? '', facts(composite, undefined, composite))
      }
      for (const log of LogAlarms) found.set(log.AlarmName ?? '', facts(log))
    }
  }
}

function facts(alarm: MetricAlarm | CompositeAlarm | LogAlarm, metric?: MetricAlarm, composite?: CompositeAlarm) {
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'unknown',
    reason: alarm.StateReason ?? '',
    trouble: 'EvaluationState' in alarm ? alarm.EvaluationState : undefined,
    metric,
    composite,
    actionsEnabled: 'ActionsEnabled' in alarm ? alarm.ActionsEnabled : undefined,
    suppressedBy: composite?.ActionsSuppressedBy,
  }
}

/**
 * The alarms whose data decide about an alarm: itself, or of a composite alarm those that its rule names, at any depth.
 * Undefined where they are not all known.
 */
export async function readDeciding(
  alarms: Alarms,
  alarm: AlarmFacts,
  levels = MOST_LEVELS,
): Promise<readonly AlarmFacts[] | undefined> {
  if (alarm.composite === undefined) return [alarm]
  if (levels === 0) return undefined
  const named = namesIn(alarm.composite.AlarmRule)
  const names = new Set<string>()
  const pages = pagesOf('NextToken', (next) => alarms.describeAlarms({ ChildrenOfAlarmName: alarm.name, ...next }))
  for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages) {
    for (const { AlarmName } of [...MetricAlarms, ...CompositeAlarms, ...LogAlarms]) names.add(AlarmName ?? '')
  }
  if (!named.every((name) => names.has(name))) return undefined
  const deciding: AlarmFacts[] = []
  for (const child of await readAlarms(alarms, [...names])) {
    const below = await readDeciding(alarms, child, levels - 1)
    if (below === undefined) return undefined
    deciding.push(...below)
  }
  return deciding.length === 0 ? undefined : deciding
}

const NAMED = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))\s*\)/g
const ALARM_ARN = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/

/** The alarms of a rule such as `ALARM("shop errors") AND OK(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:web)`. */
function namesIn(rule = ''): string[] {
  return [...rule.matchAll(NAMED)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain).replace(ALARM_ARN, ''),
  )
}

/** What the history of an alarm says. */
export interface StateHistory {
  /** When it went into ALARM for the first time, and why. */
  readonly rang?: { readonly at: Date | undefined; readonly reason: string }
  /** A change of state of which CloudWatch does not say what the state was. */
  readonly unclear?: string
}

/** Reads whether an alarm went into ALARM since then, or was still in ALARM at `begin`. */
export async function readStateHistory(
  alarms: Alarms,
  { name, metric, composite }: AlarmFacts,
  since: Date,
  begin: Date = since,
): Promise<StateHistory> {
  const type = metric ? 'MetricAlarm' : composite ? 'CompositeAlarm' : 'LogAlarm'
  const pages = pagesOf('NextToken', (next) =>
    alarms.describeAlarmHistory({
      AlarmName: name,
      AlarmTypes: [type],
      HistoryItemType: 'StateUpdate',
      StartDate: since,
      ScanBy: 'TimestampAscending',
      ...next,
    }),
  )
  let unclear: string | undefined
  for await (const { AlarmHistoryItems = [] } of pages) {
    for (const { HistoryData = '', HistorySummary = '', Timestamp } of AlarmHistoryItems) {
      const reached = newState(HistoryData, HistorySummary)
      if (reached.state === 'ALARM') return { rang: { at: Timestamp, reason: reached.reason || HistorySummary } }
      if (reached.before === 'ALARM' && Timestamp !== undefined && Timestamp > begin)
        return { rang: { at: begin, reason: HistorySummary } }
      if (!STATES.has(reached.state) || !STATES.has(reached.before))
        unclear ??= `${Timestamp?.toISOString() ?? 'no time'}: ${HistorySummary || HistoryData || 'no state'}`
    }
  }
  return unclear === undefined ? {} : { unclear }
}

const STATES = new Set(['OK', 'ALARM', 'INSUFFICIENT_DATA'])

/** `{"oldState":{"stateValue":"OK"},"newState":{"stateValue":"ALARM","stateReason":"…"}}`, `Alarm updated from OK to ALARM`. */
function newState(data: string, summary: string) {
  let parsed: unknown
  try {
    parsed = JSON.parse(data)
  } catch {
    parsed = undefined
  }
  const [, from, to] = /\bfrom (\w+) to (\w+)\b/.exec(summary) ?? []
  const known = (written: string | undefined, summarized: string | undefined): string =>
    (written !== undefined && STATES.has(written) ? written : summarized) ?? ''
  return {
    state: known(textAt(parsed, 'newState', 'stateValue'), to),
    before: known(textAt(parsed, 'oldState', 'stateValue'), from),
    reason: textAt(parsed, 'newState', 'stateReason') ?? '',
  }
}
