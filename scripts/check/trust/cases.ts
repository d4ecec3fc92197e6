/** Trust policies and tokens of GitHub, for the comparison of evaluators. */

export const ACCOUNT = '111111111111'
export const GITHUB = 'token.actions.githubusercontent.com'
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}`
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-deploy`

type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

const OLD = 'repo:octo/shop:environment:production'
const NEW = 'repo:octo@11/shop@22:environment:production'
const key = (claim: string): string => `${GITHUB}:${claim}`
const AUD = { [key('aud')]: 'sts.amazonaws.com' }

function allow(Condition: Block, more: object = {}): object {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
    ...more,
  }
}
const deny = (Condition: Block, more: object = {}): object => ({ ...allow(Condition, more), Effect: 'Deny' })
const policy = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement })
const equals = (claims: Readonly<Record<string, string | readonly string[]>>): Block => ({
  StringEquals: { ...AUD, ...Object.fromEntries(Object.entries(claims).map(([claim, value]) => [key(claim), value])) },
})
const by = (operator: string, claim: string, value: string | readonly string[]): Block => ({
  ...(operator === 'StringEquals' ? {} : { StringEquals: AUD }),
  [operator]: { ...(operator === 'StringEquals' && AUD), [key(claim)]: value },
})

const WORKFLOW = 'octo/shop/.github/workflows/release.yml@refs/heads/main'

export const POLICIES: Readonly<Record<string, object>> = {
  'one subject': policy(allow(equals({ sub: OLD }))),
  'both subjects': policy(allow(equals({ sub: [OLD, NEW] }))),
  'both subjects and the number': policy(allow(equals({ sub: [OLD, NEW], repository_id: '22' }))),
  'all of docs/iam': policy(
    allow(equals({ sub: [OLD, NEW], repository_id: '22', environment: 'production', job_workflow_ref: WORKFLOW })),
  ),
  'any context': policy(allow(by('StringLike', 'sub', 'repo:octo/shop:*'))),
  'any context, both forms': policy(allow(by('StringLike', 'sub', ['repo:octo/shop:*', 'repo:octo@11/shop@22:*']))),
  'any repository of the owner': policy(allow(by('StringLike', 'sub', 'repo:octo/*'))),
  'numbers by wildcards': policy(allow(by('StringLike', 'sub', 'repo:octo@*/shop@*:environment:production'))),
  'numbers by wildcards, with the number': policy(
    allow({
      ...by('StringLike', 'sub', 'repo:octo@*/shop@*:environment:production'),
      ...equals({ repository_id: '22' }),
    }),
  ),
  'names that begin so': policy(allow(by('StringLike', 'sub', 'repo:octo/shop*:environment:production'))),
  'a question mark': policy(allow(by('StringLike', 'sub', 'repo:octo/sho?:environment:prod*'))),
  everything: policy(allow({ StringEquals: AUD })),
  'no condition': policy(allow({})),
  'environments by a wildcard': policy(allow(by('StringLike', 'environment', 'prod*'))),
  'environment alone': policy(allow(equals({ environment: 'production' }))),
  'environment, for all values': policy(allow(by('ForAllValues:StringEquals', 'environment', 'production'))),
  'environment, for any value': policy(allow(by('ForAnyValue:StringEquals', 'environment', 'production'))),
  'subject, for any value': policy(allow(by('ForAnyValue:StringLike', 'sub', ['repo:octo/shop:environment:*', NEW]))),
  'environment, if it exists': policy(allow(by('StringEqualsIfExists', 'environment', 'production'))),
  'environment is none of these': policy(allow(by('StringNotEquals', 'environment', ['staging', 'preprod']))),
  'subject is not like these': policy(allow(by('StringNotLike', 'sub', ['*pull_request', '*:ref:*']))),
  'another case of letters': policy(allow(by('StringEquals', 'environment', 'Production'))),
  'whatever the case of letters': policy(allow(by('StringEqualsIgnoreCase', 'environment', 'PRODUCTION'))),
  'not this, whatever the case': policy(allow(by('StringNotEqualsIgnoreCase', 'environment', 'PRODUCTION'))),
  'has an environment': policy(allow(by('Null', 'environment', 'false'))),
  'has no environment': policy(allow(by('Null', 'environment', 'true'))),
  'the workflow file': policy(allow(equals({ job_workflow_ref: WORKFLOW }))),
  'the workflow file at any ref': policy(
    allow(by('StringLike', 'job_workflow_ref', 'octo/shop/.github/workflows/release.yml@*')),
  ),
  'the main branch': policy(allow(equals({ ref: 'refs/heads/main', repository: 'octo/shop' }))),
  'the owner by number': policy(allow(equals({ repository_owner_id: '11' }))),
  'a claim that is not evaluated': policy(allow(equals({ sub: OLD, run_id: '7' }))),
  'keys in capitals': policy(allow({ StringEquals: { ...AUD, [key('sub').toUpperCase()]: OLD } })),
  'a denied pull request': policy(
    allow(by('StringLike', 'sub', 'repo:octo/shop:*')),
    deny({ StringEquals: { [key('sub')]: 'repo:octo/shop:pull_request' } }),
  ),
  'a denied absence': policy(allow({ StringEquals: AUD }), deny({ Null: { [key('environment')]: 'true' } })),
  'denied unless it is this workflow': policy(
    allow({ StringEquals: AUD }),
    deny({ StringNotEquals: { [key('job_workflow_ref')]: WORKFLOW } }),
  ),
  'two statements': policy(
    allow(equals({ sub: OLD })),
    allow(by('StringLike', 'sub', 'repo:octo/shop:ref:refs/tags/*')),
  ),
  'two operators': policy(
    allow({
      StringEquals: { ...AUD, [key('repository_id')]: '22' },
      StringLike: { [key('sub')]: '*:environment:production' },
    }),
  ),
  "another account's provider": policy(
    allow(equals({ sub: OLD }), { Principal: { Federated: PROVIDER.replace(ACCOUNT, '222222222222') } }),
  ),
  'any action of STS': policy(allow(equals({ sub: OLD }), { Action: ['sts:TagSession', 'sts:*'] })),
  'another action': policy(allow(equals({ sub: OLD }), { Action: 'sts:AssumeRole' })),
  'the audience of China': policy(allow({ StringEquals: { [key('aud')]: 'sts.amazonaws.com.cn', [key('sub')]: OLD } })),
  'the workflow by its name': policy(allow(equals({ workflow: 'Release' }))),
}

