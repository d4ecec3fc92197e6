import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Call, Meanwhile } from '../../../contract.ts'
import type { Principal } from '../../identity/credentials.ts'
import { readRequest } from '../../wire/http.ts'
import type { HttpAnswer, HttpRequest } from '../../wire/http.ts'
import type { Trouble, TroubleRule } from '../../wire/trouble.ts'
import type { World } from '../../world.ts'
import {
  answerLayer,
  answerManifest,
  denied,
  errorAnswer,
  type Registry,
  type RegistryRequest,
} from './registry-api.ts'
import { repositoriesOf, repositoryArn } from './store.ts'
import { tokensOf } from './tokens.ts'

/**
 * The registry of ECR: the HTTP API of OCI's distribution specification, with the token of GetAuthorizationToken. AWS
 * has a host for each account; here the token identifies the account. See `sandbox/spec/ecs.md`, "The registry".
 */

/** Where layers are downloaded: a bucket of ECR's own, with a signed URL. */
const LAYERS = '/starport-layer-bucket/'
const PATH = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/

export function isRegistryRequest({ url = '', headers }: IncomingMessage): boolean {
  const isSigned = (headers.authorization ?? '').startsWith('AWS4-')
  return url.startsWith(LAYERS) || (!isSigned && (url === '/v2' || url.startsWith('/v2/')))
}

export interface RegistryOptions {
  readonly world: World
  readonly trouble: Trouble
  readonly meanwhile: Meanwhile
  readonly principals: WeakMap<Call, Principal>
}

export function createRegistry({ world, trouble, meanwhile, principals }: RegistryOptions) {
  const uploads = new Map<string, Buffer[]>()
  const layers = new Map<string, Buffer>()

  async function play(
    request: HttpRequest,
  ): Promise<{ readonly answer: HttpAnswer; readonly rule?: TroubleRule | undefined }> {
    if (request.path.startsWith(LAYERS)) return { answer: downloaded(request, layers) }
    const base = `http://${request.headers['host'] ?? ''}`
    const holder = tokensOf(world).holderOf(request.headers['authorization'])
    if (holder === undefined) {
      const challenge = `Basic realm="${base}/",service="ecr.amazonaws.com"`
      const headers = { 'www-authenticate': challenge, 'content-type': 'text/plain; charset=utf-8' }
      return { answer: { status: 401, headers, body: 'Not Authorized\n' } }
    }
    if (world.clock.now() >= holder.expires)
      return { answer: denied('Your authorization token has expired. Reauthenticate and try again.') }
    if (request.path === '/v2/' || request.path === '/v2') return { answer: { status: 200, headers: {}, body: '' } }
    const [, name = '', kind = '', reference = ''] = PATH.exec(request.path) ?? []
    if (kind === '') return { answer: errorAnswer(404, 'UNSUPPORTED', `${request.method} ${request.path}`) }
    const operations = operationsOf(request, kind, reference)
    const call: Call = {
      service: 'ecr',
      operation: operations.at(-1) ?? '',
      region: holder.home.region,
      account: holder.principal.account,
      principal: holder.principal.arn,
      requestId: randomUUID(),
    }
    principals.set(call, holder.principal)
    await meanwhile.before(call)
    const rule = trouble.hit(call)
    if (rule?.do === 'delay') await world.clock.sleep(rule.ms)
    const planned = rule && failureOf(rule, call)
    if (planned !== undefined) return { answer: planned, rule }
    const resource = repositoryArn({ home: holder.home, name })
    const needs = operations.map((operation) => ({ action: `ecr:${operation}`, resource }))
    const refusal = world.refusal(call, undefined, needs)
    if (refusal !== undefined) return { answer: denied(refusal) }
    const repository = repositoriesOf(world).find(holder.home, name)
    if (repository === undefined) {
      const why = `The repository with name '${name}' does not exist in the registry with id '${holder.home.account}'`
      return { answer: errorAnswer(404, 'NAME_UNKNOWN', why) }
    }
    const registry: Registry = {
      repositories: repositoriesOf(world),
      uploads,
      signedUrl(digest, bytes) {
        const key = `${holder.home.account}-${digest}`
        layers.set(key, bytes)
        // Another host than the registry's, as on AWS.
        const host = base.replace('127.0.0.1', 'localhost')
        return `${host}${LAYERS}${key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${randomUUID()}`
      },
    }
    const its: RegistryRequest = { ...request, base, repository, reference }
    const answer = kind === 'blobs' ? answerLayer(registry, its) : answerManifest(registry, its)
    await meanwhile.answered(call, { repositoryName: name })
    return { answer, rule }
  }

  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message)
    const { answer, rule } = await play(request)
    if (rule?.do === 'reset-before' || rule?.do === 'reset-after') return void message.socket.resetAndDestroy()
    const body = Buffer.from(answer.body)
    const length = answer.headers['content-length'] ?? String(body.length)
    response.writeHead(answer.status, {
      'docker-distribution-api-version': 'registry/2.0',
      ...answer.headers,
      'content-length': length,
    })
    if (request.method === 'HEAD') return void response.end()
    if (rule?.do === 'truncate')
      return void response.write(body.subarray(0, body.length >> 1), () => response.destroy())
    response.end(body)
  }
}

/** The operations of ECR's API whose permissions a request needs. */
function operationsOf({ method }: HttpRequest, kind: string, reference: string): string[] {
  if (kind === 'manifests') return [method === 'PUT' ? 'PutImage' : 'BatchGetImage']
  if (!reference.startsWith('uploads'))
    return [method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer']
  if (method === 'POST') return ['InitiateLayerUpload']
  return method === 'PUT' ? ['UploadLayerPart', 'CompleteLayerUpload'] : ['UploadLayerPart']
}

/** S3 takes one way of authentication: a signed URL with the token of the registry is refused. */
function downloaded({ path, headers }: HttpRequest, layers: ReadonlyMap<string, Buffer>): HttpAnswer {
  if (headers['authorization'] !== undefined) {
    const text =
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified'
    return { status: 400, headers: {}, body: `<Error><Code>InvalidArgument</Code><Message>${text}</Message></Error>` }
  }
  const bytes = layers.get(path.slice(LAYERS.length))
  return bytes === undefined
    ? { status: 404, headers: {}, body: '<Error><Code>NoSuchKey</Code></Error>' }
    : { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
}

function failureOf(rule: TroubleRule, { operation }: Call): HttpAnswer | undefined {
  switch (rule.do) {
    case 'throttle':
      return errorAnswer(429, 'TOOMANYREQUESTS', 'Rate exceeded')
    case 'error-500':
      return errorAnswer(500, 'UNKNOWN', 'Internal Server Error')
    case 'error-503':
      return errorAnswer(503, 'UNAVAILABLE', 'Service Unavailable')
    case 'expired':
      return denied('Your authorization token has expired. Reauthenticate and try again.')
    case 'deny':
      return denied(`User is not authorized to perform: ecr:${operation}`)
    case 'error':
      return errorAnswer(rule.status, rule.code, rule.message)
    case 'malformed':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>proxy says hello' }
    default:
      return undefined
  }
}
