import type * as sdk from '@aws-sdk/client-sts'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock, Service } from '../../contract.ts'
import { DEFAULT_SESSION_SECONDS } from '../services/iam/create.ts'
import { readPolicy } from '../services/iam/documents.ts'
import type { IamState, RoleEntity } from '../services/iam/state.ts'
import { asList, decide, statementsOf } from './policy.ts'
import type { PolicyDocument } from './policy.ts'
import { providerArn, providerOf, trustsToken } from './web-identity.ts'
import type { CredentialStore, Principal } from './credentials.ts'
import { createWebTokenVerifier } from './web-token.ts'

export interface StsOptions {
  readonly clock: SandboxClock
  readonly iam: IamState
  readonly credentials: CredentialStore
  /** The URLs of trusted OpenID Connect issuers. */
  readonly issuers: () => readonly string[]
  /** The URL of the one that stands for GitHub's. */
  readonly gitHubIssuer: () => string | undefined
  /** Where that one publishes its keys. */
  readonly gitHubIssuerUrl: () => string | undefined
  readonly principalOf: (call: Call) => Principal
}

const DENIED_WEB_IDENTITY = 'Not authorized to perform sts:AssumeRoleWithWebIdentity'
const MIN_SESSION_SECONDS = 900
const AUDIENCE = 'sts.amazonaws.com'

/** STS: GetCallerIdentity, and role credentials for a web identity token or for another principal. */
export function createSts(options: StsOptions): Service {
  const { clock, iam, credentials, issuers, gitHubIssuer, gitHubIssuerUrl, principalOf } = options
  const urlOf = (issuer: string): string => (issuer === gitHubIssuer() ? (gitHubIssuerUrl() ?? issuer) : issuer)
  const tokens = createWebTokenVerifier(issuers, urlOf)

  function issue(role: RoleEntity, input: SessionInput, { region }: Call) {
    const seconds = input.DurationSeconds ?? DEFAULT_SESSION_SECONDS
    const most = role.maxSessionSeconds
    if (seconds < MIN_SESSION_SECONDS) {
      throw new ServiceError(
        'ValidationError',
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${MIN_SESSION_SECONDS}`,
      )
    }
    if (seconds > most) {
      throw new ServiceError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      )
    }
    const limits = limitsOf(iam, input)
    role.lastUsed = { date: clock.now(), region }
    const issued = credentials.issue(
      { role: role.arn, name: input.RoleSessionName ?? '', ...(limits && { limits }) },
      new Date(clock.now().getTime() + seconds * 1000),
    )
    return {
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: issued.expires,
      },
      AssumedRoleUser: { AssumedRoleId: issued.principal.userId, Arn: issued.principal.arn },
    }
  }

  return {
    name: 'sts',
    operations: {
      GetCallerIdentity(_input: sdk.GetCallerIdentityCommandInput, call) {
        const { userId, account, arn } = principalOf(call)
        return { UserId: userId, Account: account, Arn: arn }
      },
      async AssumeRoleWithWebIdentity(input: sdk.AssumeRoleWithWebIdentityCommandInput, call) {
        const claims = await tokens.verify(input.WebIdentityToken ?? '', clock.now())
        const issuer = String(claims.iss)
        const provider = providerOf(issuer, issuer === gitHubIssuer())
        const role = iam.findRole(input.RoleArn ?? '')
        if (role === undefined || !trustsToken(role.trust.document, role.account, provider, claims)) {
          throw new ServiceError('AccessDenied', DENIED_WEB_IDENTITY, 403)
        }
        return {
          ...issue(role, input, call),
          SubjectFromWebIdentityToken: String(claims.sub),
          Audience: AUDIENCE,
          Provider: providerArn(role.account, provider),
        }
      },
      AssumeRole(input: sdk.AssumeRoleCommandInput, call) {
        const role = iam.findRole(input.RoleArn ?? '')
        const caller = principalOf(call)
        if (role === undefined || !trustsPrincipal(role.trust.document, caller)) {
          throw new ServiceError(
            'AccessDenied',
            `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
            403,
          )
        }
        return issue(role, input, call)
      },
    },
  }
}

interface SessionInput {
  readonly RoleSessionName: string | undefined
  readonly DurationSeconds?: number | undefined
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly sdk.PolicyDescriptorType[] | undefined
}

/** The session policies in a request; undefined when there are none. */
function limitsOf(iam: IamState, { Policy, PolicyArns = [] }: SessionInput): PolicyDocument[] | undefined {
  const passed = [
    ...(Policy === undefined ? [] : [readPolicy(Policy).document]),
    ...PolicyArns.map(({ arn = '' }) => iam.document(arn).document),
  ]
  return passed.length === 0 ? undefined : passed
}

/** Whether a trust policy allows an AWS service to assume the role. */
export function trustsService(trust: PolicyDocument, service: string): boolean {
  const matching = statementsOf(trust).filter(
    (each) => typeof each.Principal === 'object' && asList(each.Principal.Service ?? []).includes(service),
  )
  return matching.length > 0 && matching.every((each) => each.Effect === 'Allow')
}

function trustsPrincipal(trust: PolicyDocument, caller: Principal): boolean {
  const names = [caller.account, `arn:aws:iam::${caller.account}:root`, caller.arn, caller.role ?? caller.arn]
  const statements = statementsOf(trust).filter((each) => {
    if (each.Principal === '*') return true
    return asList(each.Principal?.AWS ?? []).some((wanted) => wanted === '*' || names.includes(wanted))
  })
  const question = { action: 'sts:AssumeRole', resource: '*', context: {} }
  return decide([{ Statement: statements.map((each) => ({ ...each, Resource: '*' })) }], question) === 'allowed'
}
