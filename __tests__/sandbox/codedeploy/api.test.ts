import {
  BatchGetApplicationsCommand,
  BatchGetDeploymentGroupsCommand,
  BatchGetDeploymentInstancesCommand,
  BatchGetDeploymentTargetsCommand,
  BatchGetDeploymentsCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentConfigCommand,
  DeleteDeploymentGroupCommand,
  GetApplicationRevisionCommand,
  GetDeploymentInstanceCommand,
  GetDeploymentTargetCommand,
  ListApplicationRevisionsCommand,
  ListDeploymentGroupsCommand,
  ListDeploymentInstancesCommand,
  ListDeploymentTargetsCommand,
  ListDeploymentsCommand,
  RegisterApplicationRevisionCommand,
  UntagResourceCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-codedeploy'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { requireRevision } from '../../../sandbox/aws/services/codedeploy/applications.ts'
import { checkStatuses } from '../../../sandbox/aws/services/codedeploy/deployments.ts'
import { BUCKET, deploy, ended, errorOf, makeFleet, openSandbox, revisionFiles } from '../world.ts'
import type { Clients, Opened } from '../world.ts'

let opened: Opened
let codedeploy: Clients['codedeploy']
let deploymentId: string
let instance: string
beforeAll(async () => {
  opened = await openSandbox()
  ;({ codedeploy } = opened.aws)
  const [host] = await makeFleet(opened, 1)
  instance = host!.id
  deploymentId = await deploy(opened, revisionFiles('one'))
  await ended(opened, deploymentId)
})
afterAll(() => opened.sandbox.close())

const revision = {
  revisionType: 'S3',
  s3Location: { bucket: BUCKET, key: 'registered.zip', bundleType: 'zip' },
} as const
const applicationName = 'shop'

test('revisions are registered by the API and by deployments', async () => {
  await codedeploy.send(new RegisterApplicationRevisionCommand({ applicationName, revision, description: 'by hand' }))
  const read = await codedeploy.send(new GetApplicationRevisionCommand({ applicationName, revision }))
  expect(read).toMatchObject({ revision, revisionInfo: { description: 'by hand', deploymentGroups: [] } })
  const { revisions } = await codedeploy.send(new ListApplicationRevisionsCommand({ applicationName }))
  expect(revisions).toHaveLength(2)
  const used = await codedeploy.send(new GetApplicationRevisionCommand({ applicationName, revision: revisions![0]! }))
  expect(used.revisionInfo?.deploymentGroups).toEqual(['fleet'])
  const unknown = { ...revision, s3Location: { ...revision.s3Location, key: 'unknown' } }
  const error = await errorOf(
    codedeploy.send(new GetApplicationRevisionCommand({ applicationName, revision: unknown })),
  )
  expect(error.name).toBe('RevisionDoesNotExistException')
})

test('a deployment is read by its targets, and with the older operations by its instances', async () => {
  const target = await codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId: instance }))
  expect(target.deploymentTarget).toMatchObject({
    deploymentTargetType: 'InstanceTarget',
    instanceTarget: { targetId: instance, status: 'Succeeded' },
  })
  const { instancesList } = await codedeploy.send(new ListDeploymentInstancesCommand({ deploymentId }))
  expect(instancesList).toEqual([instance])
  const { instanceSummary } = await codedeploy.send(
    new GetDeploymentInstanceCommand({ deploymentId, instanceId: instance }),
  )
  expect(instanceSummary?.status).toBe('Succeeded')
  const { instancesSummary } = await codedeploy.send(
    new BatchGetDeploymentInstancesCommand({ deploymentId, instanceIds: [instance] }),
  )
  expect(instancesSummary).toHaveLength(1)
  const { deploymentsInfo } = await codedeploy.send(new BatchGetDeploymentsCommand({ deploymentIds: [deploymentId] }))
  expect(deploymentsInfo?.[0]?.status).toBe('Succeeded')
  const filtered = (TargetStatus: string) =>
    codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId, targetFilters: { TargetStatus: [TargetStatus] } }))
  expect((await filtered('Succeeded')).targetIds).toEqual([instance])
  expect((await filtered('Failed')).targetIds).toEqual([])
  const failed = await codedeploy.send(new ListDeploymentsCommand({ includeOnlyStatuses: ['Failed'] }))
  expect(failed.deployments).toEqual([])
})

test('a batch of deployments omits an unknown one', async () => {
  const { deploymentsInfo = [] } = await codedeploy.send(
    new BatchGetDeploymentsCommand({ deploymentIds: ['d-ABCDEFGHI', deploymentId] }),
  )
  expect(deploymentsInfo.map((each) => each.deploymentId)).toEqual([deploymentId])
})

