import { ActionError, messageOf } from '../support/errors.ts'
import type { AwsAccess } from './access.ts'
import { adviceOn, allowed, refusalIn } from './refusals.ts'

const THROTTLING = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'BandwidthLimitExceeded',
])
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedAccess',
  'AuthorizationError',
])
/** An answer to HEAD has no body, so that the SDK knows no name for its error. */
const BARE = new Set(['', 'Unknown', 'UnknownError', 'Forbidden', '403'])
/** The action that a call needs, where it is not named as the call. */
const NEEDS: Readonly<Record<string, string>> = { 's3:HeadObject': 's3:GetObject', 's3:HeadBucket': 's3:ListBucket' }
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'])
const NO_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
])
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_PROXY_TUNNEL',
])
/** Node's codes for a certificate whose authority is not known, as behind a proxy that ends TLS. */
const UNKNOWN_AUTHORITY = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** AWS's error name, also of a converted error: `ValidationError`, `ChangeSetNotFound`. */
export function errorName(error: unknown): string {
  if (error instanceof ActionError) return error.cause === undefined ? '' : errorName(error.cause)
  return error instanceof Error ? error.name : ''
}

/** AWS's error message, also of a converted error. */
export function errorText(error: unknown): string {
  return error instanceof ActionError && error.cause !== undefined ? messageOf(error.cause) : messageOf(error)
}

/** HTTP status of AWS's response, also of a converted error; undefined without a response. */
export function httpStatus(error: unknown): number | undefined {
  if (error instanceof ActionError) return error.cause === undefined ? undefined : httpStatus(error.cause)
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

export function isThrottling(error: unknown): boolean {
  return THROTTLING.has(errorName(error)) || /rate exceeded/i.test(messageOf(error))
}

/** Converts an error of the SDK into one with a next step. The original is its cause. `input`: of the call. */
export function toActionError(
  error: unknown,
  where: { readonly service: string; readonly operation: string; readonly access: AwsAccess; readonly input?: unknown },
): ActionError {
  const name = errorName(error)
  const said = messageOf(error)
  const call = `${where.service}:${where.operation}`
  const subject = `aws/${where.service}/${where.operation}`
  const systemCode = codeOf(error)
  if (DENIED.has(name) || (BARE.has(name) && httpStatus(error) === 403)) {
    const who = where.access.role ?? 'the identity of the job'
    const refusal = refusalIn(said) ?? { who, action: NEEDS[call] ?? call, explicit: false }
    return new ActionError('aws/denied', {
      message: `${refusal.who} may not call ${refusal.action} in ${where.access.region}${refusal.action === call ? '' : `, which ${call} needs`}`,
      advice: adviceOn([refusal]),
      subject,
      expected: allowed([refusal]),
      observed: said,
      cause: error,
    })
  }
  if (where.access.region === '' && /region is missing/i.test(said)) {
    return new ActionError('config/file', {
      message: `${call} has no region`,
      advice: 'Set `region` of each environment in the configuration, or AWS_REGION for the job.',
      subject,
      expected: 'a region such as eu-west-1',
      observed: 'none',
      cause: error,
    })
  }
  if (EXPIRED.has(name))
    return new ActionError('aws/expired', {
      message: `the credentials for ${call} have expired`,
      subject,
      cause: error,
    })
  if (NO_CREDENTIALS.has(name)) {
    return new ActionError('aws/no-credentials', {
      message: `no valid AWS credentials for ${call}: ${said}`,
      subject,
      cause: error,
    })
  }
  if (isThrottling(error)) {
    return new ActionError('aws/throttled', {
      message: `AWS still throttled ${call} in ${where.access.region} after all attempts`,
      subject,
      cause: error,
    })
  }
  const isUntrusted = systemCode !== undefined && UNKNOWN_AUTHORITY.has(systemCode)
  if (name === 'TimeoutError' || isUntrusted || (systemCode !== undefined && UNREACHABLE.has(systemCode))) {
    const advice = isUntrusted
      ? 'Set NODE_EXTRA_CA_CERTS for the job to a PEM file with the certificate authority of your network; see docs/network.md.'
      : 'Let the proxy pass the hosts that docs/network.md lists, or add this one to NO_PROXY.'
    return new ActionError('aws/unreachable', {
      message: `${call} in ${where.access.region} could not be reached: ${said || systemCode || name}`,
      ...((isUntrusted || systemCode === 'ERR_PROXY_TUNNEL') && { advice }),
      subject,
      cause: error,
    })
  }
  const { bucket, key } = s3Names(where.service, where.input)
  const object = bucket === undefined ? '' : ` of s3://${bucket}${key === undefined ? '' : `/${key}`}`
  return new ActionError('aws/service', {
    message: `${call}${object} answered ${name}: ${said}`,
    ...(name === 'NoSuchBucket' && bucket !== undefined && { advice: missingBucket(bucket, where.access.region) }),
    subject,
    cause: error,
  })
}

function missingBucket(bucket: string, region: string): string {
  return `Correct the name of the bucket where the configuration or the template has it, or create it: \`aws s3 mb s3://${bucket} --region ${region}\`.`
}

/** S3's messages do not name the bucket and the object. */
function s3Names(service: string, input: unknown): { readonly bucket?: string; readonly key?: string } {
  if (service !== 's3' || typeof input !== 'object' || input === null) return {}
  const { Bucket: bucket, Key: key } = input as Record<string, unknown>
  return { ...(typeof bucket === 'string' && { bucket }), ...(typeof key === 'string' && { key }) }
}

/** Node reports the reason of a failed connection in `code`, or in the first of several errors. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return undefined
}
