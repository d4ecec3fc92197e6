import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openSandbox, PREPROD } from './world.ts'
import type { Opened } from './world.ts'

const MINUTE_MS = 60_000
const launchTemplate = (LaunchTemplateName: string, more: object) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateName, LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't3.micro', ...more } },
})
const fleet = (template: string) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    AutoScalingGroupName: template.toLowerCase(),
    MinSize: '2',
    MaxSize: '2',
    LaunchTemplate: { LaunchTemplateId: { Ref: template }, Version: '1' },
  },
})
const TEMPLATE = {
  Resources: {
    Basic: launchTemplate('basic', {}),
    Detailed: launchTemplate('detailed', { Monitoring: { Enabled: 'true' } }),
    BasicFleet: fleet('Basic'),
    DetailedFleet: fleet('Detailed'),
    Host: { Type: 'AWS::EC2::Instance', Properties: { InstanceType: 't3.micro', Monitoring: true } },
  },
}

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip' })
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName: 'web', TemplateBody: JSON.stringify(TEMPLATE) }))
  for (;;) {
    const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'web' }))
    if (stack?.StackStatus === 'CREATE_COMPLETE') break
    await opened.sandbox.clock.wait(1_000)
  }
  await opened.sandbox.clock.wait(20 * MINUTE_MS)
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

/** The values of each full minute of the last ten. */
async function values(MetricName: string, Name: string, Value: string | undefined, Stat = 'SampleCount') {
  const now = opened.sandbox.clock.now().getTime()
  const end = now - (now % MINUTE_MS)
  const { MetricDataResults: [result] = [] } = await opened.aws.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(end - 10 * MINUTE_MS),
      EndTime: new Date(end),
      MetricDataQueries: [
        {
          Id: 'a',
          MetricStat: {
            Metric: { Namespace: 'AWS/EC2', MetricName, Dimensions: [{ Name, Value }] },
            Period: 60,
            Stat,
          },
        },
      ],
    }),
  )
  return result?.Values
}

const instance = async (): Promise<string | undefined> => {
  const { StackResources: found = [] } = await opened.aws.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: 'web' }),
  )
  return found.find(({ LogicalResourceId }) => LogicalResourceId === 'Host')?.PhysicalResourceId
}

describe('the metrics of AWS/EC2', () => {
  test('an instance with detailed monitoring has its load each minute', async () => {
    expect(await values('CPUUtilization', 'InstanceId', await instance())).toEqual(Array(10).fill(1))
    expect(await values('CPUUtilization', 'InstanceId', await instance(), 'Average')).toEqual(Array(10).fill(3))
  })

  test('a group has the datapoints of its instances together, each minute with detailed monitoring', async () => {
    expect(await values('NetworkIn', 'AutoScalingGroupName', 'detailed')).toEqual(Array(10).fill(2))
  })

  test('with basic monitoring the load has a datapoint in five minutes, and status checks have one in each', async () => {
    expect(await values('CPUUtilization', 'AutoScalingGroupName', 'basic')).toEqual([2, 2])
    expect(await values('StatusCheckFailed', 'AutoScalingGroupName', 'basic')).toEqual(Array(10).fill(2))
    expect(await values('StatusCheckFailed_Instance', 'AutoScalingGroupName', 'basic', 'Maximum')).toEqual(
      Array(10).fill(0),
    )
  })

  test('DescribeInstances agrees, and a terminated instance has no more datapoints', async () => {
    const id = await instance()
    const ec2 = new EC2Client({
      endpoint: opened.sandbox.awsUrl,
      region: PREPROD.region,
      credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    })
    const { Reservations: all = [] } = await ec2.send(new DescribeInstancesCommand())
    const monitored = all.map(({ Instances: [each] = [] }) => each?.Monitoring?.State)
    // Two instances of each group, and the host.
    expect(monitored.filter((state) => state === 'disabled')).toHaveLength(2)
    expect(monitored.filter((state) => state === 'enabled')).toHaveLength(3)
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id ?? ''] }))
    await opened.sandbox.clock.wait(11 * MINUTE_MS)
    expect(await values('StatusCheckFailed', 'InstanceId', id)).toEqual([])
  })
})
