import { createServer } from 'node:http'
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { DescribeAlarmHistoryCommand, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { GetDeploymentGroupCommand, UpdateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy'
import { HeadBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PREPROD, errorOf, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

const StackName = 'web'
const tags = (name: string) => [{ Key: 'Name', Value: name }]
const template = (config: string) =>
  JSON.stringify({
    Resources: {
      Releases: {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: 'web-releases', VersioningConfiguration: { Status: 'Enabled' } },
      },
      Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders', BillingMode: 'PAY_PER_REQUEST' } },
      Host: { Type: 'AWS::EC2::Instance', Properties: { InstanceType: 't3.micro', Tags: tags('web') } },
      Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Name: 'web' } },
      Targets: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: { Name: 'web', HealthCheckPath: '/health', Targets: [{ Id: { Ref: 'Host' }, Port: 80 }] },
      },
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'Balancer' },
          DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
        },
      },
      Failures: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'failures',
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'HTTPCode_Target_5XX_Count',
          Dimensions: [{ Name: 'LoadBalancer', Value: { 'Fn::GetAtt': ['Balancer', 'LoadBalancerFullName'] } }],
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 2,
          DatapointsToAlarm: 1,
          Threshold: 3,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
        },
      },
      Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ApplicationName: 'web' } },
      Group: {
        Type: 'AWS::CodeDeploy::DeploymentGroup',
        Properties: {
          ApplicationName: { Ref: 'Application' },
          DeploymentGroupName: 'web',
          ServiceRoleArn: 'arn:aws:iam::111111111111:role/d',
          DeploymentConfigName: config,
          Ec2TagSet: { Ec2TagSetList: [{ Ec2TagGroup: [{ Key: 'Name', Value: 'web', Type: 'KEY_AND_VALUE' }] }] },
        },
      },
    },
    Outputs: { Url: { Value: { 'Fn::Sub': 'http://${Balancer.DNSName}' } } },
  })

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox()
  const { cloudformation } = opened.aws
  await cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: template('CodeDeployDefault.OneAtATime') }),
  )
  expect(await settledStatus()).toBe('CREATE_COMPLETE')
})
afterAll(() => opened.sandbox.close())

const describeStack = async () =>
  (await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!

async function settledStatus(): Promise<string> {
  const stack = await until(describeStack, ({ StackStatus }) => !StackStatus!.endsWith('_IN_PROGRESS'))
  return stack.StackStatus!
}

async function drifts(): Promise<Record<string, unknown>> {
  const { cloudformation } = opened.aws
  const { StackDriftDetectionId } = await cloudformation.send(new DetectStackDriftCommand({ StackName }))
  await until(
    () => cloudformation.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId })),
    ({ DetectionStatus }) => DetectionStatus !== 'DETECTION_IN_PROGRESS',
  )
  const { StackResourceDrifts = [] } = await cloudformation.send(new DescribeStackResourceDriftsCommand({ StackName }))
  return Object.fromEntries(
    StackResourceDrifts.filter(({ StackResourceDriftStatus: status }) => status !== 'IN_SYNC').map((drift) => [
      drift.LogicalResourceId,
      drift.PropertyDifferences?.map(({ PropertyPath, ActualValue }) => `${PropertyPath} ${ActualValue}`),
    ]),
  )
}

test('unchanged resources have no drift', async () => {
  expect(await drifts()).toEqual({})
})

