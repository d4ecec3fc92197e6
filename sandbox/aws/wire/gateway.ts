import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ServiceError } from '../../contract.ts'
import type { Call, Meanwhile, RequiredPermission, SandboxClock, Service } from '../../contract.ts'
import { requiredPermissions, refusalOf } from '../identity/authorize.ts'
import { scopeOf } from '../identity/credentials.ts'
import type { CredentialStore, Principal, Refusal } from '../identity/credentials.ts'
import type { Policies } from '../identity/decision.ts'
import { codecOf } from './codec.ts'
import type { Codec } from './codec.ts'
import { readRequest } from './http.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { recordAnswersWith } from './record.ts'
import type { Recorder } from './record.ts'
import { routeOf } from './route.ts'
import { createStaleReads } from './stale-reads.ts'
import { errorOf, expiredError, isEc2, isJson, refusalStatus } from './trouble.ts'
import type { Trouble, TroubleRule } from './trouble.ts'

export interface GatewayOptions {
  /** Loads a service on its first call; undefined for one that is not implemented. */
  readonly serviceOf: (name: string) => Promise<Service | undefined>
  readonly credentials: CredentialStore
  readonly trouble: Trouble
  readonly clock: SandboxClock
  /** Absent: nothing is recorded. */
  readonly record: Recorder | undefined
  /** Values that are masked in records: NoEcho parameters. */
  readonly hidden: () => readonly string[]
  readonly meanwhile: Meanwhile
  /** Called for each decoded call before it is executed. */
  readonly onInput: (call: Call, input: object) => void
  /** Called for each permission that a call needed and had. */
  readonly onPermission: (principal: Principal, need: RequiredPermission) => void
  /** Called for each successful call. */
  readonly onCall: (call: Call, input: object) => void
  readonly onMistake: (error: unknown, call: Call) => void
  /** The policies that decide about a principal's calls; undefined allows everything. */
  readonly policiesOf: (principal: Principal) => Policies | undefined
  /** The account of a bucket. */
  readonly bucketOwner: (bucket: string) => string | undefined
  /** The principals of running calls. */
  readonly principals: WeakMap<Call, Principal>
}

const DEFAULT_REGION = 'us-east-1'
/** Unsigned operations, whose token is the credential. */
const UNSIGNED = new Set(['AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'])

export type Gateway = (message: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * The HTTP endpoint of AWS: routes, authenticates and authorizes requests, injects faults, dispatches, responds and
 * records.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { trouble, clock } = options
  const hidden = (): readonly string[] => [...options.hidden(), ...options.credentials.secrets()]
  const record = options.record && recordAnswersWith(options.record, hidden)
  const stale = createStaleReads()

  async function run(codec: Codec, call: Call, rule: TroubleRule | undefined): Promise<HttpAnswer> {
    const planned = rule === undefined ? undefined : errorOf(rule, call)
    if (planned !== undefined) throw planned
    const input = codec.decode()
    options.onInput(call, input)
    const service = await options.serviceOf(codec.service)
    authorize(service, call, input as Record<string, unknown>, rule)
    const operation = service?.operations[codec.operation]
    if (operation === undefined) throw notPlayed(codec)
    const output = rule?.do === 'stale' ? stale.recall(call, input) : undefined
    const result = output ?? (await operation(input, call))
    stale.remember(call, input, result)
    options.onCall(call, input)
    const encoded = codec.encode(result, call)
    await options.meanwhile.answered(call, input)
    return encoded
  }

  function authorize(
    service: Service | undefined,
    call: Call,
    input: Record<string, unknown>,
    rule: TroubleRule | undefined,
  ): void {
    const principal = options.principals.get(call)
    if (principal === undefined) return
    const needs =
      service?.permissions?.(call.operation, input, call) ?? requiredPermissions(call.operation, input, call)
    const policies = rule?.do === 'deny' ? { identity: [] } : options.policiesOf(principal)
    const message = refusalOf(principal, policies, needs, call, clock.now(), options.bucketOwner)
    if (message !== undefined) throw denied(call, message)
    for (const need of needs) options.onPermission(principal, need)
  }

  async function answer(
    request: HttpRequest,
  ): Promise<{ codec?: Codec; answer: HttpAnswer; rule?: TroubleRule | undefined }> {
    const route = routeOf(request)
    const requestId = randomUUID()
    if (route.kind === 'unknown') return { answer: unknownService(route.service) }
    const codec = await codecOf(route, request)
    const principal = options.credentials.authenticate(request, clock.now())
    const anonymous = typeof principal === 'string'
    const call: Call = {
      service: codec.service,
      operation: codec.operation,
      region: scopeOf(request)?.region ?? DEFAULT_REGION,
      account: anonymous ? '' : principal.account,
      principal: anonymous ? 'anonymous' : principal.arn,
      requestId,
    }
    if (!anonymous) options.principals.set(call, principal)
    await options.meanwhile.before(call)
    const rule = trouble.hit(call)
    if (rule?.do === 'reset-before') return { codec, answer: CLOSED, rule }
    if (rule?.do === 'delay') await clock.sleep(rule.ms)
    try {
      if (anonymous && !UNSIGNED.has(codec.operation)) throw refusedCredentials(principal, call)
      const good = await run(codec, call, rule)
      return { codec, answer: damaged(withIds(good, call), rule), rule }
    } catch (error) {
      if (!(error instanceof ServiceError)) options.onMistake(error, call)
      const shown =
        error instanceof ServiceError
          ? error
          : new ServiceError('InternalFailure', 'Internal failure of the sandbox', 500)
      return { codec, answer: damaged(withIds(codec.encodeError(shown, requestId), call), rule), rule }
    }
  }

  return async (message, response) => {
    const request = await readRequest(message)
    const { codec, answer: given, rule } = await answer(request)
    const cut = rule?.do === 'reset-before' || rule?.do === 'reset-after'
    if (codec !== undefined && record !== undefined) {
      // The response of a proxy is not the service's response.
      const ownAnswer = cut || rule?.do === 'malformed' ? undefined : given
      record(codec, request, ownAnswer)
    }
    if (cut) {
      message.socket.resetAndDestroy()
      return
    }
    send(response, given, rule)
  }
}

