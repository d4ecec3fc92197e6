import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment, Stack } from '../../config/model/environment.ts'
import type { StackImage } from '../../config/model/packaged.ts'
import { isDigest, type Digest } from '../../evidence/digest.ts'
import type { ImageCalls } from '../../aws/clients/images.ts'
import { otherImage } from '../../registry/answered-image.ts'
import type { Registry } from '../../registry/client.ts'
import { readManifest, type Descriptor, type Manifest } from '../../registry/manifest.ts'
import { parseImageReference, type ImageReference } from '../../registry/reference.ts'
import type { Registries } from '../../registry/registries.ts'
import { errorName } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'
import { digestOfFile, kindOfPath } from '../../support/files/tree.ts'
import { mapLimit } from '../../support/limit.ts'

/** What became of an image. `same`: the tag leads to it already. */
export type PublishedImage =
  | { readonly kind: 'uploaded' | 'same' }
  | { readonly kind: 'differs' | 'changed' | 'no-repository' | 'no-source'; readonly observed: string }

/** What the tag of an image leads to in its repository: a digest; or what is missing. */
export type TagState =
  { readonly digest: Digest; readonly status?: string; readonly account?: string } | 'no-image' | 'no-repository'

const BLOBS_AT_ONCE = 3
const MOST_NESTED = 4

/** The images of stacks, each place once. */
export function imagesOf(stacks: readonly Pick<Stack, 'packaged'>[]): StackImage[] {
  const all = stacks.flatMap(({ packaged }) => packaged?.images ?? [])
  return [...new Map(all.map((image) => [tagOf(image), image])).values()]
}

/** `REPOSITORY:TAG` */
export function tagOf({ repository, tag }: Pick<StackImage, 'repository' | 'tag'>): string {
  return `${repository}:${tag}`
}

/** The name by which templates of this account and region name it. */
export function nameOfImage(image: StackImage, environment: Pick<Environment, 'words' | 'region'>): string {
  return `${registryOf(environment)}/${tagOf(image)}`
}

/** The host of the registry of an environment. `account`: where the configuration does not tell it. */
export function registryOf({ words, region }: Pick<Environment, 'words' | 'region'>, account = ''): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `${words['account'] ?? account}.dkr.ecr.${region}.${suffix}`
}

/** Rejects with an ActionError where ECR does not tell. */
export async function lookUpTag(
  images: Pick<ImageCalls, 'describeImages'>,
  { repository, tag }: Pick<StackImage, 'repository' | 'tag'>,
  account: string | undefined,
): Promise<TagState> {
  try {
    const { imageDetails = [] } = await images.describeImages({
      ...(account !== undefined && { registryId: account }),
      repositoryName: repository,
      imageIds: [{ imageTag: tag }],
    })
    if (imageDetails.length === 0) return 'no-image'
    const [{ imageDigest: digest, imageStatus: status, registryId } = {}] = imageDetails
    const other = otherImage(imageDetails, { account, repository, tag })
    if (other !== undefined || !isDigest(digest)) {
      throw new ActionError('aws/service', {
        message: `ecr:DescribeImages answered about ${other ?? 'an image without a digest'} in place of ${repository}:${tag}`,
        subject: `registry/${account ?? 'ecr'}/${repository}:${tag}`,
        expected: `one image with the tag ${tag} in ${repository}${account === undefined ? '' : ` of ${account}`}`,
        observed: other ?? digest ?? 'no digest',
      })
    }
    return {
      digest,
      ...(status !== undefined && status !== 'ACTIVE' && { status }),
      ...(registryId !== undefined && { account: registryId }),
    }
  } catch (error) {
    if (errorName(error) === 'ImageNotFoundException') return 'no-image'
    if (errorName(error) === 'RepositoryNotFoundException') return 'no-repository'
    throw error
  }
}

export interface PublishOptions {
  readonly workspace: string
  readonly temp: string
  /** Whose repositories get images; undefined where only the role tells it. */
  readonly account: string | undefined
}

/**
 * Brings an image into its repository, or proves that the tag leads to it: manifests as they are, so that the digest is
 * the same in every account. A tag that exists is compared, never moved. Rejects with an ActionError where a call did not
 * complete.
 */
