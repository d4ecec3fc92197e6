/** GitHub's tokens as STS evaluates them. */

const GITHUB = 'token.actions.githubusercontent.com'
const SESSION_HOST = 'sts.amazonaws.com'

/** The claims that STS compares with conditions besides `aud` and `sub`; a condition on another claim never holds. */
const CLAIMS = [
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

export type ClaimName = (typeof CLAIMS)[number] | 'aud' | 'sub'
/** The claims of a token that STS evaluates. */
export type TokenClaims = Readonly<Partial<Record<ClaimName, string>>>

/** The OpenID Connect provider of an issuer, as ARNs and condition keys call it. An issuer without TLS is a stand-in for GitHub's. */
export function providerOf(issuer: string): string {
  return issuer.startsWith('https://') ? issuer.slice('https://'.length).replace(/\/$/, '') : GITHUB
}

/** Whether a provider is of github.com or of GitHub Enterprise Cloud; those of Enterprise Servers have other claims. */
export function isGitHubCloud(provider: string): boolean {
  return (
    provider === GITHUB ||
    provider.startsWith(`${GITHUB}/`) ||
    /^token\.actions\.[a-z0-9-]+\.ghe\.com(\/|$)/.test(provider)
  )
}

/** Of a GitHub Enterprise Server only the audience and the subject are evaluated. */
export function evaluatedClaims(provider: string): readonly ClaimName[] {
  return isGitHubCloud(provider) ? ['aud', 'sub', ...CLAIMS] : ['aud', 'sub']
}

interface RoleArn {
  readonly partition: string
  readonly account: string
  readonly name: string
}

/** Undefined for a text that is not an ARN of a role. `name` is without the path. */
export function readRoleArn(arn: string): RoleArn | undefined {
  const [, partition, account, path] = /^arn:([a-z0-9-]+):iam::(\d{12}):role\/(.+)$/.exec(arn) ?? []
  if (partition === undefined || account === undefined || path === undefined) return undefined
  return { partition, account, name: path.slice(path.lastIndexOf('/') + 1) }
}

/** The audience of tokens for the partition of a role. */
export function audienceOf(role: string): string {
  return readRoleArn(role)?.partition === 'aws-cn' ? `${SESSION_HOST}.cn` : SESSION_HOST
}

export function providerArn({ partition, account }: Pick<RoleArn, 'partition' | 'account'>, provider: string): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${provider}`
}
