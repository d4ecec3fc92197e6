import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock, Service } from '../../contract.ts'
import { needsOf, refusalOf } from '../identity/authorize.ts'
import type { Need, ResourceLookup } from '../identity/authorize.ts'
import { scopeOf } from '../identity/credentials.ts'
import type { CredentialStore, Principal, Refusal } from '../identity/credentials.ts'
import { codecOf } from './codec.ts'
import type { Codec } from './codec.ts'
import { readRequest } from './http.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { toExchange } from './record.ts'
import type { Recorder } from './record.ts'
import { routeOf } from './route.ts'
import { createStaleReads } from './stale.ts'
import { errorOf, expiredError, isJson, refusalStatus } from './trouble.ts'
import type { Trouble, TroubleRule } from './trouble.ts'

export interface GatewayOptions {
  readonly services: readonly Service[]
  /** By service: finds ARNs for IAM that only the service knows. */
  readonly lookups: Readonly<Record<string, ResourceLookup>>
  readonly credentials: CredentialStore
  readonly trouble: Trouble
  readonly clock: SandboxClock
  readonly record: Recorder
  /** Values that no record may show: NoEcho parameters. */
  readonly hidden: () => readonly string[]
  /** Told of every call before anything happens to it, and waited for. */
  readonly before: (call: Call) => Promise<void>
  /** Told of every call that was understood, before it is carried out. */
  readonly onInput: (call: Call, input: object) => void
  /** Told of every permission that a call needed and had. */
  readonly onNeed: (principal: Principal, need: Need) => void
  /** Told of every call that a service carried out. */
  readonly onCall: (call: Call, input: object) => void
  readonly onMistake: (error: unknown, call: Call) => void
  /** Where a running call's principal is looked up. */
  readonly principals: WeakMap<Call, Principal>
}

const DEFAULT_REGION = 'us-east-1'
/** These are called without a signature: the token in them is the credential. */
const UNSIGNED = new Set(['AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'])

export type Gateway = (message: IncomingMessage, response: ServerResponse) => Promise<void>

/** AWS's front door: identifies, authenticates, authorizes, makes trouble, dispatches, answers, records. */
export function createGateway(options: GatewayOptions): Gateway {
  const { trouble, clock, record } = options
  const services = new Map(options.services.map((service) => [service.name, service]))
  const stale = createStaleReads()

  async function run(codec: Codec, call: Call, rule: TroubleRule | undefined): Promise<HttpAnswer> {
    const planned = rule === undefined ? undefined : errorOf(rule, call)
    if (planned !== undefined) throw planned
    const input = codec.decode()
    options.onInput(call, input)
    authorize(call, input as Record<string, unknown>, rule)
    const operation = services.get(codec.service)?.operations[codec.operation]
    if (operation === undefined) throw notImplemented(codec)
    const output = rule?.do === 'stale' ? stale.recall(call, input) : undefined
    const result = output ?? (await operation(input, call))
    stale.remember(call, input, result)
    options.onCall(call, input)
    return codec.encode(result, call)
  }

  function authorize(call: Call, input: Record<string, unknown>, rule: TroubleRule | undefined): void {
    const principal = options.principals.get(call)
    if (principal === undefined) return
    const needs = needsOf(call.operation, input, call, options.lookups[call.service])
    const judged = rule?.do === 'deny' ? { ...principal, policies: [] } : principal
    const message = refusalOf(judged, needs, call)
    if (message !== undefined) throw denied(call, message)
    for (const need of needs) options.onNeed(principal, need)
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
    await options.before(call)
    const rule = trouble.hit(call)
    if (rule?.do === 'reset-before') return { codec, answer: CUT, rule }
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
    if (codec !== undefined) {
      const hidden = [...options.hidden(), ...options.credentials.secrets()]
      record(toExchange(codec.service, request, cut ? undefined : given, hidden))
    }
    if (cut) {
      message.socket.resetAndDestroy()
      return
    }
    send(response, given, rule)
  }
}

const CUT: HttpAnswer = { status: 0, headers: {}, body: '' }

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

const notImplemented = ({ service, operation }: Codec): ServiceError =>
  isJson({ service })
    ? new ServiceError('UnknownOperationException', `The sandbox does not know ${service}:${operation}`)
    : new ServiceError('InvalidAction', `The action ${operation} is not valid for this web service.`)

const denied = (call: Call, message: string): ServiceError =>
  new ServiceError(isJson(call) ? 'AccessDeniedException' : 'AccessDenied', message, refusalStatus(call))

function refusedCredentials(refusal: Refusal, call: Call): ServiceError {
  if (refusal === 'expired') return expiredError(call)
  if (call.service === 's3') {
    return refusal === 'missing'
      ? new ServiceError('AccessDenied', 'Access Denied', 403)
      : new ServiceError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  }
  const status = refusalStatus(call)
  if (refusal === 'missing') {
    const code = isJson(call) ? 'MissingAuthenticationTokenException' : 'MissingAuthenticationToken'
    return new ServiceError(code, 'Request is missing Authentication Token', status)
  }
  const code = isJson(call) ? 'UnrecognizedClientException' : 'InvalidClientTokenId'
  return new ServiceError(code, 'The security token included in the request is invalid.', status)
}
