import type { Environment } from '../../config/model/environment.ts'
import type { StackImage } from '../../config/model/packaged.ts'
import type { PlannedImage } from '../../evidence/document.ts'
import type { ImageAssetFacts } from '../../policies/contract.ts'
import { ActionError } from '../../support/errors.ts'
import { repositoryAdvice } from '../bootstrap-advice.ts'
import { imagesOf, registryOf, tagOf, type TagState } from './images.ts'
import { differing } from './image-findings.ts'

/**
 * Which image a release has. The tag of an image is a digest of its sources, and another build of them gives other bytes:
 * where the first environment that gets an image has one of an earlier build under its tag, the release uses that one.
 */

/** What the tag of an image leads to; an error says why it is not known. */
export interface ImageTag {
  readonly image: StackImage
  readonly found: TagState | ActionError
}

/** The images of an environment. `tags` is undefined where nobody looked them up. */
export interface TaggedEnvironment {
  readonly environment: Environment
  readonly tags: readonly ImageTag[] | undefined
}

/**
 * Pure: what the release does with each image of the last environment.
 * @param environments in the order of the release
 */
export function releaseImages(environments: readonly TaggedEnvironment[]): ImageAssetFacts[] {
  const own = environments.at(-1)
  if (own === undefined) return []
  return (own.tags ?? []).map((tagged) => {
    const leader = environments.slice(0, -1).find(({ environment }) => has(environment, tagged.image))
    return leader === undefined ? first(own.environment, tagged) : following(own.environment, tagged, leader)
  })
}

/** Of an image that no environment gets before. */
function first(environment: Environment, { image, found }: ImageTag): ImageAssetFacts {
  if (!isDigested(found)) return withoutDigest(environment, image, found)
  const { digest, status } = found
  if (status !== undefined) return differs(environment, image, `${digest}, ${status}`)
  if (digest === image.digest) return { image, state: 'same' }
  // A digest of the configuration is what the release is about.
  if (image.from !== undefined) return differs(environment, image, digest)
  return { image, state: 'earlier', planned: plannedOf(environment, image, found) }
}

/** Of an image that an environment gets before: both get the same one. */
function following(environment: Environment, { image, found }: ImageTag, leader: TaggedEnvironment): ImageAssetFacts {
  const tagged = leader.tags && counterpart(image, leader.tags, (each) => each.image)
  const lead = tagged && first(leader.environment, tagged)
  const inPlace = lead?.planned && { ...lead.planned, repository: image.repository, tag: image.tag }
  const its = inPlace && { planned: inPlace }
  if (!isDigested(found)) return { ...withoutDigest(environment, image, found), ...its }
  const { digest, status } = found
  const observed = status === undefined ? digest : `${digest}, ${status}`
  if (observed === (inPlace?.digest ?? image.digest)) return { image, state: 'same', ...its }
  if (image.from !== undefined || status !== undefined) return { ...differs(environment, image, observed), ...its }
  const { key } = leader.environment
  if (lead === undefined || lead.state === 'unknown') {
    return {
      image,
      state: 'unknown',
      observed: `${observed}; what ${key} has is not known`,
      advice:
        lead?.advice ??
        `Run precheck of both environments in one job, so that the images of ${key} and ${environment.key} are compared.`,
    }
  }
  const there = referenceOf(environment, image, found)
  const named = `\`images: { ${nameIn(image)}: "${there}" }\``
  const advice =
    lead.state === 'absent' || lead.state === 'no-repository'
      ? `Set ${named} in this entry of \`stacks\`: the image that ${environment.key} has is then that of the release, and ${key} gets it first.`
      : `${key} and ${environment.key} have images of two builds of the same sources. Change the image so that its tag changes; or delete the tag of ${key} (\`aws ecr batch-delete-image --repository-name ${tagged?.image.repository ?? ''} --image-ids imageTag=${tagged?.image.tag ?? ''} --region ${leader.environment.region}\`) and set ${named} to release the image of ${environment.key}.`
  return { image, state: 'differs', observed, advice, ...its }
}

type Digested = Exclude<TagState, string>

function isDigested(found: ImageTag['found']): found is Digested {
  return typeof found !== 'string' && !(found instanceof ActionError)
}

/** Of a tag that leads to nothing, or that is not known. */
function withoutDigest(
  environment: Environment,
  image: StackImage,
  found: Exclude<ImageTag['found'], Digested>,
): ImageAssetFacts {
  if (found instanceof ActionError) return { image, state: 'unknown', observed: found.message, advice: found.advice }
  if (found === 'no-image') return { image, state: 'absent' }
  return { image, state: 'no-repository', advice: repositoryAdvice(environment, image.repository) }
}

function differs({ key }: Environment, image: StackImage, observed: string): ImageAssetFacts {
  const { advice } = differing(key, image, observed)
  return { image, state: 'differs', observed, ...(advice !== undefined && { advice }) }
}

function plannedOf(environment: Environment, image: StackImage, found: Digested): PlannedImage {
  const { repository, tag, digest: built } = image
  return { repository, tag, built, digest: found.digest, from: referenceOf(environment, image, found) }
}

function referenceOf(environment: Environment, { repository }: StackImage, { digest, account }: Digested): string {
  return `${registryOf(environment, account)}/${repository}@${digest}`
}

/** As a key of YAML. */
function nameIn({ name }: StackImage): string {
  return /^[A-Za-z][\w/.-]*$/.test(name) ? name : JSON.stringify(name)
}

function has({ stacks }: Environment, image: StackImage): boolean {
  return counterpart(image, imagesOf(stacks), (each) => each) !== undefined
}

/** The same packaged image in another environment, whose repositories and tags may have other names. */
function counterpart<T>(
  { digest, tag }: StackImage,
  others: readonly T[],
  imageOf: (other: T) => Pick<StackImage, 'digest' | 'tag'>,
): T | undefined {
  const alike = others.filter((other) => imageOf(other).digest === digest)
  return alike.find((other) => imageOf(other).tag === tag) ?? alike[0]
}

/**
 * Pure: the image that a deployment publishes: that of an earlier build where the plans say so, otherwise the packaged one.
 * @param planned of the environment, then of those before it
 */
export function imageOfRelease(image: StackImage, planned: readonly PlannedImage[]): StackImage {
  const its =
    planned.find((each) => each.built === image.digest && tagOf(each) === tagOf(image)) ??
    counterpart(image, planned, ({ built: digest, tag }) => ({ digest, tag }))
  if (its === undefined || image.from !== undefined) return image
  const { parts: _, ...rest } = image
  return { ...rest, digest: its.digest, from: its.from }
}
