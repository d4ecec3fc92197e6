import type { AwsAccess } from '../../aws/access.ts'
import type { Environment } from '../../config/model/environment.ts'
import type { ImageFacts } from '../../ecs/facts.ts'
import { isSamePlace, type Place } from '../../evidence/place.ts'
import type { Link } from '../../evidence/chain/slots.ts'
import type { StackReference } from '../../policies/contract.ts'
import { subjectOf } from '../../policies/precheck/references.ts'
import type { Ports } from '../../ports.ts'
import { parseImage } from '../../references/kinds/container-image.ts'
import { lookUp } from '../../references/look-up.ts'
import { ActionError } from '../../support/errors.ts'

/** Images that a release names by tags, by paths in the state of a place: `images/deployment/api/web` → the name of the image. */
export type NamedImages = Readonly<Record<string, string>>

const PREFIX = 'images/'
const ABSENT = 'no image'

/** What a survey found out about images. */
export interface SurveyedImages {
  readonly references: readonly StackReference[] | undefined
  /** Of the task definitions that deployments register. */
  readonly definitions: readonly { readonly deployment: string; readonly images: readonly ImageFacts[] }[]
}

/** Pure: the images of the release whose tags could be looked up in ECR. A digest does not move. */
export function namedImages({ references = [], definitions }: SurveyedImages): NamedImages {
  return Object.fromEntries([
    ...definitions.flatMap(({ deployment, images }) =>
      images
        .filter(({ state, image }) => state === 'found' && isByTag(image))
        .map(({ container, image }) => [`${PREFIX}deployment/${deployment}/${container}`, image] as const),
    ),
    ...references.flatMap((each) => {
      const { target } = each.reference
      return target?.kind === 'container-image' && each.answer?.state === 'found' && isByTag(target.id)
        ? [[`${PREFIX}${subjectOf(each)}`, target.id] as const]
        : []
    }),
  ])
}

function isByTag(image: string): boolean {
  const parsed = parseImage(image)
  return parsed !== undefined && parsed.digest === undefined
}

/** Pure: the images that earlier steps recorded for a place. */
export function recordedImages(links: readonly Link[], place: Place): NamedImages {
  return Object.fromEntries(
    links
      .flatMap(({ evidence }) => evidence.states ?? [])
      .filter((state) => isSamePlace(state, place))
      .flatMap(({ values }) => Object.entries(values))
      .flatMap(([path, value]) => {
        const name = value?.split(' ')[0]
        return path.startsWith(PREFIX) && name !== undefined ? [[path, name] as const] : []
      }),
  )
}

/**
 * What the tags lead to at this moment: the name and the digest of each image; `null` where it is not known. Reads with the
 * plan-role where there is one.
 */
export async function valuesOfImages(
  images: NamedImages,
  {
    ports,
    environment,
    access,
  }: { readonly ports: Ports; readonly environment: Environment; readonly access: AwsAccess },
): Promise<Record<string, string | null>> {
  const targets = new Map(
    Object.values(images)
      .flatMap((name) => parseImage(name) ?? [])
      .map((each) => [each.id, each]),
  )
  if (targets.size === 0) return {}
  const values = new Map<string, string | null>()
  await lookUp([...targets.values()], {
    services: (region) => ports.connect.lookUps({ ...access, region }),
    region: environment.region,
    account: environment.words['account'],
    now: ports.clock.now(),
    answer({ id }, answer) {
      if (answer.state === 'found')
        return void values.set(id, `${id} ${Object.values(answer.content?.digests ?? {})[0] ?? 'without a digest'}`)
      if (answer.state === 'missing' || answer.state === 'unusable')
        return void values.set(id, `${id} ${ABSENT}: ${answer.observed}`)
      ports.log.info(`not read: ${id}: ${answer.state === 'unknown' ? answer.why : answer.state}`)
      values.set(id, null)
    },
    failed({ id }, error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      ports.log.info(`not read: ${error.message}`)
      values.set(id, null)
    },
  })
  return Object.fromEntries(Object.entries(images).map(([path, name]) => [path, values.get(name) ?? null]))
}
