import type * as sdk from '@aws-sdk/client-cloudwatch'
import type { SandboxClock } from '../../contract.ts'
import { homeKey } from '../names.ts'
import type { Home } from '../names.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** One metric alarm. `settings` in the API's names, which are CloudFormation's, too. */
export interface Alarm {
  readonly home: Home
  readonly name: string
  settings: Readonly<Record<string, unknown>>
  state: AlarmState
  reason: string
  readonly stateSince: Date
  readonly configuredAt: Date
  readonly history: sdk.AlarmHistoryItem[]
}

export interface Alarms {
  put(home: Home, name: string, settings: Readonly<Record<string, unknown>>): Alarm
  find(home: Home, name: string): Alarm | undefined
  list(home: Home): Alarm[]
  remove(home: Home, name: string): void
  /** Gives false when there is no such alarm. */
  setState(home: Home, name: string, state: AlarmState, reason: string): boolean
}

/** What AWS needs to look at an alarm's metric for the first time. */
const FIRST_EVALUATION_MS = 60_000

export function createAlarms(clock: SandboxClock): Alarms {
  const alarms = new Map<string, Alarm>()

  function changeState(alarm: Alarm, state: AlarmState, reason: string): void {
    const now = clock.now()
    alarm.history.unshift({
      AlarmName: alarm.name,
      AlarmType: 'MetricAlarm',
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
  }

  /** Nothing measures in the sandbox: an alarm becomes what its own rule says about missing data. */
  async function evaluateWithoutData(alarm: Alarm): Promise<void> {
    await clock.sleep(FIRST_EVALUATION_MS)
    if (alarm.state !== 'INSUFFICIENT_DATA' || alarm.history.some((item) => item.HistoryItemType === 'StateUpdate'))
      return
    const state = { notBreaching: 'OK', breaching: 'ALARM' }[String(alarm.settings.TreatMissingData)] as AlarmState
    if (state !== undefined) {
      changeState(
        alarm,
        state,
        `Threshold Crossed: no datapoints were received and missing data points are treated as ${state === 'OK' ? 'NonBreaching' : 'Breaching'}.`,
      )
    }
  }

  return {
    put(home, name, settings) {
      const key = homeKey(home, name)
      const known = alarms.get(key)
      if (known !== undefined) {
        Object.assign(known, { settings, configuredAt: clock.now() })
        return known
      }
      const now = clock.now()
      const alarm: Alarm = {
        home,
        name,
        settings,
        state: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        stateSince: now,
        configuredAt: now,
        history: [],
      }
      alarms.set(key, alarm)
      void evaluateWithoutData(alarm)
      return alarm
    },
    find: (home, name) => alarms.get(homeKey(home, name)),
    list: (home) => [...alarms.values()].filter((alarm) => homeKey(alarm.home) === homeKey(home)),
    remove: (home, name) => void alarms.delete(homeKey(home, name)),
    setState(home, name, state, reason) {
      const alarm = alarms.get(homeKey(home, name))
      if (alarm === undefined) return false
      changeState(alarm, state, reason)
      return true
    },
  }
}

export const alarmArn = ({ home, name }: Alarm): string =>
  `arn:aws:cloudwatch:${home.region}:${home.account}:alarm:${name}`
