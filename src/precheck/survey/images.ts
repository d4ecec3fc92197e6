import type { PlanOptions } from '../../plan/contract.ts'
import { imagesOf, lookUpTag } from '../../plan/publish/images.ts'
import type { ImageTag } from '../../plan/publish/release-images.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'

const AT_ONCE = 8

/** What the tag of each container image of the release leads to already. */
export async function surveyImages({
  ports,
  access,
  environment,
  only,
}: Pick<PlanOptions, 'ports' | 'access' | 'environment' | 'only'>): Promise<ImageTag[]> {
  const images = imagesOf(environment.stacks.filter(({ id }) => !only?.length || only.includes(id)))
  if (images.length === 0) return []
  const ecr = await (await ports.connect.lookUps(access)).images()
  return mapLimit(images, AT_ONCE, async (image): Promise<ImageTag> => {
    try {
      return { image, found: await lookUpTag(ecr, image, environment.words['account']) }
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
      return { image, found: error }
    }
  })
}
