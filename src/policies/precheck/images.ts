import type { PlannedImage } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ecrOf, parseImageReference } from '../../registry/reference.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, ImageAssetFacts, Rule } from '../contract.ts'

const SHOWN = 5

/** The tag is a digest of the sources, and another build of them gives another image. */
export const rule: Rule = {
  meta: {
    code: 'release/images',
    title: 'The repositories have the container images of this release, or will get them',
    docs:
      'Container images are part of the release, by the digest of their manifest. Each is looked up by its tag in the ' +
      'repository of each environment. An image that pre-prod has from an earlier build of the same sources is that of ' +
      'the release, unless the configuration names another one by its digest. What is absent is copied by the ' +
      'deployment; a tag that leads to another digest blocks.',
    codes: [
      'image/pending',
      'image/present',
      'image/earlier-build',
      'image/differs',
      'image/not-compared',
      'image/no-repository',
    ],
  },
  judge: ({ environments }) => environments.flatMap(judgeEnvironment),
}

/** The images of an environment of which the release uses an earlier build. */
function earlierBuilds(key: string, images: readonly ImageAssetFacts[]): Finding[] {
  return images.flatMap(({ image, state, planned }): Finding[] =>
    state !== 'earlier' || planned === undefined
      ? []
      : [
          {
            code: 'image/earlier-build',
            outcome: 'noted',
            subject: `environment/${key}/images/${image.repository}:${image.tag}`,
            title: `${key} has the image ${image.name} of the same sources from an earlier build; the release uses it: ${planned.digest}`,
            expected: `an image under the tag of these sources; this build made ${planned.built}`,
            observed: planned.digest,
            details: { environment: key },
          },
        ],
  )
}

/** What a role needs to copy an image from the repository of another environment. */
export function pullAdvice({ from }: Pick<PlannedImage, 'from'>, { key, deployRole }: PullingEnvironment): string {
  const { host = '', repository = from } = parseImageReference(from) ?? {}
  const ecr = ecrOf(host)
  const arn = ecr ? `arn:aws:ecr:${ecr.region}:${ecr.account}:repository/${repository}` : repository
  const actions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: deployRole ?? `THE ROLE THAT DEPLOYS TO ${key}` },
    Action: actions,
  }
  return `Allow ${actions.join(' and ')} on ${arn} to the deploy-role of ${key}, in its policy (docs/iam/deploy-role-assets.json) and, where the accounts differ, in the policy of the repository (\`aws ecr set-repository-policy --repository-name ${repository}\`): ${JSON.stringify(statement)}.`
}

interface PullingEnvironment {
  readonly key: string
  readonly deployRole?: string
}

function judgeEnvironment({ environment, images = [] }: EnvironmentFacts): Finding[] {
  const { key } = environment
  const subject = `environment/${key}/images`
  const inState = (state: ImageAssetFacts['state']) => images.filter((each) => each.state === state)
  const namesOf = (
    some: readonly ImageAssetFacts[],
    shown: (each: ImageAssetFacts) => string = ({ image }) => image.name,
  ): string => listed(some.map(shown), SHOWN)
  const [absent, same, unknown] = [inState('absent'), inState('same'), inState('unknown')]
  const repositories = Map.groupBy(inState('no-repository'), ({ image }) => image.repository)
  const about = { subject, details: { environment: key } }
  const copied = absent.flatMap(({ planned }) => planned ?? [])
  return [
    ...[...repositories].map(([repository, some]): Finding => ({
      ...about,
      code: 'image/no-repository',
      outcome: 'fail',
      title: `${key}: the repository ${repository} for ${plural(some.length, 'container image')} does not exist`,
      expected: `the repository ${repository}`,
      observed: 'no such repository',
      advice: some[0]?.advice ?? `Create the repository ${repository}.`,
    })),
    ...inState('differs').map(({ image, planned, observed = 'another image', advice }): Finding => ({
      ...about,
      code: 'image/differs',
      outcome: 'fail',
      subject: `${subject}/${image.repository}:${image.tag}`,
      title: `${key}: ${image.repository}:${image.tag} exists and is not the image ${image.name} of this release`,
      expected: planned?.digest ?? image.digest,
      observed,
      ...(advice !== undefined && { advice }),
    })),
    ...earlierBuilds(key, images),
    ...(absent.length === 0
      ? []
      : [
          {
            ...about,
            code: 'image/pending' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(absent.length, 'container image')} will be published by the deployment`,
            expected: 'images that the repository has, or gets from this release',
            observed: namesOf(absent, ({ image, planned }) =>
              planned ? `${image.name}, from ${planned.from}` : image.name,
            ),
            ...(copied[0] && { advice: pullAdvice(copied[0], environment) }),
          },
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            ...about,
            code: 'image/not-compared' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(unknown.length, 'container image')} could not be looked up or compared; the deployment does it`,
            expected: 'the digest that the tag leads to',
            observed: unknown[0]?.observed ?? namesOf(unknown),
            ...(unknown[0]?.advice !== undefined && { advice: unknown[0].advice }),
          },
        ]),
    ...(same.length === 0
      ? []
      : [
          {
            ...about,
            code: 'image/present' as const,
            outcome: 'pass' as const,
            title: `${key}: ${same.length} of ${plural(images.length, 'container image')} ${same.length === 1 ? 'is' : 'are'} in the repository, by digest`,
            expected: same.some(({ planned }) => planned)
              ? 'the digest of the packaged image, or of the earlier build that the environment before has'
              : 'the digest of the packaged image',
            observed: namesOf(same, ({ image, planned }) => `${image.name} ${planned?.digest ?? image.digest}`),
          },
        ]),
  ]
}
