import {
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  GetMetricDataCommand,
  ListAlarmMuteRulesCommand,
  ListMetricsCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type MetricDataQuery,
  type StateValue,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { alarmsOf, holds, parseRule } from '../../sandbox/aws/services/cloudwatch/composite.ts'
import { errorOf, openSandbox } from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip', metrics: [{ namespace: 'Shop', name: 'Steady', value: 3 }] })
  await put('errors')
  await put('hosts')
})
afterAll(() => opened.sandbox.close())

const minutes = (count: number): Promise<void> => opened.sandbox.clock.wait(count * 60_000)

async function put(name: string): Promise<void> {
  await opened.aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      MetricName: name,
      Namespace: 'Shop',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Statistic: 'Sum',
    }),
  )
}

async function set(name: string, state: StateValue): Promise<void> {
  await opened.aws.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: `set to ${state}` }),
  )
}

describe('the rule of a composite alarm', () => {
  const states = { a: 'ALARM', b: 'OK', 'c d': 'INSUFFICIENT_DATA' } as const
  test.each<[string, boolean | undefined]>([
    ['ALARM(a)', true],
    ['ALARM("b") OR ALARM(\'a\')', true],
    ['ALARM(a) AND ALARM(b)', false],
    ['NOT ALARM(b) AND INSUFFICIENT_DATA("c d")', true],
    ['ALARM(b) AND ALARM(b) OR ALARM(a)', true],
    ['ALARM(b) AND (ALARM(b) OR ALARM(a))', false],
    ['OK(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:b)', true],
    ['ALARM(none)', false],
    ['TRUE', true],
    ['FALSE OR FALSE', false],
    ['', undefined],
    ['ALARM(a) ALARM(b)', undefined],
    ['ALARM(a', undefined],
    ['(ALARM(a)', undefined],
    ['SLEEPS(a)', undefined],
  ])('%s', (text, expected) => {
    const rule = parseRule(text)
    expect(rule && holds(rule, (name) => states[name as keyof typeof states])).toBe(expected)
  })

  test('names each alarm once', () => {
    const rule = parseRule('ALARM(a) OR (ALARM(b) AND NOT OK(a))')
    expect(rule && alarmsOf(rule)).toEqual(['a', 'b'])
  })
})

test('a composite alarm follows its children, and is shown when its type is requested', async () => {
  const { cloudwatch } = opened.aws
  await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'ALARM(errors) OR ALARM(hosts)' }))
  await set('errors', 'ALARM')
  const names = { AlarmNames: ['all', 'errors'] }
  const metric = await cloudwatch.send(new DescribeAlarmsCommand(names))
  expect([metric.MetricAlarms?.length, metric.CompositeAlarms?.length]).toEqual([1, 0])
  const both = await cloudwatch.send(
    new DescribeAlarmsCommand({ ...names, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  )
  expect(both.CompositeAlarms).toEqual([
    expect.objectContaining({
      AlarmName: 'all',
      AlarmRule: 'ALARM(errors) OR ALARM(hosts)',
      StateValue: 'ALARM',
      AlarmActions: [],
    }),
  ])
  const children = await cloudwatch.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: 'all' }))
  expect(children.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['errors', 'hosts'])
  expect(children.MetricAlarms?.[0]).not.toHaveProperty('Period')

  await set('errors', 'OK')
  const history = (AlarmTypes?: ['CompositeAlarm']) =>
    cloudwatch.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: 'all',
        ScanBy: 'TimestampAscending',
        ...(AlarmTypes && { AlarmTypes }),
      }),
    )
  expect((await history()).AlarmHistoryItems).toEqual([])
  expect((await history(['CompositeAlarm'])).AlarmHistoryItems?.map((item) => item.HistorySummary)).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    'Alarm updated from ALARM to OK',
  ])
  const wrong = cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'x', AlarmRule: 'errors' }))
  expect((await errorOf(wrong)).message).toContain('valid rule')
})

test('a mute rule is scheduled, active for its time, and expired', async () => {
  const { cloudwatch } = opened.aws
  const at = opened.sandbox.clock.now().getTime() + 120_000
  const Expression = `at(${new Date(at).toISOString().slice(0, 16)})`
  const Rule = { Schedule: { Expression, Duration: 'PT10M' } }
  await cloudwatch.send(
    new PutAlarmMuteRuleCommand({ Name: 'night', Rule, MuteTargets: { AlarmNames: ['errors', 'other'] } }),
  )
  const list = async (AlarmName: string) =>
    (await cloudwatch.send(new ListAlarmMuteRulesCommand({ AlarmName }))).AlarmMuteRuleSummaries?.map(
      ({ AlarmMuteRuleArn: arn, Status }) => `${arn?.split(':').at(-1)} ${Status}`,
    )
  expect(await list('errors')).toEqual(['night SCHEDULED'])
  await minutes(3)
  expect(await list('errors')).toEqual(['night ACTIVE'])
  expect(await list('hosts')).toEqual([])
  await minutes(10)
  expect(await list('errors')).toEqual(['night EXPIRED'])
  const read = await cloudwatch.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }))
  expect(read).toMatchObject({ Name: 'night', Rule, MuteType: 'ONE_TIME' })
  await cloudwatch.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }))
  expect(await list('errors')).toEqual([])
  const Recurring = { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' } }
  const refused = cloudwatch.send(new PutAlarmMuteRuleCommand({ Name: 'nightly', Rule: Recurring }))
  expect((await errorOf(refused)).message).toContain('at(…)')
})

