import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribeScalingActivitiesCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling'
import {
  DeleteDeploymentGroupCommand,
  GetDeploymentGroupCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy'
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  deploy,
  describe as shown,
  ended,
  makeFleet,
  openSandbox,
  PREPROD,
  revisionFiles,
  targetsOf,
  until,
} from '../world.ts'
import type { Opened } from '../world.ts'

/** Instances that an Auto Scaling group launches get the last successful revision before they are in service. */

let opened: Opened
let scaling: AutoScalingClient
const folder = mkdtempSync(join(tmpdir(), 'scaling-'))
const Broken = join(folder, 'broken')
const place = { applicationName: 'shop', deploymentGroupName: 'fleet' }
const AutoScalingGroupName = 'web'
beforeAll(async () => {
  opened = await openSandbox()
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  const config = { endpoint: opened.sandbox.awsUrl, region: PREPROD.region, credentials }
  scaling = new AutoScalingClient(config)
  const LaunchTemplateName = 'web'
  const template = { LaunchTemplateName, LaunchTemplateData: { InstanceType: 't3.micro' as const } }
  await new EC2Client(config).send(new CreateLaunchTemplateCommand(template))
  await scaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      MinSize: 0,
      MaxSize: 3,
      DesiredCapacity: 1,
      AvailabilityZones: ['eu-west-1a'],
      LaunchTemplate: { LaunchTemplateName },
    }),
  )
  await inService(1)
  await makeFleet(opened, 0, { autoScalingGroups: [AutoScalingGroupName] })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await opened.sandbox.close()
})

const instances = async () => {
  const { AutoScalingGroups: [group] = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand())
  return group?.Instances ?? []
}
const inService = (count: number) =>
  until(instances, (all) => all.filter(({ LifecycleState: state }) => state === 'InService').length === count)
const scaleTo = (DesiredCapacity: number) =>
  scaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }))
const deployments = async () => (await opened.aws.codedeploy.send(new ListDeploymentsCommand(place))).deployments ?? []
const hooks = async () =>
  (await scaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }))).LifecycleHooks ?? []

test('a CodeDeploy group has its hook in the Auto Scaling group', async () => {
  const { deploymentGroupInfo: info } = await opened.aws.codedeploy.send(new GetDeploymentGroupCommand(place))
  expect(info?.autoScalingGroups).toEqual([{ name: AutoScalingGroupName, hook: expect.stringContaining('fleet') }])
  expect(await hooks()).toMatchObject([
    {
      LifecycleHookName: info!.autoScalingGroups![0]!.hook,
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      DefaultResult: 'ABANDON',
    },
  ])
})

test('a launched instance gets the last successful revision', async () => {
  const files = revisionFiles('one', { ValidateService: `! test -e ${Broken}` })
  const first = await ended(opened, await deploy(opened, files))
  expect(first.status).toBe('Succeeded')
  await scaleTo(2)
  const all = await inService(2)
  const [latest = ''] = await deployments()
  const info = await shown(opened.aws, latest)
  expect(info).toMatchObject({ creator: 'autoscaling', status: 'Succeeded', revision: first.revision })
  const targets = await targetsOf(opened.aws, latest)
  expect(targets.map(({ instanceTarget }) => instanceTarget?.targetId)).toEqual([all[1]!.InstanceId])
})

test('an instance whose deployment fails is terminated, and nothing is rolled back', async () => {
  writeFileSync(Broken, '')
  const before = (await deployments()).length
  await scaleTo(3)
  await until(deployments, (all) => all.length > before)
  const [latest = ''] = await deployments()
  await until(
    () => shown(opened.aws, latest),
    ({ status }) => status === 'Failed',
  )
  const activities = async () =>
    (await scaling.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName }))).Activities ?? []
  await until(activities, (all) => all.some(({ StatusCode }) => StatusCode === 'Cancelled'))
  await inService(2)
  expect((await deployments()).length).toBe(before + 1)
})

test('the hook is removed with the group', async () => {
  await opened.aws.codedeploy.send(new DeleteDeploymentGroupCommand(place))
  expect(await hooks()).toEqual([])
})
