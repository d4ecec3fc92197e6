import type * as sdk from '@aws-sdk/client-ecr'
import { ServiceError } from '../../../contract.ts'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import { glob } from '../../identity/text-match.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { digestOf, imageOfTag, repositoryArn, repositoryUri } from './store.ts'
import type { Repositories, Repository, StoredImage } from './store.ts'

const PAGE = 100
const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** The API of Amazon ECR, in which an image is its manifest. Layers are those of the registry. */
export function createEcr({
  repositories,
  clock,
  tokenOf,
}: {
  readonly repositories: Repositories
  readonly clock: SandboxClock
  /** A token of the caller for a registry, and where the registry is. */
  readonly tokenOf: (call: Call, registry: Home) => sdk.AuthorizationData
}): Service {
  function registryOf(call: Call, registryId: string | undefined): Home {
    return { account: registryId ?? call.account, region: call.region }
  }

  function named(
    call: Call,
    input: { registryId?: string | undefined; repositoryName?: string | undefined },
  ): Repository {
    const registry = registryOf(call, input.registryId)
    const name = input.repositoryName ?? ''
    // A repository of another account needs its repository policy, which is not evaluated.
    const found = repositories.find(registry, name)
    if (found !== undefined) return found
    throw new ServiceError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registry.account}'`,
    )
  }

  function page<T>(
    all: readonly T[],
    { maxResults, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
  ) {
    const { items, next } = pageOf(all, maxResults ?? PAGE, nextToken, () =>
      invalid("Invalid parameter at 'nextToken'"),
    )
    return { items, more: next === undefined ? {} : { nextToken: next } }
  }

  return {
    name: 'ecr',
    operations: {
      GetAuthorizationToken({ registryIds = [] }: sdk.GetAuthorizationTokenCommandInput, call) {
        const registries = registryIds.length === 0 ? [undefined] : registryIds
        return { authorizationData: registries.map((id) => tokenOf(call, registryOf(call, id))) }
      },
      CreateRepository(input: sdk.CreateRepositoryCommandInput, call) {
        const { repositoryName: name = '' } = input
        if (!NAME.test(name)) {
          throw invalid(`Invalid parameter at 'repositoryName' failed to satisfy constraint: '${NAME.source}'`)
        }
        if (repositories.find(call, name) !== undefined) {
          throw new ServiceError(
            'RepositoryAlreadyExistsException',
            `The repository with name '${name}' already exists in the registry with id '${call.account}'`,
          )
        }
        const made = repositories.create(call, name)
        configure(made, input)
        return { repository: shownRepository(made) }
      },
      DescribeRepositories(input: sdk.DescribeRepositoriesCommandInput, call) {
        const { repositoryNames: names, registryId } = input
        const registry = registryOf(call, registryId)
        const all =
          names === undefined
            ? repositories.list(registry)
            : names.map((repositoryName) => named(call, { registryId, repositoryName }))
        const { items, more } = page(all, input)
        return { repositories: items.map(shownRepository), ...more }
      },
      DeleteRepository(input: sdk.DeleteRepositoryCommandInput, call) {
        const repository = named(call, input)
        if (repository.images.size > 0 && input.force !== true) {
          throw new ServiceError(
            'RepositoryNotEmptyException',
            `The repository with name '${repository.name}' in registry with id '${repository.home.account}' cannot be deleted because it still contains images`,
          )
        }
        repositories.remove(repository)
        return { repository: shownRepository(repository) }
      },
      PutImageTagMutability(input: sdk.PutImageTagMutabilityCommandInput, call) {
        const repository = named(call, input)
        configure(repository, input)
        return {
          registryId: repository.home.account,
          repositoryName: repository.name,
          imageTagMutability: repository.mutability,
          ...exclusionsOf(repository),
        }
      },
      PutImage(input: sdk.PutImageCommandInput, call) {
        const repository = named(call, input)
        const { imageManifest: manifest = '', imageTag: tag, imageDigest: expected } = input
        if (tag !== undefined && !TAG.test(tag)) throw invalid(`Invalid parameter at 'imageTag': ${tag}`)
        const mediaType = input.imageManifestMediaType ?? mediaTypeOf(manifest)
        const digest = digestOf(manifest)
        if (expected !== undefined && expected !== digest) {
          throw new ServiceError(
            'ImageDigestDoesNotMatchException',
            `The provided digest '${expected}' does not match the digest '${digest}' of the image`,
          )
        }
        refusePush(repository, digest, tag)
        const image = repositories.push(repository, manifest, tag, mediaType)
        return { image: shownImage(repository, image, tag) }
      },
      ListImages(input: sdk.ListImagesCommandInput, call) {
        const repository = named(call, input)
        const ids = selected(repository, input.filter).flatMap(({ digest, tags }) =>
          tags.size === 0
            ? [{ imageDigest: digest }]
            : [...tags].map((imageTag) => ({ imageDigest: digest, imageTag })),
        )
        const { items, more } = page(ids, input)
        return { imageIds: items, ...more }
      },
      DescribeImages(input: sdk.DescribeImagesCommandInput, call) {
        const repository = named(call, input)
        const { imageIds, filter } = input
        const all =
          imageIds === undefined
            ? selected(repository, filter)
            : [...new Set(imageIds.map((id) => existing(repository, id)))]
        const { items, more } = page(all, input)
        return { imageDetails: items.map((image) => shownDetail(repository, image)), ...more }
      },
      BatchGetImage(input: sdk.BatchGetImageCommandInput, call) {
        const repository = named(call, input)
        const found = (input.imageIds ?? []).map((id) => ({ id, result: lookUp(repository, id) }))
        return {
          images: found.flatMap(({ id, result }) =>
            'digest' in result ? [shownImage(repository, result, id.imageTag)] : [],
          ),
          failures: found.flatMap(({ id, result }) => ('digest' in result ? [] : [{ imageId: id, ...result }])),
        }
      },
      UpdateImageStorageClass(input: sdk.UpdateImageStorageClassCommandInput, call) {
        const repository = named(call, input)
        const image = existing(repository, input.imageId ?? {})
        const archives = input.targetStorageClass === 'ARCHIVE'
        Object.assign(image, archives ? { status: 'ARCHIVED', archived: clock.now() } : { status: 'ACTIVE' })
        return {
          registryId: repository.home.account,
          repositoryName: repository.name,
          imageId: { imageDigest: image.digest },
          imageStatus: image.status,
        }
      },
      BatchDeleteImage(input: sdk.BatchDeleteImageCommandInput, call) {
        const repository = named(call, input)
        const found = (input.imageIds ?? []).map((id) => ({ id, result: lookUp(repository, id) }))
        const removed = found.flatMap(({ id, result }) =>
          'digest' in result ? removeImage(repository, result, id) : [],
        )
        return {
          ...(removed.length > 0 && { imageIds: removed }),
          failures: found.flatMap(({ id, result }) => ('digest' in result ? [] : [{ imageId: id, ...result }])),
        }
      },
    },
    permissions(operation, input, call) {
      const { registryId, repositoryName } = input as { registryId?: string; repositoryName?: string }
      const action = `ecr:${operation}`
      if (repositoryName === undefined) return [{ action, resource: '*' }]
      return [{ action, resource: repositoryArn({ home: registryOf(call, registryId), name: repositoryName }) }]
    },
  }
}

