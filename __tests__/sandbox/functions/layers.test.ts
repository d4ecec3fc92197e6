import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { GetLayerVersionByArnCommand } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { clientsOf, errorOf, openSandbox, PRODUCTION, until } from '../world.ts'
import type { Opened } from '../world.ts'

const layer = (S3Key: string) => ({
  Type: 'AWS::Lambda::LayerVersion',
  Properties: {
    LayerName: 'shared',
    Description: 'shared code',
    Content: { S3Bucket: 'layers', S3Key },
    CompatibleRuntimes: ['nodejs24.x'],
  },
})

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox()
  await opened.aws.s3.send(new CreateBucketCommand({ Bucket: 'layers' }))
  await opened.aws.s3.send(new PutObjectCommand({ Bucket: 'layers', Key: 'a.zip', Body: 'one' }))
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

/** Creates a stack of resources. @returns its status, and the physical IDs */
async function deploy(StackName: string, Resources: object): Promise<[string | undefined, (string | undefined)[]]> {
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }))
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks: found }) => found?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }))
  return [Stacks?.[0]?.StackStatus, StackResources.map(({ PhysicalResourceId }) => PhysicalResourceId)]
}

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:layer:shared'
const read = (Arn: string, clients = opened.aws) => clients.lambda.send(new GetLayerVersionByArnCommand({ Arn }))

test('versions of a layer are numbered and are read by their ARN', async () => {
  const [status, arns] = await deploy('layers', { One: layer('a.zip'), Two: { ...layer('a.zip'), DependsOn: 'One' } })
  expect(status).toBe('CREATE_COMPLETE')
  expect(new Set(arns)).toEqual(new Set([`${ARN}:1`, `${ARN}:2`]))
  expect(await read(`${ARN}:2`)).toMatchObject({
    LayerArn: ARN,
    LayerVersionArn: `${ARN}:2`,
    Version: 2,
    Description: 'shared code',
    CompatibleRuntimes: ['nodejs24.x'],
    Content: { CodeSize: 3, CodeSha256: expect.stringMatching(/=$/) },
  })
})

test.each([
  ['ResourceNotFoundException', `${ARN}:9`],
  ['ResourceNotFoundException', 'arn:aws:lambda:eu-west-1:111111111111:layer:other:1'],
])('%s for %s', async (code, arn) => {
  expect((await errorOf(read(arn))).name).toBe(code)
})

test('another account does not read it', async () => {
  const other = clientsOf(opened.sandbox, PRODUCTION)
  expect((await errorOf(read(`${ARN}:1`, other))).name).toBe('ResourceNotFoundException')
})

test('a layer whose archive does not exist is not created', async () => {
  const [status] = await deploy('without', { One: layer('missing.zip') })
  expect(status).toBe('ROLLBACK_COMPLETE')
})
