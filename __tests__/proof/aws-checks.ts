import type { AlarmHistoryItem, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { altered, replaced, withoutEntry } from '../odd-engine.ts'
import { openCheckedWorld } from '../dist/verify/aws-checks-world.ts'
import { rowsOf, type Lie, type Row, type Stage } from './row.ts'

/** Checks of `verify` that read AWS. */

const verification: Stage = {
  name: 'verify against AWS',
  async play(lie: Lie = {}) {
    const checked = await openCheckedWorld(lie.aws)
    try {
      const { result, evidence } = await checked.world.step({ command: 'verify' })
      const told = [...checked.world.odd.values()].reduce((sum, each) => sum + each, 0)
      return { findings: evidence.findings, green: result.status === 0, told }
    } finally {
      await checked.close()
    }
  },
  close: () => Promise.resolve(),
}

/** The alarm went into ALARM a minute ago, and is OK again. */
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

const withoutLastLine = altered((answer) => {
  const invocations = (answer['CommandInvocations'] ?? []) as { CommandPlugins?: { Output?: string }[] }[]
  return {
    ...answer,
    CommandInvocations: invocations.map(({ CommandPlugins = [], ...rest }) => ({
      ...rest,
      CommandPlugins: CommandPlugins.map(({ Output = '', ...plugin }) => ({
        ...plugin,
        Output: Output.split(' end ')[0],
      })),
    })),
  }
})

/** A path without its components; no path without an explanation. */
const unexplained = (answer: string): string =>
  answer
    .replace(/<forwardPathComponentSet>.*?<\/forwardPathComponentSet>/s, '')
    .replace(/<explanationSet>.*?<\/explanationSet>/s, '')

const inPart = replaced('"Complete"', '"PartialData"')
const withoutBeat = altered((answer) => {
  const events = (answer['events'] ?? []) as { message?: string }[]
  return { ...answer, events: events.filter(({ message }) => message !== 'beat') }
})

/** Written an hour before, by a host whose clock is ahead. */
const early = altered((answer) => {
  const events = (answer['events'] ?? []) as { ingestionTime?: number }[]
  return {
    ...answer,
    events: events.map((each) => ({ ...each, ingestionTime: (each.ingestionTime ?? 0) - 3_600_000 })),
  }
})

/** A value more than times. */
const twoValues = altered((answer) => {
  const results = (answer['MetricDataResults'] ?? []) as { Values?: number[] }[]
  return {
    ...answer,
    MetricDataResults: results.map(({ Values = [], ...rest }) => ({ ...rest, Values: [...Values, 9] })),
  }
})

export const AWS_CHECKS: readonly Row[] = [
  ...rowsOf(verification, { aws: { FilterLogEvents: early, GetMetricData: twoValues } }, [
    {
      code: 'check/log',
      subject: 'check/silent',
      says: 'events with times after the deployment',
      truth: 'they had arrived before it ended',
    },
    {
      code: 'check/metric',
      subject: 'check/few errors',
      says: 'a complete series',
      truth: 'it has a value without a time',
    },
  ]),
  ...rowsOf(verification, { aws: { DescribeAlarmHistory: rang, FilterLogEvents: withoutBeat } }, [
    { code: 'check/alarm', subject: 'check/quiet', says: 'the alarm is OK', truth: 'it was in ALARM in between' },
    {
      code: 'check/log',
      subject: 'check/silent',
      says: 'no event that must not appear',
      truth: 'nothing is written to the log any more',
    },
  ]),
  ...rowsOf(verification, { aws: { DescribeNetworkInsightsAnalyses: unexplained } }, [
    {
      code: 'check/path',
      subject: 'check/connected',
      says: 'a path was found',
      truth: 'nothing on the way is named',
    },
    {
      code: 'check/path',
      subject: 'check/apart',
      says: 'no path was found',
      truth: 'nothing says what keeps the traffic away',
    },
  ]),
  ...rowsOf(
    verification,
    {
      aws: {
        DescribeAlarms: withAlarm({ ActionsEnabled: false }),
        GetMetricData: inPart,
        DescribeTargetHealth: withoutEntry('i-'),
        DescribeNetworkInsightsAnalyses: replaced('<status>succeeded</status>', '<status>failed</status>'),
        ListCommandInvocations: withoutLastLine,
      },
    },
    [
      { code: 'check/alarm', subject: 'check/quiet', says: 'the alarm is OK', truth: 'its actions are disabled' },
      {
        code: 'check/metric',
        subject: 'check/few errors',
        says: 'values that keep the limit',
        truth: 'these are a part of the data',
      },
      {
        code: 'check/targets',
        subject: 'check/reachable',
        says: 'no target is unhealthy',
        truth: 'no target is registered',
      },
      {
        code: 'check/path',
        subject: 'check/connected',
        says: 'a path was found',
        truth: 'the analysis failed',
      },
      {
        code: 'check/file',
        subject: 'check/in place',
        says: 'the command succeeded on the host',
        truth: 'its output was cut off before its end',
      },
    ],
  ),
]
