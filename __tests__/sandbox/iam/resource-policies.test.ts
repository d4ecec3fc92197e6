import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import * as kms from '@aws-sdk/client-kms'
import * as lambda from '@aws-sdk/client-lambda'
import * as s3 from '@aws-sdk/client-s3'
import * as secrets from '@aws-sdk/client-secrets-manager'
import * as sns from '@aws-sdk/client-sns'
import * as sqs from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD } from '../world.ts'
import type { Opened } from '../world.ts'

const StackName = 'policies'
const ACCOUNT = PREPROD.account
const OTHER = '222222222222'
const allow = (action: string, resource: unknown, principal: unknown = { AWS: OTHER }, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: resource, ...more }],
})
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] })
const KEY_POLICY = allow('kms:*', '*', { AWS: `arn:aws:iam::${ACCOUNT}:root` })
const TEMPLATE = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shop-policies' } },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: allow('s3:GetObject', 'arn:aws:s3:::shop-policies/*') },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: allow('sns:Publish', { Ref: 'Topic' }) },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: allow('sqs:SendMessage', arn('Queue')) },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'shop/password', Description: 'a password' } },
    SecretPolicy: {
      Type: 'AWS::SecretsManager::ResourcePolicy',
      Properties: { SecretId: { Ref: 'Secret' }, ResourcePolicy: allow('secretsmanager:GetSecretValue', '*') },
    },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: KEY_POLICY, EnableKeyRotation: true } },
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/shop', TargetKeyId: { Ref: 'Key' } } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'orders', Code: { ZipFile: 'x' }, Role: `arn:aws:iam::${ACCOUNT}:role/r` },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: 'Topic' },
      },
    },
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: arn('Function'), AuthType: 'AWS_IAM' } },
  },
  Outputs: Object.fromEntries(['Topic', 'Queue', 'Secret', 'Key'].map((name) => [name, { Value: { Ref: name } }])),
}

let opened: Opened
const ids: Record<string, string> = {}
const config = () => ({
  endpoint: opened.sandbox.awsUrl,
  region: PREPROD.region,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'anything' },
  maxAttempts: 1,
})

beforeAll(async () => {
  opened = await openSandbox()
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(TEMPLATE) }))
  await opened.sandbox.aws.settled()
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }))
  if (Stacks?.[0]?.StackStatus !== 'CREATE_COMPLETE') {
    const { StackEvents } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
    throw new Error(JSON.stringify(StackEvents?.map(({ ResourceStatusReason }) => ResourceStatusReason)))
  }
  for (const { OutputKey = '', OutputValue = '' } of Stacks[0].Outputs ?? []) ids[OutputKey] = OutputValue
})
afterAll(() => opened.sandbox.close())

const parsed = (text: string | undefined): unknown => JSON.parse(text ?? '')

describe('a bucket', () => {
  const Bucket = 'shop-policies'

  test('has the policy of the template, and blocks public access', async () => {
    const { Policy } = await opened.aws.s3.send(new s3.GetBucketPolicyCommand({ Bucket }))
    expect(parsed(Policy)).toEqual(TEMPLATE.Resources.BucketPolicy.Properties.PolicyDocument)
    const { PolicyStatus } = await opened.aws.s3.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))
    expect(PolicyStatus).toEqual({ IsPublic: false })
    const answer = await opened.aws.s3.send(new s3.GetPublicAccessBlockCommand({ Bucket }))
    expect(answer.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    })
  })

  test('accepts a public policy only where nothing blocks it', async () => {
    const Policy = JSON.stringify(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, '*'))
    const put = () => opened.aws.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }))
    expect((await errorOf(put())).name).toBe('AccessDenied')
    await opened.aws.s3.send(new s3.DeletePublicAccessBlockCommand({ Bucket }))
    await put()
    const { PolicyStatus } = await opened.aws.s3.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))
    expect(PolicyStatus).toEqual({ IsPublic: true })
    expect((await errorOf(opened.aws.s3.send(new s3.GetPublicAccessBlockCommand({ Bucket })))).name).toBe(
      'NoSuchPublicAccessBlockConfiguration',
    )
    const limited = JSON.stringify(
      allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, '*', {
        Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      }),
    )
    await opened.aws.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: limited }))
    const status = await opened.aws.s3.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))
    expect(status.PolicyStatus).toEqual({ IsPublic: false })
    await opened.aws.s3.send(
      new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
    )
    const { PublicAccessBlockConfiguration: now } = await opened.aws.s3.send(
      new s3.GetPublicAccessBlockCommand({ Bucket }),
    )
    expect(now).toMatchObject({ BlockPublicPolicy: true, BlockPublicAcls: false })
  })

  test('without a policy, or with a malformed one, has these errors', async () => {
    await opened.aws.s3.send(new s3.DeleteBucketPolicyCommand({ Bucket }))
    expect(await errorOf(opened.aws.s3.send(new s3.GetBucketPolicyCommand({ Bucket })))).toEqual({
      name: 'NoSuchBucketPolicy',
      message: 'The bucket policy does not exist',
    })
    const broken = opened.aws.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: '{"Statement":[]' }))
    expect((await errorOf(broken)).name).toBe('MalformedPolicy')
    const foreign = JSON.stringify(allow('s3:GetObject', 'arn:aws:s3:::another/x'))
    expect(await errorOf(opened.aws.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: foreign })))).toEqual({
      name: 'MalformedPolicy',
      message: 'Policy has invalid resource',
    })
  })
})

test('a topic has its policy, and a default one after its removal', async () => {
  const client = new sns.SNSClient(config())
  const { Attributes } = await client.send(new sns.GetTopicAttributesCommand({ TopicArn: ids.Topic }))
  expect(parsed(Attributes?.Policy)).toMatchObject({ Statement: [{ Action: 'sns:Publish', Resource: ids.Topic }] })
  expect(Attributes).toMatchObject({ TopicArn: ids.Topic, Owner: ACCOUNT })
  const { TopicArn } = await client.send(new sns.CreateTopicCommand({ Name: 'plain' }))
  const plain = await client.send(new sns.GetTopicAttributesCommand({ TopicArn }))
  expect(parsed(plain.Attributes?.Policy)).toMatchObject({ Id: '__default_policy_ID' })
  const AttributeValue = JSON.stringify(allow('sns:Subscribe', TopicArn))
  await client.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }))
  const changed = await client.send(new sns.GetTopicAttributesCommand({ TopicArn }))
  expect(changed.Attributes?.Policy).toBe(AttributeValue)
  const none = client.send(new sns.GetTopicAttributesCommand({ TopicArn: `${TopicArn}-none` }))
  expect(await errorOf(none)).toEqual({ name: 'NotFoundException', message: 'Topic does not exist' })
})

test('a queue has its policy and its attributes', async () => {
  const client = new sqs.SQSClient({ ...config(), useQueueUrlAsEndpoint: false })
  const { Attributes } = await client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl: ids.Queue, AttributeNames: ['All'] }),
  )
  expect(parsed(Attributes?.Policy)).toMatchObject({ Statement: [{ Action: 'sqs:SendMessage' }] })
  expect(Attributes).toMatchObject({ VisibilityTimeout: '60', ApproximateNumberOfMessages: '0' })
  await client.send(new sqs.SetQueueAttributesCommand({ QueueUrl: ids.Queue, Attributes: { Policy: '' } }))
  const without = await client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl: ids.Queue, AttributeNames: ['Policy'] }),
  )
  expect(without.Attributes).toBeUndefined()
  const none = client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl: `${ids.Queue}-none`, AttributeNames: ['All'] }),
  )
  expect(await errorOf(none)).toEqual({ name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' })
})

test('a secret is described and has its policy, never its value', async () => {
  const client = new secrets.SecretsManagerClient(config())
  const described = await client.send(new secrets.DescribeSecretCommand({ SecretId: 'shop/password' }))
  expect(described).toMatchObject({ ARN: ids.Secret, Name: 'shop/password', Description: 'a password' })
  expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']])
  const { ResourcePolicy } = await client.send(new secrets.GetResourcePolicyCommand({ SecretId: ids.Secret }))
  expect(parsed(ResourcePolicy)).toEqual(TEMPLATE.Resources.SecretPolicy.Properties.ResourcePolicy)
  const everybody = JSON.stringify(allow('secretsmanager:GetSecretValue', '*', '*'))
  const put = new secrets.PutResourcePolicyCommand({
    SecretId: ids.Secret,
    ResourcePolicy: everybody,
    BlockPublicPolicy: true,
  })
  expect((await errorOf(client.send(put))).name).toBe('PublicPolicyException')
  await client.send(new secrets.DeleteResourcePolicyCommand({ SecretId: ids.Secret }))
  const after = await client.send(new secrets.GetResourcePolicyCommand({ SecretId: ids.Secret }))
  expect(after.ResourcePolicy).toBeUndefined()
  expect(await errorOf(client.send(new secrets.DescribeSecretCommand({ SecretId: 'none' })))).toEqual({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
  })
})

test('a key has policy, grants, rotation and aliases', async () => {
  const client = new kms.KMSClient(config())
  const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/shop' }))
  expect(KeyMetadata).toMatchObject({ KeyId: ids.Key, KeyState: 'Enabled', Enabled: true, KeyManager: 'CUSTOMER' })
  const { Policy } = await client.send(new kms.GetKeyPolicyCommand({ KeyId: ids.Key, PolicyName: 'default' }))
  expect(parsed(Policy)).toEqual(KEY_POLICY)
  expect(await client.send(new kms.GetKeyRotationStatusCommand({ KeyId: ids.Key }))).toMatchObject({
    KeyRotationEnabled: true,
  })
  const { Aliases } = await client.send(new kms.ListAliasesCommand({ KeyId: ids.Key }))
  expect(Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/shop'])
  expect((await client.send(new kms.ListGrantsCommand({ KeyId: ids.Key }))).Grants).toEqual([])
  const GranteePrincipal = `arn:aws:iam::${OTHER}:role/reader`
  await client.send(new kms.CreateGrantCommand({ KeyId: ids.Key, GranteePrincipal, Operations: ['Decrypt'] }))
  const { Grants } = await client.send(new kms.ListGrantsCommand({ KeyId: ids.Key }))
  expect(Grants).toMatchObject([{ GranteePrincipal, Operations: ['Decrypt'] }])
  const KeyId = '00000000-0000-0000-0000-000000000000'
  expect(await errorOf(client.send(new kms.DescribeKeyCommand({ KeyId })))).toEqual({
    name: 'NotFoundException',
    message: `Key 'arn:aws:kms:eu-west-1:${ACCOUNT}:key/${KeyId}' does not exist`,
  })
})

test('a function has statements and a URL', async () => {
  const client = new lambda.LambdaClient(config())
  const FunctionName = 'orders'
  const { Policy } = await client.send(new lambda.GetPolicyCommand({ FunctionName }))
  expect(parsed(Policy)).toMatchObject({
    Statement: [
      { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'AWS:SourceArn': ids.Topic } } },
    ],
  })
  const { FunctionUrl, AuthType } = await client.send(new lambda.GetFunctionUrlConfigCommand({ FunctionName }))
  expect(FunctionUrl).toMatch(/^https:\/\/\w+\.lambda-url\.eu-west-1\.on\.aws\/$/)
  expect(AuthType).toBe('AWS_IAM')
  const added = { FunctionName, StatementId: 'all', Action: 'lambda:InvokeFunction', Principal: '*' }
  const { Statement } = await client.send(new lambda.AddPermissionCommand(added))
  expect(parsed(Statement)).toMatchObject({ Sid: 'all', Principal: '*' })
  expect((await errorOf(client.send(new lambda.AddPermissionCommand(added)))).name).toBe('ResourceConflictException')
  await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId: 'all' }))
  await client.send(new lambda.DeleteFunctionUrlConfigCommand({ FunctionName }))
  expect(await errorOf(client.send(new lambda.GetFunctionUrlConfigCommand({ FunctionName })))).toEqual({
    name: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
  })
})

test('deleting the stack deletes all of them, and schedules the deletion of the key', async () => {
  await opened.aws.cloudformation.send(new DeleteStackCommand({ StackName }))
  await opened.sandbox.aws.settled()
  const client = new kms.KMSClient(config())
  const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: ids.Key }))
  expect(KeyMetadata?.KeyState).toBe('PendingDeletion')
  expect(await client.send(new kms.ListAliasesCommand({}))).toMatchObject({ Aliases: [] })
  const topic = new sns.SNSClient(config()).send(new sns.GetTopicAttributesCommand({ TopicArn: ids.Topic }))
  expect((await errorOf(topic)).name).toBe('NotFoundException')
})
