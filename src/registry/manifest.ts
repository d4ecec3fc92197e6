import { digestOfBytes, isDigest, type Digest } from '../evidence/digest.ts'
import { unusableImage } from './mistake.ts'

/**
 * Manifests of container images: of OCI and of Docker's schema 2, for one platform or for several (an index).
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md, image-index.md
 */

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
export const MANIFEST_TYPES: readonly string[] = [OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST]

/** What ECR takes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MOST_MANIFEST_BYTES = 4 * 1024 * 1024
/** Layers that their own host distributes, as those of Windows: they are in no other registry. */
const FOREIGN = /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.|oci\.image\.layer\.nondistributable\.)/

/** A part of an image, by the digest of its bytes. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
  readonly urls?: readonly string[]
  readonly platform?: { readonly os?: string; readonly architecture?: string }
}

export interface Manifest {
  readonly mediaType: string
  readonly digest: Digest
  readonly bytes: Buffer
  /** Configuration and layers that a registry must have; empty for an index. */
  readonly blobs: readonly Descriptor[]
  /** The manifests of an index, by platform. */
  readonly manifests: readonly Descriptor[]
}

/**
 * Pure. Throws `image/unusable` where the bytes are no manifest of a known kind.
 * @param claimed the media type that a registry names
 */
export function readManifest(bytes: Buffer, name: string, claimed?: string): Manifest {
  if (bytes.length > MOST_MANIFEST_BYTES)
    throw refused(name, `its manifest has ${bytes.length} bytes`, `at most ${MOST_MANIFEST_BYTES}`)
  const content = parsed(bytes)
  if (content === undefined) throw refused(name, 'its manifest is no JSON object', 'a manifest')
  const mediaType = mediaTypeOf(content, claimed)
  if (mediaType === undefined || !MANIFEST_TYPES.includes(mediaType) || content['schemaVersion'] !== 2) {
    const { mediaType: own, schemaVersion: version } = content
    const observed = typeof own === 'string' ? own : (claimed ?? `schema version ${JSON.stringify(version)}`)
    throw refused(name, `its manifest is of the kind ${observed.slice(0, 100)}`, MANIFEST_TYPES.join(', '))
  }
  const isIndex = mediaType === OCI_INDEX || mediaType === DOCKER_LIST
  const list = (of: unknown): Descriptor[] => {
    if (!Array.isArray(of)) throw refused(name, 'its manifest has no list of parts', 'layers, or manifests')
    return of.map((each: unknown) => descriptorOf(each, name))
  }
  const parts = isIndex ? [] : [descriptorOf(content['config'], name), ...list(content['layers'])]
  return {
    mediaType,
    digest: digestOfBytes(bytes),
    bytes,
    blobs: unique(parts.filter(({ mediaType: type, urls = [] }) => urls.length === 0 || !FOREIGN.test(type))),
    manifests: isIndex ? unique(list(content['manifests'])) : [],
  }
}

/** The media type may be left out by OCI: then that of the registry counts, or what the members say. */
function mediaTypeOf(content: Readonly<Record<string, unknown>>, claimed: string | undefined): string | undefined {
  const own = content['mediaType']
  if (typeof own === 'string') return own
  const named = claimed?.split(';')[0]?.trim()
  if (named !== undefined && MANIFEST_TYPES.includes(named)) return named
  if ('manifests' in content) return OCI_INDEX
  return 'config' in content ? OCI_MANIFEST : undefined
}

function parsed(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

function descriptorOf(value: unknown, name: string): Descriptor {
  const { mediaType, digest, size, urls, platform } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (typeof mediaType !== 'string' || !isDigest(digest) || !Number.isSafeInteger(size) || Number(size) < 0) {
    throw refused(
      name,
      `its manifest names a part as ${JSON.stringify(value)?.slice(0, 100)}`,
      'mediaType, digest, size',
    )
  }
  return {
    mediaType,
    digest,
    size: Number(size),
    ...(Array.isArray(urls) && { urls: urls.map(String) }),
    ...(typeof platform === 'object' && platform !== null && { platform }),
  }
}

function unique(parts: readonly Descriptor[]): Descriptor[] {
  return [...new Map(parts.map((part) => [part.digest, part])).values()]
}

function refused(name: string, what: string, expected: string) {
  return unusableImage(
    `the image ${name} cannot be used: ${what}`,
    'Build the image with a current Docker or BuildKit.',
    {
      expected,
      observed: what,
    },
  )
}
