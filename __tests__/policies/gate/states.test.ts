import { describe, expect, test } from '@jest/globals'
import type { Evidence, PlaceState } from '../../../src/evidence/document.ts'
import { rule as unchanged } from '../../../src/policies/gate/unchanged.ts'
import { rule as verifiedState } from '../../../src/policies/gate/verified-state.ts'
import type { GateFacts, StateFacts } from '../../../src/policies/gate/contract.ts'
import { deploy, facts, gate, judged, linkOf, precheck, verify } from './facts.ts'

/** The serving state compared with the recorded one, by name and value. */

const SERVES = {
  'stacks/web/arn': 'arn:web',
  'stacks/web/updated': '2026-11-01T00:00:00.000Z',
  'stacks/web/drift': 'detected',
  'deployments/app/last': 'd-1',
  'deployments/app/revision': 's3://shop/app.zip v1',
  'alarms/failures/Threshold': '5',
}
const state = (environment: string, at: string, values: PlaceState['values'] = SERVES): PlaceState => ({
  environment,
  account: '111111111111',
  region: 'eu-west-1',
  at,
  values,
})
const production = (values?: PlaceState['values'], at = '2026-11-22T12:00:00Z'): PlaceState =>
  state('production', at, values)
const preprod = (at: string, values?: PlaceState['values']): PlaceState => state('preprod', at, values)
const now = (found: PlaceState, more: Partial<StateFacts> = {}): StateFacts => ({
  key: found.environment as StateFacts['key'],
  now: found,
  ours: [],
  ...more,
})
const withStates = (evidence: Evidence, ...states: PlaceState[]): Evidence => ({ ...evidence, states })
const about = (
  documents: readonly Evidence[],
  states: readonly StateFacts[],
  more: Partial<GateFacts> = {},
): GateFacts => ({
  ...facts,
  chain: { ...facts.chain, links: documents.map(linkOf) },
  states,
  ...more,
})
const written = withStates(gate, production())

describe('production', () => {
  test.each<[string, PlaceState['values'], string[]]>([
    ['is unchanged', SERVES, ['state-unchanged pass']],
    ['has an alarm with another threshold', { ...SERVES, 'alarms/failures/Threshold': '5000' }, ['state-changed fail']],
    ['lost an alarm', Object.fromEntries(Object.entries(SERVES).slice(0, -1)), ['state-changed fail']],
    [
      'has a new drift',
      { ...SERVES, 'stacks/web/drift/Queue': 'MODIFIED; /Delay NOT_EQUAL 1 → 9' },
      ['state-changed fail'],
    ],
    [
      'has another revision',
      { ...SERVES, 'deployments/app/last': 'd-2', 'deployments/app/revision': 's3://shop/app.zip v2' },
      ['state-changed fail', 'state-changed fail'],
    ],
    [
      'was deployed again with the same revision',
      { ...SERVES, 'deployments/app/last': 'd-2' },
      ['redeployed noted', 'state-unchanged pass'],
    ],
    ['has a value that could not be read', { ...SERVES, 'stacks/web/drift': null }, ['state-unknown inconclusive']],
  ])('that %s', (_, values, expected) => {
    expect(judged(unchanged, about([written], [now(production(values, '2026-11-22T13:00:00Z'))]))).toEqual(expected)
  })

  test('reports the alarm, its value on the page and its current value', () => {
    const changed = { ...SERVES, 'alarms/failures/Threshold': '5000' }
    expect(unchanged.judge(about([written], [now(production(changed))]))[0]).toMatchObject({
      title: 'production: alarm failures: Threshold changed after gate/production recorded it',
      expected: '5',
      observed: '5000',
    })
  })

  test('is compared with the newest record, which the gate wrote', () => {
    const older = withStates(
      precheck,
      production({ ...SERVES, 'alarms/failures/Threshold': '1' }, '2026-11-22T10:00:00Z'),
    )
    expect(judged(unchanged, about([older, written], [now(production())]))).toEqual(['state-unchanged pass'])
  })

  test('is not compared with the record of a verification', () => {
    const forged = withStates(
      verify,
      production({ ...SERVES, 'alarms/failures/Threshold': '5000' }, '2026-11-22T12:30:00Z'),
    )
    const changed = production({ ...SERVES, 'alarms/failures/Threshold': '5000' })
    expect(judged(unchanged, about([written, forged], [now(changed)]))).toEqual(['state-changed fail'])
  })

  test('may have changes of an earlier attempt of this run', () => {
    const changed = production({ ...SERVES, 'stacks/web/updated': '2026-11-22T12:30:00.000Z' })
    expect(judged(unchanged, about([written], [now(changed, { ours: ['stacks/web/'] })]))).toEqual([
      'state-unchanged pass',
    ])
  })

  test.each<[string, Partial<GateFacts>, string[]]>([
    ['is noted before the approval', { where: 'outside' }, ['state-unknown noted']],
    ['closes the gate inside the environment', { where: 'inside' }, ['state-unknown inconclusive']],
    ['closes the gate of a deployment', { mustBeInside: true }, ['state-unknown inconclusive']],
  ])('that could not be read %s', (_, more, expected) => {
    const states: StateFacts[] = [{ key: 'production', now: undefined, unread: 'denied', ours: [] }]
    expect(judged(unchanged, about([written], states, more))).toEqual(expected)
  })

  test('without a serving resource, now and before, is not proof', () => {
    expect(judged(unchanged, about([withStates(gate, production({}))], [now(production({}))]))).toEqual([
      'state-unchanged skipped',
    ])
  })

  test('without a record is unknown', () => {
    expect(judged(unchanged, about([precheck], [now(production())]))).toEqual(['state-unknown inconclusive'])
  })
})

