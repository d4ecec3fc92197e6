import * as iam from '@aws-sdk/client-iam'
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts'
import { getOctokit } from '@actions/github'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

const PROVIDER = 'token.actions.githubusercontent.com'
const ROLE = 'arn:aws:iam::111111111111:role/deploy'
const AT = { owner: 'octo-org', repo: 'shop' }
const SUB = { sub: 'repo:octo-org/shop:environment:production' }
const DENIED = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' }

let opened: Opened
let client: iam.IAMClient
beforeAll(async () => {
  opened = await openSandbox({
    roles: [{ arn: ROLE, trust: SUB }],
    github: { environments: { production: {} }, admins: ['ada'] },
  })
  client = new iam.IAMClient({
    endpoint: opened.sandbox.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: '111111111111', secretAccessKey: 'anything' },
  })
})
afterAll(() => opened.sandbox.close())

const octokit = () => getOctokit(opened.sandbox.github.tokenOf('ada'), { baseUrl: opened.sandbox.github.url })

async function token(): Promise<string> {
  const { github } = opened.sandbox
  const sha = github.commit('octo-org/shop', 'a change', { 'a.txt': String(Math.random()) })
  const run = github.startRun({ repository: 'octo-org/shop', sha, ref: 'refs/heads/main', event: 'push', actor: 'ada' })
  const job = run.startJob({ name: 'release', permissions: { 'id-token': 'write' }, environment: 'production' })
  await job.started
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = job.variables()
  const answer = await fetch(`${url}&audience=sts.amazonaws.com`, { headers: { authorization: `Bearer ${bearer}` } })
  return ((await answer.json()) as { value: string }).value
}

const claimsIn = (jwt: string): Record<string, string> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, string>

/** Trusts GitHub's tokens under these conditions. */
async function trust(Condition: object, account = '111111111111', more: object = {}): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${PROVIDER}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition,
      ...more,
    },
  })
  await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'deploy', PolicyDocument }))
}

async function assume(jwt?: string) {
  const WebIdentityToken = jwt ?? (await token())
  return opened.aws.sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: ROLE, RoleSessionName: 'release', WebIdentityToken }),
  )
}

const key = (claim: string): string => `${PROVIDER}:${claim}`

describe('a trust policy', () => {
  test('of the scenario: the response has provider, audience and subject', async () => {
    expect(await assume()).toMatchObject({
      Provider: `arn:aws:iam::111111111111:oidc-provider/${PROVIDER}`,
      Audience: 'sts.amazonaws.com',
      SubjectFromWebIdentityToken: SUB.sub,
    })
  })

  test.each([
    'actor',
    'actor_id',
    'environment',
    'job_workflow_ref',
    'ref',
    'repository',
    'repository_id',
    'repository_owner_id',
    'workflow',
    'sub',
    'aud',
  ])('evaluates the claim %s', async (claim) => {
    const jwt = await token()
    await trust({ StringEquals: { [key(claim)]: claimsIn(jwt)[claim] } })
    await expect(assume(jwt)).resolves.toBeDefined()
    await trust({ StringEquals: { [key(claim)]: 'another' } })
    expect(await errorOf(assume(jwt))).toEqual(DENIED)
  })

  test.each([
    'sha',
    'run_id',
    'event_name',
    'runner_environment',
    'workflow_ref',
    'job_workflow_sha',
    'repository_owner',
  ])('does not evaluate the claim %s, like AWS', async (claim) => {
    const jwt = await token()
    expect(claimsIn(jwt)[claim]).toBeDefined()
    await trust({ StringEquals: { [key(claim)]: claimsIn(jwt)[claim] } })
    expect(await errorOf(assume(jwt))).toEqual(DENIED)
  })

  test('must name the provider of its own account', async () => {
    await trust({ StringEquals: { [key('sub')]: SUB.sub } }, '222222222222')
    expect(await errorOf(assume())).toEqual(DENIED)
  })

  test('must allow this action', async () => {
    await trust({ StringEquals: { [key('sub')]: SUB.sub } }, '111111111111', { Action: 'sts:AssumeRole' })
    expect(await errorOf(assume())).toEqual(DENIED)
  })
})

describe('the subject', () => {
  const setting = () => octokit().rest.actions.getCustomOidcSubClaimForRepo(AT)
  const set = (given: object) =>
    octokit().request('PUT /repos/{owner}/{repo}/actions/oidc/customization/sub', {
      ...AT,
      use_default: true,
      ...given,
    })
  beforeEach(() => set({ use_immutable_subject: false }))

  test('contains the IDs of owner and repository when it is immutable, and an old trust policy denies it', async () => {
    expect((await setting()).data).toMatchObject({ use_default: true, sub_claim_prefix: 'repo:octo-org/shop' })
    await trust({ StringEquals: { [key('sub')]: SUB.sub } })
    await assume()
    await set({ use_immutable_subject: true })
    const { owner, id } = opened.sandbox.github.world.repositories.get('octo-org/shop') ?? {}
    const prefix = `repo:octo-org@${owner?.id}/shop@${id}`
    expect((await setting()).data).toMatchObject({ use_immutable_subject: true, sub_claim_prefix: prefix })
    expect(claimsIn(await token()).sub).toBe(`${prefix}:environment:production`)
    expect(await errorOf(assume())).toEqual(DENIED)
    await trust({ StringEquals: { [key('sub')]: [SUB.sub, `${prefix}:environment:production`] } })
    await expect(assume()).resolves.toBeDefined()
  })

  test('follows the setting of the organization where the repository has none', async () => {
    const world = opened.sandbox.github.world
    const repository = world.repositories.get('octo-org/shop')
    if (repository) repository.subject = { useDefault: true }
    await octokit().request('PUT /orgs/{org}/actions/oidc/customization/sub', {
      org: 'octo-org',
      include_claim_keys: ['repo', 'context'],
      use_immutable_subject: true,
    })
    expect((await setting()).data).toMatchObject({ use_immutable_subject: true })
    const { data } = await octokit().rest.oidc.getOidcCustomSubTemplateForOrg({ org: 'octo-org' })
    expect(data).toMatchObject({ include_claim_keys: ['repo', 'context'], use_immutable_subject: true })
  })

  test('consists of the claims in a template', async () => {
    await set({ use_default: false, include_claim_keys: ['repository_owner', 'job_workflow_ref', 'context'] })
    const claims = claimsIn(await token())
    expect(claims.sub).toBe(
      `repository_owner:octo-org:job_workflow_ref:${claims.job_workflow_ref}:environment:production`,
    )
    const refused = set({ use_default: false, include_claim_keys: ['no claim'] })
    await expect(refused).rejects.toMatchObject({ status: 422 })
  })
})
