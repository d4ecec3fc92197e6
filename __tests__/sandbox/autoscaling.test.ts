import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribeScalingActivitiesCommand,
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling'
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling'
import { CreateStackCommand, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  deploy,
  describe as deploymentOf,
  ended,
  errorOf,
  makeFleet,
  openSandbox,
  PREPROD,
  revisionFiles,
  targetsOf,
  until,
} from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
let autoscaling: AutoScalingClient
let tagging: ResourceGroupsTaggingAPIClient
beforeAll(async () => {
  opened = await openSandbox()
  const config = {
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    maxAttempts: 1,
  }
  autoscaling = new AutoScalingClient(config)
  tagging = new ResourceGroupsTaggingAPIClient(config)
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

const LaunchTemplate = { LaunchTemplateName: 'web', Version: '1' }

async function group(AutoScalingGroupName: string): Promise<AutoScalingGroup> {
  const { AutoScalingGroups: found = [] } = await autoscaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] }),
  )
  expect(found).toHaveLength(1)
  return found[0]!
}

const inService = (name: string, size: number): Promise<AutoScalingGroup> =>
  until(
    () => group(name),
    ({ Instances = [] }) =>
      Instances.length === size && Instances.every(({ LifecycleState: state }) => state === 'InService'),
  )

async function create(AutoScalingGroupName: string, size: number): Promise<AutoScalingGroup> {
  await autoscaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      LaunchTemplate,
      MinSize: 0,
      MaxSize: 4,
      DesiredCapacity: size,
      AvailabilityZones: ['eu-west-1a', 'eu-west-1b'],
      Tags: [
        { Key: 'fleet', Value: AutoScalingGroupName, PropagateAtLaunch: true },
        { Key: 'cost', Value: 'low' },
      ],
    }),
  )
  return inService(AutoScalingGroupName, size)
}

describe('Auto Scaling groups', () => {
  test('have instances in each zone in turn, and activities with their cause', async () => {
    const made = await create('web', 2)
    expect(made).toMatchObject({
      MinSize: 0,
      MaxSize: 4,
      DesiredCapacity: 2,
      HealthCheckType: 'EC2',
      SuspendedProcesses: [],
    })
    expect(made.Instances?.map(({ AvailabilityZone: zone }) => zone).toSorted()).toEqual(['eu-west-1a', 'eu-west-1b'])
    expect(made.Tags).toContainEqual({
      Key: 'cost',
      Value: 'low',
      PropagateAtLaunch: false,
      ResourceId: 'web',
      ResourceType: 'auto-scaling-group',
    })
    const { Activities: activities } = await autoscaling.send(
      new DescribeScalingActivitiesCommand({ AutoScalingGroupName: 'web' }),
    )
    expect(activities).toHaveLength(2)
    expect(activities?.[0]).toMatchObject({ StatusCode: 'Successful', Progress: 100, EndTime: expect.any(Date) })
    const { AutoScalingInstances: instances } = await autoscaling.send(
      new DescribeAutoScalingInstancesCommand({ InstanceIds: [made.Instances![0]!.InstanceId!] }),
    )
    expect(instances).toMatchObject([{ AutoScalingGroupName: 'web', HealthStatus: 'HEALTHY' }])
  })

  test('are listed in pages, by name and by tag', async () => {
    await create('api', 0)
    const names: (string | undefined)[] = []
    for await (const page of paginateDescribeAutoScalingGroups({ client: autoscaling, pageSize: 1 }, {})) {
      expect(page.AutoScalingGroups).toHaveLength(1)
      names.push(page.AutoScalingGroups?.[0]?.AutoScalingGroupName)
    }
    expect(names).toEqual(['web', 'api'])
    const { AutoScalingGroups: tagged } = await autoscaling.send(
      new DescribeAutoScalingGroupsCommand({ Filters: [{ Name: 'tag:fleet', Values: ['api'] }] }),
    )
    expect(tagged?.map(({ AutoScalingGroupName: name }) => name)).toEqual(['api'])
    // Unknown names are omitted.
    const none = await autoscaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['x'] }))
    expect(none.AutoScalingGroups).toEqual([])
    const tooMany = await errorOf(autoscaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 })))
    expect(tooMany.name).toBe('ValidationError')
    const token = await errorOf(autoscaling.send(new DescribeAutoScalingGroupsCommand({ NextToken: 'x' })))
    expect(token.name).toBe('InvalidNextToken')
  })

  test('grow and shrink, unless the process is suspended', async () => {
    await autoscaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: ['Launch'] }))
    expect((await group('web')).SuspendedProcesses).toMatchObject([{ ProcessName: 'Launch' }])
    await autoscaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity: 3 }))
    expect((await group('web')).Instances).toHaveLength(2)
    await autoscaling.send(new ResumeProcessesCommand({ AutoScalingGroupName: 'web' }))
    await inService('web', 3)
    await autoscaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity: 1 }))
    await inService('web', 1)
    const beyond = new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity: 9 })
    expect(await errorOf(autoscaling.send(beyond))).toMatchObject({ name: 'ValidationError' })
  })

  test('launch behind lifecycle hooks', async () => {
    const hook = { LifecycleHookName: 'warm', LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' }
    await autoscaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: 'hooked',
        LaunchTemplate,
        MinSize: 1,
        MaxSize: 1,
        LifecycleHookSpecificationList: [hook],
      }),
    )
    const waiting = await until(
      () => group('hooked'),
      ({ Instances = [] }) => Instances[0]?.LifecycleState === 'Pending:Wait',
    )
    await autoscaling.send(
      new CompleteLifecycleActionCommand({
        AutoScalingGroupName: 'hooked',
        LifecycleHookName: 'warm',
        LifecycleActionResult: 'CONTINUE',
        InstanceId: waiting.Instances![0]!.InstanceId!,
      }),
    )
    await inService('hooked', 1)
    const { LifecycleHooks } = await autoscaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'hooked' }),
    )
    expect(LifecycleHooks).toMatchObject([{ ...hook, AutoScalingGroupName: 'hooked' }])
  })

  test('replace their instances in a refresh, one at a time', async () => {
    const [before] = (await group('web')).Instances ?? []
    const { InstanceRefreshId: id } = await autoscaling.send(
      new StartInstanceRefreshCommand({ AutoScalingGroupName: 'web' }),
    )
    const again = await errorOf(autoscaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: 'web' })))
    expect(again.name).toBe('InstanceRefreshInProgressFault')
    const refresh = await until(
      async () =>
        (await autoscaling.send(new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: 'web' })))
          .InstanceRefreshes![0]!,
      ({ Status }) => Status === 'Successful',
    )
    expect(refresh).toMatchObject({ InstanceRefreshId: id, PercentageComplete: 100, InstancesToUpdate: 0 })
    const [after] = (await inService('web', 1)).Instances ?? []
    expect(after?.InstanceId).not.toBe(before?.InstanceId)
  })

  test('are deleted with their instances only when that is forced', async () => {
    const remove = { AutoScalingGroupName: 'hooked' }
    expect((await errorOf(autoscaling.send(new DeleteAutoScalingGroupCommand(remove)))).name).toBe('ResourceInUseFault')
    await autoscaling.send(new DeleteAutoScalingGroupCommand({ ...remove, ForceDelete: true }))
    await until(
      () => autoscaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['hooked'] })),
      ({ AutoScalingGroups: found }) => found?.length === 0,
    )
  })

  test('get revisions from CodeDeploy', async () => {
    await makeFleet(opened, 0, { ec2TagFilters: [], autoScalingGroups: ['web'] })
    const id = await deploy(opened, revisionFiles('one'))
    expect(await ended(opened, id)).toMatchObject({ status: 'Succeeded' })
    expect((await deploymentOf(opened.aws, id)).deploymentOverview).toMatchObject({ Succeeded: 1 })
    const [instance] = (await group('web')).Instances ?? []
    expect((await targetsOf(opened.aws, id)).map(({ instanceTarget }) => instanceTarget?.targetId)).toEqual([
      instance?.InstanceId,
    ])
  })
})

