import type { LookUps } from '../../aws/clients/look-ups.ts'
import { otherImage } from '../../registry/answered-image.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, missing, notReturned, unusable } from './outcomes.ts'

/** An image of ECR, by tag, digest, or both: then the digest counts. */
export interface ContainerImage extends Target {
  readonly kind: 'container-image'
  readonly account: string
  readonly region: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

const IMAGE =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/([a-z0-9][a-z0-9._/-]*?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?$/

/** Undefined for an image of another registry. */
export function parseImage(text: string): ContainerImage | undefined {
  const [, account, region, repository, tag, digest] = IMAGE.exec(text) ?? []
  if (account === undefined || region === undefined || repository === undefined) return undefined
  return {
    kind: 'container-image',
    id: text,
    account,
    region,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  }
}

/** The digest behind a name is that of the image's manifest. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html */
export function lookUpImage(
  ecr: Awaited<ReturnType<LookUps['images']>>,
  { id, account, repository, tag, digest }: ContainerImage,
): Promise<LookedUp> {
  const publish = `Push the image to ${account}, by its digest: a build for each account gives other bytes.`
  return absentBy(
    ['ImageNotFoundException', 'RepositoryNotFoundException'],
    async () => {
      const { imageDetails = [] } = await ecr.describeImages({
        registryId: account,
        repositoryName: repository,
        imageIds: [digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest }],
      })
      const [image] = imageDetails
      if (image === undefined) return missing(`no image ${tag ?? digest ?? 'latest'} in ${repository}`, publish)
      const other = otherImage(imageDetails, { account, repository, tag: tag ?? 'latest', digest })
      if (other !== undefined) return notReturned(`ECR answered about ${other} in place of ${id}`)
      const { imageDigest, imageStatus } = image
      if (imageStatus !== undefined && imageStatus !== 'ACTIVE' && imageStatus !== 'ACTIVATING') {
        return unusable('an image that can be pulled', `status ${imageStatus}`, `Restore ${id}, or push it again.`)
      }
      return imageDigest === undefined
        ? notReturned(`the digest of ${id} is unknown`)
        : { state: 'found', content: { digests: { 'image digest': imageDigest } } }
    },
    () => missing(`no image ${tag ?? digest ?? 'latest'} in ${repository} of ${account}`, publish),
  )
}
