import { describe, expect, test } from '@jest/globals'
import type { StackState } from '../../src/cloudformation/stack.ts'
import { recordsOf, type StackRecord } from '../../src/temporary/record.ts'
import { tagsOf } from '../../src/temporary/tags.ts'
import type { StackFacts, TeardownFacts } from '../../src/temporary/teardown/facts.ts'
import { judgeTeardown, type TeardownScope } from '../../src/temporary/teardown/judge.ts'
import { deletionOrder, withImports } from '../../src/temporary/teardown/order.ts'

const SCOPE: TeardownScope = {
  repository: 'org/shop',
  region: 'eu-west-1',
  forbidden: new Set(['shop-preprod', 'shop-production', 'shop-pr-12-production']),
  inUse: 'fail',
}
const TAGS = tagsOf('pr-12', { repository: 'org/shop', runId: '7', expiresAt: '2026-11-20T18:00:00Z' })
const arnOf = (name: string, region = 'eu-west-1'): string =>
  `arn:aws:cloudformation:${region}:111111111111:stack/${name}/0a1b`

function stack(name: string, state: Partial<StackState> | undefined = {}, hasPolicy = false): StackFacts {
  const stackArn = arnOf(name)
  return {
    record: { version: 1, id: 'web', stackArn, dependsOn: [], runId: '7' },
    state: state && {
      arn: stackArn,
      name,
      status: 'CREATE_COMPLETE',
      parameters: {},
      outputs: {},
      exports: {},
      tags: TAGS,
      capabilities: [],
      notificationArns: [],
      rollback: { alarms: [], monitoringMinutes: 0 },
      terminationProtection: false,
      disableRollback: false,
      ...state,
    },
    hasPolicy,
    importedBy: [],
  }
}
const facts = (...stacks: readonly StackFacts[]): TeardownFacts => ({
  recorded: { name: 'pr-12', environment: undefined, stacks: stacks.map(({ record }) => record), unreadable: [] },
  stacks,
  deployments: [],
})
const codes = (given: TeardownFacts, scope = SCOPE): string[] =>
  judgeTeardown(given, scope).map(({ code, outcome }) => `${outcome} ${code}`)

describe('of a recorded stack', () => {
  test.each<[string, StackFacts, string[]]>([
    ['one that is unchanged', stack('shop-pr-12'), []],
    ['one that was deleted', stack('shop-pr-12', undefined), []],
    ['one whose creation was rolled back', stack('shop-pr-12', { status: 'ROLLBACK_COMPLETE' }), []],
    ['one whose deletion failed', stack('shop-pr-12', { status: 'DELETE_FAILED' }), []],
    ['one that is being deleted', stack('shop-pr-12', { status: 'DELETE_IN_PROGRESS' }), []],
    ['termination protection', stack('shop-pr-12', { terminationProtection: true }), ['fail temporary/protected']],
    ['a stack policy', stack('shop-pr-12', {}, true), ['fail temporary/protected']],
    ['other tags', stack('shop-pr-12', { tags: { team: 'shop' } }), ['fail temporary/not-own']],
    [
      'the tags of another repository',
      stack('shop-pr-12', { tags: { ...TAGS, 'test-deployments:repository': 'org/other' } }),
      ['fail temporary/not-own'],
    ],
    ['a parent', stack('shop-pr-12', { parent: arnOf('shop') }), ['fail temporary/not-own']],
    ['the name of a stack of production', stack('shop-production'), ['fail temporary/not-own']],
    ['a name that production has too', stack('shop-pr-12-Production'), ['fail temporary/not-own']],
    ['the name of another environment', stack('shop-pr-13'), ['fail temporary/not-own']],
    ['an update in progress', stack('shop-pr-12', { status: 'UPDATE_IN_PROGRESS' }), ['fail temporary/in-use']],
  ])('%s', (_, one, expected) => {
    expect(codes(facts(one))).toEqual(expected)
  })

  test('in another region', () => {
    const other = stack('shop-pr-12', undefined)
    const record = { ...other.record, stackArn: arnOf('shop-pr-12', 'us-east-1') }
    expect(codes(facts({ ...other, record }))).toEqual(['fail temporary/not-own'])
  })
})

test('a deployment in progress counts as in use; a sweep skips it', () => {
  const used = { ...facts(stack('shop-pr-12')), deployments: ['d-ABC123DEF'] }
  expect(codes(used)).toEqual(['fail temporary/in-use'])
  expect(codes(used, { ...SCOPE, inUse: 'skipped' })).toEqual(['skipped temporary/in-use'])
})

describe('the record', () => {
  const folder = '/test-deployments/temporary/org/shop'
  const stackRecord = { version: 1, id: 'web', stackArn: arnOf('shop-pr-12'), dependsOn: [], runId: '7' }
  const environment = {
    version: 1,
    name: 'pr-12',
    repository: 'org/shop',
    runId: '7',
    runAttempt: 1,
    expiresAt: '2026-11-20T18:00:00Z',
    groups: [],
  }
  const parameter = (path: string, value: unknown) => ({ name: `${folder}/${path}`, value: JSON.stringify(value) })

  test('is read by environment', () => {
    const read = recordsOf(
      [
        parameter('pr-12/environment', environment),
        parameter('pr-12/stacks/web', stackRecord),
        parameter('pr-1/stacks/web', stackRecord),
      ],
      folder,
    )
    expect(read.map(({ name, environment: own, stacks }) => [name, own?.runId, stacks.length])).toEqual([
      ['pr-1', undefined, 1],
      ['pr-12', '7', 1],
    ])
  })

  test.each([
    ['another form', 'pr-12/stacks/web', { ...stackRecord, version: 2 }],
    ['the id of another stack', 'pr-12/stacks/base', stackRecord],
    ['no id of a stack', 'pr-12/stacks/web', { ...stackRecord, stackArn: 'shop-pr-12' }],
    ['another environment', 'pr-13/environment', environment],
    ['another place', 'pr-12/other', environment],
    ['no JSON', 'pr-12/environment', undefined],
  ])('with %s keeps the environment', (_, path, value) => {
    const [recorded] = recordsOf([parameter(path, value)], folder)
    if (!recorded) throw new Error('nothing was read')
    expect(codes({ recorded, stacks: [], deployments: [] })).toEqual(['fail temporary/record-unreadable'])
  })
})

describe('stacks are deleted', () => {
  const of = (id: string, ...dependsOn: string[]): StackRecord => ({
    version: 1,
    id,
    stackArn: arnOf(id),
    dependsOn,
    runId: '7',
  })
  const order = (...stacks: StackRecord[]): string =>
    deletionOrder(stacks)
      .map(({ id }) => id)
      .join(' ')

  test('each before the stack whose export it imports, in any recorded order', () => {
    const fact = (id: string, ...importedBy: string[]): StackFacts => ({ ...stack(id), record: of(id), importedBy })
    const made = deletionOrder(withImports([fact('app'), fact('web', 'app', 'foreign'), fact('zone', 'web')]))
    expect(made.map(({ id }) => id)).toEqual(['app', 'web', 'zone'])
  })

  test.each([
    ['in reverse order', order(of('base'), of('web', 'base'), of('edge', 'web', 'base')), 'edge web base'],
    [
      'in reverse order, for any order of the list',
      order(of('edge', 'web'), of('web', 'base'), of('base')),
      'edge web base',
    ],
    ['also where the record has a cycle', order(of('a', 'b'), of('b', 'a')), 'a b'],
    ['also where the record lacks one', order(of('web', 'base')), 'web'],
  ])('%s', (_, made, expected) => {
    expect(made).toBe(expected)
  })
})