describe('pre-prod', () => {
  const deployed = withStates(deploy, preprod('2026-11-22T10:00:00Z'))
  const LATE = '2099-01-01T00:00:00Z'
  const other = { ...SERVES, 'deployments/app/last': 'd-9', 'deployments/app/revision': 's3://shop/app.zip v9' }
  const blind: StateFacts = { key: 'preprod', now: undefined, unread: 'denied', ours: [] }
  const verification = (before: PlaceState['values'], after: PlaceState['values']): Evidence =>
    withStates(verify, preprod('2026-11-22T10:10:00Z', before), preprod('2026-11-22T10:20:00Z', after))

  test.each<[string, Evidence, StateFacts, string[]]>([
    ['that a verification read twice', verification(SERVES, SERVES), blind, ['verified-state pass']],
    [
      'that was deployed to before the checks',
      verification(other, other),
      blind,
      ['deployed-meanwhile fail', 'deployed-meanwhile fail'],
    ],
    [
      'that was deployed to during the checks',
      verification(SERVES, other),
      blind,
      ['deployed-meanwhile fail', 'deployed-meanwhile fail'],
    ],
    ['that the gate reads for a verification without an identity', verify, now(preprod(LATE)), ['verified-state pass']],
    [
      'that was deployed to before the gate reads it',
      verify,
      now(preprod(LATE, other)),
      ['deployed-meanwhile fail', 'deployed-meanwhile fail'],
    ],
    ['that was not read', verify, blind, ['state-unknown inconclusive']],
    [
      'that was read only once, before the checks',
      withStates(verify, preprod('2026-11-22T10:10:00Z')),
      blind,
      ['state-unknown inconclusive'],
    ],
  ])('%s', (_, verified, states, expected) => {
    expect(judged(verifiedState, about([deployed, verified], [states]))).toEqual(expected)
  })

  test('without a record of the deployment is unknown', () => {
    expect(judged(verifiedState, about([deploy, verification(SERVES, SERVES)], [blind]))).toEqual([
      'state-unknown inconclusive',
    ])
  })

  test('without a recorded value of the deployment is unknown', () => {
    const empty = withStates(deploy, preprod('2026-11-22T10:00:00Z', {}))
    expect(judged(verifiedState, about([empty, verification({}, {})], [blind]))).toEqual(['state-unknown inconclusive'])
  })

  test('in two regions is judged in each of them', () => {
    const of = (region: string, evidence: Evidence, ...states: PlaceState[]): Evidence => ({
      ...withStates(evidence, ...states.map((each) => ({ ...each, region }))),
      slot: { ...evidence.slot, account: '111111111111', region },
    })
    const released = [
      of('us-east-1', deploy, preprod('2026-11-22T10:00:00Z')),
      of('eu-west-1', deploy, preprod('2026-11-22T10:01:00Z')),
      of('eu-west-1', verify, preprod('2026-11-22T10:10:00Z'), preprod('2026-11-22T10:20:00Z')),
    ]
    const there = (values: PlaceState['values']): Evidence =>
      of('us-east-1', verify, preprod('2026-11-22T10:10:00Z', values), preprod('2026-11-22T10:20:00Z', values))
    expect(judged(verifiedState, about([...released, there(SERVES)], [blind]))).toEqual(['verified-state pass'])
    expect(judged(verifiedState, about([...released, there(other)], [blind]))).toContain('deployed-meanwhile fail')
  })

  test('without resources in AWS has no state', () => {
    expect(judged(verifiedState, about([deploy, verify], []))).toEqual([])
  })
})
