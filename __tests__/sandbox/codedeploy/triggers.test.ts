import { afterEach, expect, test } from '@jest/globals'
import type { TriggerEventType } from '@aws-sdk/client-codedeploy'
import { deploy, describe, ended, makeFleet, openSandbox, revisionFiles, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:deployments'
const ALL: TriggerEventType[] = [
  'DeploymentStart',
  'DeploymentSuccess',
  'DeploymentFailure',
  'DeploymentRollback',
  'InstanceSuccess',
  'InstanceFailure',
]

async function open(triggerEvents: TriggerEventType[], rollback = false): Promise<void> {
  opened = await openSandbox()
  await makeFleet(opened, 1, {
    triggerConfigurations: [{ triggerName: 'all', triggerTargetArn: TOPIC, triggerEvents }],
    ...(rollback && { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } }),
  })
}

const sent = (): string[] => opened.sandbox.aws.codedeploy.notifications.map(({ event }) => event)

test('triggers send the events that they name, as JSON documents', async () => {
  await open(ALL)
  const deploymentId = await deploy(opened, revisionFiles('one'))
  await ended(opened, deploymentId)
  expect(sent()).toEqual(['DeploymentStart', 'InstanceSuccess', 'DeploymentSuccess'])
  const { notifications } = opened.sandbox.aws.codedeploy
  expect(notifications.every(({ topicArn }) => topicArn === TOPIC)).toBe(true)
  expect(notifications.map(({ message }) => JSON.parse(message) as unknown)).toMatchObject([
    { eventTriggerName: 'all', deploymentId, applicationName: 'shop', deploymentGroupName: 'fleet' },
    { instanceStatus: 'Succeeded', lifecycleEvents: expect.arrayContaining([expect.anything()]) },
    { status: 'SUCCEEDED', region: 'eu-west-1', accountId: '111111111111' },
  ])
})

test('a failure and its rollback have events of their own', async () => {
  await open(ALL, true)
  await ended(opened, await deploy(opened, revisionFiles('one')))
  const failed = await deploy(opened, revisionFiles('two', { AfterInstall: 'exit 1' }))
  await ended(opened, failed)
  const { rollbackInfo } = await until(
    () => describe(opened.aws, failed),
    (info) => info.rollbackInfo !== undefined,
  )
  await ended(opened, rollbackInfo!.rollbackDeploymentId!)
  expect(sent().slice(3)).toEqual([
    'DeploymentStart',
    'InstanceFailure',
    'DeploymentFailure',
    'DeploymentStart',
    'DeploymentRollback',
    'InstanceSuccess',
    'DeploymentSuccess',
  ])
})

test('events that no trigger names are not sent', async () => {
  await open(['DeploymentFailure'])
  await ended(opened, await deploy(opened, revisionFiles('one')))
  expect(sent()).toEqual([])
})
