import type { AlarmMuteRuleSummary, GetMetricDataCommandInput, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { Alarms } from '../../src/aws/clients/services.ts'
import type { FakeClock } from './fakes.ts'

const MINUTE_MS = 60_000

/** Metric alarms with their history, and metrics that have a datapoint in each minute or none. */
export class FakeCloudWatch {
  /** Names of metrics with data. */
  readonly measured = new Set<string>()
  /** Mute rules by the name of their alarm. */
  readonly mutes = new Map<string, AlarmMuteRuleSummary[]>()
  readonly #clock: FakeClock
  readonly #alarms = new Map<string, MetricAlarm>()
  readonly #history: { readonly AlarmName: string; readonly Timestamp: Date; readonly HistoryData: string }[] = []

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** An alarm on a metric of the same name, which needs two periods of a minute. */
  put(name: string, state: string, more: MetricAlarm = {}): void {
    const base: MetricAlarm = { AlarmName: name, Namespace: 'Shop', MetricName: name, Statistic: 'Sum' }
    this.#alarms.set(name, { ...base, Period: 60, EvaluationPeriods: 2, ActionsEnabled: true, ...more })
    this.set(name, state)
  }

  set(name: string, state: string): void {
    const alarm = this.#alarms.get(name)
    if (alarm === undefined) throw new Error(`there is no alarm ${name}`)
    const before = alarm.StateValue ?? 'INSUFFICIENT_DATA'
    alarm.StateValue = state as NonNullable<MetricAlarm['StateValue']>
    this.#history.push({
      AlarmName: name,
      Timestamp: this.#clock.now(),
      HistoryData: JSON.stringify({
        oldState: { stateValue: before },
        newState: { stateValue: state, stateReason: `now ${state}` },
      }),
    })
  }

  readonly api: { -readonly [K in keyof Alarms]: Alarms[K] } = {
    describeAlarms: async ({ AlarmNames, AlarmNamePrefix = '', AlarmTypes = ['MetricAlarm'] }) => ({
      $metadata: {},
      MetricAlarms: AlarmTypes.includes('MetricAlarm')
        ? (AlarmNames ?? [...this.#alarms.keys()].filter((name) => name.startsWith(AlarmNamePrefix)))
            .flatMap((name) => this.#alarms.get(name) ?? [])
            .map((alarm) => ({ ...alarm }))
        : [],
    }),
    describeAlarmHistory: async ({ AlarmName, StartDate = new Date(0) }) => ({
      $metadata: {},
      AlarmHistoryItems: this.#history.filter((item) => item.AlarmName === AlarmName && item.Timestamp >= StartDate),
    }),
    listAlarmMuteRules: async ({ AlarmName = '' }) => ({
      $metadata: {},
      AlarmMuteRuleSummaries: this.mutes.get(AlarmName) ?? [],
    }),
    listMetrics: async () => ({ $metadata: {}, Metrics: [] }),
    getMetricData: async (input: GetMetricDataCommandInput) => ({
      $metadata: {},
      MetricDataResults: (input.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
        const known = this.measured.has(MetricStat?.Metric?.MetricName ?? '')
        const from = input.StartTime?.getTime() ?? 0
        const to = Math.min(input.EndTime?.getTime() ?? 0, this.#clock.now().getTime())
        const count = known ? Math.max(0, Math.floor((to - from) / MINUTE_MS)) : 0
        const times = Array.from({ length: count }, (_, index) => new Date(from + index * MINUTE_MS))
        return { Id, Label: Id, Timestamps: times, Values: times.map(() => 0), StatusCode: 'Complete' as const }
      }),
    }),
  }
}