test("changes through the resource's service or manual ones are drift, and CloudTrail has the user", async () => {
  await opened.aws.s3.send(
    new PutBucketVersioningCommand({ Bucket: 'web-releases', VersioningConfiguration: { Status: 'Suspended' } }),
  )
  await opened.aws.codedeploy.send(
    new UpdateDeploymentGroupCommand({
      applicationName: 'web',
      currentDeploymentGroupName: 'web',
      deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
    }),
  )
  const place = { ...PREPROD, stack: StackName }
  const { admin } = opened.sandbox
  await admin.tamper({ ...place, resource: 'Orders', properties: { BillingMode: 'PROVISIONED' }, by: 'mallory' })
  await admin.tamper({ ...place, resource: 'Failures', properties: { Threshold: 300 } })
  expect(await drifts()).toEqual({
    Releases: ['/VersioningConfiguration/Status Suspended'],
    Orders: ['/BillingMode PROVISIONED'],
    Failures: ['/Threshold 300'],
    Group: ['/DeploymentConfigName CodeDeployDefault.AllAtOnce'],
  })
  const { MetricAlarms } = await opened.aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['failures'] }))
  expect(MetricAlarms?.[0]?.Threshold).toBe(300)
  const { Events } = await opened.aws.cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'orders' }] }),
  )
  expect(Events?.[0]).toMatchObject({ Username: 'mallory', EventName: 'UpdateTable' })
  await admin.tamper({ ...place, resource: 'Failures', properties: { Threshold: 3 } })
})

test('an update changes the resource itself', async () => {
  const TemplateBody = template('CodeDeployDefault.HalfAtATime')
  await opened.aws.cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody }))
  expect(await settledStatus()).toBe('UPDATE_COMPLETE')
  const { deploymentGroupInfo } = await opened.aws.codedeploy.send(
    new GetDeploymentGroupCommand({ applicationName: 'web', deploymentGroupName: 'web' }),
  )
  expect(deploymentGroupInfo?.deploymentConfigName).toBe('CodeDeployDefault.HalfAtATime')
})

test('a load balancer forwards requests, and an alarm counts its failures', async () => {
  const url = (await describeStack()).Outputs![0]!.OutputValue!
  const [host] = opened.sandbox.aws.hosts.list(PREPROD)
  expect((await fetch(url)).status).toBe(502)
  const service = createServer((_, answer) => answer.writeHead(500).end('broken')).listen(host!.port, '127.0.0.1')
  try {
    const call = async () => expect((await fetch(url)).status).toBe(500)
    const alarm = async () =>
      (await opened.aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['failures'] }))).MetricAlarms![0]!
    // A minute of the alarm is very short in this sandbox: the test sends as many calls as a slow host needs to have
    // enough in one.
    const callAndLook = async () => {
      await Promise.all(Array.from({ length: 5 }, call))
      return alarm()
    }
    await until(callAndLook, ({ StateValue }) => StateValue === 'ALARM')
    // No call fails any more: missing data are not breaching.
    await until(alarm, ({ StateValue }) => StateValue === 'OK')
    const { AlarmHistoryItems } = await opened.aws.cloudwatch.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'failures' }),
    )
    expect(AlarmHistoryItems?.[0]?.HistorySummary).toBe('Alarm updated from ALARM to OK')
  } finally {
    service.close()
  }
})

test('metrics of another load balancer do not affect the alarm', async () => {
  await opened.aws.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'AWS/ApplicationELB',
      MetricData: [
        {
          MetricName: 'HTTPCode_Target_5XX_Count',
          Dimensions: [{ Name: 'LoadBalancer', Value: 'another' }],
          Value: 1,
        },
      ],
    }),
  )
  const [alarm] = opened.sandbox.aws.alarms.list(PREPROD)
  expect(alarm?.state).toBe('OK')
})

test('deleting the stack deletes all resources', async () => {
  const { aws, sandbox } = opened
  const [host] = sandbox.aws.hosts.list(PREPROD)
  const url = (await describeStack()).Outputs![0]!.OutputValue!
  await aws.cloudformation.send(new DeleteStackCommand({ StackName }))
  await until(
    async () => (await errorOf(describeStack())).name,
    (name) => name === 'ValidationError',
  )
  expect(sandbox.aws.hosts.find(PREPROD, host!.id)).toBeUndefined()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect((await errorOf(aws.s3.send(new HeadBucketCommand({ Bucket: 'web-releases' })))).name).toBe('NotFound')
})
