import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../../src/evidence/finding.ts'
import { judgeParity } from '../../../src/policies/comparison/parity.ts'
import { configOf, TODAY } from '../facts.ts'

type Allow = { path: string; reason: string; owner?: string; until?: string }
const snapshot = (environment: string, facts: Record<string, Json>) => ({
  environment,
  facts: { 'stacks/web/start/exists': true, ...facts },
})
function judged(
  preprod: Record<string, Json>,
  production: Record<string, Json>,
  allow: Allow[] = [],
  capacity = 'inform',
): string[] {
  const options = configOf({ precheck: { parity: { allow, capacity } } }).precheck.parity
  return judgeParity([snapshot('preprod', preprod), snapshot('production', production)], options, TODAY).map(
    ({ code, outcome, waived }) => `${waived ? 'waived' : outcome} ${code}`,
  )
}
const SIZE = 'stacks/web/parameters/InstanceType'
const PROTECTION = 'stacks/web/termination-protection'

describe('unread facts', () => {
  const UNREAD = { 'stacks/web/start/exists': null }
  const proved = { 'stacks/api/start/exists': true, 'stacks/api/role': null }

  test('are no difference and no proof of parity', () => {
    const there = { ...proved, 'stacks/web/role': 'r', 'stacks/web/template': 't' }
    expect(judged({ ...proved, ...UNREAD }, there)).toEqual([])
    expect(judged({ ...proved, ...UNREAD }, { ...proved, ...UNREAD })).toEqual([])
  })

  test('hide no other difference, and make no exception unused', () => {
    const other = { ...proved, 'stacks/api/role': 'r' }
    expect(judged({ ...proved, ...UNREAD }, other, [{ path: PROTECTION, reason: 'r' }])).toEqual([
      'fail parity/differs',
    ])
  })
})

describe('a random suffix without a digit', () => {
  const path = 'stacks/api/role'
  const role = (ending: string) => ({
    'stacks/api/start/exists': true,
    [path]: `arn:aws:iam::{account}:role/api-Deploy-${ending}`,
  })

  test('is not a difference where the other environment has one in its place', () => {
    expect(judged(role('{random}'), role('ABCDEFGHIJKL'))).toEqual(['pass parity/mirrors'])
    expect(judged(role('ABCDEFGHIJKLM'), role('{random}'))).toEqual(['pass parity/mirrors'])
  })

  test('is a difference where both may be words, or the rest differs', () => {
    expect(judged(role('NOTIFICATION'), role('REGISTRATION'))).toEqual(['fail parity/differs'])
    expect(judged(role('{random}'), role('ABC'))).toEqual(['fail parity/differs'])
    expect(judged(role('{random}-a'), role('ABCDEFGHIJKL-b'))).toEqual(['fail parity/differs'])
  })
})

