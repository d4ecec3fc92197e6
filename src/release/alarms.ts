import type { AwsAccess } from '../aws/access.ts'
import { readAlarms } from '../codedeploy/group.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { oneLine } from '../support/text.ts'

/** An alarm and what it says: OK, ALARM, INSUFFICIENT_DATA, `missing`, or a word that is not known. */
export interface AlarmState {
  readonly name: string
  readonly state: string
  readonly reason: string
}

/** Shortly after a deployment: long enough for an alarm that evaluates each ten seconds to see it. */
const WATCH_MS = 10_000
const WATCH_PAUSE_MS = 2_000

export async function readAlarmStates(
  ports: Pick<Ports, 'connect'>,
  access: AwsAccess,
  names: readonly string[],
): Promise<AlarmState[]> {
  if (names.length === 0) return []
  return readAlarms(await ports.connect.alarms(access), names)
}

/** Looks at the alarms for a while; gives the states of the first look with an alarm in it, else of the last. */
export async function watchAlarms(
  ports: Pick<Ports, 'connect' | 'clock' | 'log' | 'cancelled'>,
  access: AwsAccess,
  names: readonly string[],
): Promise<AlarmState[]> {
  if (names.length === 0) return []
  const end = ports.clock.now().getTime() + WATCH_MS
  ports.log.info(
    `watching ${names.length === 1 ? 'the alarm' : 'the alarms'} ${names.join(', ')} for ${WATCH_MS / 1_000} s`,
  )
  for (;;) {
    const states = await readAlarmStates(ports, access, names)
    if (states.some((alarm) => alarm.state === 'ALARM') || ports.clock.now().getTime() >= end) return states
    await ports.clock.sleep(WATCH_PAUSE_MS, ports.cancelled)
  }
}

/** Nothing is deployed into an environment that is in alarm already. */
export function judgeAlarmsBefore(subject: string, alarms: readonly AlarmState[]): Finding[] {
  return alarms.map((alarm) => judge(subject, alarm, 'before the deployment'))
}

export function judgeAlarmsAfter(subject: string, alarms: readonly AlarmState[]): Finding[] {
  return alarms.map((alarm) => judge(subject, alarm, 'after the deployment'))
}

function judge(subject: string, alarm: AlarmState, when: string): Finding {
  const about = {
    subject: `${subject}/alarm/${alarm.name}`,
    expected: 'OK',
    observed: alarm.reason === '' ? alarm.state : `${alarm.state}: ${oneLine(alarm.reason, 200)}`,
  }
  switch (alarm.state) {
    case 'OK':
      return { ...about, code: 'alarm/ok', outcome: 'pass', title: `${alarm.name} was OK ${when}` }
    case 'ALARM':
      return {
        ...about,
        code: 'alarm/active',
        outcome: 'fail',
        title: `${alarm.name} was in ALARM ${when}`,
        advice: `Look at \`aws cloudwatch describe-alarm-history --alarm-name ${alarm.name}\` and at what it measures before deploying again.`,
      }
    case 'INSUFFICIENT_DATA':
      // An alarm without data is no proof, but the first deployment into an environment has none to give.
      return {
        ...about,
        code: 'alarm/no-data',
        outcome: 'skipped',
        title: `${alarm.name} had no data ${when}: it proves nothing`,
        advice: 'Send traffic to the environment, or let the alarm treat missing data as what it means.',
      }
    case 'missing':
      return {
        ...about,
        code: 'alarm/missing',
        outcome: 'fail',
        title: `the deployment group counts on ${alarm.name}, which does not exist`,
        advice: 'Make the alarm, or take it out of the deployment group.',
      }
    default:
      return {
        ...about,
        code: 'alarm/unknown',
        outcome: 'inconclusive',
        title: `${alarm.name} was in a state that is not known here ${when}`,
        advice: `Look at \`aws cloudwatch describe-alarms --alarm-names ${alarm.name}\`.`,
      }
  }
}
