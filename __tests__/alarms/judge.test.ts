import { describe, expect, it, test } from '@jest/globals'
import type { Datapoints } from '../../src/alarms/data.ts'
import { judgeAlarmsAfter, judgeAlarmsBefore } from '../../src/alarms/judge.ts'
import type { AlarmFacts } from '../../src/alarms/read.ts'
import type { DecidingFacts, WatchedAlarm } from '../../src/alarms/watch.ts'

const MINUTE = 60_000
const AT = Date.parse('2026-11-01T12:00:00Z')

const alarm = (name: string, state = 'OK', more: Partial<AlarmFacts> = {}): AlarmFacts => ({
  name,
  state,
  reason: '',
  metric: {},
  composite: undefined,
  ...more,
})

/** Two periods of one minute, read six minutes after the deployment. */
const deciding = (
  name: string,
  after: Datapoints = { count: 2 },
  before?: Datapoints,
  datapoints = 2,
): DecidingFacts => ({
  alarm: alarm(name),
  evaluation: { period: MINUTE, periods: 2, datapoints, wallClock: false, warmsUpUntil: 0 },
  window: { from: AT, to: AT + 2 * MINUTE, readableAt: AT + 6 * MINUTE },
  after,
  ...(before && { before }),
})

const watched = (name: string, more: Partial<WatchedAlarm> = {}): WatchedAlarm => ({
  alarm: alarm(name),
  first: alarm(name),
  history: {},
  changed: [],
  watchedUntil: AT + 6 * MINUTE,
  deciding: [deciding(name)],
  ...more,
})
const silent = (name: string, state: string, before: Datapoints = { count: 0 }): WatchedAlarm =>
  watched(name, { alarm: alarm(name, state), deciding: [deciding(name, { count: 0 }, before)] })

const judged = (...all: WatchedAlarm[]): string[] =>
  judgeAlarmsAfter('deployment/app', all).map(({ outcome, code, subject }) => `${outcome} ${code} ${subject}`)
const of = (name: string): string => `deployment/app/alarm/${name}`