const CLOSED: HttpAnswer = { status: 0, headers: {}, body: '' }

function send(response: ServerResponse, answer: HttpAnswer, rule: TroubleRule | undefined): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : Buffer.from(answer.body)
  const length = answer.headers['content-length'] ?? String(body.length)
  response.writeHead(answer.status, { ...answer.headers, ...(answer.status !== 204 && { 'content-length': length }) })
  if (rule?.do !== 'truncate') {
    response.end(body)
    return
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
}

function damaged(answer: HttpAnswer, rule: TroubleRule | undefined): HttpAnswer {
  return rule?.do === 'malformed' ? { ...answer, body: '<html><body>proxy says hello' } : answer
}

const withIds = (answer: HttpAnswer, call: Call): HttpAnswer => ({
  ...answer,
  headers: {
    ...(call.service === 's3'
      ? { 'x-amz-request-id': call.requestId, 'x-amz-id-2': call.requestId, server: 'AmazonS3' }
      : { 'x-amzn-requestid': call.requestId }),
    ...answer.headers,
  },
})

function unknownService(service: string): HttpAnswer {
  return {
    status: 404,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'UnknownOperationException', message: `The sandbox has no service '${service}'` }),
  }
}

/** AWS has this operation, and the sandbox does not implement it. */
const notPlayed = ({ service, operation }: Codec): ServiceError =>
  new ServiceError(
    isJson({ service }) ? 'UnknownOperationException' : 'InvalidAction',
    `The sandbox does not play ${service}:${operation}`,
  )

function denied(call: Call, message: string): ServiceError {
  if (isEc2(call)) {
    return new ServiceError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${message}`,
      403,
    )
  }
  return new ServiceError(isJson(call) ? 'AccessDeniedException' : 'AccessDenied', message, refusalStatus(call))
}

function refusedCredentials(refusal: Refusal, call: Call): ServiceError {
  if (refusal === 'expired') return expiredError(call)
  if (call.service === 's3') {
    return refusal === 'missing'
      ? new ServiceError('AccessDenied', 'Access Denied', 403)
      : new ServiceError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  }
  if (isEc2(call)) {
    return refusal === 'missing'
      ? new ServiceError('MissingParameter', 'The request must contain the parameter AWSAccessKeyId', 400)
      : new ServiceError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
  }
  const status = refusalStatus(call)
  if (refusal === 'missing') {
    const code = isJson(call) ? 'MissingAuthenticationTokenException' : 'MissingAuthenticationToken'
    return new ServiceError(code, 'Request is missing Authentication Token', status)
  }
  const code = isJson(call) ? 'UnrecognizedClientException' : 'InvalidClientTokenId'
  return new ServiceError(code, 'The security token included in the request is invalid.', status)
}
