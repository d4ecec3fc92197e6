import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, ImageAssetFacts, Rule } from '../contract.ts'

const SHOWN = 5

/** A packager skips an image whose tag exists, and the tag is a digest of its sources. */
export const rule: Rule = {
  meta: {
    code: 'release/images',
    title: 'The repositories have the container images of this release, or will get them',
    docs:
      'Container images are part of the release, by the digest of their manifest. Each is looked up by its tag in the ' +
      'repository of each environment. What is absent is copied by the deployment; a tag that leads to another digest blocks.',
    codes: ['image/pending', 'image/present', 'image/differs', 'image/not-compared', 'image/no-repository'],
  },
  judge: ({ environments }) => environments.flatMap(judgeEnvironment),
}

function judgeEnvironment({ environment, images = [] }: EnvironmentFacts): Finding[] {
  const { key } = environment
  const subject = `environment/${key}/images`
  const inState = (state: ImageAssetFacts['state']) => images.filter((each) => each.state === state)
  const namesOf = (some: readonly ImageAssetFacts[]): string =>
    listed(
      some.map(({ image }) => image.name),
      SHOWN,
    )
  const [absent, same, unknown] = [inState('absent'), inState('same'), inState('unknown')]
  const repositories = Map.groupBy(inState('no-repository'), ({ image }) => image.repository)
  const about = { subject, details: { environment: key } }
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
    ...inState('differs').map(({ image, observed = 'another image', advice }): Finding => ({
      ...about,
      code: 'image/differs',
      outcome: 'fail',
      subject: `${subject}/${image.repository}:${image.tag}`,
      title: `${key}: ${image.repository}:${image.tag} exists and is not the image ${image.name} of this release`,
      expected: image.digest,
      observed,
      ...(advice !== undefined && { advice }),
    })),
    ...(absent.length === 0
      ? []
      : [
          {
            ...about,
            code: 'image/pending' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(absent.length, 'container image')} will be published by the deployment`,
            expected: 'images that the repository has, or gets from this release',
            observed: namesOf(absent),
          },
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            ...about,
            code: 'image/not-compared' as const,
            outcome: 'noted' as const,
            title: `${key}: ${plural(unknown.length, 'container image')} could not be looked up; the deployment does it`,
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
            expected: 'the digest of the packaged image',
            observed: namesOf(same),
          },
        ]),
  ]
}