describe('before a deployment', () => {
  test.each([
    ['OK', []],
    // The first deployment to an environment has no earlier data.
    ['INSUFFICIENT_DATA', []],
    ['ALARM', ['fail alarm/active']],
    ['missing', ['fail alarm/missing']],
    ['SNOOZED', ['inconclusive alarm/unknown']],
  ])('an alarm in %s', (state, findings) => {
    const found = judgeAlarmsBefore('deployment/app', [alarm('errors', state)])
    expect(found.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(findings)
  })
})

describe('after a deployment, one alarm', () => {
  test.each<[string, WatchedAlarm, string]>([
    ['is OK and had data', watched('a'), 'pass alarm/ok'],
    [
      'needs one datapoint of two, and had one',
      watched('a', { deciding: [deciding('a', { count: 1 }, undefined, 1)] }),
      'pass alarm/ok',
    ],
    [
      'counts errors only, while requests had data',
      watched('a', { deciding: [deciding('a', { count: 2, by: 'RequestCount' })] }),
      'pass alarm/ok',
    ],
    ['is OK because it treats missing data as good', silent('a', 'OK'), 'inconclusive alarm/no-data'],
    ['has no data', silent('a', 'INSUFFICIENT_DATA'), 'inconclusive alarm/no-data'],
    [
      'had fewer datapoints than it needs to go off',
      watched('a', { deciding: [deciding('a', { count: 1 }, { count: 0 })] }),
      'inconclusive alarm/no-data',
    ],
    [
      'has a warm-up period, although there were data',
      watched('a', { alarm: alarm('a', 'INSUFFICIENT_DATA') }),
      'inconclusive alarm/no-data',
    ],
    [
      'was watched for less time than it needs',
      watched('a', { watchedUntil: AT + 6 * MINUTE - 1 }),
      'inconclusive alarm/watch-too-short',
    ],
    ['is in ALARM', watched('a', { alarm: alarm('a', 'ALARM') }), 'fail alarm/active'],
    [
      'was in ALARM and recovered',
      watched('a', { history: { rang: { at: new Date(AT), reason: 'Threshold Crossed' } } }),
      'fail alarm/active',
    ],
    [
      'was in ALARM, and has no data now',
      { ...silent('a', 'INSUFFICIENT_DATA'), history: { rang: { at: undefined, reason: '' } } },
      'fail alarm/active',
    ],
    ['was removed in the meantime', watched('a', { alarm: alarm('a', 'missing') }), 'fail alarm/missing'],
    ['is in an unknown state', watched('a', { alarm: alarm('a', 'SNOOZED') }), 'inconclusive alarm/unknown'],
    [
      'could not be evaluated',
      watched('a', { alarm: alarm('a', 'OK', { trouble: 'EVALUATION_ERROR' }) }),
      'inconclusive alarm/not-evaluated',
    ],
    [
      'had incomplete data',
      watched('a', { alarm: alarm('a', 'OK', { trouble: 'PARTIAL_DATA' }) }),
      'inconclusive alarm/not-evaluated',
    ],
    [
      'has data that could not be read',
      watched('a', { deciding: [deciding('a', { unknown: 'Forbidden' })] }),
      'inconclusive alarm/data-unknown',
    ],
    ['does not state how it is evaluated', watched('a', { deciding: undefined }), 'inconclusive alarm/data-unknown'],
    ['combines no alarms', watched('a', { deciding: [] }), 'inconclusive alarm/data-unknown'],
  ])('%s', (_, given, finding) => {
    expect(judged(given)).toEqual([`${finding} ${of('a')}`])
  })

  test.each([
    ['of two alarms with data', [deciding('x'), deciding('y')], 'pass alarm/ok'],
    ['of two alarms, one without data', [deciding('x'), deciding('y', { count: 0 })], 'inconclusive alarm/no-data'],
    ['of two alarms, one unread', [deciding('x'), deciding('y', { unknown: '?' })], 'inconclusive alarm/data-unknown'],
  ])('a composite alarm %s', (_, parts, finding) => {
    expect(judged(watched('a', { deciding: parts }))).toEqual([`${finding} ${of('a')}`])
  })
})

describe('after a deployment, beside an alarm with data', () => {
  test.each<[string, WatchedAlarm, string]>([
    ['a new one without data', silent('new', 'INSUFFICIENT_DATA'), 'noted alarm/no-data'],
    ['one that treats missing data as good', silent('new', 'OK'), 'noted alarm/no-data'],
    [
      'one whose data ended with the deployment',
      silent('new', 'INSUFFICIENT_DATA', { count: 2 }),
      'inconclusive alarm/no-data',
    ],
    [
      'one whose earlier data could not be read',
      silent('new', 'INSUFFICIENT_DATA', { unknown: 'InternalError' }),
      'inconclusive alarm/no-data',
    ],
    [
      'one that was not watched for long enough',
      watched('new', { watchedUntil: AT }),
      'inconclusive alarm/watch-too-short',
    ],
    ['one whose data are unknown', watched('new', { deciding: undefined }), 'inconclusive alarm/data-unknown'],
    ['one in ALARM', watched('new', { alarm: alarm('new', 'ALARM') }), 'fail alarm/active'],
    ['one that does not exist', watched('new', { alarm: alarm('new', 'missing') }), 'fail alarm/missing'],
  ])('%s', (_, given, finding) => {
    expect(judged(watched('old'), given)).toEqual([`pass alarm/ok ${of('old')}`, `${finding} ${of('new')}`])
  })

  it('two alarms without data are both inconclusive', () => {
    expect(judged(silent('a', 'OK'), silent('b', 'INSUFFICIENT_DATA'))).toEqual([
      `inconclusive alarm/no-data ${of('a')}`,
      `inconclusive alarm/no-data ${of('b')}`,
    ])
  })

  it('an alarm that was not watched for long enough does not count as proof for another one', () => {
    expect(judged(watched('slow', { watchedUntil: AT }), silent('new', 'OK'))).toEqual([
      `inconclusive alarm/watch-too-short ${of('slow')}`,
      `inconclusive alarm/no-data ${of('new')}`,
    ])
  })

  it('an alarm that ends the watch early does not make the others inconclusive', () => {
    const short = watched('b', { watchedUntil: AT })
    expect(judged(watched('a', { alarm: alarm('a', 'ALARM') }), short)).toEqual([`fail alarm/active ${of('a')}`])
  })
})

it('reports what was observed, when, and how much data was needed', () => {
  const [finding] = judgeAlarmsAfter('deployment/app', [
    watched('a', { deciding: [deciding('a', { count: 1 }, { count: 2 })] }),
  ])
  expect(finding).toMatchObject({
    title: 'a had too few data after the deployment, but may have had some before it',
    expected: 'OK, with data for as long as it evaluates',
    observed:
      'OK; a: data in 1 of 2 periods of 1 min from 2026-11-01T12:00:00.000Z (needed: 2), before the deployment in 2',
  })
})

it('reports how much longer the slowest alarm has to be watched', () => {
  const [finding] = judgeAlarmsAfter('deployment/app', [watched('a', { watchedUntil: AT + MINUTE })])
  expect(finding?.observed).toBe(
    'the watch ended 5 min too early for a, which evaluates 2 periods of 1 min that begin after the deployment',
  )
})
