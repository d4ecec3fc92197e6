import { ListStacksCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { CreateApplicationCommand, GetApplicationCommand } from '@aws-sdk/client-codedeploy'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PREPROD, PRODUCTION, clientsOf, errorOf, openSandbox } from './world.ts'
import type { Clients, Opened } from './world.ts'

const PLAN = 'arn:aws:iam::111111111111:role/plan'
const DEPLOY = 'arn:aws:iam::222222222222:role/deploy'

let opened: Opened
beforeAll(async () => {
  opened = await openSandbox({
    roles: [
      {
        arn: PLAN,
        trust: { repository: 'octo-org/shop' },
        policy: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['cloudformation:Describe*', 's3:PutObject'], Resource: '*' },
            { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*/secret/*' },
            {
              Effect: 'Allow',
              Action: 'codedeploy:GetApplication',
              Resource: 'arn:aws:codedeploy:*:*:application:shop',
            },
          ],
        },
      },
      { arn: DEPLOY, trust: { repository: 'octo-org/shop', environment: 'production' } },
      {
        arn: 'arn:aws:iam::111111111111:role/chained',
        trust: {
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Action: 'sts:AssumeRole',
          },
        },
      },
    ],
    github: { environments: { production: {} } },
  })
})
afterAll(() => opened.sandbox.close())

/** A job's token for AWS, as @actions/core requests it. */
async function tokenFor(environment?: string): Promise<string> {
  const { github } = opened.sandbox
  const sha = github.commit('octo-org/shop', 'a change', { 'a.txt': '1' })
  const run = github.startRun({
    repository: 'octo-org/shop',
    sha,
    ref: 'refs/heads/main',
    event: 'push',
    actor: 'octocat',
  })
  const job = run.startJob({
    name: 'release',
    permissions: { 'id-token': 'write' },
    ...(environment && { environment }),
  })
  await job.started
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = job.variables()
  const answer = await fetch(`${url}&audience=sts.amazonaws.com`, { headers: { authorization: `Bearer ${bearer}` } })
  return ((await answer.json()) as { value: string }).value
}

async function assume(role: string, token: string, aws: Clients = opened.aws) {
  return aws.sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'release', WebIdentityToken: token }),
  )
}

async function clientsWith(role: string, environment?: string): Promise<Clients> {
  const { Credentials: given } = await assume(role, await tokenFor(environment))
  return clientsOf(opened.sandbox, PREPROD, {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  })
}

describe('a job assumes a role with its token', () => {
  test('and uses its credentials', async () => {
    const aws = await clientsWith(DEPLOY, 'production')
    expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '222222222222',
      Arn: 'arn:aws:sts::222222222222:assumed-role/deploy/release',
    })
  })

  test('but not a role for another environment', async () => {
    expect(await errorOf(assume(DEPLOY, await tokenFor()))).toEqual({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    })
  })

  test('and not with a changed token', async () => {
    const [header, claims, signature] = (await tokenFor('production')).split('.')
    const forged = JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object
    const body = Buffer.from(JSON.stringify({ ...forged, repository: 'evil/shop' })).toString('base64url')
    expect((await errorOf(assume(DEPLOY, `${header}.${body}.${signature}`))).name).toMatch('InvalidIdentityToken')
    expect((await errorOf(assume(DEPLOY, 'no token'))).message).toContain('not a valid JWT')
  })

  test('whose credentials expire', async () => {
    const aws = await clientsWith(DEPLOY, 'production')
    opened.sandbox.aws.credentials.expireAll()
    expect(await errorOf(aws.sts.send(new GetCallerIdentityCommand({})))).toEqual({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    })
    expect((await errorOf(aws.codedeploy.send(new GetApplicationCommand({ applicationName: 'shop' })))).name).toBe(
      'ExpiredTokenException',
    )
  })

  test('and can assume another one with it', async () => {
    const role = { RoleArn: 'arn:aws:iam::111111111111:role/chained', RoleSessionName: 'next' }
    const { AssumedRoleUser } = await opened.aws.sts.send(new AssumeRoleCommand(role))
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::111111111111:assumed-role/chained/next')
    const stranger = clientsOf(opened.sandbox, PRODUCTION)
    expect((await errorOf(stranger.sts.send(new AssumeRoleCommand(role)))).name).toBe('AccessDenied')
  })
})

describe('a policy', () => {
  test("denies calls that it does not allow, with AWS's message", async () => {
    const aws = await clientsWith(PLAN)
    await expect(aws.cloudformation.send(new DescribeStacksCommand({}))).resolves.toMatchObject({ Stacks: [] })
    expect(await errorOf(aws.cloudformation.send(new ListStacksCommand({})))).toEqual({
      name: 'AccessDenied',
      message:
        'User: arn:aws:sts::111111111111:assumed-role/plan/release is not authorized to perform: cloudformation:ListStacks on resource: * because no identity-based policy allows the cloudformation:ListStacks action',
    })
  })

  test('is evaluated with its resources and denials', async () => {
    await opened.aws.s3.send(new CreateBucketCommand({ Bucket: 'policies' }))
    await opened.aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop' }))
    await opened.aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'other' }))
    const aws = await clientsWith(PLAN)
    const put = (Key: string) => aws.s3.send(new PutObjectCommand({ Bucket: 'policies', Key, Body: 'x' }))
    await put('open/a')
    expect((await errorOf(put('secret/a'))).message).toContain('with an explicit deny in an identity-based policy')
    const get = (applicationName: string) => aws.codedeploy.send(new GetApplicationCommand({ applicationName }))
    await get('shop')
    expect(await errorOf(get('other'))).toMatchObject({ name: 'AccessDeniedException' })
    expect(opened.sandbox.aws.usedActions(PLAN)).toEqual([
      'cloudformation:DescribeStacks',
      'codedeploy:GetApplication',
      's3:PutObject',
    ])
  })
})

test('accounts are separate', async () => {
  const production = clientsOf(opened.sandbox, PRODUCTION)
  await opened.aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'only-preprod' }))
  const error = await errorOf(
    production.codedeploy.send(new GetApplicationCommand({ applicationName: 'only-preprod' })),
  )
  expect(error.name).toBe('ApplicationDoesNotExistException')
  const { Events } = await production.cloudtrail.send(new LookupEventsCommand({}))
  expect(Events?.map(({ EventName }) => EventName)).not.toContain('CreateApplication')
})

test('the record contains no secret', () => {
  const text = JSON.stringify(opened.traffic)
  for (const secret of opened.sandbox.aws.credentials.secrets()) expect(text).not.toContain(secret)
  expect(text).not.toMatch(/WebIdentityToken=ey/)
})
