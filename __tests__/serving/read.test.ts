import { expect, test } from '@jest/globals'
import type { StateReads } from '../../src/aws/clients/state-reads.ts'
import type { CodeDeploy } from '../../src/codedeploy/client.ts'
import type { ServingResource } from '../../src/serving/contract.ts'
import { readServing } from '../../src/serving/read.ts'
import { valuesOfServing } from '../../src/serving/values.ts'
import { ActionError } from '../../src/support/errors.ts'

/** The serving state, by the responses of its services. */

const notAborted = new AbortController().signal
const absent = (): ActionError =>
  new ActionError('aws/service', {
    message: 'none',
    cause: Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }),
  })

async function read(
  resource: ServingResource,
  reads: { readonly [Call in keyof StateReads]?: (input: never) => unknown },
  codedeploy: { readonly [Call in keyof CodeDeploy]?: (input: never) => unknown } = {},
) {
  const states = await readServing(
    {
      reads: promised(reads) as unknown as StateReads,
      codedeploy: () => Promise.resolve(promised(codedeploy) as unknown as CodeDeploy),
    },
    [resource],
    notAborted,
  )
  return { ...states[0], values: valuesOfServing({ states, unlisted: [] }) }
}
const promised = (calls: Readonly<Record<string, (input: never) => unknown>>): object =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      async (input: never) => {
        await Promise.resolve()
        return call(input)
      },
    ]),
  )

test('a service runs two images under one task definition while its tag was moved', async () => {
  const task = (imageDigest: string, lastStatus = 'RUNNING') => ({
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:1:task-definition/web:4',
    lastStatus,
    desiredStatus: 'RUNNING',
    containers: [{ name: 'web', image: 'shop:2', imageDigest }],
  })
  const service: ServingResource = { kind: 'service', of: 'stack/web', cluster: 'shop', service: 'web' }
  const { served, values } = await read(service, {
    describeServices: () => ({
      services: [
        {
          serviceName: 'web',
          desiredCount: 2,
          taskSets: [
            { id: 'ecs-svc/1', status: 'ACTIVE', taskDefinition: 'web:3' },
            { id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: 'web:4' },
          ],
        },
      ],
    }),
    listTasks: ({ nextToken }: { nextToken?: string }) =>
      nextToken === undefined ? { taskArns: ['a', 'b'], nextToken: '2' } : { taskArns: ['c', 'd'] },
    describeTasks: ({ tasks }: { tasks: readonly string[] }) => {
      expect(tasks).toEqual(['a', 'b', 'c', 'd'])
      const old = { ...task('sha256:0'), startedBy: 'ecs-svc/1' }
      return { tasks: [task('sha256:1'), task('sha256:2'), task('sha256:3', 'PENDING'), old] }
    },
  })
  expect(served).toMatchObject({ taskDefinition: 'web:4', desired: 2, changing: 2 })
  expect(values).toEqual({
    'serving/service/shop/web/task-definition': 'web:4',
    'serving/service/shop/web/images': 'web:4 web sha256:1, web:4 web sha256:2',
  })
})

test('a deleted service is unknown', async () => {
  const service: ServingResource = { kind: 'service', of: 'stack/web', cluster: 'shop', service: 'web' }
  const { unread, values } = await read(service, {
    describeServices: () => ({ services: [], failures: [{ reason: 'MISSING' }] }),
  })
  expect(unread?.reason).toContain('MISSING')
  expect(values).toEqual({ 'serving/service/shop/web': null })
})

test.each([
  ['$Latest', '9'],
  ['$Default', '3'],
  [undefined, '3'],
  ['5', '5'],
])('the version %s of a launch template is a number', async (Version, resolved) => {
  const LaunchTemplateName = 'web'
  const group: ServingResource = { kind: 'scaling-group', of: 'stack/web', name: 'fleet' }
  const instance = (version: string, LifecycleState = 'InService') => ({
    LifecycleState,
    LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: version },
  })
  const { served } = await read(group, {
    describeAutoScalingGroups: () => ({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'fleet',
          DesiredCapacity: 2,
          LaunchTemplate: { LaunchTemplateName, ...(Version !== undefined && { Version }) },
          Instances: [instance('2'), instance('3'), instance('9', 'Pending')],
        },
      ],
    }),
    describeLaunchTemplates: () => ({
      LaunchTemplates: [
        { LaunchTemplateId: 'lt-1', LaunchTemplateName, LatestVersionNumber: 9, DefaultVersionNumber: 3 },
      ],
    }),
  })
  expect(served).toMatchObject({
    template: { id: 'lt-1', resolved },
    inService: { 'lt-1:2': 1, 'lt-1:3': 1 },
    changing: 1,
  })
})

