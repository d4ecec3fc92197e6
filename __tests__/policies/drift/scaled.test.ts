import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { factsOf } from '../facts.ts'

const GROUP =
  'G: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: "1", MaxSize: 4, DesiredCapacity: 1 } }'
const POLICY = 'P: { Type: AWS::AutoScaling::ScalingPolicy, Properties: { AutoScalingGroupName: !Ref G } }'
const table = (target: string) => `
  T: { Type: AWS::DynamoDB::Table, Properties: { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } } }
  Read: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { MinCapacity: 5, MaxCapacity: 50, ${target} } }`
const OF_TABLE = 'ResourceId: !Sub "table/${T}", ScalableDimension: dynamodb:table:ReadCapacityUnits'
const SERVICE = `
  S: { Type: AWS::ECS::Service, Properties: { DesiredCount: 2 } }
  Tasks: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { MinCapacity: 2, MaxCapacity: 10, ScalableDimension: ecs:service:DesiredCount, ResourceId: !Join [ /, [ service, shop, !GetAtt S.Name ] ] } }`

/** `noted drift/scaled`, of a difference of one resource. */
function judged(resources: string, logicalId: string, path: string, actual: string): string[] {
  const type = { G: 'AWS::AutoScaling::AutoScalingGroup', T: 'AWS::DynamoDB::Table', S: 'AWS::ECS::Service' }[logicalId]
  const difference = { path, kind: 'NOT_EQUAL', expected: '1', actual }
  const drift = [{ logicalId, ...(type && { type }), status: 'MODIFIED', differences: [difference] }]
  return rule
    .judge(factsOf({ template: `Resources:\n  ${resources.trim()}\n`, drift }))
    .map(({ outcome, code }) => `${outcome} ${code}`)
}
const SCALED = ['noted drift/scaled', 'pass drift/in-sync']
const DIFFERS = ['fail drift/property-differs']
const READ = '/ProvisionedThroughput/ReadCapacityUnits'

test.each<[string, string, string, string, string, string[]]>([
  ['a group within its limits', `${GROUP}\n  ${POLICY}`, 'G', '/DesiredCapacity', '3', SCALED],
  ['a group at its limit', `${GROUP}\n  ${POLICY}`, 'G', '/DesiredCapacity', '4', SCALED],
  ['a group above its limit', `${GROUP}\n  ${POLICY}`, 'G', '/DesiredCapacity', '5', DIFFERS],
  ['a group without a scaling policy', GROUP, 'G', '/DesiredCapacity', '3', DIFFERS],
  ['the limit itself', `${GROUP}\n  ${POLICY}`, 'G', '/MaxSize', '3', DIFFERS],
  ['what is no number', `${GROUP}\n  ${POLICY}`, 'G', '/DesiredCapacity', '', DIFFERS],
  [
    'a group whose limits are not known',
    `${GROUP.replace('MaxSize: 4', 'MaxSize: !ImportValue Max')}\n  ${POLICY}`,
    'G',
    '/DesiredCapacity',
    '3',
    DIFFERS,
  ],
  [
    'a group that a schedule scales',
    `${GROUP}\n  ${POLICY.replace('ScalingPolicy', 'ScheduledAction')}`,
    'G',
    '/DesiredCapacity',
    '3',
    SCALED,
  ],
  ['the reads of a table', table(OF_TABLE), 'T', READ, '20', SCALED],
  [
    'the writes of a table of which the reads are scaled',
    table(OF_TABLE),
    'T',
    READ.replace('Read', 'Write'),
    '20',
    DIFFERS,
  ],
  ['another table', table(OF_TABLE.replace('${T}', 'other')), 'T', READ, '20', DIFFERS],
  ['the tasks of a service', SERVICE, 'S', '/DesiredCount', '7', SCALED],
  ['a service without tasks', SERVICE, 'S', '/DesiredCount', '0', DIFFERS],
])('the capacity of %s', (_, resources, logicalId, path, actual, expected) => {
  expect(judged(resources, logicalId, path, actual)).toEqual(expected)
})