describe('parity', () => {
  test('a part of a template is reported with different content, without whole digests', () => {
    const part = (digit: string) => ({ text: `sha256:${digit.repeat(64)}`, meaning: `sha256:${digit.repeat(64)}` })
    const path = 'stacks/web/template/Resources/Topic'
    const options = configOf({}).precheck.parity
    const judge = (preprod: Record<string, Json>) =>
      judgeParity([snapshot('preprod', preprod), snapshot('production', { [path]: part('a') })], options, TODAY)
    expect(judge({ [path]: part('b') })).toMatchObject([
      { expected: 'content aaaaaaaaaaaa (production)', observed: 'content bbbbbbbbbbbb (preprod)' },
    ])
    expect(judge({})).toMatchObject([{ expected: 'content aaaaaaaaaaaa (production)', observed: '(absent) (preprod)' }])
  })

  test.each<[string, string[], string[]]>([
    ['the same', judged({ [PROTECTION]: true }, { [PROTECTION]: true }), ['pass parity/mirrors']],
    ['procedure blocks', judged({ [PROTECTION]: false }, { [PROTECTION]: true }), ['fail parity/differs']],
    ['capacity informs', judged({ [SIZE]: 's' }, { [SIZE]: 'l' }), ['noted parity/capacity', 'pass parity/mirrors']],
    [
      'capacity blocks where configured',
      judged({ [SIZE]: 's' }, { [SIZE]: 'l' }, [], 'block'),
      ['fail parity/capacity'],
    ],
    [
      'declared',
      judged({ [PROTECTION]: false }, { [PROTECTION]: true }, [{ path: PROTECTION, reason: 'r' }]),
      ['waived parity/differs', 'pass parity/mirrors'],
    ],
    [
      'declared until yesterday',
      judged({ [PROTECTION]: false }, { [PROTECTION]: true }, [{ path: PROTECTION, reason: 'r', until: '2026-05-31' }]),
      ['fail parity/differs', 'fail parity/allowance-expired'],
    ],
    [
      'declared and no longer present',
      judged({ [PROTECTION]: true }, { [PROTECTION]: true }, [{ path: PROTECTION, reason: 'r' }]),
      ['fail parity/allowance-unused', 'pass parity/mirrors'],
    ],
    [
      'absent on one side',
      judged({}, { 'deployments/app/triggers': [], 'stacks/web/tags/a': 'b' }),
      ['fail parity/differs', 'fail parity/differs'],
    ],
    [
      'another initial state',
      judged({ 'stacks/web/start/template': 'a' }, { 'stacks/web/start/template': 'b' }),
      ['noted parity/start', 'pass parity/mirrors'],
    ],
    [
      'does not exist yet',
      judged({ 'stacks/web/start/exists': false }, { [PROTECTION]: true }),
      ['noted parity/start', 'pass parity/mirrors'],
    ],
  ])('%s', (_, findings, expected) => {
    expect(findings).toEqual(expected)
  })

  test.each([
    ['InstanceType', 'capacity'],
    ['DBInstanceClass', 'capacity'],
    ['DesiredTasks', 'capacity'],
    ['ReadCapacityUnits', 'capacity'],
    ['TaskMemoryMiB', 'capacity'],
    ['TrustedAccountId', 'differs'],
    ['DiscountTable', 'differs'],
    ['StorageEncrypted', 'differs'],
    ['MemoryDbUser', 'differs'],
  ])('the parameter %s is of the kind %s', (name, kind) => {
    const path = `stacks/web/parameters/${name}`
    expect(judged({ [path]: 'a' }, { [path]: 'b' })[0]).toMatch(new RegExp(`parity/${kind}$`))
  })

  test.each<[Json, Json, string]>([
    ['0', '2', 'fail parity/differs'],
    [3, 0, 'fail parity/differs'],
    ['0.0', '1', 'fail parity/differs'],
    ['', '1', 'fail parity/differs'],
    ['1', '2', 'noted parity/capacity'],
    ['0', '00', 'noted parity/capacity'],
  ])('none is no size: %j and %j', (here, there, expected) => {
    const path = 'stacks/web/parameters/ReplicaCount'
    expect(judged({ [path]: here }, { [path]: there })[0]).toBe(expected)
  })

  test.each([
    ['conditions/IsProd/Resources/Db/Properties/DBInstanceClass', 'capacity'],
    ['mappings/M/Resources/Group/Properties/Tags/0/Value', 'differs'],
    ['mappings/M/Resources/Fleet/Properties/Overrides/0/InstanceType', 'capacity'],
    ['conditions/IsProd/Resources/WorkerCount', 'differs'],
    ['conditions/IsProd/Outputs/ReplicaCount', 'differs'],
    ['conditions/DesiredCount/Resources/Db/Properties/MultiAZ', 'differs'],
  ])('a choice of the template, %s, is of the kind %s', (path, kind) => {
    expect(judged({ [`stacks/web/${path}`]: false }, { [`stacks/web/${path}`]: true })[0]).toMatch(`parity/${kind}`)
  })

  test('with one environment is left to the job that reads both', () => {
    const options = configOf({}).precheck.parity
    expect(
      judgeParity([snapshot('preprod', {})], options, TODAY).map(({ code, outcome }) => `${outcome} ${code}`),
    ).toEqual(['skipped parity/one-environment'])
    expect(judgeParity([], options, TODAY)).toEqual([])
  })

  test('of two definitions, only the differences are shown, at any depth', () => {
    const alarm = (threshold: number, period: number) => ({
      Namespace: 'AWS/ELB',
      Metric: { Name: '5XX', Period: period },
      Threshold: threshold,
    })
    const path = 'deployments/app/alarm/failures'
    const options = configOf({}).precheck.parity
    const [found] = judgeParity(
      [snapshot('preprod', { [path]: alarm(5, 60) }), snapshot('production', { [path]: alarm(5000, 300) })],
      options,
      TODAY,
    )
    expect(found).toMatchObject({
      expected: '{"Metric":{"Period":300},"Threshold":5000} (production)',
      observed: '{"Metric":{"Period":60},"Threshold":5} (preprod)',
    })
  })
})

describe('several regions, and three environments', () => {
  const options = configOf({}).precheck.parity
  const at = (environment: string, region: string, protection: boolean) => ({
    ...snapshot(environment, { [PROTECTION]: protection }),
    region,
  })
  const [EU, US] = ['eu-west-1', 'us-east-1']
  const pairs = (snapshots: Parameters<typeof judgeParity>[0], environments?: readonly string[]) =>
    judgeParity(snapshots, options, TODAY, environments).map(({ code, outcome, expected, observed }) =>
      outcome === 'pass' ? code : `${expected}, ${observed}`,
    )

  test('a difference in the second region is found', () => {
    const alike = [at('preprod', EU, true), at('preprod', US, true), at('production', EU, true)]
    expect(pairs([...alike, at('production', US, true)])).toEqual(['parity/mirrors'])
    expect(pairs([...alike, at('production', US, false)])).toEqual([
      `false (production (${US})), true (preprod (${US}))`,
    ])
  })

  test('each region is compared with its counterpart', () => {
    const each = (environment: string) => [at(environment, EU, true), at(environment, US, false)]
    expect(pairs([...each('preprod'), ...each('production')])).toEqual(['parity/mirrors'])
  })

  test('a region without a counterpart is still compared', () => {
    expect(pairs([at('preprod', EU, true), at('production', EU, true), at('production', US, false)])).toEqual([
      `false (production (${US})), true (preprod)`,
    ])
  })

  test('each earlier environment is compared with the last', () => {
    const environments = ['preprod', 'staging', 'production']
    const snapshots = [at('preprod', EU, true), at('staging', EU, false), at('production', EU, true)]
    expect(pairs(snapshots, environments)).toEqual(['true (production), false (staging)'])
  })
})