describe('metric data', () => {
  const query = (name: string, Stat: string, Period = 60): MetricDataQuery => ({
    Id: name.toLowerCase(),
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period, Stat },
  })
  const read = async (queries: MetricDataQuery[], more: object = {}) => {
    const now = opened.sandbox.clock.now().getTime()
    const step = 60_000
    const end = Math.floor(now / step) * step
    return opened.aws.cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(end - 3 * step),
        EndTime: new Date(end),
        ScanBy: 'TimestampAscending',
        ...more,
      }),
    )
  }

  test('have a value in each period with datapoints, and none in others', async () => {
    await minutes(4)
    const { MetricDataResults } = await read([query('Steady', 'Sum'), query('Silent', 'Sum')])
    expect(MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode])).toEqual([
      ['steady', [3, 3, 3], 'Complete'],
      ['silent', [], 'Complete'],
    ])
    const [first, second] = MetricDataResults?.[0]?.Timestamps ?? []
    expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBe(60_000)
  })

  test('come in pages, in part until the last one', async () => {
    const first = await read([query('Steady', 'Sum')], { MaxDatapoints: 2 })
    expect(first.MetricDataResults?.[0]).toMatchObject({ Values: [3, 3], StatusCode: 'PartialData' })
    const rest = await read([query('Steady', 'Sum')], { MaxDatapoints: 2, NextToken: first.NextToken })
    expect(rest.MetricDataResults?.[0]).toMatchObject({ Values: [3], StatusCode: 'Complete' })
  })

  test.each([
    ['SampleCount', 4],
    ['Average', 2.5],
    ['p50', 2],
    ['p99', 4],
  ])('by %s', async (stat, expected) => {
    const name = `Latency-${stat}`
    await opened.aws.cloudwatch.send(
      new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: name, Values: [4, 1, 3, 2] }] }),
    )
    await minutes(1)
    const { MetricDataResults } = await read([{ ...query(name, stat), Id: 'latency' }])
    expect(MetricDataResults?.[0]?.Values).toEqual([expected])
  })

  test('by no other statistic', async () => {
    expect((await errorOf(read([query('Steady', 'Guess')]))).message).toContain('Guess')
  })

  test.each<[string, number[]]>([
    ['steady * 2 + 1', [7, 7, 7]],
    ['-(steady - 5) ^ 2', [4, 4, 4]],
    ['silent / steady', []],
    ['FILL(silent, 4) / steady * 3', [4, 4, 4]],
    ['steady / 0', []],
    ['SUM(steady)', [9, 9, 9]],
  ])('by metric math: %s', async (Expression, values) => {
    const queries = [query('Steady', 'Sum'), query('Silent', 'Sum'), { Id: 'e', Expression }]
    const { MetricDataResults = [] } = await read(queries)
    expect(MetricDataResults.find(({ Id }) => Id === 'e')?.Values).toEqual(values)
  })

  test.each(['steady +', 'steady steady', 'other * 2', 'SEARCH(steady)', 'steady & 1'])(
    'not by the expression %s',
    async (Expression) => {
      const refused = errorOf(read([query('Steady', 'Sum'), { Id: 'e', Expression }]))
      expect((await refused).message).toContain('Error in expression')
    },
  )

  test('are of listed metrics', async () => {
    const { cloudwatch } = opened.aws
    const MetricData = [{ MetricName: 'Orders', Value: 1, Dimensions: [{ Name: 'Shop', Value: 'north' }] }]
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Listed', MetricData }))
    const list = async (more: object) =>
      (await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Listed', ...more }))).Metrics
    const [Dimension] = MetricData[0]?.Dimensions ?? []
    const found = [{ Namespace: 'Listed', MetricName: 'Orders', Dimensions: [Dimension] }]
    expect(await list({})).toEqual(found)
    expect(await list({ MetricName: 'Orders', Dimensions: [Dimension] })).toEqual(found)
    expect(await list({ Dimensions: [{ Name: 'Shop', Value: 'south' }] })).toEqual([])
  })
})
