import { createHash, randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { HttpAnswer, HttpRequest } from '../../wire/http.ts'
import { mediaTypeOf, refusePush } from './ecr.ts'
import { imageOfTag, type Repositories, type Repository, type StoredImage } from './store.ts'

/**
 * The responses of a repository: layers and manifests.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md
 */

export interface Registry {
  readonly repositories: Repositories
  /** Unfinished uploads. */
  readonly uploads: Map<string, Buffer[]>
  readonly signedUrl: (digest: string, bytes: Buffer) => string
}

export interface RegistryRequest extends HttpRequest {
  readonly base: string
  readonly repository: Repository
  /** A tag or digest; `uploads/`, with the id of an upload. */
  readonly reference: string
}

const UPLOADS = /^uploads\/(?:([\w-]+))?$/

export function answerLayer(registry: Registry, request: RegistryRequest): HttpAnswer {
  const { reference, method, repository } = request
  if (UPLOADS.test(reference)) return answerUpload(registry, request)
  const bytes = repository.layers.get(reference)
  if (bytes === undefined) return errorAnswer(404, 'BLOB_UNKNOWN', 'blob unknown to registry')
  const headers = { 'docker-content-digest': reference, 'content-type': 'application/octet-stream' }
  if (method === 'HEAD')
    return { status: 200, headers: { ...headers, 'content-length': String(bytes.length) }, body: '' }
  return { status: 307, headers: { ...headers, location: registry.signedUrl(reference, bytes) }, body: '' }
}

function answerUpload(
  { uploads }: Registry,
  { reference, method, query, headers, body, repository, base }: RegistryRequest,
): HttpAnswer {
  const at = `${base}/v2/${repository.name}/blobs/uploads/`
  if (method === 'POST') {
    const id = randomUUID()
    uploads.set(id, [])
    return { status: 202, headers: { location: `${at}${id}`, 'docker-upload-uuid': id, range: '0-0' }, body: '' }
  }
  const id = UPLOADS.exec(reference)?.[1] ?? ''
  const parts = uploads.get(id)
  if (parts === undefined) return errorAnswer(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry')
  const received = parts.reduce((sum, { length }) => sum + length, 0)
  const first = /^(\d+)-/.exec(headers['content-range'] ?? '')?.[1]
  if (first !== undefined && Number(first) !== received)
    return errorAnswer(416, 'BLOB_UPLOAD_INVALID', 'not consecutive')
  if (body.length > 0) parts.push(body)
  const range = `0-${Math.max(0, received + body.length - 1)}`
  if (method === 'PATCH')
    return { status: 202, headers: { location: `${at}${id}`, 'docker-upload-uuid': id, range }, body: '' }
  if (method !== 'PUT') return { status: 204, headers: { location: `${at}${id}`, range }, body: '' }
  const bytes = Buffer.concat(parts)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  uploads.delete(id)
  if (query.get('digest') !== digest) {
    const why = `Layer digest '${query.get('digest') ?? ''}' does not match the digest '${digest}' of the upload`
    return errorAnswer(400, 'DIGEST_INVALID', why)
  }
  repository.layers.set(digest, bytes)
  const location = `${base}/v2/${repository.name}/blobs/${digest}`
  return { status: 201, headers: { location, 'docker-content-digest': digest }, body: '' }
}

export function answerManifest(registry: Registry, request: RegistryRequest): HttpAnswer {
  const { method, reference, repository } = request
  if (method === 'PUT') return putManifest(registry, request)
  const image = reference.includes(':') ? repository.images.get(reference) : imageOfTag(repository, reference)
  if (image === undefined) return errorAnswer(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
  const body = Buffer.from(image.manifest)
  return { status: 200, headers: { ...shown(image), 'content-length': String(body.length) }, body }
}

function putManifest(
  { repositories }: Registry,
  { body, headers, reference, repository, base }: RegistryRequest,
): HttpAnswer {
  const manifest = body.toString('utf8')
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  const tag = reference.includes(':') ? undefined : reference
  if (tag === undefined && reference !== digest) return errorAnswer(400, 'DIGEST_INVALID', `the manifest is ${digest}`)
  try {
    const mediaType = headers['content-type'] ?? mediaTypeOf(manifest)
    const missing = partsOf(manifest).find((part) => !repository.layers.has(part) && !repository.images.has(part))
    if (missing !== undefined)
      return errorAnswer(
        404,
        'LAYERS_NOT_FOUND',
        `Layers with digests '[${missing}]' required for pushing image do not exist`,
      )
    const known = repository.images.get(digest)
    const isThere = known !== undefined && (tag === undefined || known.tags.has(tag))
    if (!isThere) refusePush(repository, digest, tag)
    const image = known && isThere ? known : repositories.push(repository, manifest, tag, mediaType)
    return {
      status: 201,
      headers: { ...shown(image), location: `${base}/v2/${repository.name}/manifests/${digest}` },
      body: '',
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const code = error.code === 'ImageTagAlreadyExistsException' ? 'TAG_INVALID' : 'MANIFEST_INVALID'
    return errorAnswer(400, code, error.message)
  }
}

/** Configuration and layers of an image, or the images of an index. */
function partsOf(manifest: string): string[] {
  interface Part {
    readonly digest?: unknown
    readonly urls?: unknown
  }
  const {
    config,
    layers = [],
    manifests = [],
  } = JSON.parse(manifest) as {
    readonly config?: Part
    readonly layers?: readonly Part[]
    readonly manifests?: readonly Part[]
  }
  return [...(config ? [config] : []), ...layers, ...manifests].flatMap(({ digest, urls }) =>
    typeof digest === 'string' && urls === undefined ? [digest] : [],
  )
}

const shown = ({ digest, mediaType }: StoredImage) => ({ 'docker-content-digest': digest, 'content-type': mediaType })

export function errorAnswer(status: number, code: string, message: string): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status, headers, body: JSON.stringify({ errors: [{ code, message }] }) }
}

export const denied = (message: string): HttpAnswer => errorAnswer(403, 'DENIED', message)