type Settings = Pick<
  sdk.CreateRepositoryCommandInput,
  'imageTagMutability' | 'imageTagMutabilityExclusionFilters' | 'imageScanningConfiguration'
>

export function configure(repository: Repository, given: Settings): void {
  repository.mutability = given.imageTagMutability ?? repository.mutability
  repository.exclusions = given.imageTagMutabilityExclusionFilters ?? []
  repository.scanOnPush = given.imageScanningConfiguration?.scanOnPush ?? repository.scanOnPush
}

/** Whether a tag that exists can be moved. */
function isMutable({ mutability, exclusions }: Repository, tag: string): boolean {
  const excluded = exclusions.some(({ filter = '' }) => glob(filter, tag))
  if (mutability === 'IMMUTABLE') return false
  if (mutability === 'IMMUTABLE_WITH_EXCLUSION') return excluded
  return mutability === 'MUTABLE_WITH_EXCLUSION' ? !excluded : true
}

export function refusePush(repository: Repository, digest: string, tag: string | undefined): void {
  const { name, home } = repository
  const place = `in the repository with name '${name}' in registry with id '${home.account}'`
  const known = repository.images.get(digest)
  if (known !== undefined && (tag === undefined || known.tags.has(tag))) {
    throw new ServiceError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? ''}' already exists ${place}`,
    )
  }
  if (tag === undefined || isMutable(repository, tag)) return
  if (imageOfTag(repository, tag) === undefined) return
  throw new ServiceError(
    'ImageTagAlreadyExistsException',
    `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
  )
}

export function mediaTypeOf(manifest: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(manifest)
  } catch {
    throw invalid("Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'")
  }
  const type = (parsed as { mediaType?: unknown } | null)?.mediaType
  return typeof type === 'string' ? type : 'application/vnd.oci.image.manifest.v1+json'
}

type Missing = { readonly failureCode: sdk.ImageFailureCode; readonly failureReason: string }

/** An image by digest, tag, or both. */
function lookUp(repository: Repository, { imageDigest, imageTag }: sdk.ImageIdentifier): StoredImage | Missing {
  if (imageDigest === undefined && imageTag === undefined) {
    return {
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    }
  }
  if (imageDigest !== undefined && !DIGEST.test(imageDigest)) {
    return {
      failureCode: 'InvalidImageDigest',
      failureReason: 'Invalid request parameters: image digest should satisfy the regex',
    }
  }
  const missing: Missing = { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }
  const byTag = imageTag === undefined ? undefined : imageOfTag(repository, imageTag)
  const byDigest = imageDigest === undefined ? undefined : repository.images.get(imageDigest)
  if (imageDigest === undefined) return byTag ?? missing
  if (byDigest === undefined) return missing
  if (imageTag !== undefined && byTag !== byDigest) {
    return { failureCode: 'ImageTagDoesNotMatchDigest', failureReason: 'Tag does not match digest' }
  }
  return byDigest
}

function existing(repository: Repository, id: sdk.ImageIdentifier): StoredImage {
  const found = lookUp(repository, id)
  if ('digest' in found) return found
  if (found.failureCode !== 'ImageNotFound') throw invalid(found.failureReason)
  const tag = id.imageTag ?? 'null'
  const digest = id.imageDigest ?? 'null'
  throw new ServiceError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${digest}', imageTag:'${tag}'} does not exist within the repository with name '${repository.name}' in the registry with id '${repository.home.account}'`,
  )
}

