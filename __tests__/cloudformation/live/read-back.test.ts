import { expect, test } from '@jest/globals'
import {
  compareValue,
  judgeReadBack,
  plannedValues,
  type PlannedValue,
} from '../../../src/cloudformation/live/read-back.ts'
import type { ChangeSetPlan, PropertyChange } from '../../../src/evidence/document.ts'

/** After an update, each planned value is compared with what the resource has. */

const property = (
  path: string,
  before?: string,
  after?: string,
  more: Partial<PropertyChange> = {},
): PropertyChange => ({
  path: `/Properties/${path}`,
  attribute: 'Properties',
  change: 'Modify',
  requiresRecreation: 'Never',
  causes: [],
  evaluation: 'Static',
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
  ...more,
})
const plan = (
  stack: string,
  properties: readonly PropertyChange[],
  nested: readonly ChangeSetPlan[] = [],
): ChangeSetPlan => ({
  stack,
  stackName: stack,
  kind: 'update',
  provisional: false,
  changes: [{ logicalId: 'Queue', type: 'AWS::SQS::Queue', action: 'Modify', replacement: 'False', properties }],
  nested,
})
const RESOURCE = { logicalId: 'Queue', physicalId: 'https://queue', type: 'AWS::SQS::Queue', status: 'UPDATE_COMPLETE' }
const resources = new Map([
  ['web', [RESOURCE]],
  ['web/Inner', [{ ...RESOURCE, physicalId: 'https://inner' }]],
])
const one = (change: PropertyChange): PlannedValue => plannedValues(plan('web', [change]), resources)[0]!
const kindOf = (change: PropertyChange, model: Readonly<Record<string, unknown>>): string =>
  compareValue(one(change), { model }).kind

test('the values of a stack and of the stacks nested in it are compared', () => {
  const inner = plan('web/Inner', [property('DelaySeconds', '1', '2')])
  expect(
    plannedValues(plan('web', [property('A', '1', '2'), { ...property('x'), path: '/Metadata' }], [inner]), resources),
  ).toEqual([
    expect.objectContaining({ stack: 'web', path: '/A', physicalId: 'https://queue' }),
    expect.objectContaining({ stack: 'web/Inner', path: '/DelaySeconds', physicalId: 'https://inner' }),
  ])
})

test.each<[string, PropertyChange, Readonly<Record<string, unknown>>, string]>([
  ['the planned value', property('DelaySeconds', '1', '2'), { DelaySeconds: 2 }, 'applied'],
  ['the old value', property('DelaySeconds', '1', '2'), { DelaySeconds: 1 }, 'old'],
  ['the old value as a text', property('DelaySeconds', '1', '2'), { DelaySeconds: '1' }, 'old'],
  ['another form', property('Engine', '8.0', '8.1'), { Engine: '8.1.7' }, 'other'],
  ['nothing', property('Password', 'a', 'b'), {}, 'unread'],
  ['a value where the plan states none', property('Password', '****', '****'), { Password: 'a' }, 'unread'],
  [
    'a value that only the execution determines',
    property('Arn', 'a', '{{changeSet:KNOWN_AFTER_APPLY}}'),
    { Arn: 'a' },
    'unread',
  ],
  ['a set in another order', property('SubnetIds', '["a","b"]', '["b","c"]'), { SubnetIds: ['c', 'b'] }, 'applied'],
  ['a set in the old order', property('SubnetIds', '["a","b"]', '["b","c"]'), { SubnetIds: ['b', 'a'] }, 'old'],
  ['another order only', property('SubnetIds', '["a","b"]', '["b","a"]'), { SubnetIds: ['a', 'b'] }, 'applied'],
  ['JSON as an object', property('Policy', '{"a":1}', '{"a":2}'), { Policy: '{ "a": 2 }' }, 'applied'],
  [
    'an element of a list at another position',
    property('Tags/0/Value', 'x', 'y'),
    { Tags: [{ Value: 'z' }, { Value: 'y' }] },
    'applied',
  ],
  ['an old element of a list', property('Tags/0/Value', 'x', 'y'), { Tags: [{ Value: 'z' }, { Value: 'x' }] }, 'old'],
  ['both elements in a list', property('Tags/0/Value', 'x', 'y'), { Tags: [{ Value: 'y' }, { Value: 'x' }] }, 'other'],
  ['nothing after a removal', property('Name', 'a', undefined, { change: 'Remove' }), {}, 'applied'],
  ['a default after a removal', property('Name', 'a', undefined, { change: 'Remove' }), { Name: 'a' }, 'other'],
  ['a new property', property('Name', undefined, 'b', { change: 'Add' }), { Name: 'b' }, 'applied'],
])('a resource with %s', (_, change, model, expected) => {
  expect(kindOf(change, model)).toBe(expected)
})

test('an old value fails with its name, and unread values are counted and listed', () => {
  const compared = [
    compareValue(one(property('DelaySeconds', '1', '2')), { model: { DelaySeconds: 1 } }),
    compareValue(one(property('Name', 'a', 'b')), { model: { Name: 'b' } }),
    compareValue(one(property('Secret', '****', '****')), { unread: { reason: 'denied: sqs:X', action: 'sqs:X' } }),
  ]
  const findings = judgeReadBack('web', 'shop', compared)
  expect(findings).toMatchObject([
    {
      code: 'stack/value-not-applied',
      outcome: 'fail',
      subject: 'stack/web/resource/Queue/property/DelaySeconds',
      expected: '2',
      observed: '1',
    },
    { code: 'stack/values-applied', outcome: 'pass', title: 'shop: 1 of 3 planned values is what the resources have' },
    { code: 'stack/values-not-read', outcome: 'noted', observed: 'web/Queue/Secret: denied: sqs:X' },
  ])
  expect(findings[2]?.advice).toContain('sqs:X')
  expect(judgeReadBack('web', 'shop', [])).toEqual([])
})
