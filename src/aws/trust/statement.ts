import { textAt } from '../../support/records.ts'
import {
  audienceOf,
  evaluatedClaims,
  isGitHubCloud,
  providerArn,
  providerOf,
  readRoleArn,
  type TokenClaims,
} from './provider.ts'
import { bothSubjects, readSubject } from './subject.ts'

/** What is said of a token that was presented: claims, never the token. */
export interface PresentedToken {
  readonly provider: string
  readonly claims: TokenClaims
}

/** The claims that STS evaluates, of a token's decoded claims. */
export function presentedToken(decoded: Readonly<Record<string, unknown>>): PresentedToken {
  const provider = providerOf(textAt(decoded, 'iss') ?? '')
  const claims = Object.fromEntries(
    evaluatedClaims(provider).flatMap((name) => {
      const value = decoded[name]
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
    }),
  )
  return { provider, claims }
}

/** The statement of a trust policy that admits such a token and no other job; undefined where the role is not an ARN. */
export function admittingStatement(role: string, { provider, claims }: PresentedToken): object | undefined {
  const arn = readRoleArn(role)
  if (arn === undefined) return undefined
  const { sub = '', environment, job_workflow_ref: workflow, repository_id: repositoryId } = claims
  const key = (claim: string): string => `${provider}:${claim}`
  const exact = {
    [key('aud')]: claims.aud ?? audienceOf(role),
    [key('sub')]: subjectsFor(claims) ?? sub,
    ...(isGitHubCloud(provider) && {
      ...(repositoryId !== undefined && { [key('repository_id')]: repositoryId }),
      ...(environment !== undefined && { [key('environment')]: environment }),
      ...(workflow !== undefined && { [key('job_workflow_ref')]: workflow }),
    }),
  }
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn(arn, provider) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: exact },
  }
}

/** The statement that admits every job of a token's repository and no other, for a role that only reads. */
export function repositoryStatement(role: string, token: PresentedToken): object | undefined {
  const arn = readRoleArn(role)
  const { provider, claims } = token
  const subjects = subjectsFor(claims)?.map((subject) => `${subject.split(':').slice(0, 2).join(':')}:*`)
  if (arn === undefined || subjects === undefined) return undefined
  const key = (claim: string): string => `${provider}:${claim}`
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn(arn, provider) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [key('aud')]: audienceOf(role), [key('repository_id')]: claims.repository_id },
      StringLike: { [key('sub')]: subjects },
    },
  }
}

/** Both forms of the subject, where it has the default form and the numbers are known. */
function subjectsFor({
  sub = '',
  repository_id: repositoryId,
  repository_owner_id: ownerId,
}: TokenClaims): string[] | undefined {
  const subject = readSubject(sub)
  if (subject === undefined || repositoryId === undefined || ownerId === undefined) return undefined
  const { owner, repository, context } = subject
  return bothSubjects({ owner, ownerId, repository, repositoryId }, context)
}

/** The claims of a token in one line, the subject first. */
export function showClaims({ claims }: PresentedToken): string {
  const { sub, ...others } = claims
  return Object.entries({ sub, ...others })
    .map(([name, value]) => `${name}=${value ?? 'none'}`)
    .join(', ')
}