describe('Auto Scaling groups in templates', () => {
  const template = {
    Resources: {
      Fleet: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          AvailabilityZones: ['eu-west-1a'],
          LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '3' },
          Tags: [{ Key: 'team', Value: 'shop', PropagateAtLaunch: true }],
        },
      },
      Orders: { Type: 'AWS::SNS::Topic', Properties: { Tags: [{ Key: 'team', Value: 'shop' }] } },
    },
  }

  test('are complete with their instances', async () => {
    await opened.aws.cloudformation.send(
      new CreateStackCommand({
        StackName: 'fleet',
        TemplateBody: JSON.stringify(template),
        Tags: [{ Key: 'stage', Value: 'preprod' }],
      }),
    )
    await until(
      () => opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'fleet' })),
      ({ Stacks }) => Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE',
    )
    const { StackResourceDetail: fleet } = await opened.aws.cloudformation.send(
      new DescribeStackResourceCommand({ StackName: 'fleet', LogicalResourceId: 'Fleet' }),
    )
    const made = await group(fleet?.PhysicalResourceId ?? '')
    expect(made).toMatchObject({ MinSize: 1, MaxSize: 2, LaunchTemplate: { Version: '3' } })
    expect(made.Instances).toMatchObject([{ LifecycleState: 'InService', LaunchTemplate: { Version: '3' } }])
  })

  test('are found by tags, with the other resources of the stack and their instances', async () => {
    const find = async (Key: string, Value: string, ResourceTypeFilters?: string[]) => {
      const { ResourceTagMappingList: found } = await tagging.send(
        new GetResourcesCommand({
          TagFilters: [{ Key, Values: [Value] }],
          ...(ResourceTypeFilters && { ResourceTypeFilters }),
        }),
      )
      return found?.map(({ ResourceARN: arn = '' }) => arn.split(':')[2])
    }
    expect(await find('team', 'shop')).toEqual(['ec2', 'sns'])
    expect(await find('team', 'shop', ['sns:topic', 'ec2:instance'])).toEqual(['ec2'])
    expect(await find('aws:cloudformation:stack-name', 'fleet', ['sns'])).toEqual(['sns'])
    expect(await find('stage', 'preprod')).toEqual(['sns'])
    const pages = await tagging.send(new GetResourcesCommand({ ResourcesPerPage: 1 }))
    expect(pages.ResourceTagMappingList).toHaveLength(1)
    expect(pages.PaginationToken).not.toBe('')
    const changed = await autoscaling.send(
      new CreateOrUpdateTagsCommand({
        Tags: [{ ResourceId: 'web', ResourceType: 'auto-scaling-group', Key: 'team', Value: 'web' }],
      }),
    )
    expect(changed.$metadata.httpStatusCode).toBe(200)
    expect((await group('web')).Tags?.map(({ Key }) => Key)).toEqual(['fleet', 'cost', 'team'])
  })
})
