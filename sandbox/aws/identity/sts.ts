import type * as sdk from '@aws-sdk/client-sts'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock, Service } from '../../contract.ts'
import { asList, conditionHolds, decide, glob, statementsOf } from './policy.ts'
import type { PolicyDocument, Statement } from './policy.ts'
import { asText } from '../names.ts'
import type { CredentialStore, Principal } from './credentials.ts'
import type { Claims, WebTokenVerifier } from './web-token.ts'

export interface Role {
  readonly arn: string
  readonly trust: PolicyDocument
  /** What a session may do; undefined means everything. */
  readonly policies?: readonly PolicyDocument[]
  readonly maxSessionSeconds?: number
}

export interface StsOptions {
  readonly clock: SandboxClock
  readonly roles: ReadonlyMap<string, Role>
  readonly credentials: CredentialStore
  readonly tokens: WebTokenVerifier
  readonly principalOf: (call: Call) => Principal
}

const DEFAULT_SESSION_SECONDS = 3600
const LEAST_SESSION_SECONDS = 900
const AUDIENCE = 'sts.amazonaws.com'

/** STS: who am I, and a role's credentials for a job's token or for another principal. */
export function createSts(options: StsOptions): Service {
  const { clock, roles, credentials, tokens, principalOf } = options

  function issue(role: Role, name: string, duration: number | undefined) {
    const seconds = duration ?? DEFAULT_SESSION_SECONDS
    const most = role.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS
    if (seconds < LEAST_SESSION_SECONDS) {
      throw new ServiceError(
        'ValidationError',
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${LEAST_SESSION_SECONDS}`,
      )
    }
    if (seconds > most) {
      throw new ServiceError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      )
    }
    const issued = credentials.issue(
      { role: role.arn, name, ...(role.policies && { policies: role.policies }) },
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
      async AssumeRoleWithWebIdentity(input: sdk.AssumeRoleWithWebIdentityCommandInput) {
        const claims = await tokens.verify(input.WebIdentityToken ?? '', clock.now())
        const role = roles.get(input.RoleArn ?? '')
        if (role === undefined || !trustsToken(role.trust, claims)) {
          throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
        }
        return {
          ...issue(role, input.RoleSessionName ?? '', input.DurationSeconds),
          SubjectFromWebIdentityToken: String(claims.sub),
          Audience: AUDIENCE,
          Provider: providerArn(role.arn, String(claims.iss)),
        }
      },
      AssumeRole(input: sdk.AssumeRoleCommandInput, call) {
        const role = roles.get(input.RoleArn ?? '')
        const caller = principalOf(call)
        if (role === undefined || !trustsPrincipal(role.trust, caller)) {
          throw new ServiceError(
            'AccessDenied',
            `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
            403,
          )
        }
        return issue(role, input.RoleSessionName ?? '', input.DurationSeconds)
      },
    },
  }
}

const providerArn = (role: string, issuer: string): string =>
  `arn:aws:iam::${role.split(':')[4]}:oidc-provider/${issuer.replace(/^https?:\/\//, '')}`

/** Whether a trust policy lets a token's bearer in. Condition keys are `<issuer>:<claim>`, read by their last part. */
export function trustsToken(trust: PolicyDocument, claims: Claims): boolean {
  const context = new Proxy<Record<string, string>>(
    {},
    { get: (_, key) => textOf(claims[String(key).slice(String(key).lastIndexOf(':') + 1)]) },
  )
  const federated = (each: Statement): boolean =>
    typeof each.Principal === 'object' && asList(each.Principal.Federated ?? []).length > 0
  const matching = statementsOf(trust).filter(
    (each) =>
      federated(each) &&
      asList(each.Action ?? []).some((action) => glob(action, 'sts:AssumeRoleWithWebIdentity')) &&
      conditionHolds(each, context),
  )
  return matching.length > 0 && matching.every((each) => each.Effect === 'Allow')
}

const textOf = (claim: unknown): string | undefined => (claim === undefined ? undefined : asText(claim))

/** Whether a service of AWS's may take the role. */
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