const stage = (apis: readonly string[]): ServingResource => ({
  kind: 'stage',
  of: 'stack/web',
  logicalId: 'Prod',
  type: 'AWS::ApiGateway::Stage',
  stage: 'prod',
  apis,
  deployments: [],
})
const stages = (having: readonly string[]) => ({
  getResource: ({ Identifier }: { Identifier: string }) => {
    const [api = ''] = Identifier.split('|')
    if (!having.includes(api)) throw absent()
    return { ResourceDescription: { Properties: JSON.stringify({ StageName: 'prod', DeploymentId: `d-${api}` }) } }
  },
})

test.each([
  [['a'], ['a'], { 'serving/stage/stack/web/Prod/deployment': 'd-a' }],
  [['a', 'b'], ['b'], { 'serving/stage/stack/web/Prod/deployment': 'd-b' }],
  [
    ['a', 'b'],
    ['a', 'b'],
    { 'serving/stage/stack/web/Prod/a/deployment': 'd-a', 'serving/stage/stack/web/Prod/b/deployment': 'd-b' },
  ],
  [['a'], [], { 'serving/stage/stack/web/Prod': null }],
  // A value that can never be read is not unknown for ever.
  [[], [], {}],
])('a stage among the APIs %p, of which %p have it', async (apis, having, expected) => {
  expect((await read(stage(apis), stages(having))).values).toEqual(expected)
})

test('a revision is the last one that succeeded on the target itself', async () => {
  const group: ServingResource = { kind: 'deployment-group', of: 'deployment/app', application: 'shop', group: 'g' }
  const DEPLOYMENTS: Readonly<Record<string, { key: string; targets: Readonly<Record<string, string>> }>> = {
    // Of blue/green: i-6 left the group together with it.
    'd-5': { key: 'two', targets: { 'i-3': 'Succeeded Green', 'i-6': 'Succeeded Blue' } },
    // Started by Auto Scaling for a new instance.
    'd-4': { key: 'two', targets: { 'i-3': 'Succeeded' } },
    // Failed as a whole; it reached the first.
    'd-3': { key: 'three', targets: { 'i-1': 'Succeeded', 'i-2': 'Failed' } },
    'd-2': { key: 'two', targets: { 'i-1': 'Succeeded', 'i-2': 'Succeeded' } },
    'd-1': { key: 'one', targets: { 'i-2': 'Succeeded', 'i-4': 'Succeeded' } },
  }
  const { served, values } = await read(
    group,
    {
      describeInstances: ({ Filters }: { Filters: readonly object[] }) => {
        expect(Filters).toEqual([
          { Name: 'instance-state-name', Values: ['running'] },
          { Name: 'tag:fleet', Values: ['shop'] },
        ])
        const Tags = [{ Key: 'fleet', Value: 'shop' }]
        const ids = ['i-1', 'i-2', 'i-3', 'i-5', 'i-6']
        return { Reservations: ids.map((InstanceId) => ({ Instances: [{ InstanceId, Tags }] })) }
      },
    },
    {
      getDeploymentGroup: () => ({
        deploymentGroupInfo: {
          deploymentGroupName: 'g',
          ec2TagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
          lastSuccessfulDeployment: { deploymentId: 'd-4' },
          targetRevision: { s3Location: { bucket: 'b', key: 'two', version: '1' } },
        },
      }),
      listDeployments: () => ({ deployments: Object.keys(DEPLOYMENTS) }),
      getDeployment: ({ deploymentId: id }: { deploymentId: string }) => ({
        deploymentInfo: {
          deploymentId: id,
          revision: { s3Location: { bucket: 'b', key: DEPLOYMENTS[id]?.key, version: '1' } },
        },
      }),
      listDeploymentTargets: ({ deploymentId: id }: { deploymentId: string }) => ({
        targetIds: Object.keys(DEPLOYMENTS[id]?.targets ?? {}),
      }),
      batchGetDeploymentTargets: ({ deploymentId: id }: { deploymentId: string }) => ({
        deploymentTargets: Object.entries(DEPLOYMENTS[id]?.targets ?? {}).map(([target, text]) => {
          const [status, instanceLabel] = text.split(' ')
          return { instanceTarget: { targetId: target, status, instanceLabel } }
        }),
      }),
    },
  )
  expect(served).toMatchObject({ last: 'd-4', revision: 's3://b/two 1', examined: 5 })
  expect(values).toEqual({
    'serving/deployment-group/shop/g/revisions': 'nothing that is known, s3://b/three 1, s3://b/two 1',
  })
})

test('a denied call is reported with its permission, and the others are read', async () => {
  const alias: ServingResource = { kind: 'alias', of: 'stack/web', functionName: 'orders', alias: 'live' }
  const { unread } = await read(alias, {
    getAlias: () => {
      throw new ActionError('aws/denied', { message: 'no', subject: 'aws/lambda/GetAlias' })
    },
  })
  expect(unread).toEqual({ reason: 'denied: lambda:GetAlias', action: 'lambda:GetAlias' })
})
