import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ecr'
import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'

export interface StoredImage {
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  readonly pushed: Date
  readonly tags: Set<string>
  status: sdk.ImageStatus
  archived?: Date
}

export interface Repository {
  readonly home: Home
  readonly name: string
  readonly created: Date
  mutability: sdk.ImageTagMutability
  /** Patterns of tags that are excluded from the mutability setting. */
  exclusions: readonly sdk.ImageTagMutabilityExclusionFilter[]
  scanOnPush: boolean
  /** By digest, in the order of their first push. */
  readonly images: Map<string, StoredImage>
  /** Bytes of configurations and layers, by digest. */
  readonly layers: Map<string, Buffer>
}

/** The repositories of a sandbox. The registry of an account is its home in a region. */
export interface Repositories {
  create(home: Home, name: string): Repository
  find(home: Home, name: string): Repository | undefined
  list(home: Home): Repository[]
  remove(repository: Repository): void
  /** Stores a manifest, and moves the tag to it. */
  push(repository: Repository, manifest: string, tag: string | undefined, mediaType?: string): StoredImage
}

export const digestOf = (manifest: string): string => `sha256:${createHash('sha256').update(manifest).digest('hex')}`

export const repositoryArn = ({ home: { region, account }, name }: Pick<Repository, 'home' | 'name'>): string =>
  `arn:aws:ecr:${region}:${account}:repository/${name}`

export const repositoryUri = ({ home: { region, account }, name }: Pick<Repository, 'home' | 'name'>): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com/${name}`

export const imageOfTag = ({ images }: Repository, tag: string): StoredImage | undefined =>
  [...images.values()].find(({ tags }) => tags.has(tag))

function createRepositories(clock: SandboxClock): Repositories {
  const repositories = new Map<string, Repository>()
  return {
    create({ account, region }, name) {
      const home = { account, region }
      const made: Repository = {
        home,
        name,
        created: clock.now(),
        mutability: 'MUTABLE',
        exclusions: [],
        scanOnPush: false,
        images: new Map(),
        layers: new Map(),
      }
      repositories.set(homeKey(home, name), made)
      return made
    },
    find: (home, name) => repositories.get(homeKey(home, name)),
    list: (home) => [...repositories.values()].filter((each) => homeKey(each.home) === homeKey(home)),
    remove: ({ home, name }) => void repositories.delete(homeKey(home, name)),
    push(repository, manifest, tag, mediaType = DOCKER_MANIFEST) {
      const digest = digestOf(manifest)
      const known = repository.images.get(digest)
      const image: StoredImage = known ?? {
        digest,
        manifest,
        mediaType,
        pushed: clock.now(),
        tags: new Set(),
        status: 'ACTIVE',
      }
      repository.images.set(digest, image)
      if (tag !== undefined) {
        imageOfTag(repository, tag)?.tags.delete(tag)
        image.tags.add(tag)
      }
      return image
    },
  }
}

const REFERENCE = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$/

/**
 * The digest of an image in ECR, or the reason why it cannot be pulled; undefined for other registries and for
 * repositories that the sandbox does not have.
 */
export function resolveReference(
  repositories: Repositories,
  reference: string,
): { readonly digest: string } | { readonly missing: string } | undefined {
  const [, account = '', region = '', name = '', tag = 'latest', digest] = REFERENCE.exec(reference) ?? []
  const repository = repositories.find({ account, region }, name)
  if (repository === undefined) return undefined
  const found = digest === undefined ? imageOfTag(repository, tag) : repository.images.get(digest)
  if (found === undefined) {
    const why = `failed to resolve ref ${reference}: ${reference}: not found`
    return { missing: `CannotPullContainerError: pull image manifest has been retried 7 time(s): ${why}` }
  }
  if (found.status !== 'ACTIVE') {
    return { missing: `CannotPullContainerError: the image ${reference} has the status ${found.status}` }
  }
  return { digest: found.digest }
}

/** A manifest with one layer, whose digest depends on the text alone. */
export const manifestOf = (content: string): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: DOCKER_MANIFEST,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: content.length,
      digest: digestOf(content),
    },
    layers: [],
  })

/** The repositories of a sandbox. */
export const repositoriesOf = perWorld(({ clock }) => createRepositories(clock))
