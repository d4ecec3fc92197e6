import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudControlClient, GetResourceCommand } from '@aws-sdk/client-cloudcontrol'
import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

/** A deployment group is identified by its application and its name. */

const StackName = 'groups'
const application = (ApplicationName: string) => ({
  Type: 'AWS::CodeDeploy::Application',
  Properties: { ApplicationName },
})
const group = (Application: string, DeploymentConfigName: string) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: {
    ApplicationName: { Ref: Application },
    DeploymentGroupName: 'fleet',
    DeploymentConfigName,
    ServiceRoleArn: 'arn:aws:iam::111111111111:role/d',
  },
})
const template = (groups: Readonly<Record<string, object>>) =>
  JSON.stringify({
    Resources: { One: application('one'), Two: application('two'), ...groups },
  })

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox()
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

async function settled(): Promise<string> {
  const { cloudformation } = opened.aws
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks: found }) => found?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
  const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
  return failed[0]?.ResourceStatusReason ?? Stacks?.[0]?.StackStatus ?? ''
}

const configOf = async (applicationName: string): Promise<string | undefined> =>
  (await opened.aws.codedeploy.send(new GetDeploymentGroupCommand({ applicationName, deploymentGroupName: 'fleet' })))
    .deploymentGroupInfo?.deploymentConfigName

test('groups with the same name in two applications are two resources, each changed and deleted separately', async () => {
  const { cloudformation } = opened.aws
  const first = {
    GroupOne: group('One', 'CodeDeployDefault.OneAtATime'),
    GroupTwo: group('Two', 'CodeDeployDefault.OneAtATime'),
  }
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: template(first) }))
  expect(await settled()).toBe('CREATE_COMPLETE')
  const changed = { ...first, GroupTwo: group('Two', 'CodeDeployDefault.AllAtOnce') }
  await cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody: template(changed) }))
  expect(await settled()).toBe('UPDATE_COMPLETE')
  expect([await configOf('one'), await configOf('two')]).toEqual([
    'CodeDeployDefault.OneAtATime',
    'CodeDeployDefault.AllAtOnce',
  ])
  const control = new CloudControlClient({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
  })
  const { ResourceDescription: found } = await control.send(
    new GetResourceCommand({ TypeName: 'AWS::CodeDeploy::DeploymentGroup', Identifier: 'two|fleet' }),
  )
  expect(JSON.parse(found?.Properties ?? '')).toMatchObject({ DeploymentConfigName: 'CodeDeployDefault.AllAtOnce' })
  await cloudformation.send(
    new UpdateStackCommand({ StackName, TemplateBody: template({ GroupTwo: changed.GroupTwo }) }),
  )
  expect(await settled()).toBe('UPDATE_COMPLETE')
  expect((await errorOf(configOf('one'))).name).toBe('DeploymentGroupDoesNotExistException')
  expect(await configOf('two')).toBe('CodeDeployDefault.AllAtOnce')
})
