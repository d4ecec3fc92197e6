import {
  CancelUpdateStackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateDeploymentCommand, ListDeploymentsCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy'
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { afterEach, describe as story, expect, test } from '@jest/globals'
import { NO_CODE } from '../../../sandbox/aws/services/functions/functions.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { aliasTemplate, serviceTemplate } from './stack-deployments.ts'
import { PREPROD, describe, errorOf, eventsOf, openSandbox, targetsOf, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const CONSENT = { Capabilities: ['CAPABILITY_AUTO_EXPAND' as const] }
const FAST = { pace: 3_000 }

const state = async () => {
  const { Stacks = [] } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'shop' }))
  return Stacks[0]!
}
const settled = () =>
  until(
    async () => (await state()).StackStatus!,
    (status) => !status.endsWith('_IN_PROGRESS'),
  )

async function create(template: string, scenario: ScenarioInput = {}): Promise<void> {
  opened = await openSandbox({ ...FAST, ...scenario })
  await opened.aws.cloudformation.send(
    new CreateStackCommand({ StackName: 'shop', TemplateBody: template, ...CONSENT }),
  )
  expect(await settled()).toBe('CREATE_COMPLETE')
}

async function update(template: string): Promise<string> {
  await opened.aws.cloudformation.send(
    new UpdateStackCommand({ StackName: 'shop', TemplateBody: template, ...CONSENT }),
  )
  return settled()
}

/**
 * `Live UPDATE_FAILED reason` of the events since the last update started, oldest first; the stack itself is `shop`.
 */
async function reported(logicalId?: string): Promise<string[]> {
  const { StackEvents = [] } = await opened.aws.cloudformation.send(
    new DescribeStackEventsCommand({ StackName: 'shop' }),
  )
  const began = StackEvents.findIndex(
    (event) => event.LogicalResourceId === 'shop' && event.ResourceStatus === 'UPDATE_IN_PROGRESS',
  )
  return StackEvents.slice(0, began + 1)
    .toReversed()
    .filter((event) => logicalId === undefined || event.LogicalResourceId === logicalId)
    .map((event) =>
      [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason].filter(Boolean).join(' '),
    )
}

async function deployments(of: object = {}): Promise<DeploymentInfo[]> {
  const { deployments: ids = [] } = await opened.aws.codedeploy.send(new ListDeploymentsCommand(of))
  return Promise.all(ids.toReversed().map((id) => describe(opened.aws, id)))
}

const alias = () => opened.sandbox.aws.functions.alias(PREPROD, 'orders', 'live')

