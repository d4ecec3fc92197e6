import { repositoryAdvice } from '../../plan/bootstrap-advice.ts'
import { imagesOf, publishImage, tagOf, type PublishedImage } from '../../plan/publish-images.ts'
import { publishedImageFindings } from '../../plan/published-images.ts'
import { placeOfEnvironment, type Stack } from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { mapLimit } from '../../support/limit.ts'
import type { DeployContext } from '../contract.ts'

const AT_ONCE = 2

/** Brings the images of these stacks into their repositories before any stack is changed, and proves that they are there. */
export async function publishImages(context: DeployContext, stacks: readonly Stack[]): Promise<Finding[]> {
  const { ports, record, environment, access } = context
  const registries = await ports.connect.registries(access)
  const results = await mapLimit(imagesOf(stacks), AT_ONCE, async (image) => {
    ports.cancelled.throwIfAborted()
    const published = await publishImage(registries, image, { ...ports.place, account: environment.words['account'] })
    ports.log.info(`${image.name}: ${tagOf(image)} ${inShort(published)}`)
    const place = placeOfEnvironment(environment)
    if (published.kind === 'uploaded') record.handle({ kind: 'revision', id: tagOf(image), ...place, state: 'kept' })
    return { image, published }
  })
  const bytes = results.reduce((sum, { image }) => sum + image.bytes, 0)
  record.measure({ name: 'images', unit: 'bytes', value: bytes, subject: environment.key })
  return publishedImageFindings(environment.key, results, ({ repository }) => repositoryAdvice(environment, repository))
}

function inShort(published: PublishedImage): string {
  if ('observed' in published) return published.observed
  return published.kind === 'uploaded' ? 'was uploaded' : 'leads to this image already'
}
