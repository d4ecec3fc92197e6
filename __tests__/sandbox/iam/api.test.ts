import * as iam from '@aws-sdk/client-iam'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PREPROD, clientsOf, errorOf, openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

const ACCOUNT = PREPROD.account
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`
const document = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (action: string, resource = '*', more: object = {}): string =>
  document({ Effect: 'Allow', Action: action, Resource: resource, ...more })
const TRUST = document({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' })
const trust = { Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } } as const

let opened: Opened
let client: iam.IAMClient
beforeAll(async () => {
  opened = await openSandbox({
    roles: [
      { arn: arnOf('team/plan'), trust, policy: { Statement: { Effect: 'Allow', Action: 's3:List*', Resource: '*' } } },
      { arn: arnOf('deploy'), trust },
      {
        arn: 'arn:aws:iam::333333333333:role/limited',
        trust: { Statement: { ...trust.Statement, Principal: { AWS: '333333333333' } } },
      },
    ],
    controlPolicies: [
      {
        accounts: '333333333333',
        target: 'root',
        policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
      {
        accounts: '333333333333',
        target: '333333333333',
        policy: { Statement: [{ Effect: 'Allow', Action: ['s3:*', 'iam:*', 'sts:*'], Resource: '*' }] },
      },
    ],
  })
  client = clientIn(ACCOUNT)
})
afterAll(() => opened.sandbox.close())

const clientIn = (account: string): iam.IAMClient =>
  new iam.IAMClient({
    endpoint: opened.sandbox.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: account, secretAccessKey: 'anything' },
    maxAttempts: 1,
  })

async function create(name: string): Promise<void> {
  await client.send(new iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST }))
}

async function sessionOf(role: string, more: object = {}) {
  const { Credentials: given } = await opened.aws.sts.send(
    new AssumeRoleCommand({ RoleArn: arnOf(role), RoleSessionName: 'test', ...more }),
  )
  return clientsOf(opened.sandbox, PREPROD, {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  })
}

describe('a role', () => {
  test('of the scenario has its path, trust and policies', async () => {
    const { Role: role } = await client.send(new iam.GetRoleCommand({ RoleName: 'plan' }))
    expect(role).toMatchObject({ Arn: arnOf('team/plan'), Path: '/team/', RoleName: 'plan', MaxSessionDuration: 3600 })
    expect(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))).toEqual(trust)
    const listed = await client.send(new iam.ListRolePoliciesCommand({ RoleName: 'plan' }))
    expect(listed).toMatchObject({ PolicyNames: ['policy'], IsTruncated: false })
    const attached = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'deploy' }))
    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ])
  })

  test('has documents that are encoded according to RFC 3986', async () => {
    await create('encoded')
    const given = allow('s3:*', "arn:aws:s3:::it's/(a)!")
    await client.send(new iam.PutRolePolicyCommand({ RoleName: 'encoded', PolicyName: 'a', PolicyDocument: given }))
    const { PolicyDocument } = await client.send(new iam.GetRolePolicyCommand({ RoleName: 'encoded', PolicyName: 'a' }))
    expect(PolicyDocument).toContain('s3%3A%2A')
    expect(PolicyDocument).toMatch(/^[\w.~%-]+$/)
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(given)
  })

  test('is listed in pages', async () => {
    const names: string[] = []
    for await (const page of iam.paginateListRoles({ client, pageSize: 1 }, {})) {
      expect(page.Roles).toHaveLength(1)
      names.push(page.Roles?.[0]?.RoleName ?? '')
    }
    expect(names).toEqual(expect.arrayContaining(['deploy', 'plan']))
    expect(names).toEqual(names.toSorted((left, right) => left.localeCompare(right)))
  })

  test('that does not exist, exists already, or has policies: the errors', async () => {
    expect(await errorOf(client.send(new iam.GetRoleCommand({ RoleName: 'nobody' })))).toEqual({
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
    })
    expect(await errorOf(create('deploy'))).toMatchObject({ name: 'EntityAlreadyExistsException' })
    expect(await errorOf(client.send(new iam.DeleteRoleCommand({ RoleName: 'deploy' })))).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
    })
    expect(
      await errorOf(client.send(new iam.GetRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'none' }))),
    ).toEqual({ name: 'NoSuchEntityException', message: 'The role policy with name none cannot be found.' })
    const broken = { RoleName: 'deploy', PolicyName: 'a', PolicyDocument: '{"Statement":[{"Effect":"Perhaps"}]}' }
    expect(await errorOf(client.send(new iam.PutRolePolicyCommand(broken)))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
    })
    const unknown = { RoleName: 'deploy', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/none` }
    expect(await errorOf(client.send(new iam.AttachRolePolicyCommand(unknown)))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${unknown.PolicyArn} does not exist or is not attachable.`,
    })
  })
})

describe('a managed policy', () => {
  test.each(['AmazonS3FullAccess', 'service-role/AmazonEC2ContainerServiceRole', 'job-function/Billing'])(
    "AWS's policy %s exists, although the sandbox has no document of it",
    async (name) => {
      const PolicyArn = `arn:aws:iam::aws:policy/${name}`
      const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }))
      expect(Policy).toMatchObject({ Arn: PolicyArn, PolicyName: name.split('/').at(-1) })
    },
  )

  test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaFullAccess', 'service-role/AmazonS3FullAccess'])(
    '%s, with another path or withdrawn, is not found',
    async (name) => {
      const PolicyArn = `arn:aws:iam::aws:policy/${name}`
      expect(await errorOf(client.send(new iam.GetPolicyCommand({ PolicyArn })))).toMatchObject({
        name: 'NoSuchEntityException',
      })
    },
  )

  test('has versions, of which the default one applies', async () => {
    const { Policy: policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'buckets', PolicyDocument: allow('s3:ListAllMyBuckets') }),
    )
    const PolicyArn = policy?.Arn ?? ''
    expect(PolicyArn).toBe(`arn:aws:iam::${ACCOUNT}:policy/buckets`)
    await create('versions')
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'versions', PolicyArn }))
    const next = { PolicyArn, PolicyDocument: allow('sqs:*'), SetAsDefault: true }
    await client.send(new iam.CreatePolicyVersionCommand(next))
    const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }))
    expect(Policy).toMatchObject({ DefaultVersionId: 'v2', AttachmentCount: 1, PermissionsBoundaryUsageCount: 0 })
    const { Versions } = await client.send(new iam.ListPolicyVersionsCommand({ PolicyArn }))
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
      ['v2', true],
      ['v1', false],
    ])
    const users = await client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }))
    expect(users.PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(['versions'])
    const { PolicyVersion } = await client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allow('s3:ListAllMyBuckets'))
    expect(await errorOf(client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v9' })))).toMatchObject({
      name: 'NoSuchEntityException',
    })
  })
})

describe('a change from outside applies at once', () => {
  const bucket = (name: string) => new CreateBucketCommand({ Bucket: name })

  test('to an existing session', async () => {
    await create('changing')
    const aws = await sessionOf('changing')
    expect((await errorOf(aws.s3.send(bucket('changing-1')))).message).toContain('no identity-based policy allows')
    const put = { RoleName: 'changing', PolicyName: 'a', PolicyDocument: allow('s3:CreateBucket') }
    await client.send(new iam.PutRolePolicyCommand(put))
    await aws.s3.send(bucket('changing-2'))
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
    await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName: 'changing', PermissionsBoundary }))
    expect((await errorOf(aws.s3.send(bucket('changing-3')))).message).toContain(
      'because no permissions boundary allows the s3:CreateBucket action',
    )
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: 'changing' }))
    await client.send(
      new iam.AttachRolePolicyCommand({ RoleName: 'changing', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
    )
    expect((await errorOf(aws.s3.send(bucket('changing-4')))).message).toContain('with an explicit deny')
  })

  test('and a trust policy to the next session', async () => {
    await create('trusting')
    await sessionOf('trusting')
    const other = TRUST.replaceAll(ACCOUNT, '222222222222')
    await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'trusting', PolicyDocument: other }))
    expect((await errorOf(sessionOf('trusting'))).message).toContain('is not authorized to perform: sts:AssumeRole')
  })

  test('while a session policy limits its own session only', async () => {
    const aws = await sessionOf('deploy', { Policy: allow('sqs:*') })
    expect((await errorOf(aws.s3.send(bucket('limited-1')))).message).toContain('no session policy allows')
    await (await sessionOf('deploy')).s3.send(bucket('limited-2'))
  })
})

describe('a simulation', () => {
  const simulate = (role: string, action: string, more: Partial<iam.SimulatePrincipalPolicyRequest> = {}) =>
    client
      .send(new iam.SimulatePrincipalPolicyCommand({ PolicySourceArn: arnOf(role), ActionNames: [action], ...more }))
      .then(({ EvaluationResults }) => EvaluationResults?.[0])

  test('names the deciding statement and its position', async () => {
    await create('simulated')
    const text = JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'codecommit:ListRepositories', Resource: '*' }],
      },
      undefined,
      4,
    )
    await client.send(new iam.PutRolePolicyCommand({ RoleName: 'simulated', PolicyName: 'list', PolicyDocument: text }))
    const found = await simulate('simulated', 'codecommit:ListRepositories')
    expect(found).toMatchObject({ EvalDecision: 'allowed', EvalResourceName: '*', MissingContextValues: [] })
    // As in the example of the CLI's reference, except for the number of lines.
    expect(found?.MatchedStatements).toMatchObject([
      { StartPosition: { Line: 3, Column: 19 }, EndPosition: { Line: 8, Column: 10 } },
    ])
    expect(await simulate('simulated', 'codecommit:GetRepository')).toMatchObject({ EvalDecision: 'implicitDeny' })
  })

  test("agrees with the example of the CLI's reference", async () => {
    const policy =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
    const ask = (time: string) =>
      client.send(
        new iam.SimulateCustomPolicyCommand({
          PolicyInputList: [policy],
          ActionNames: ['dynamodb:CreateBackup'],
          ContextEntries: [{ ContextKeyName: 'aws:CurrentTime', ContextKeyValues: [time], ContextKeyType: 'date' }],
        }),
      )
    expect((await ask('2019-04-25T11:00:00Z')).EvaluationResults).toEqual([
      {
        EvalActionName: 'dynamodb:CreateBackup',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'PolicyInputList.1',
            StartPosition: { Line: 1, Column: 38 },
            EndPosition: { Line: 1, Column: 167 },
          },
        ],
        MissingContextValues: [],
      },
    ])
    expect((await ask('2014-04-25T11:00:00Z')).EvaluationResults?.[0]).toMatchObject({
      EvalDecision: 'implicitDeny',
      MatchedStatements: [],
    })
  })

  test('reports the missing context keys, by resource', async () => {
    const policy = allow('s3:GetObject', 'arn:aws:s3:::shop/*', {
      Condition: { StringEquals: { 'aws:SourceVpc': 'v' } },
    })
    const input = { PolicyInputList: [policy], ResourceArns: ['arn:aws:s3:::shop/a'] }
    const found = await simulate('team/plan', 's3:GetObject', input)
    expect(found).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: [] })
    expect(found?.ResourceSpecificResults).toMatchObject([
      { EvalResourceName: 'arn:aws:s3:::shop/a', MissingContextValues: ['aws:SourceVpc'] },
    ])
  })

  test('has details of boundary and organization', async () => {
    const limited = { PermissionsBoundaryPolicyInputList: [allow('sqs:*')] }
    expect(await simulate('deploy', 's3:GetObject', limited)).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    })
    expect((await simulate('deploy', 's3:GetObject'))?.OrganizationsDecisionDetail).toBeUndefined()
    const { EvaluationResults: results } = await clientIn('333333333333').send(
      new iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::333333333333:role/limited',
        ActionNames: ['s3:GetObject', 'sqs:SendMessage'],
      }),
    )
    expect(results).toMatchObject([
      { EvalDecision: 'allowed', OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
      { EvalDecision: 'implicitDeny', OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    ])
  })

  test('of a case that the sandbox does not model is rejected', async () => {
    const input = { ResourcePolicy: allow('s3:*') }
    expect((await errorOf(simulate('deploy', 's3:GetObject', input))).name).toBe('InvalidInputException')
    await create('unknown')
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'unknown', PolicyArn }))
    expect(await errorOf(simulate('unknown', 's3:GetObject'))).toMatchObject({
      name: 'PolicyEvaluationException',
      message: expect.stringContaining('no document of arn:aws:iam::aws:policy/AmazonS3FullAccess') as unknown,
    })
  })
})

test('a service control policy limits all principals of its account', async () => {
  const aws = clientsOf(opened.sandbox, { account: '333333333333', region: 'eu-west-1' })
  await aws.s3.send(new CreateBucketCommand({ Bucket: 'controlled' }))
  const { CreateApplicationCommand } = await import('@aws-sdk/client-codedeploy')
  expect(
    (await errorOf(aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'a' })))).message,
  ).toContain('because no service control policy allows the codedeploy:CreateApplication action')
})
