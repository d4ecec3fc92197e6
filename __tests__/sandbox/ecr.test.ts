import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr'
import { DescribeTasksCommand, ListTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { manifestOf } from '../../sandbox/aws/services/ecr/store.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { passUntil } from './time.ts'
import { PREPROD, PRODUCTION, errorOf, openSandbox } from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const repositoryName = 'shop'
const clientOf = ({ account, region } = PREPROD) =>
  new ECRClient({
    endpoint: opened.sandbox.awsUrl,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'anything' },
    maxAttempts: 1,
  })

async function open(scenario: ScenarioInput = {}): Promise<ECRClient> {
  const images = [
    { tag: '1', content: 'one' },
    { tag: '2', content: 'two' },
  ]
  opened = await openSandbox({ pace: 1, repositories: [{ name: 'shop', images }], ...scenario })
  return clientOf()
}

test('images are found by tag and by digest, and a tag moves', async () => {
  const ecr = await open()
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['shop'] }))
  expect(repositories).toMatchObject([
    {
      registryId: '111111111111',
      repositoryUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop',
      imageTagMutability: 'MUTABLE',
    },
  ])
  const tagged = async (imageTag: string) =>
    (await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }))).imageDetails![0]!
  const first = await tagged('1')
  expect(first).toMatchObject({ imageTags: ['1'], imageStatus: 'ACTIVE' })
  await opened.sandbox.admin.play([
    { name: 'push', inputs: [{ ...PREPROD, repository: 'shop', tag: '1', content: 'three' }] },
  ])
  expect((await tagged('1')).imageDigest).not.toBe(first.imageDigest)
  const { imageDigest } = first
  const old = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] }))
  expect(old.imageDetails![0]!.imageTags).toBeUndefined()
  const { imageIds } = await ecr.send(new ListImagesCommand({ repositoryName, filter: { tagStatus: 'UNTAGGED' } }))
  expect(imageIds).toEqual([{ imageDigest }])
})

test('a missing image is an error of DescribeImages and a failure of BatchGetImage', async () => {
  const ecr = await open()
  const refusal = await errorOf(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: '9' }] })))
  expect(refusal.name).toBe('ImageNotFoundException')
  const { images, failures } = await ecr.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '1' }, { imageTag: '9' }, {}] }),
  )
  expect(images).toMatchObject([{ imageId: { imageTag: '1' }, imageManifest: manifestOf('one') }])
  expect(failures).toMatchObject([
    { imageId: { imageTag: '9' }, failureCode: 'ImageNotFound' },
    { failureCode: 'MissingDigestAndTag' },
  ])
  const { failures: deleted } = await ecr.send(
    new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: '9' }] }),
  )
  expect(deleted).toMatchObject([{ failureCode: 'ImageNotFound' }])
})

test('immutable tags are not moved', async () => {
  const ecr = await open()
  const put = (tag: string, content: string, name = 'fixed') =>
    ecr.send(new PutImageCommand({ repositoryName: name, imageTag: tag, imageManifest: manifestOf(content) }))
  await ecr.send(
    new CreateRepositoryCommand({
      repositoryName: 'fixed',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }],
    }),
  )
  await put('1', 'one')
  expect((await errorOf(put('1', 'two'))).name).toBe('ImageTagAlreadyExistsException')
  expect((await errorOf(put('1', 'one'))).name).toBe('ImageAlreadyExistsException')
  await put('latest', 'one')
  await put('latest', 'two')
  expect((await errorOf(put('x', 'y', 'unknown'))).name).toBe('RepositoryNotFoundException')
  const refusal = await errorOf(ecr.send(new DeleteRepositoryCommand({ repositoryName: 'fixed' })))
  expect(refusal.name).toBe('RepositoryNotEmptyException')
})