/** The images of a repository; archived ones only when a filter asks for them. */
function selected({ images }: Repository, filter: sdk.DescribeImagesFilter | undefined): StoredImage[] {
  const { tagStatus = 'ANY', imageStatus = 'ACTIVE' } = filter ?? {}
  return [...images.values()]
    .filter(({ tags }) => tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tags.size > 0)
    .filter(({ status }) => imageStatus === 'ANY' || status === imageStatus)
}

/** Deletes one tag, or with the digest alone the image with all its tags. */
function removeImage(
  repository: Repository,
  image: StoredImage,
  { imageTag }: sdk.ImageIdentifier,
): sdk.ImageIdentifier[] {
  const tags = imageTag === undefined ? [...image.tags] : [imageTag]
  for (const tag of tags) image.tags.delete(tag)
  if (image.tags.size === 0) repository.images.delete(image.digest)
  if (tags.length === 0) return [{ imageDigest: image.digest }]
  return tags.map((tag) => ({ imageDigest: image.digest, imageTag: tag }))
}

const exclusionsOf = ({ exclusions }: Repository) =>
  exclusions.length === 0 ? {} : { imageTagMutabilityExclusionFilters: [...exclusions] }

function shownRepository(repository: Repository): sdk.Repository {
  return {
    repositoryArn: repositoryArn(repository),
    registryId: repository.home.account,
    repositoryName: repository.name,
    repositoryUri: repositoryUri(repository),
    createdAt: repository.created,
    imageTagMutability: repository.mutability,
    ...exclusionsOf(repository),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: { encryptionType: 'AES256' },
  }
}

function shownImage({ home, name }: Repository, image: StoredImage, tag: string | undefined): sdk.Image {
  return {
    registryId: home.account,
    repositoryName: name,
    imageId: { imageDigest: image.digest, ...(tag !== undefined && { imageTag: tag }) },
    imageManifest: image.manifest,
    imageManifestMediaType: image.mediaType,
  }
}

function shownDetail({ home, name }: Repository, image: StoredImage): sdk.ImageDetail {
  return {
    registryId: home.account,
    repositoryName: name,
    imageDigest: image.digest,
    ...(image.tags.size > 0 && { imageTags: [...image.tags] }),
    imageSizeInBytes: Buffer.byteLength(image.manifest),
    imagePushedAt: image.pushed,
    imageManifestMediaType: image.mediaType,
    imageStatus: image.status,
    ...(image.archived && { lastArchivedAt: image.archived }),
  }
}
