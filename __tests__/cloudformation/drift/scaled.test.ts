import { expect, test } from '@jest/globals'
import type { DriftReport } from '../../../src/cloudformation/drift/drift.ts'
import { withScaled } from '../../../src/cloudformation/drift/scaled.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { valuesOfReport } from '../../../src/precheck/state/drift-values.ts'
import { factsOf } from '../../policies/facts.ts'

const GROUP =
  'G: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: "1", MaxSize: 4, DesiredCapacity: 1 } }'
const POLICY = 'P: { Type: AWS::AutoScaling::ScalingPolicy, Properties: { AutoScalingGroupName: !Ref G } }'
const SCALED_GROUP = `${GROUP}\n  ${POLICY}`
const NIGHT = 'N: { Type: AWS::AutoScaling::ScheduledAction, Properties: { AutoScalingGroupName: g-1, MinSize: 0 } }'
const provider = (status: string): string =>
  `C: { Type: AWS::ECS::CapacityProvider, Properties: { AutoScalingGroupProvider: { AutoScalingGroupArn: !Ref G, ManagedScaling: { Status: ${status} } } } }`
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget'
const BY_TARGET =
  'Track: { Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: { ScalingTargetId: !Ref Read } }'
const table = (target: string, policy = BY_TARGET): string => `
  T: { Type: AWS::DynamoDB::Table, Properties: { GlobalSecondaryIndexes: [ { IndexName: by-date } ] } }
  Read: { Type: ${TARGET}, Properties: { MinCapacity: 5, MaxCapacity: 50, ${target} } }
  ${policy}`
const OF_TABLE = 'ResourceId: !Sub "table/${T}", ScalableDimension: dynamodb:table:ReadCapacityUnits'
const LITERAL = OF_TABLE.replace('!Sub "table/${T}"', 'table/t-1')
const OF_INDEX = 'ResourceId: !Sub "table/${T}/index/by-date", ScalableDimension: dynamodb:index:ReadCapacityUnits'
const NIGHTLY = 'ScheduledActions: [ { ScalableTargetAction: { MinCapacity: 1 } } ]'
const SUSPENDED =
  'SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true, ScheduledScalingSuspended: true }'
const SERVICE = `
  S: { Type: AWS::ECS::Service, Properties: { DesiredCount: 2 } }
  Read: { Type: ${TARGET}, Properties: { MinCapacity: 2, MaxCapacity: 10, ScalableDimension: ecs:service:DesiredCount, ResourceId: !Join [ /, [ service, shop, !GetAtt S.Name ] ] } }
  ${BY_TARGET}`
const NAMED_POLICY =
  'Track: { Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: { ResourceId: service/shop/web, ScalableDimension: ecs:service:DesiredCount } }'
const BATCH = (type: string): string =>
  `B: { Type: AWS::Batch::ComputeEnvironment, Properties: { Type: ${type}, ComputeResources: { MaxvCpus: 64, DesiredvCpus: 0 } } }`
const PARAMETERS = SCALED_GROUP.replace('"1"', '!Ref Least').replace('4', '!If [ Big, 8, 4 ]')

const PHYSICAL: Readonly<Record<string, string>> = {
  G: 'g-1',
  T: 't-1',
  S: 'arn:aws:ecs:eu-west-1:111111111111:service/shop/web',
}
const TEMPLATE = (resources: string): string =>
  `Parameters: { Least: { Type: Number } }\nConditions: { Big: !Equals [ !Ref Least, "1" ] }\nResources:\n  ${resources.trim()}\n`

