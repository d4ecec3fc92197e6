import { isDigest, type Digest } from '../evidence/digest.ts'

/** An image in a registry, by its digest. */
export interface ImageReference {
  /** With a port where it is not that of HTTPS. */
  readonly host: string
  readonly repository: string
  readonly digest: Digest
}

/** `HOST/REPOSITORY@sha256:…`; a tag before the digest does not count, as everywhere. */
const REFERENCE =
  /^([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?)\/([a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*)(?::[\w][\w.-]{0,127})?@(sha256:[0-9a-f]{64})$/
const DOCKER_HUB = 'docker.io'
/** The host that serves it. */
const DOCKER_HUB_REGISTRY = 'registry-1.docker.io'

/** Undefined for a name without a registry or digest. */
export function parseImageReference(text: string): ImageReference | undefined {
  const [, host = '', repository = '', digest] = REFERENCE.exec(text.trim()) ?? []
  if (!isDigest(digest) || (!/[.:]/.test(host) && host !== 'localhost')) return undefined
  return { host: host === DOCKER_HUB ? DOCKER_HUB_REGISTRY : host, repository, digest }
}

/** The account and region of a registry of ECR; undefined for another one. */
export function ecrOf(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(host) ?? []
  return account === undefined || region === undefined ? undefined : { account, region }
}

/** The address of a registry: only one on this host may be without TLS, as for Docker. */
export function addressOf(host: string): URL {
  const isLocal = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host)
  return new URL(`${isLocal ? 'http' : 'https'}://${host}`)
}
