import { CreateStackCommand, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { DescribeAlarmsCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateApplicationCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  ListApplicationsCommand,
  ListDeploymentConfigsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox()
})
afterAll(() => opened.sandbox.close())

describe('responses that clients parse', () => {
  test('texts with markup and line breaks, in XML and in JSON', async () => {
    const description = 'a < b & "c"\nsecond line\ttab é'
    const template = JSON.stringify({ Description: description, Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    await opened.aws.cloudformation.send(new CreateStackCommand({ StackName: 'texts', TemplateBody: template }))
    const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'texts' }))
    expect(Stacks?.[0]?.Description).toBe(description)
    expect(Stacks?.[0]?.CreationTime).toBeInstanceOf(Date)
  })

  test('alarms, in the protocol of newer clients', async () => {
    const { cloudwatch } = opened.aws
    for (const name of ['b', 'a', 'c']) {
      await cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: name,
          MetricName: 'm',
          Namespace: 'n',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1.5,
          ComparisonOperator: 'GreaterThanThreshold',
          Statistic: 'Sum',
        }),
      )
    }
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'tested' }))
    const first = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }))
    expect(first.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['a', 'b'])
    expect(first.MetricAlarms?.[0]).toMatchObject({ StateValue: 'ALARM', StateReason: 'tested', Threshold: 1.5 })
    const rest = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2, NextToken: first.NextToken }))
    expect(rest.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['c'])
    const missing = cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'x', StateValue: 'OK', StateReason: 'r' }))
    expect((await errorOf(missing)).name).toBe('ResourceNotFound')
  })

  test('deployment groups, configurations, pages and tags', async () => {
    const { codedeploy } = opened.aws
    await codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop' }))
    const again = await errorOf(codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop' })))
    expect(again.name).toBe('ApplicationAlreadyExistsException')
    await codedeploy.send(
      new CreateDeploymentConfigCommand({
        deploymentConfigName: 'two-thirds',
        minimumHealthyHosts: { type: 'FLEET_PERCENT', value: 66 },
      }),
    )
    await codedeploy.send(
      new CreateDeploymentGroupCommand({
        applicationName: 'shop',
        deploymentGroupName: 'g',
        serviceRoleArn: 'arn:aws:iam::111111111111:role/d',
        deploymentConfigName: 'two-thirds',
        ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }]] },
      }),
    )
    const names = { applicationName: 'shop', currentDeploymentGroupName: 'g' }
    await codedeploy.send(new UpdateDeploymentGroupCommand({ ...names, newDeploymentGroupName: 'h' }))
    const { deploymentGroupInfo: group } = await codedeploy.send(
      new GetDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName: 'h' }),
    )
    expect(group).toMatchObject({
      deploymentConfigName: 'two-thirds',
      computePlatform: 'Server',
      ec2TagSet: { ec2TagSetList: [[{ Key: 'a' }]] },
    })
    const { deploymentConfigsList } = await codedeploy.send(new ListDeploymentConfigsCommand({}))
    expect(deploymentConfigsList).toEqual(expect.arrayContaining(['CodeDeployDefault.OneAtATime', 'two-thirds']))
    const { deploymentConfigInfo } = await codedeploy.send(
      new GetDeploymentConfigCommand({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' }),
    )
    expect(deploymentConfigInfo?.trafficRoutingConfig?.timeBasedCanary).toEqual({
      canaryPercentage: 10,
      canaryInterval: 5,
    })
    const ResourceArn = 'arn:aws:codedeploy:eu-west-1:111111111111:deploymentgroup:shop/h'
    await codedeploy.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'k', Value: 'v' }] }))
    const { Tags } = await codedeploy.send(new ListTagsForResourceCommand({ ResourceArn }))
    expect(Tags).toEqual([{ Key: 'k', Value: 'v' }])
    expect((await codedeploy.send(new ListApplicationsCommand({}))).applications).toEqual(['shop'])
  })

  test('changes and their users, in CloudTrail', async () => {
    const lookup = (AttributeKey: 'EventName' | 'ResourceName', AttributeValue: string) =>
      opened.aws.cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] }))
    const { Events } = await lookup('EventName', 'UpdateDeploymentGroup')
    expect(Events?.[0]).toMatchObject({
      EventSource: 'codedeploy.amazonaws.com',
      Username: 'anybody',
      ReadOnly: 'false',
    })
    expect((await lookup('ResourceName', 'texts')).Events?.[0]?.EventName).toBe('CreateStack')
  })
})

test('each HTTP exchange is recorded as on the wire', async () => {
  await opened.aws.cloudformation.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))
  const last = opened.traffic.at(-1)
  expect(last).toMatchObject({
    service: 'cloudformation',
    request: { method: 'POST', path: '/', body: expect.stringContaining('Action=ListStacks') },
    response: { status: 200, body: expect.stringContaining('<ListStacksResult>') },
  })
})