/** A report of a deployed template in which one property of one resource differs. `without`: resources that do not exist. */
function reportOf(
  resources: string,
  logicalId: string,
  difference: object,
  without: readonly string[] = [],
): DriftReport {
  const template = parseTemplate(TEMPLATE(resources), 'web.yml')
  const found = Object.entries(template.resources)
    .filter(([id]) => !without.includes(id))
    .map(([id, { type }]) => ({
      logicalId: id,
      physicalId: PHYSICAL[id] ?? id,
      type,
      status: id === logicalId ? 'MODIFIED' : 'IN_SYNC',
      reason: '',
      differences: id === logicalId ? [{ kind: 'NOT_EQUAL', expected: '9', path: '', actual: '', ...difference }] : [],
    }))
  const report = { stack: 'web', stackArn: 'arn:stack', reason: '', detection: 'complete' as const, throttled: false }
  const state = { arn: 'arn:aws:cloudformation:eu-west-1:111111111111:stack/web/1', name: 'web', outputs: {} }
  return withScaled(
    { ...report, resources: found, nested: [] },
    { stack: 'web', template, resources: found, state: { ...state, exports: {}, parameters: { Least: '1' } } },
  )
}

const READ = '/ProvisionedThroughput/ReadCapacityUnits'
const OF_ITS_INDEX = `/GlobalSecondaryIndexes/0${READ}`
const SIZE = '/DesiredCapacity'
const COUNT = '/DesiredCount'

test.each<[string, string, string, string, string]>([
  ['a group within its limits', SCALED_GROUP, 'G', SIZE, '3'],
  ['a group at its limit', SCALED_GROUP, 'G', SIZE, '4'],
  ['a group whose limits are parameters and conditions', PARAMETERS, 'G', SIZE, '8'],
  ['a group that a schedule scales', `${GROUP}\n  ${NIGHT}`, 'G', SIZE, '3'],
  ['a group below its limit, as a schedule sets it', `${GROUP}\n  ${NIGHT}`, 'G', SIZE, '0'],
  ['the limit that a schedule sets', `${GROUP}\n  ${NIGHT}`, 'G', '/MinSize', '0'],
  ['a group of a capacity provider', `${GROUP}\n  ${provider('ENABLED')}`, 'G', SIZE, '3'],
  ['the reads of a table', table(OF_TABLE), 'T', READ, '20'],
  ['the reads of a table by its name', table(LITERAL), 'T', READ, '20'],
  ['the reads of a table that a schedule scales', table(`${OF_TABLE}, ${NIGHTLY}`, ''), 'T', READ, '1'],
  [
    'the limit of a scalable target that its schedule sets',
    table(`${OF_TABLE}, ${NIGHTLY}`),
    'Read',
    '/MinCapacity',
    '1',
  ],
  ['the reads of an index', table(OF_INDEX), 'T', OF_ITS_INDEX, '20'],
  ['the tasks of a service', SERVICE, 'S', COUNT, '7'],
  [
    'the tasks of a service by its name',
    SERVICE.replace(BY_TARGET, NAMED_POLICY).replace(
      '!Join [ /, [ service, shop, !GetAtt S.Name ] ]',
      'service/shop/web',
    ),
    'S',
    COUNT,
    '7',
  ],
  ['the processors of AWS Batch', BATCH('MANAGED'), 'B', '/ComputeResources/DesiredvCpus', '32'],
])(
  '%s may be scaled, which neither precheck nor the gate takes for a change',
  (_, resources, logicalId, path, actual) => {
    const report = reportOf(resources, logicalId, { path, actual })
    const findings = rule.judge(withDrift(report)).map(({ outcome, code }) => `${outcome} ${code}`)
    expect(findings).toEqual(['noted drift/scaled', 'pass drift/in-sync'])
    expect(valuesOfReport(report)).toEqual({ 'stacks/web/drift': 'detected' })
  },
)

