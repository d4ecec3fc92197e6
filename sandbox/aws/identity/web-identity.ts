import { asText } from '../names.ts'
import { asList, conditionHolds, statementsOf } from './policy.ts'
import { glob } from './text-match.ts'
import type { PolicyDocument, Statement } from './policy.ts'
import type { Context } from './variables.ts'
import type { Claims } from './web-token.ts'

/** The provider of GitHub's tokens, as trust policies name it. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'

/** The claims of GitHub's tokens that STS evaluates besides the audience; conditions on others never match. */
export const GITHUB_CLAIMS = [
  'sub',
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
] as const

/** The claims of other providers that STS evaluates. */
const COMMON_CLAIMS = ['aud', 'sub', 'amr', 'email', 'oaud']

/** An OpenID Connect provider as an account trusts it. */
export interface Provider {
  /** As in the ARN and in condition keys: `token.actions.githubusercontent.com`. */
  readonly name: string
  readonly claims: readonly string[]
}

/** The provider of an issuer; the sandbox's GitHub stands for the real one. */
export function providerOf(issuer: string, isGitHub: boolean): Provider {
  return isGitHub
    ? { name: GITHUB_ISSUER, claims: ['aud', ...GITHUB_CLAIMS] }
    : { name: issuer.replace(/^https?:\/\//, ''), claims: COMMON_CLAIMS }
}

export const providerArn = (account: string, { name }: Provider): string =>
  `arn:aws:iam::${account}:oidc-provider/${name}`

/** Whether a trust policy of a role in this account accepts a token. */
export function trustsToken(trust: PolicyDocument, account: string, provider: Provider, claims: Claims): boolean {
  const context = contextOf(provider, claims)
  const matching = statementsOf(trust).filter(
    (each) =>
      names(each, providerArn(account, provider)) &&
      asList(each.Action ?? []).some((action) => glob(action.toLowerCase(), 'sts:assumerolewithwebidentity')) &&
      conditionHolds(each, { context }, trust.Version),
  )
  return matching.length > 0 && matching.every((each) => each.Effect === 'Allow')
}

function names({ Principal }: Statement, arn: string): boolean {
  if (Principal === undefined || Principal === '*') return Principal === '*'
  return asList(Principal.Federated ?? []).includes(arn)
}

function contextOf({ name, claims: evaluated }: Provider, claims: Claims): Context {
  return Object.fromEntries(
    evaluated.flatMap((claim) => {
      const value = claims[claim]
      if (value === undefined || value === null) return []
      return [
        [`${name}:${claim}`.toLowerCase(), Array.isArray(value) ? value.map((one) => asText(one)) : asText(value)],
      ]
    }),
  )
}
