import type { StackImage } from '../../config/model/packaged.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import { tagOf, type PublishedImage } from './images.ts'

const SHOWN = 5
const AGAIN =
  'Where another release has pushed it, start this release again from precheck: the image of the same sources that pre-prod has is then that of the release.'

/** Pure: what the publication of the images of an environment proved. `noRepository`: the next step where one is missing. */
export function publishedImageFindings(
  environment: string,
  results: readonly {
    readonly image: StackImage
    readonly published: PublishedImage
    /** Whether the image is one of an earlier build, which was found in a repository. */
    readonly isEarlier?: boolean
  }[],
  noRepository: (image: StackImage) => string,
): Finding[] {
  const subject = `environment/${environment}/images`
  const faults = results.flatMap(({ image, published, isEarlier }): Finding[] => {
    if (!('observed' in published)) return []
    const { observed } = published
    const about = { subject: `${subject}/${tagOf(image)}`, observed, details: { environment } }
    switch (published.kind) {
      case 'no-repository':
        return [
          {
            ...about,
            code: 'image/no-repository',
            outcome: 'fail',
            title: `${environment}: the repository for the image ${image.name} does not exist`,
            expected: `the repository ${image.repository}`,
            advice: noRepository(image),
          },
        ]
      case 'changed':
        return [
          {
            ...about,
            code: 'release/differs',
            outcome: 'fail',
            title: `${environment}: the packaged image ${image.name} is not the one of the release`,
            expected: image.digest,
            advice: 'Start the release again: a part of the image is missing or changed after it was packaged.',
          },
        ]
      case 'no-source':
        return [
          {
            ...about,
            code: 'image/no-source',
            outcome: 'fail',
            title: `${environment}: the image ${image.name} cannot be copied from its registry`,
            expected: image.from ?? image.digest,
            advice: isEarlier
              ? 'Start the release again from precheck: the image of an earlier build that it found is gone, or has lost a part.'
              : 'Push the image in the build before the release, and keep it until production has it.',
          },
        ]
      case 'differs': {
        const found = differing(environment, image, observed)
        // What is named by its digest in the configuration stays the image of the release.
        if (image.from !== undefined && !isEarlier) return [found]
        return [{ ...found, advice: `${found.advice} ${AGAIN}` }]
      }
    }
  })
  if (faults.length > 0 || results.length === 0) return faults
  const uploaded = results.filter(({ published }) => published.kind === 'uploaded').length
  const parts = [
    ...(uploaded > 0 ? [`${uploaded} uploaded`] : []),
    ...(uploaded < results.length ? [`${results.length - uploaded} there with the same digest`] : []),
  ]
  return [
    {
      code: 'image/published',
      outcome: 'pass',
      title: `${environment}: ${plural(results.length, 'container image')} of this release ${results.length === 1 ? 'is' : 'are'} in the repository`,
      subject,
      expected: 'each image by the digest of its manifest',
      observed: `${parts.join(', ')}: ${listed(
        results.map(({ image: { name, digest } }) => `${name} ${digest}`),
        SHOWN,
      )}`,
      details: { environment },
    },
  ]
}

/** Of an image whose tag leads to another digest. */
export function differing(environment: string, image: StackImage, observed: string): Finding {
  const { repository, tag, name, digest } = image
  return {
    code: 'image/differs',
    outcome: 'fail',
    subject: `environment/${environment}/images/${tagOf(image)}`,
    title: `${environment}: ${tagOf(image)} exists and is not the image ${name} of this release`,
    expected: digest,
    observed,
    advice: `Find out who pushed it (\`aws ecr describe-images --repository-name ${repository} --image-ids imageTag=${tag}\`). No tag is moved: change the image so that its tag changes, or delete the tag if nothing uses it.`,
    details: { environment },
  }
}
