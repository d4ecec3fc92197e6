import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { expect, test } from '@jest/globals'
import type { ServingResource } from '../../src/serving/contract.ts'
import { distinctServing, pathOfServing, servingOfGroup, servingOfStack } from '../../src/serving/find.ts'

/** The serving resources are found among the resources of stacks, and by the deployment groups. */

const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:111111111111:${rest}`
const one = (LogicalResourceId: string, type: string, PhysicalResourceId: string): StackResourceSummary => ({
  LogicalResourceId,
  PhysicalResourceId,
  ResourceType: `AWS::${type}`,
  ResourceStatus: 'CREATE_COMPLETE',
  LastUpdatedTimestamp: new Date(0),
})
const INNER = arn('cloudformation', 'stack/web-Inner/1')
const STACKS: Readonly<Record<string, readonly StackResourceSummary[]>> = {
  [arn('cloudformation', 'stack/web/1')]: [
    one('Fn', 'Lambda::Function', 'orders'),
    one('V1', 'Lambda::Version', arn('lambda', 'function:orders:7')),
    one('Other', 'Lambda::Version', arn('lambda', 'function:others:3')),
    one('Live', 'Lambda::Alias', arn('lambda', 'function:orders:live')),
    one('Inner', 'CloudFormation::Stack', INNER),
    one('Api', 'ApiGateway::RestApi', 'a1b2'),
    one('Deployed', 'ApiGateway::Deployment', 'd1'),
    one('Prod', 'ApiGateway::Stage', 'prod'),
    { ...one('Old', 'AutoScaling::AutoScalingGroup', 'old'), ResourceStatus: 'DELETE_COMPLETE' },
    one('Unmade', 'AutoScaling::AutoScalingGroup', ''),
  ],
  [INNER]: [
    one('Task', 'ECS::TaskDefinition', arn('ecs', 'task-definition/web:4')),
    one('Service', 'ECS::Service', arn('ecs', 'service/shop/web')),
    one('Legacy', 'ECS::Service', arn('ecs', 'service/legacy')),
    one('Fleet', 'AutoScaling::AutoScalingGroup', 'fleet'),
  ],
}
const cloudformation = {
  listStackResources: ({ StackName = '' }: { StackName?: string | undefined }) =>
    Promise.resolve({ StackResourceSummaries: [...(STACKS[StackName] ?? [])], $metadata: {} }),
}

test('in a stack and in the stacks nested in it', async () => {
  const found = await servingOfStack(cloudformation, { id: 'web', arn: arn('cloudformation', 'stack/web/1') })
  const definitions = [arn('ecs', 'task-definition/web:4')]
  expect(found).toEqual([
    { kind: 'alias', of: 'stack/web', logicalId: 'Live', functionName: 'orders', alias: 'live', versions: ['7'] },
    {
      kind: 'stage',
      of: 'stack/web',
      logicalId: 'Prod',
      type: 'AWS::ApiGateway::Stage',
      stage: 'prod',
      apis: ['a1b2'],
      deployments: ['d1'],
    },
    {
      kind: 'service',
      of: 'stack/web',
      logicalId: 'Inner/Service',
      cluster: 'shop',
      service: 'web',
      taskDefinitions: definitions,
    },
    {
      kind: 'service',
      of: 'stack/web',
      logicalId: 'Inner/Legacy',
      cluster: 'default',
      service: 'legacy',
      taskDefinitions: definitions,
    },
    { kind: 'scaling-group', of: 'stack/web', logicalId: 'Inner/Fleet', name: 'fleet' },
  ])
})

const NAMED = { id: 'app', application: 'shop', group: 'shop-preprod' }
const revision = (properties: object) => ({
  revisionType: 'AppSpecContent' as const,
  appSpecContent: { content: JSON.stringify({ version: 0, Resources: [{ X: { Properties: properties } }] }) },
})

test.each<[string, Parameters<typeof servingOfGroup>[1], readonly object[]]>([
  [
    'Lambda',
    {
      computePlatform: 'Lambda',
      targetRevision: revision({ Name: arn('lambda', 'function:orders'), Alias: 'live', TargetVersion: '8' }),
    },
    [{ kind: 'alias', of: 'deployment/app', functionName: 'orders', alias: 'live', versions: ['8'] }],
  ],
  ['Lambda, before the first deployment', { computePlatform: 'Lambda' }, []],
  [
    'ECS',
    {
      computePlatform: 'ECS',
      ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
      targetRevision: revision({ TaskDefinition: 'web:5' }),
    },
    [{ kind: 'service', of: 'deployment/app', cluster: 'shop', service: 'web', taskDefinitions: ['web:5'] }],
  ],
  [
    'servers',
    { computePlatform: 'Server', autoScalingGroups: [{ name: 'fleet' }] },
    [
      { kind: 'deployment-group', of: 'deployment/app', application: 'shop', group: 'shop-preprod' },
      { kind: 'scaling-group', of: 'deployment/app', name: 'fleet' },
    ],
  ],
  ['a platform that is not stated', {}, []],
])('by a deployment group of %s', (_, info, expected) => {
  expect(servingOfGroup(NAMED, info)).toEqual(expected)
})

test('once, by the deployment, if a stack has it too', () => {
  const service = { kind: 'service', cluster: 'shop', service: 'web', taskDefinitions: [] } as const
  const both: ServingResource[] = [
    { ...service, of: 'deployment/app' },
    { ...service, of: 'stack/web', logicalId: 'Service' },
  ]
  expect(distinctServing(both)).toEqual([both[0]])
  expect(distinctServing(both.toReversed())).toEqual([both[0]])
  const fleet: ServingResource[] = [
    { kind: 'scaling-group', of: 'deployment/app', name: 'fleet' },
    { kind: 'scaling-group', of: 'stack/web', logicalId: 'Fleet', name: 'fleet' },
  ]
  expect([distinctServing(fleet), distinctServing(fleet.toReversed())]).toEqual([[fleet[1]], [fleet[1]]])
  expect(both.map(pathOfServing)).toEqual(['service/shop/web', 'service/shop/web'])
})
