import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import * as iam from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PREPROD, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

const StackName = 'identity'
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const policy = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
const template = (own: string): string =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'worker',
          AssumeRolePolicyDocument: TRUST,
          Policies: [{ PolicyName: own, PolicyDocument: policy('s3:GetObject') }],
          ManagedPolicyArns: [BASIC],
        },
      },
      Inline: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'inline', PolicyDocument: policy('sqs:*'), Roles: [{ Ref: 'Role' }] },
      },
      Single: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { PolicyName: 'single', PolicyDocument: policy('sns:*'), RoleName: { Ref: 'Role' } },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: policy('logs:*'), Roles: [{ Ref: 'Role' }] },
      },
      Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    },
    Outputs: {
      Managed: { Value: { Ref: 'Managed' } },
      Profile: { Value: { Ref: 'Profile' } },
      Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    },
  })
const capabilities = { Capabilities: ['CAPABILITY_NAMED_IAM' as const] }

let opened: Opened
let client: iam.IAMClient
beforeAll(async () => {
  opened = await openSandbox()
  client = new iam.IAMClient({
    endpoint: opened.sandbox.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'anything' },
    maxAttempts: 1,
  })
  await opened.aws.cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: template('own'), ...capabilities }),
  )
  await ended('CREATE_COMPLETE')
})
afterAll(() => opened.sandbox.close())

async function ended(status: string): Promise<void> {
  await opened.sandbox.aws.settled()
  const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
  if (Stacks?.[0]?.StackStatus !== status) {
    const { StackEvents } = await opened.aws.cloudformation.send(new DescribeStackEventsCommand({ StackName }))
    throw new Error(JSON.stringify(StackEvents?.map(({ ResourceStatusReason }) => ResourceStatusReason)))
  }
}

async function outputs(): Promise<Record<string, string>> {
  const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
  return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
}

const inlineNames = async () => (await client.send(new iam.ListRolePoliciesCommand({ RoleName: 'worker' }))).PolicyNames
const attachedArns = async () =>
  (await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'worker' }))).AttachedPolicies?.map(
    ({ PolicyArn }) => PolicyArn,
  )

async function drifts(): Promise<object[]> {
  const { StackDriftDetectionId } = await opened.aws.cloudformation.send(new DetectStackDriftCommand({ StackName }))
  await until(
    () => opened.aws.cloudformation.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId })),
    ({ DetectionStatus }) => DetectionStatus === 'DETECTION_COMPLETE',
  )
  const { StackResourceDrifts } = await opened.aws.cloudformation.send(
    new DescribeStackResourceDriftsCommand({ StackName, StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'] }),
  )
  return (StackResourceDrifts ?? []).map(({ LogicalResourceId, PropertyDifferences }) => ({
    resource: LogicalResourceId,
    paths: PropertyDifferences?.map(({ PropertyPath }) => PropertyPath),
  }))
}

test('resources of a template and of the API are in the same account', async () => {
  const { Managed, Profile, Arn } = await outputs()
  expect(await inlineNames()).toEqual(['inline', 'own', 'single'])
  expect(await attachedArns()).toEqual([BASIC, Managed])
  const { InstanceProfile } = await client.send(new iam.GetInstanceProfileCommand({ InstanceProfileName: Profile }))
  expect(InstanceProfile?.Roles?.map((role) => role.Arn)).toEqual([Arn])
  const { EvaluationResults } = await client.send(
    new iam.SimulatePrincipalPolicyCommand({
      PolicySourceArn: Arn,
      ActionNames: ['sqs:SendMessage', 'ec2:RunInstances'],
    }),
  )
  expect(EvaluationResults?.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'implicitDeny'])
})

test('a policy that others attach is drift of the role; one that the template attaches is not', async () => {
  expect(await drifts()).toEqual([])
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'worker', PolicyArn }))
  expect(await drifts()).toMatchObject([{ resource: 'Role', paths: [expect.stringContaining('/ManagedPolicyArns')] }])
  await client.send(new iam.DetachRolePolicyCommand({ RoleName: 'worker', PolicyArn }))
  expect(await drifts()).toEqual([])
})

test('an update replaces the inline policies of the role', async () => {
  await opened.aws.cloudformation.send(
    new UpdateStackCommand({ StackName, TemplateBody: template('renamed'), ...capabilities }),
  )
  await ended('UPDATE_COMPLETE')
  expect(await inlineNames()).toEqual(['inline', 'renamed', 'single'])
})

test('a role with a policy that others attached cannot be deleted', async () => {
  await client.send(
    new iam.PutRolePolicyCommand({
      RoleName: 'worker',
      PolicyName: 'by-hand',
      PolicyDocument: JSON.stringify(policy('s3:*')),
    }),
  )
  await opened.aws.cloudformation.send(new DeleteStackCommand({ StackName }))
  await ended('DELETE_FAILED')
  const { StackEvents } = await opened.aws.cloudformation.send(new DescribeStackEventsCommand({ StackName }))
  expect(StackEvents?.map(({ ResourceStatusReason }) => ResourceStatusReason)).toContainEqual(
    expect.stringContaining('Cannot delete entity, must delete policies first.'),
  )
  await client.send(new iam.DeleteRolePolicyCommand({ RoleName: 'worker', PolicyName: 'by-hand' }))
  await opened.aws.cloudformation.send(new DeleteStackCommand({ StackName }))
  await opened.sandbox.aws.settled()
  await expect(client.send(new iam.GetRoleCommand({ RoleName: 'worker' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  })
})