story('CodeDeployLambdaAliasUpdate', () => {
  const hook = (reports: 'Succeeded' | 'Failed') => ({ hookFunctions: { smoke: { reports, after: 1_000 } } })

  test('a new version of an alias starts a deployment, and the resource waits for its end', async () => {
    await create(aliasTemplate('1'), hook('Succeeded'))
    expect(await deployments()).toEqual([])
    expect(await update(aliasTemplate('2'))).toBe('UPDATE_COMPLETE')
    expect(await reported('Live')).toEqual([
      'Live UPDATE_IN_PROGRESS',
      'Live UPDATE_IN_PROGRESS',
      'Live UPDATE_COMPLETE',
    ])
    const [deployment] = await deployments()
    expect(deployment).toMatchObject({ status: 'Succeeded', creator: 'CloudFormation', computePlatform: 'Lambda' })
    const [target] = await targetsOf(opened.aws, deployment!.deploymentId!)
    expect(target?.lambdaTarget?.lambdaFunctionInfo).toMatchObject({ currentVersion: '1', targetVersion: '2' })
    expect(alias()).toMatchObject({ version: '2' })
  })

  test('a failed hook fails the resource, and the rollback has nothing to shift', async () => {
    await create(aliasTemplate('1'), hook('Failed'))
    expect(await update(aliasTemplate('2'))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('Live')).toEqual([
      'Live UPDATE_IN_PROGRESS',
      'Live UPDATE_IN_PROGRESS',
      'Live UPDATE_FAILED The deployment failed because a lifecycle event hook failed: BeforeAllowTraffic',
      'Live UPDATE_IN_PROGRESS',
      'Live UPDATE_COMPLETE',
    ])
    expect((await deployments()).map(({ status }) => status)).toEqual(['Failed'])
    expect(alias()).toMatchObject({ version: '1' })
  })

  test('a rollback of the group is the only reason that CloudFormation reports', async () => {
    await create(aliasTemplate('1'), {
      hookFunctions: { smoke: { reports: 'Succeeded', after: 1_000 }, broken: { reports: 'Failed', after: 1_000 } },
    })
    expect(await update(aliasTemplate('2'))).toBe('UPDATE_COMPLETE')
    const broken = aliasTemplate('3').replace('BeforeAllowTrafficHook: smoke', 'AfterAllowTrafficHook: broken')
    expect(await update(broken)).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('Live')).toContain('Live UPDATE_FAILED Rollback successful')
    expect((await deployments()).map(({ status, creator }) => `${creator} ${status}`)).toEqual([
      'CloudFormation Succeeded',
      'CloudFormation Failed',
      'codeDeployRollback Succeeded',
    ])
    expect(alias()).toMatchObject({ version: '2' })
  })

  test('a rollback for another reason shifts the alias back by a deployment', async () => {
    await create(aliasTemplate('1'), {
      ...hook('Succeeded'),
      failures: [{ resource: 'Bad', on: 'create', reason: 'no' }],
    })
    const more = '  Bad: { Type: AWS::SNS::Topic, DependsOn: Live }'
    expect(await update(aliasTemplate('2', more))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await deployments()).map(({ status, creator }) => `${creator} ${status}`)).toEqual([
      'CloudFormation Succeeded',
      'CloudFormationRollback Succeeded',
    ])
    expect(alias()).toMatchObject({ version: '1' })
  })

  test('a stopped deployment fails the resource', async () => {
    await create(aliasTemplate('1'), { pace: 600 })
    const updating = update(aliasTemplate('2'))
    const [running] = await until(deployments, ([one]) => one?.status === 'InProgress')
    await opened.aws.codedeploy.send(new StopDeploymentCommand({ deploymentId: running!.deploymentId }))
    expect(await updating).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('Live')).toContain('Live UPDATE_FAILED The deployment was stopped by a user.')
  })

  test('a group with a running deployment fails the resource', async () => {
    await create(aliasTemplate('1'), { pace: 600 })
    const { StackResources = [] } = await opened.aws.cloudformation.send(
      new DescribeStackResourcesCommand({ StackName: 'shop' }),
    )
    const named = (id: string) =>
      StackResources.find(({ LogicalResourceId }) => LogicalResourceId === id)?.PhysicalResourceId
    const { functions } = opened.sandbox.aws
    functions.publish(functions.put(PREPROD, 'orders', { code: NO_CODE }))
    const Properties = { Name: 'orders', Alias: 'live', CurrentVersion: '1', TargetVersion: '2' }
    const content = JSON.stringify({
      version: 0,
      Resources: [{ orders: { Type: 'AWS::Lambda::Function', Properties } }],
    })
    const revision = { revisionType: 'AppSpecContent' as const, appSpecContent: { content } }
    const group = { applicationName: named('App'), deploymentGroupName: named('Group') }
    await opened.aws.codedeploy.send(new CreateDeploymentCommand({ ...group, revision }))
    expect(await update(aliasTemplate('2'))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('Live')).toContain('Live UPDATE_FAILED A conflicting deployment is in progress')
  })

  test('cancelling the update stops the deployment', async () => {
    await create(aliasTemplate('1'), { pace: 600 })
    const updating = update(aliasTemplate('2'))
    await until(deployments, ([one]) => one?.status === 'InProgress')
    await opened.aws.cloudformation.send(new CancelUpdateStackCommand({ StackName: 'shop' }))
    expect(await updating).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('Live')).toContain('Live UPDATE_FAILED Resource update cancelled')
    expect((await deployments()).map(({ status }) => status)).toEqual(['Stopped'])
    expect(alias()).toMatchObject({ version: '1' })
  })
})

