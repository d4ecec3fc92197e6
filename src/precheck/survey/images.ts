import { repositoryAdvice } from '../../plan/bootstrap-advice.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { imagesOf, lookUpTag } from '../../plan/publish-images.ts'
import { differing } from '../../plan/published-images.ts'
import type { ImageAssetFacts } from '../../policies/contract.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'

const AT_ONCE = 8

/** What the tag of each container image of the release leads to already. */
export async function surveyImages({
  ports,
  access,
  environment,
  only,
}: Pick<PlanOptions, 'ports' | 'access' | 'environment' | 'only'>): Promise<ImageAssetFacts[]> {
  const images = imagesOf(environment.stacks.filter(({ id }) => !only?.length || only.includes(id)))
  if (images.length === 0) return []
  const ecr = await (await ports.connect.lookUps(access)).images()
  return mapLimit(images, AT_ONCE, async (image): Promise<ImageAssetFacts> => {
    try {
      const found = await lookUpTag(ecr, image, environment.words['account'])
      if (found === 'no-image') return { image, state: 'absent' }
      if (found === 'no-repository')
        return { image, state: 'no-repository', advice: repositoryAdvice(environment, image.repository) }
      const { digest: observed, status } = found
      if (observed === image.digest && status === undefined) return { image, state: 'same' }
      const shown = status === undefined ? observed : `${observed}, ${status}`
      const { advice } = differing(environment.key, image, shown)
      return { image, state: 'differs', observed: shown, ...(advice !== undefined && { advice }) }
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
      return { image, state: 'unknown', observed: error.message, advice: error.advice }
    }
  })
}