const UNEXPLAINED: readonly (readonly [string, string, string, string, string, string[]?])[] = [
  ['a group above its limit', SCALED_GROUP, 'G', SIZE, '5'],
  ['a group below its limit', SCALED_GROUP, 'G', SIZE, '0'],
  ['a group without a scaling policy', GROUP, 'G', SIZE, '3'],
  ['a group whose policy does not exist', SCALED_GROUP, 'G', SIZE, '3', ['P']],
  ['a group of a capacity provider that does not scale', `${GROUP}\n  ${provider('DISABLED')}`, 'G', SIZE, '3'],
  ['a group with limits the wrong way round', SCALED_GROUP.replace('"1"', '9'), 'G', SIZE, '4'],
  ['the limit itself', SCALED_GROUP, 'G', '/MaxSize', '3'],
  ['a limit that no schedule sets', `${GROUP}\n  ${NIGHT}`, 'G', '/MinSize', '2'],
  ['a limit that no schedule has', `${GROUP}\n  ${NIGHT}`, 'G', '/MaxSize', '0'],
  ['what is no number', SCALED_GROUP, 'G', SIZE, ''],
  ['a negative number', SCALED_GROUP, 'G', SIZE, '-1'],
  ['unknown limits', SCALED_GROUP.replace('MaxSize: 4', 'MaxSize: !ImportValue Max'), 'G', SIZE, '3'],
  ['the writes of a table of which the reads are scaled', table(OF_TABLE), 'T', READ.replace('Read', 'Write'), '20'],
  ['another table', table(LITERAL.replace('t-1', 'other')), 'T', READ, '20'],
  ['a table whose target has no policy', table(OF_TABLE, ''), 'T', READ, '20'],
  ['a table whose target is suspended', table(`${OF_TABLE}, ${SUSPENDED}`), 'T', READ, '20'],
  ['a table of which an index is scaled', table(OF_INDEX), 'T', READ, '20'],
  ['an index of which the table is scaled', table(OF_TABLE), 'T', OF_ITS_INDEX, '20'],
  ['another index', table(OF_INDEX), 'T', OF_ITS_INDEX.replace('0', '1'), '20'],
  ['the limit of a scalable target', table(OF_TABLE), 'Read', '/MaxCapacity', '500'],
  ['a service without tasks', SERVICE, 'S', COUNT, '0'],
  ['a service scaled by nobody', SERVICE.replace(BY_TARGET, ''), 'S', COUNT, '7'],
  [
    'an environment of AWS Batch that its owner scales',
    BATCH('UNMANAGED'),
    'B',
    '/ComputeResources/DesiredvCpus',
    '32',
  ],
]
test.each(
  UNEXPLAINED.map(
    ([name, resources, id, path, actual, without = []]) => [name, resources, id, path, actual, without] as const,
  ),
)(
  'automatic scaling does not explain %s, which blocks in precheck and in the gate',
  (_, resources, logicalId, path, actual, without) => {
    const report = reportOf(resources, logicalId, { path, actual }, without)
    expect(rule.judge(withDrift(report)).map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'fail drift/property-differs',
    ])
    expect(Object.keys(valuesOfReport(report))).toContain(`stacks/web/drift/${logicalId}`)
  },
)

test.each([
  ['removed', 'REMOVE'],
  ['added', 'ADD'],
])('a capacity that was %s is not a scaled one', (_, kind) => {
  const report = reportOf(SCALED_GROUP, 'G', { path: SIZE, actual: '3', kind })
  expect(Object.keys(valuesOfReport(report))).toContain('stacks/web/drift/G')
})

test('other differences beside a scaled capacity remain in the recorded state', () => {
  const report = reportOf(SCALED_GROUP, 'G', { path: SIZE, actual: '3' })
  const limit = { path: '/MaxSize', kind: 'NOT_EQUAL', expected: '4', actual: '9' }
  const resources = report.resources.map((each) =>
    each.logicalId === 'G' ? { ...each, differences: [...each.differences, limit] } : each,
  )
  expect(valuesOfReport({ ...report, resources })).toEqual({
    'stacks/web/drift': 'detected',
    'stacks/web/drift/G': 'MODIFIED; /MaxSize NOT_EQUAL 4 → 9',
  })
})

function withDrift(report: DriftReport): ReturnType<typeof factsOf> {
  const facts = factsOf({})
  return { ...facts, environments: facts.environments.map((each) => ({ ...each, drift: [report] })) }
}