export async function publishImage(
  registries: Registries,
  image: StackImage,
  { workspace, temp, account }: PublishOptions,
): Promise<PublishedImage> {
  const before = await lookUpTag(registries.images, image, account)
  const known = compared(image, before)
  if (known !== undefined) return known
  const target = await registries.ofAccount(account)
  const publish = (source: Source) => copyImage(image, source, target)
  const copied =
    image.from === undefined
      ? await publish(ofFiles(join(workspace, image.parts ?? '')))
      : await withScratchFolder(temp, async (scratch) =>
          publish(await ofRegistry(registries, image.from ?? '', scratch)),
        )
  if (typeof copied === 'object') return copied
  const after = await lookUpTag(registries.images, image, account)
  const result = compared(image, after)
  // Another job may have been faster.
  if (result?.kind === 'same') return { kind: copied === 'written' ? 'uploaded' : 'same' }
  return result ?? { kind: 'differs', observed: 'no image after the upload' }
}

/** Undefined where the image is to be published. */
function compared(image: StackImage, state: TagState): PublishedImage | undefined {
  if (state === 'no-image') return undefined
  if (state === 'no-repository') return { kind: 'no-repository', observed: `no repository ${image.repository}` }
  if (state.digest !== image.digest) return { kind: 'differs', observed: state.digest }
  return state.status === undefined
    ? { kind: 'same' }
    : { kind: 'differs', observed: `${state.digest}, ${state.status}` }
}

/** Where the parts of an image are. */
interface Source {
  /** Undefined where it is absent. */
  manifest(digest: Digest, name: string, type?: string): Promise<Manifest | undefined>
  /** The file with the bytes of a part; a text says why there is none. */
  blob(blob: Descriptor): Promise<{ readonly file: string; readonly done?: () => Promise<void> } | string>
}

async function copyImage(
  image: StackImage,
  source: Source,
  target: Registry,
): Promise<'written' | 'exists' | PublishedImage> {
  const { repository, tag, name } = image
  const faults: string[] = []
  const write = async (
    digest: Digest,
    reference: string,
    type: string | undefined,
    depth: number,
  ): Promise<'written' | 'exists'> => {
    const manifest = await source.manifest(digest, name, type)
    if (manifest === undefined || manifest.digest !== digest || depth > MOST_NESTED) {
      faults.push(manifest === undefined ? `no manifest ${digest}` : `the manifest ${manifest.digest}`)
      return 'exists'
    }
    for (const each of manifest.manifests) await write(each.digest, each.digest, each.mediaType, depth + 1)
    await mapLimit(manifest.blobs, BLOBS_AT_ONCE, async (blob) => {
      if (faults.length > 0 || (await target.hasBlob(repository, blob.digest))) return
      const found = await source.blob(blob)
      if (typeof found === 'string') return void faults.push(found)
      await target.uploadBlob(repository, blob, found.file)
      await found.done?.()
    })
    return faults.length > 0 ? 'exists' : target.writeManifest(repository, reference, manifest)
  }
  const written = await write(image.digest, tag, undefined, 0)
  const [fault] = faults
  if (fault === undefined) return written
  return { kind: image.from === undefined ? 'changed' : 'no-source', observed: fault }
}

/** The parts in the package: their bytes are compared again, since the folder is the job's. */
function ofFiles(folder: string): Source {
  const fileOf = (digest: Digest): string => join(folder, digest.replace('sha256:', ''))
  return {
    async manifest(digest, name, type) {
      const file = fileOf(digest)
      return (await kindOfPath(file)) === 'file' ? readManifest(await readFile(file), name, type) : undefined
    },
    async blob({ digest }) {
      const file = fileOf(digest)
      if ((await kindOfPath(file)) !== 'file') return `no part ${digest}`
      const observed = await digestOfFile(file)
      return observed === digest ? { file } : `${observed} in place of ${digest}`
    },
  }
}

async function ofRegistry(registries: Registries, text: string, scratch: string): Promise<Source> {
  const { host, repository } = parseImageReference(text) as ImageReference
  const registry = await registries.ofHost(host)
  return {
    manifest: (digest) => registry.readManifest(repository, digest),
    async blob(blob) {
      const file = join(scratch, blob.digest.replace('sha256:', ''))
      await registry.readBlob(repository, blob, file)
      return { file, done: () => rm(file, { force: true }) }
    },
  }
}