export type Token = Readonly<Record<string, string>>

const base = {
  aud: 'sts.amazonaws.com',
  actor: 'ada',
  actor_id: '5',
  ref: 'refs/heads/main',
  repository: 'octo/shop',
  repository_id: '22',
  repository_owner_id: '11',
  workflow: 'Release',
  job_workflow_ref: WORKFLOW,
  /** STS does not evaluate it. */
  run_id: '7',
}
const other = { repository: 'octo/other', repository_id: '33' }
const strange = { repository: 'eve/shop', repository_id: '44', repository_owner_id: '66' }
const production = { environment: 'production' }

export const TOKENS: Readonly<Record<string, Token>> = {
  production: { ...base, ...production, sub: OLD },
  'production, immutable': { ...base, ...production, sub: NEW },
  preprod: { ...base, environment: 'preprod', sub: 'repo:octo/shop:environment:preprod' },
  'preprod, immutable': { ...base, environment: 'preprod', sub: 'repo:octo@11/shop@22:environment:preprod' },
  'an environment that begins so': {
    ...base,
    environment: 'production2',
    sub: 'repo:octo/shop:environment:production2',
  },
  'an environment in capitals': { ...base, environment: 'PRODUCTION', sub: 'repo:octo/shop:environment:PRODUCTION' },
  'a pull request': { ...base, ref: 'refs/pull/1/merge', sub: 'repo:octo/shop:pull_request' },
  'a pull request, immutable': { ...base, ref: 'refs/pull/1/merge', sub: 'repo:octo@11/shop@22:pull_request' },
  'the main branch': { ...base, sub: 'repo:octo/shop:ref:refs/heads/main' },
  'another branch': { ...base, ref: 'refs/heads/x', sub: 'repo:octo/shop:ref:refs/heads/x' },
  'a tag': { ...base, ref: 'refs/tags/v1', sub: 'repo:octo/shop:ref:refs/tags/v1' },
  'another workflow': {
    ...base,
    ...production,
    sub: OLD,
    workflow: 'Other',
    job_workflow_ref: 'octo/shop/.github/workflows/other.yml@refs/heads/main',
  },
  'the workflow of another branch': {
    ...base,
    ...production,
    sub: OLD,
    job_workflow_ref: 'octo/shop/.github/workflows/release.yml@refs/heads/x',
  },
  'another repository': { ...base, ...other, ...production, sub: 'repo:octo/other:environment:production' },
  'another repository, immutable': {
    ...base,
    ...other,
    ...production,
    sub: 'repo:octo@11/other@33:environment:production',
  },
  'a branch like a subject': {
    ...base,
    ...other,
    ...production,
    sub: 'repo:octo@11/other@33:ref:refs/heads/x/shop@9:environment:production',
  },
  'a name that begins so': {
    ...base,
    ...other,
    ...production,
    repository: 'octo/shop2',
    sub: 'repo:octo/shop2:environment:production',
  },
  'another owner': { ...base, ...strange, ...production, sub: 'repo:eve/shop:environment:production' },
  'another owner, immutable': { ...base, ...strange, ...production, sub: 'repo:eve@66/shop@44:environment:production' },
  'another audience': { ...base, ...production, sub: OLD, aud: 'https://github.com/octo' },
}
