import { repositoryAdvice } from '../../plan/bootstrap-advice.ts'
import { imagesOf, publishImage, tagOf, type PublishedImage } from '../../plan/publish/images.ts'
import { publishedImageFindings } from '../../plan/publish/image-findings.ts'
import { imageOfRelease } from '../../plan/publish/release-images.ts'
import { ActionError } from '../../support/errors.ts'
import { pullAdvice } from '../../policies/precheck/images.ts'
import { placeOfEnvironment, type Environment, type Stack } from '../../config/model/environment.ts'
import type { StackImage } from '../../config/model/packaged.ts'
import type { Finding } from '../../evidence/finding.ts'
import { mapLimit } from '../../support/limit.ts'
import type { DeployContext } from '../contract.ts'

const AT_ONCE = 2

/** Brings the images of these stacks into their repositories before any stack is changed, and proves that they are there. */
export async function publishImages(context: DeployContext, stacks: readonly Stack[]): Promise<Finding[]> {
  const { ports, record, environment, access } = context
  const registries = await ports.connect.registries(access)
  const results = await mapLimit(imagesOf(stacks), AT_ONCE, async (packaged) => {
    ports.cancelled.throwIfAborted()
    const image = imageOfRelease(packaged, context.plannedImages ?? [])
    const isEarlier = image !== packaged
    const options = { ...ports.place, account: environment.words['account'] }
    const published = await publishImage(registries, image, options).catch((error: unknown) => {
      if (!isEarlier || !(error instanceof ActionError) || error.code !== 'registry/denied') throw error
      throw withAdvice(error, image, environment)
    })
    ports.log.info(`${image.name}: ${tagOf(image)} ${inShort(published)}`)
    const place = placeOfEnvironment(environment)
    if (published.kind === 'uploaded') record.handle({ kind: 'revision', id: tagOf(image), ...place, state: 'kept' })
    return { image, published, isEarlier }
  })
  const bytes = results.reduce((sum, { image }) => sum + image.bytes, 0)
  record.measure({ name: 'images', unit: 'bytes', value: bytes, subject: environment.key })
  return publishedImageFindings(environment.key, results, ({ repository }) => repositoryAdvice(environment, repository))
}

function inShort(published: PublishedImage): string {
  if ('observed' in published) return published.observed
  return published.kind === 'uploaded' ? 'was uploaded' : 'leads to this image already'
}

/** A refusal to read the image of an earlier build: where it is, and what both sides have to allow. */
function withAdvice(error: ActionError, { from = '' }: StackImage, environment: Environment): ActionError {
  const { expected = '' } = error.details
  if (!/ecr:(?:BatchGetImage|GetDownloadUrlForLayer)/.test(expected)) return error
  const { code, message, subject, details, cause } = error
  return new ActionError(code, { ...details, message, subject, cause, advice: pullAdvice({ from }, environment) })
}
