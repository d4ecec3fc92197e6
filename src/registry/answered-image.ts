import type { ImageDetail } from '@aws-sdk/client-ecr'

/** An image as DescribeImages is asked for it. */
export interface AskedImage {
  /** Undefined where the configuration does not tell whose repository it is. */
  readonly account?: string | undefined
  readonly repository: string
  readonly tag?: string | undefined
  readonly digest?: string | undefined
}

/**
 * Pure: what shows that an answer is about another image than was asked for; undefined where it is about that one. ECR
 * returns registry, repository, digest and tags of each image
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html).
 */
export function otherImage(details: readonly ImageDetail[], asked: AskedImage): string | undefined {
  const { account, repository, tag, digest } = asked
  const [detail, ...more] = details
  if (detail === undefined || more.length > 0) return `${details.length} images`
  if (account !== undefined && detail.registryId !== account) return `the registry ${detail.registryId ?? '(absent)'}`
  if (detail.repositoryName !== repository) return `the repository ${detail.repositoryName ?? '(absent)'}`
  if (digest !== undefined) return detail.imageDigest === digest ? undefined : (detail.imageDigest ?? 'no digest')
  if (tag === undefined || detail.imageTags?.includes(tag) === true) return undefined
  return `an image with ${detail.imageTags?.length ? `the tags ${detail.imageTags.join(', ')}` : 'no tag'}`
}