test('another account is read by its registry ID', async () => {
  await open({ repositories: [{ ...PRODUCTION, name: 'shop', images: [{ tag: '1', content: 'one' }] }] })
  const ecr = clientOf()
  const own = await errorOf(ecr.send(new DescribeImagesCommand({ repositoryName })))
  expect(own.name).toBe('RepositoryNotFoundException')
  const { imageDetails } = await ecr.send(
    new DescribeImagesCommand({ repositoryName, registryId: PRODUCTION.account, imageIds: [{ imageTag: '1' }] }),
  )
  expect(imageDetails).toMatchObject([{ registryId: PRODUCTION.account }])
})

test('an archived image is listed only on request, and cannot be pulled', async () => {
  const definition = (tag: string) => ({
    family: 'shop',
    containerDefinitions: [
      { name: 'web', image: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:${tag}`, memory: 128 },
    ],
  })
  const ecr = await open({ taskDefinitions: ['1', '2', '9'].map(definition) })
  const imageId = { imageTag: '2' }
  await ecr.send(new UpdateImageStorageClassCommand({ repositoryName, imageId, targetStorageClass: 'ARCHIVE' }))
  const listed = async (imageStatus?: 'ARCHIVED') =>
    (await ecr.send(new DescribeImagesCommand({ repositoryName, ...(imageStatus && { filter: { imageStatus } }) })))
      .imageDetails
  expect(await listed()).toMatchObject([{ imageTags: ['1'] }])
  expect(await listed('ARCHIVED')).toMatchObject([{ imageTags: ['2'], imageStatus: 'ARCHIVED' }])

  const { ecs } = opened.aws
  opened.sandbox.aws.containers.addCluster(PREPROD, 'default')
  for (const revision of [1, 2, 3]) await ecs.send(new RunTaskCommand({ taskDefinition: `shop:${revision}` }))
  const readState = async () => {
    const lists = await Promise.all(
      (['RUNNING', 'STOPPED'] as const).map((desiredStatus) => ecs.send(new ListTasksCommand({ desiredStatus }))),
    )
    const tasks = lists.flatMap(({ taskArns = [] }) => taskArns)
    return (await ecs.send(new DescribeTasksCommand({ tasks }))).tasks!
  }
  const tasks = await passUntil(opened, readState, (all) =>
    all.every(({ lastStatus = '' }) => ['RUNNING', 'STOPPED'].includes(lastStatus)),
  )
  const of = (revision: number) => tasks.find(({ taskDefinitionArn }) => taskDefinitionArn!.endsWith(`:${revision}`))!
  const [running] = (await listed())!
  expect(of(1)).toMatchObject({ lastStatus: 'RUNNING', containers: [{ imageDigest: running!.imageDigest }] })
  expect(of(2)).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: expect.stringContaining('ARCHIVED') })
  expect(of(3).stoppedReason).toMatch(/^CannotPullContainerError: .*shop:9: not found$/)
})

test('a stack creates a repository, and keeps one that has images', async () => {
  await open()
  const template = JSON.stringify({
    Resources: {
      Repository: {
        Type: 'AWS::ECR::Repository',
        Properties: { RepositoryName: 'web', ImageTagMutability: 'IMMUTABLE' },
      },
    },
    Outputs: { Uri: { Value: { 'Fn::GetAtt': ['Repository', 'RepositoryUri'] } } },
  })
  const stack = { ...PREPROD, stack: 'images' }
  await opened.sandbox.admin.play([
    { name: 'deploy', inputs: [{ ...stack, template, parameters: {}, capabilities: [], disableRollback: false }] },
    { name: 'push', inputs: [{ ...PREPROD, repository: 'web', tag: '1', content: 'one' }] },
    { name: 'delete', inputs: [{ ...stack, ends: 'DELETE_FAILED' }] },
  ])
  const { repositories } = await clientOf().send(new DescribeRepositoriesCommand({ repositoryNames: ['web'] }))
  expect(repositories).toMatchObject([{ imageTagMutability: 'IMMUTABLE' }])
})