story('AWS::CodeDeployBlueGreen', () => {
  const routing = 'TrafficRoutingConfig: { Type: AllAtOnce }'
  const changes = async (template: string) => {
    const { Id } = await opened.aws.cloudformation.send(
      new CreateChangeSetCommand({ StackName: 'shop', ChangeSetName: `c${Date.now()}`, TemplateBody: template }),
    )
    const set = await until(
      () => opened.aws.cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id })),
      ({ Status }) => Status === 'CREATE_COMPLETE' || Status === 'FAILED',
    )
    if (set.Status === 'FAILED') return set.StatusReason
    return set.Changes?.map(({ ResourceChange: change }) => `${change?.Action} ${change?.LogicalResourceId}`)
  }

  test('a new task definition becomes the green task set, receives the traffic, and replaces the blue one', async () => {
    await create(serviceTemplate('shop:1', { routing }))
    expect(await changes(serviceTemplate('shop:2', { routing }))).toEqual([
      'Remove Blue',
      'Remove BlueSet',
      'Add Green',
      'Add GreenSet',
      'Modify Listener',
      'Modify Primary',
    ])
    expect(await update(serviceTemplate('shop:2', { routing }))).toBe('UPDATE_COMPLETE')
    const events = await reported()
    const order = [
      'Green CREATE_COMPLETE',
      'Listener UPDATE_COMPLETE',
      'shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Blue DELETE_COMPLETE',
    ]
    expect(events.filter((event) => order.includes(event))).toEqual(order)
    const { StackId: externalId } = await state()
    const [deployment] = await deployments({ externalId })
    expect(deployment).toMatchObject({ status: 'Succeeded', creator: 'CloudFormation', externalId })
    const [target] = await targetsOf(opened.aws, deployment!.deploymentId!)
    expect(target).toMatchObject({
      deploymentTargetType: 'CloudFormationTarget',
      cloudFormationTarget: { resourceType: 'AWS::ECS::Service', targetVersionWeight: 100 },
    })
    expect(eventsOf({ ecsTarget: target?.cloudFormationTarget })).toEqual(
      ['BeforeInstall', 'Install', 'AfterInstall', 'BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'].map(
        (name) => `${name} Succeeded`,
      ),
    )
    // The same template again changes nothing, and the next deployment is blue again.
    expect(await changes(serviceTemplate('shop:2', { routing }))).toBe('No updates are to be performed.')
    expect(await changes(serviceTemplate('shop:3', { routing }))).toEqual([
      'Add Blue',
      'Add BlueSet',
      'Remove Green',
      'Remove GreenSet',
      'Modify Listener',
      'Modify Primary',
    ])
  })

  test('a failed hook rolls back the stack', async () => {
    const failing = { routing, hooks: '{ AfterAllowTraffic: check }' }
    await create(serviceTemplate('shop:1', failing), { hookFunctions: { check: { reports: 'Failed', after: 1_000 } } })
    expect(await update(serviceTemplate('shop:2', failing))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('shop')).toContain(
      "shop UPDATE_ROLLBACK_IN_PROGRESS 'Deploy' of type AWS::CodeDeploy::BlueGreen failed with message: The deployment failed because a lifecycle event hook failed: AfterAllowTraffic ",
    )
    expect((await deployments()).map(({ status }) => status)).toEqual(['Failed'])
    expect(await reported('GreenSet')).toContain('GreenSet DELETE_COMPLETE')
  })

  test('the error of the green task set is the reason of the stack', async () => {
    await create(serviceTemplate('shop:1', { routing }), {
      failures: [{ resource: 'GreenSet', on: 'create', reason: 'no capacity' }],
    })
    expect(await update(serviceTemplate('shop:2', { routing }))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reported('GreenSet')).toContain('GreenSet CREATE_FAILED no capacity')
    const [{ status, errorInformation } = {}] = await deployments()
    expect([status, errorInformation?.code]).toEqual(['Failed', 'CLOUDFORMATION_STACK_FAILURE'])
  })

  test('cancelling the stack update stops the deployment', async () => {
    await create(serviceTemplate('shop:1'), { pace: 600 })
    const updating = update(serviceTemplate('shop:2'))
    const [running] = await until(deployments, ([one]) => one?.status === 'InProgress')
    await until(
      () => targetsOf(opened.aws, running!.deploymentId!),
      ([target]) => target?.cloudFormationTarget?.targetVersionWeight === 15,
    )
    await opened.aws.cloudformation.send(new CancelUpdateStackCommand({ StackName: 'shop' }))
    expect(await updating).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await deployments()).map(({ status }) => status)).toEqual(['Stopped'])
  })

  test('CloudFormation rejects other features with a green deployment', async () => {
    await create(serviceTemplate('shop:1', { routing }))
    const more = '  Topic: { Type: AWS::SNS::Topic }'
    expect(await changes(serviceTemplate('shop:2', { routing, more }))).toBe(
      "'Deploy' of type AWS::CodeDeploy::BlueGreen failed with message: Additional resource diff other than ECS application related resource update is detected, CodeDeploy can't perform BlueGreen style update properly. Diff resource logical Ids: [Topic]",
    )
    expect(await changes(serviceTemplate('shop:1', { routing, more }))).toEqual(['Add Topic'])
    expect(await changes(serviceTemplate('shop:2', { routing, transform: false }))).toBe(
      "'Deploy' of type AWS::CodeDeploy::BlueGreen failed with message: The TaskDefinition logical Id [Blue] is the same between initial and final template, CodeDeploy can't perform BlueGreen style update properly",
    )
    expect(await changes(serviceTemplate('shop:2', { routing }).replace('TaskSets:', 'TaskSet:'))).toMatch(
      /Failed to parse the "Hooks" section for the provided template/,
    )
    const outputs = `${serviceTemplate('shop:2', { routing })}\nOutputs: { Set: { Value: x } }`
    expect(await errorOf(update(outputs))).toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/Outputs/),
    })
  })
})