test.each([
  ['DeploymentTargetDoesNotExistException', () => new GetDeploymentTargetCommand({ deploymentId, targetId: 'i-0' })],
  ['InstanceDoesNotExistException', () => new GetDeploymentInstanceCommand({ deploymentId, instanceId: 'i-0' })],
  ['DeploymentDoesNotExistException', () => new ListDeploymentTargetsCommand({ deploymentId: 'd-ABCDEFGHI' })],
  ['InvalidDeploymentIdException', () => new ListDeploymentTargetsCommand({ deploymentId: 'nonsense' })],
  [
    'DeploymentTargetListSizeExceededException',
    () => new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: Array.from({ length: 26 }, () => 'i-0') }),
  ],
  [
    'BatchLimitExceededException',
    () => new BatchGetDeploymentsCommand({ deploymentIds: Array(26).fill('d-ABCDEFGHI') }),
  ],
  ['InvalidDeploymentIdException', () => new BatchGetDeploymentsCommand({ deploymentIds: ['nonsense'] })],
  ['DeploymentIdRequiredException', () => new BatchGetDeploymentsCommand({ deploymentIds: [] })],
  ['DeploymentGroupNameRequiredException', () => new ListDeploymentsCommand({ applicationName })],
  ['ApplicationNameRequiredException', () => new ListDeploymentsCommand({ deploymentGroupName: 'fleet' })],
  [
    'ApplicationDoesNotExistException',
    () => new ListDeploymentsCommand({ applicationName: 'x', deploymentGroupName: 'fleet' }),
  ],
  [
    'DeploymentGroupDoesNotExistException',
    () => new ListDeploymentsCommand({ applicationName, deploymentGroupName: 'x' }),
  ],
  [
    'DeploymentGroupDoesNotExistException',
    () => new CreateDeploymentCommand({ applicationName, deploymentGroupName: 'x', revision }),
  ],
  ['DeploymentGroupNameRequiredException', () => new CreateDeploymentCommand({ applicationName, revision })],
  ['RevisionRequiredException', () => new CreateDeploymentCommand({ applicationName, deploymentGroupName: 'fleet' })],
  [
    'DescriptionTooLongException',
    () =>
      new CreateDeploymentCommand({
        applicationName,
        deploymentGroupName: 'fleet',
        revision,
        description: 'x'.repeat(257),
      }),
  ],
  [
    'DeploymentConfigDoesNotExistException',
    () =>
      new CreateDeploymentCommand({
        applicationName,
        deploymentGroupName: 'fleet',
        revision,
        deploymentConfigName: 'x',
      }),
  ],
  [
    'InvalidRoleException',
    () => new CreateDeploymentGroupCommand({ applicationName, deploymentGroupName: 'y', serviceRoleArn: 'nobody' }),
  ],
  [
    'DeploymentConfigInUseException',
    () => new DeleteDeploymentConfigCommand({ deploymentConfigName: 'CodeDeployDefault.OneAtATime' }),
  ],
])('%s', async (name, command) => {
  expect((await errorOf(codedeploy.send(command() as CreateDeploymentCommand))).name).toBe(name)
})

test('targets of a deployment that has not started are not listed', async () => {
  const slow = await openSandbox({ durations: { codedeploy: { created: 3_600_000 } } })
  try {
    await makeFleet(slow, 1)
    const id = await deploy(slow, revisionFiles('one'))
    const early = slow.aws.codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId: id }))
    expect((await errorOf(early)).name).toBe('DeploymentNotStartedException')
  } finally {
    await slow.sandbox.close()
  }
})

test('groups, configurations and applications are deleted', async () => {
  const { deploymentGroups } = await codedeploy.send(new ListDeploymentGroupsCommand({ applicationName }))
  expect(deploymentGroups).toEqual(['fleet'])
  const batch = { applicationName, deploymentGroupNames: ['fleet'] }
  const { deploymentGroupsInfo } = await codedeploy.send(new BatchGetDeploymentGroupsCommand(batch))
  expect(deploymentGroupsInfo?.[0]?.lastSuccessfulDeployment?.deploymentId).toBe(deploymentId)
  const ResourceArn = 'arn:aws:codedeploy:eu-west-1:111111111111:application:shop'
  await codedeploy.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['k'] }))
  const hosts = { type: 'HOST_COUNT', value: 1 } as const
  const config = { deploymentConfigName: 'own', minimumHealthyHosts: hosts }
  await codedeploy.send(new CreateDeploymentConfigCommand(config))
  await codedeploy.send(new DeleteDeploymentConfigCommand({ deploymentConfigName: 'own' }))
  await codedeploy.send(new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName: 'fleet' }))
  await codedeploy.send(new UpdateApplicationCommand({ applicationName, newApplicationName: 'store' }))
  const { applicationsInfo } = await codedeploy.send(new BatchGetApplicationsCommand({ applicationNames: ['store'] }))
  expect(applicationsInfo?.[0]?.applicationName).toBe('store')
  await codedeploy.send(new DeleteApplicationCommand({ applicationName: 'store' }))
  const gone = await errorOf(codedeploy.send(new BatchGetApplicationsCommand({ applicationNames: ['store'] })))
  expect(gone.name).toBe('ApplicationDoesNotExistException')
})

// Such requests do not conform to AWS's model, so they are not sent over the wire.
test('values outside the enumerations are rejected', () => {
  const rar = { ...revision, s3Location: { ...revision.s3Location, bundleType: 'rar' as 'zip' } }
  expect(() => requireRevision(rar)).toThrow(expect.objectContaining({ code: 'InvalidRevisionException' }))
  expect(() => checkStatuses(['Failed', 'Done'])).toThrow(
    expect.objectContaining({ code: 'InvalidDeploymentStatusException' }),
  )
})
