import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  type AlarmHistoryItem,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import { altered } from '../odd-engine.ts'
import { KEYS, openWorld, type PrecheckWorld } from '../dist/precheck-world.ts'
import { rowsOf, type Lie, type Row, type Stage } from './row.ts'

/** Checks of `verify` that read AWS. */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
verify:
  - { name: quiet, alarm: shop-errors }
`

async function prepare({ sandbox }: PrecheckWorld): Promise<void> {
  const cloudwatch = new CloudWatchClient({ region: 'eu-west-1', endpoint: sandbox.awsUrl, credentials: KEYS })
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'shop-errors',
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  )
  cloudwatch.destroy()
}

/** `verify` against AWS in which a service runs. */
const verification: Stage = {
  name: 'verify against AWS',
  async play(lie: Lie = {}) {
    const world = await openWorld(
      {
        metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
        github: { repository: 'acme/shop', files: { '.github/test-deployments.yml': CONFIG } },
      },
      { oddities: lie.aws ?? {} },
    )
    try {
      await prepare(world)
      const { result, evidence } = await world.step({ command: 'verify' })
      const told = [...world.odd.values()].reduce((sum, each) => sum + each, 0)
      return { findings: evidence.findings, green: result.status === 0, told }
    } finally {
      await world.close()
    }
  },
  close: () => Promise.resolve(),
}

/** That the alarm went into ALARM a minute ago, and is OK again. */
const rang = altered((answer) => {
  const Timestamp = Date.now() / 1_000 + 86_400
  const HistoryData = JSON.stringify({ newState: { stateValue: 'ALARM', stateReason: 'errors' } })
  const item: Omit<AlarmHistoryItem, 'Timestamp'> & { Timestamp: number } = {
    AlarmName: 'shop-errors',
    HistoryItemType: 'StateUpdate',
    Timestamp,
    HistoryData,
  }
  return { ...answer, AlarmHistoryItems: [item] }
})
const withAlarm = (more: MetricAlarm) =>
  altered((answer) => {
    const alarms = answer['MetricAlarms'] as MetricAlarm[]
    return { ...answer, MetricAlarms: alarms.map((alarm) => ({ ...alarm, ...more })) }
  })

export const AWS_CHECKS: readonly Row[] = [
  ...rowsOf(verification, { aws: { DescribeAlarmHistory: rang } }, [
    { code: 'check/alarm', subject: 'check/quiet', says: 'the alarm is OK', truth: 'it was in ALARM in between' },
  ]),
  ...rowsOf(verification, { aws: { DescribeAlarms: withAlarm({ ActionsEnabled: false }) } }, [
    { code: 'check/alarm', subject: 'check/quiet', says: 'the alarm is OK', truth: 'its actions are disabled' },
  ]),
]
