import type { AgentOptions } from 'node:http'
import { proxyVariables } from '../support/http/proxy.ts'
import type { Clock, Log, Place } from '../support/runtime.ts'
import { ActionError } from '../support/errors.ts'
import { claimsOf } from '../support/web-token.ts'
import type { AwsAccess } from './access.ts'
import { noteEndpoints, type CalledEndpoints } from './endpoints.ts'
import { toActionError } from './errors.ts'
import { retryStrategy } from './retry.ts'
import { audienceOf } from './trust/provider.ts'
import { admittingStatement, presentedToken, showClaims } from './trust/statement.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** The SDK renews credentials shortly before this. */
  readonly expiration: Date
}

const SESSION_SECONDS = 3_600

/**
 * Timeouts of clients, in milliseconds. That of the socket counts from the last data in either direction: a large upload may
 * take long, an endpoint without an answer may not.
 */
const PATIENCE = { connectionTimeout: 5_000, socketTimeout: 30_000 } as const
/** As many as the SDK's own agents open. */
const MOST_SOCKETS = 50

/** The options of the SDK's HTTP handler. */
export interface HandlerOptions {
  readonly connectionTimeout: number
  readonly socketTimeout: number
  readonly httpAgent?: AgentOptions
  readonly httpsAgent?: AgentOptions
}

/** Timeouts, and agents that follow the proxy of the job's variables. */
export function handlerOptions(env: Place['env']): HandlerOptions {
  const proxyEnv = proxyVariables(env)
  if (proxyEnv === undefined) return PATIENCE
  const agent = { keepAlive: true, maxSockets: MOST_SOCKETS, proxyEnv }
  return { ...PATIENCE, httpAgent: agent, httpsAgent: agent }
}

/**
 * Credentials of a role for the job's OIDC token, by AssumeRoleWithWebIdentity. The SDK caches them and renews them before they expire, so that waits may be longer than a session. Undefined without a
 * role: then the SDK's own chain is used.
 */
export function webIdentityCredentials(options: {
  readonly clock: Clock
  readonly log: Log
  readonly cancelled?: AbortSignal
  /** A token for an audience. */
  readonly token: (audience: string) => Promise<string>
  readonly called: CalledEndpoints
  readonly requestHandler: HandlerOptions
}): (access: AwsAccess) => (() => Promise<AwsCredentials>) | undefined {
  return (access) => {
    const { role } = access
    if (role === undefined) return undefined
    return async () => {
      const token = await options.token(audienceOf(role))
      const { STSClient, AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts')
      const client = noteEndpoints(
        new STSClient({
          region: access.region,
          requestHandler: options.requestHandler,
          retryStrategy: retryStrategy({ ...options, service: `sts in ${access.region}` }),
        }),
        options.called,
      )
      try {
        const answer = await client.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: role,
            RoleSessionName: access.session,
            WebIdentityToken: token,
            DurationSeconds: SESSION_SECONDS,
          }),
        )
        const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
        if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
          throw new ActionError('aws/no-credentials', {
            message: `STS did not return credentials for ${role}`,
            subject: `aws/role/${role}`,
          })
        }
        for (const secret of [SecretAccessKey, SessionToken]) options.log.mask(secret)
        return {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
          expiration: Expiration,
        }
      } catch (error) {
        if (error instanceof ActionError) throw error
        const converted = toActionError(error, { service: 'sts', operation: 'AssumeRoleWithWebIdentity', access })
        if (converted.code !== 'aws/denied') throw converted
        throw deniedRole(role, token, converted)
      }
    }
  }
}

/** AWS does not say why. The message has the claims that STS evaluates, never the token, and the statement that admits them. */
function deniedRole(role: string, token: string, error: ActionError): ActionError {
  const presented = presentedToken(claimsOf(token) ?? {})
  const statement = admittingStatement(role, presented)
  return new ActionError('aws/denied', {
    message: `AWS denied this job the role ${role}; its subject is ${presented.claims.sub ?? 'unknown'}`,
    expected: `sts:AssumeRoleWithWebIdentity allowed on ${role} for ${showClaims(presented)}`,
    observed: error.details.observed ?? error.message,
    advice:
      statement === undefined
        ? `Write the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME, not ${role}.`
        : `Add this statement to the trust policy of ${role}, if these jobs are meant to have it: ${JSON.stringify(statement)}. The account also needs the provider in it, with the audience ${audienceOf(role)}.`,
    subject: `aws/role/${role}`,
    cause: error.cause,
  })
}
