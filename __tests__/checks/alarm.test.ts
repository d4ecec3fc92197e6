import type { AlarmHistoryItem, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { FakeClock } from '../deploy/fakes.ts'
import { FakeCloudWatch } from '../deploy/fake-cloudwatch.ts'
import { line, runCheck, plannedOf, type AwsStage } from './aws.ts'

const MINUTE = 60_000

let clock: FakeClock
let cloudwatch: FakeCloudWatch
let stage: AwsStage
beforeEach(() => {
  clock = new FakeClock()
  cloudwatch = new FakeCloudWatch(clock)
  const now = clock.now().getTime()
  stage = {
    clock,
    connect: { alarms: () => Promise.resolve(cloudwatch.api) },
    deployed: { startedAt: new Date(now - 10 * MINUTE), endedAt: new Date(now - 2 * MINUTE) },
  }
  for (const name of ['shop-errors', 'shop-latency']) {
    cloudwatch.put(name, 'OK')
    cloudwatch.measured.add(name)
  }
})

const history = (stateValue: string): string =>
  JSON.stringify({ oldState: { stateValue: 'OK' }, newState: { stateValue } })

const minutes = (): number => Math.round((clock.now().getTime() - Date.parse('2026-11-01T12:00:00Z')) / MINUTE)

describe('alarms after a deployment', () => {
  test('pass when they were OK with data during the whole watch', async () => {
    const judgement = await runCheck('{ alarm: [shop-errors, shop-latency] }', stage)
    expect(line(judgement)).toBe('pass: 2 alarms OK after the deployment, with data')
    // Two periods from the end of the deployment, the delay of the metric and one evaluation.
    expect(minutes()).toBe(4)
  })

  test('are watched for the given time since the deployment ended, not since the check began', async () => {
    expect(line(await runCheck('{ alarm: shop-errors, for: 10m }', stage))).toMatch(/^pass/)
    expect(minutes()).toBe(8)
  })

  test('fail where one was in ALARM and is OK again', async () => {
    clock.at(3 * MINUTE, () => cloudwatch.set('shop-errors', 'ALARM'))
    const judgement = await runCheck('{ alarm: "shop-*", for: 10m }', stage)
    expect(line(judgement)).toBe('fail: shop-errors was in ALARM after the deployment')
    expect(judgement.findings).toMatchObject([
      { code: 'check/alarm/one', outcome: 'fail', subject: 'check/the check/alarm/shop-errors' },
    ])
  })

  test('fail by their history, also where the alarm was OK again before the check began', async () => {
    cloudwatch.set('shop-errors', 'ALARM')
    cloudwatch.set('shop-errors', 'OK')
    const judgement = await runCheck('{ alarm: shop-errors }', stage)
    expect(line(judgement)).toMatch(/^fail: shop-errors was in ALARM at 2026/)
  })

  test('fail where an alarm was in ALARM from before the deployment until after it', async () => {
    const now = clock.now().getTime()
    cloudwatch.set('shop-errors', 'ALARM')
    await clock.sleep(20 * MINUTE)
    cloudwatch.set('shop-errors', 'OK')
    const deployed = { startedAt: new Date(now + 5 * MINUTE), endedAt: new Date(now + 10 * MINUTE) }
    expect(line(await runCheck('{ alarm: shop-errors }', { ...stage, deployed }))).toMatch(
      /^fail: shop-errors was in ALARM/,
    )
  })

  test('are inconclusive without data, or where data end during the watch', async () => {
    cloudwatch.measured.delete('shop-errors')
    expect(line(await runCheck('{ alarm: shop-errors }', stage))).toBe(
      'inconclusive: shop-errors had no data after the deployment',
    )
    cloudwatch.measured.add('shop-errors')
    clock.at(4 * MINUTE, () => void cloudwatch.measured.delete('shop-errors'))
    expect((await runCheck('{ alarm: shop-errors, for: 20m }', stage)).outcome).toBe('inconclusive')
  })

  test('are inconclusive if watched for less time than their evaluation takes', async () => {
    cloudwatch.put('shop-slow', 'OK', { Period: 300, EvaluationPeriods: 3 })
    cloudwatch.measured.add('shop-slow')
    const judgement = await runCheck('{ alarm: shop-slow, for: 10m }', stage)
    expect(line(judgement)).toBe('inconclusive: shop-slow was watched for less time than it needs')
    expect(judgement.advice).toContain('longer `for`')
  })

  test.each([
    ['its actions are disabled', () => cloudwatch.put('shop-errors', 'OK', { ActionsEnabled: false })],
    ['it is muted by the rule night', () => mute({ Status: 'ACTIVE' })],
    ['it is muted by the rule night', () => mute({ Status: 'EXPIRED', ExpireDate: clock.now() })],
  ] as const)('are inconclusive where %s', async (why, silence) => {
    silence()
    const judgement = await runCheck('{ alarm: shop-errors }', stage)
    expect(line(judgement)).toBe(`inconclusive: the actions of shop-errors are not taken: ${why}`)
    expect(judgement.findings).toMatchObject([{ code: 'check/alarm/silenced', outcome: 'inconclusive' }])
    expect((await runCheck('{ alarm: shop-errors, actions: ignored }', stage)).outcome).toBe('pass')
  })

  test('pass by their state where they have no action, and are listed', async () => {
    expect((await runCheck('{ alarm: shop-errors }', stage)).observed).not.toContain('without any action')
    cloudwatch.put('shop-errors', 'OK', { AlarmActions: [] })
    const judgement = await runCheck('{ alarm: shop-errors }', stage)
    expect([judgement.outcome, judgement.observed]).toEqual([
      'pass',
      expect.stringContaining('; without any action: shop-errors'),
    ])
  })

  test('prove nothing where their actions were disabled when the watch began, or may be disabled', async () => {
    cloudwatch.put('shop-errors', 'OK', { ActionsEnabled: false })
    clock.at(3 * MINUTE, () => cloudwatch.put('shop-errors', 'OK'))
    expect(line(await runCheck('{ alarm: shop-errors, for: 10m }', stage))).toBe(
      'inconclusive: the actions of shop-errors are not taken: when the watch began: its actions are disabled',
    )
    cloudwatch.put('shop-errors', 'OK', { ActionsEnabled: undefined })
    expect(line(await runCheck('{ alarm: shop-errors }', stage))).toBe(
      'inconclusive: whether the actions of shop-errors are taken is not known: CloudWatch does not say whether its actions are enabled',
    )
    expect((await runCheck('{ alarm: shop-errors, actions: ignored }', stage)).outcome).toBe('pass')
  })

  test('are judged separately: data of one prove nothing about another', async () => {
    cloudwatch.measured.delete('shop-errors')
    expect(line(await runCheck('{ alarm: "shop-*" }', stage))).toBe(
      'inconclusive: shop-errors had no data after the deployment',
    )
  })

  test('prove nothing where what they evaluate is changed during the watch', async () => {
    clock.at(3 * MINUTE, () => cloudwatch.put('shop-errors', 'OK', { Threshold: 1e9 }))
    expect(line(await runCheck('{ alarm: shop-errors, for: 10m }', stage))).toMatch(
      /^inconclusive: shop-errors was not evaluated .*: its definition was changed while it was watched$/,
    )
  })

  test.each<[string, AlarmHistoryItem, RegExp]>([
    ['the state in its summary', { HistorySummary: 'Alarm updated from OK to ALARM', HistoryData: '{}' }, /^fail/],
    [
      'a state in another form',
      { HistorySummary: 'Alarm updated from OK to ALARM', HistoryData: history('Alarm') },
      /^fail/,
    ],
    ['a state that is not known', { HistoryData: history('SNOOZED') }, /^inconclusive: shop-errors changed its state/],
    ['no state', {}, /^inconclusive: shop-errors changed its state/],
    ['the state OK', { HistoryData: history('OK') }, /^pass/],
  ])('by a history with %s', async (_, item, expected) => {
    cloudwatch.api.describeAlarmHistory = () =>
      Promise.resolve({ $metadata: {}, AlarmHistoryItems: [{ Timestamp: clock.now(), ...item }] })
    expect(line(await runCheck('{ alarm: shop-errors }', stage))).toMatch(expected)
  })

  describe('of which one is composite', () => {
    function compose(AlarmRule: string, child: MetricAlarm = {}): void {
      cloudwatch.put('shop-errors', child.StateValue ?? 'OK', child)
      const metricAlarms = cloudwatch.api.describeAlarms
      cloudwatch.api.describeAlarms = async (input) => {
        if (input.ChildrenOfAlarmName !== undefined) return metricAlarms({ AlarmNames: ['shop-errors'] })
        const isWanted =
          input.AlarmNames?.includes('shop') === true && input.AlarmTypes?.includes('CompositeAlarm') === true
        const composite = { AlarmName: 'shop', StateValue: 'OK' as const, AlarmRule, ActionsEnabled: true }
        return { ...(await metricAlarms(input)), CompositeAlarms: isWanted ? [composite] : [] }
      }
    }

    test.each<[string, string, MetricAlarm, string]>([
      ['passes', 'ALARM("shop-errors")', {}, 'pass: 1 alarm OK after the deployment, with data'],
      [
        'names its alarm by an ARN',
        'ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:shop-errors) OR FALSE',
        {},
        'pass: 1 alarm OK after the deployment, with data',
      ],
      [
        'has an alarm with an evaluation that failed',
        'ALARM(shop-errors)',
        { EvaluationState: 'PARTIAL_DATA' },
        'inconclusive: shop was not evaluated completely after the deployment: shop-errors of its rule: PARTIAL_DATA',
      ],
      [
        'has an alarm in an unknown state',
        'ALARM(shop-errors)',
        { StateValue: 'SNOOZED' as never },
        'inconclusive: shop was not evaluated completely after the deployment: shop-errors of its rule: SNOOZED',
      ],
      [
        'has an alarm that does not decide',
        'ALARM(shop-errors)',
        { StateValue: 'INSUFFICIENT_DATA' },
        'inconclusive: shop did not decide although there were data: shop-errors in INSUFFICIENT_DATA',
      ],
      [
        'names an alarm that CloudWatch does not list',
        'ALARM(shop-errors) OR ALARM("shop \\"two\\"")',
        {},
        'inconclusive: whether shop had data after the deployment is not known',
      ],
    ])('%s', async (_, rule, child, expected) => {
      compose(rule, child)
      expect(line(await runCheck('{ alarm: shop }', stage))).toBe(expected)
    })
  })

  test('are judged where a mute rule is for another time', async () => {
    mute({ Status: 'SCHEDULED' })
    expect((await runCheck('{ alarm: shop-errors }', stage)).outcome).toBe('pass')
    mute({ Status: 'EXPIRED', ExpireDate: new Date(0) })
    expect((await runCheck('{ alarm: shop-errors }', stage)).outcome).toBe('pass')
  })

  test('that do not exist fail; a pattern that matches nothing is an error', async () => {
    expect(line(await runCheck('{ alarm: shop-eror }', stage))).toBe(
      'fail: the check names the alarm shop-eror, which does not exist',
    )
    const judgement = await runCheck('{ alarm: ["shop-*", "web-*-errors"] }', stage)
    expect(line(judgement)).toBe('error: no alarm matches web-*-errors')
    expect(judgement.advice).toContain("--alarm-name-prefix 'web-'")
  })

  test('are watched from now on where no deployment is known', async () => {
    expect(line(await runCheck('{ alarm: shop-errors }', { ...stage, deployed: undefined }))).toBe(
      'pass: 1 alarm OK during the check, with data',
    )
    expect(minutes()).toBe(6)
  })
})

test('the deadline leaves time for the watch', () => {
  const { check, options, name } = plannedOf('{ alarm: "shop-*", for: 45m }')
  expect(check.timeoutOf(options as never)).toBe(50 * MINUTE)
  expect(name).toBe('shop-* stays quiet')
})

function mute(rule: object): void {
  cloudwatch.mutes.set('shop-errors', [
    { AlarmMuteRuleArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm-mute-rule:night', ...rule },
  ])
}
