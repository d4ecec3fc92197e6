import { describe, expect, test } from '@jest/globals'
import type { StackImage } from '../../../src/config/model/packaged.ts'
import type { Environment } from '../../../src/config/model/environment.ts'
import type { Digest } from '../../../src/evidence/digest.ts'
import type { TagState } from '../../../src/plan/publish/images.ts'
import { imageOfRelease, releaseImages, type TaggedEnvironment } from '../../../src/plan/publish/release-images.ts'
import type { ImageAssetFacts } from '../../../src/policies/contract.ts'
import { ActionError } from '../../../src/support/errors.ts'

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`
const [BUILT, EARLIER, OTHER] = [digest('a'), digest('b'), digest('c')]
const ACCOUNTS: Readonly<Record<string, string>> = { preprod: '111111111111', production: '222222222222' }
const hostOf = (key: string) => `${ACCOUNTS[key]}.dkr.ecr.eu-west-1.amazonaws.com`
const DENIED = new ActionError('aws/denied', { message: 'ecr:DescribeImages is denied', advice: 'Allow it.' })

const imageIn = (key: string, more: Partial<StackImage> = {}): StackImage => ({
  name: 'Api/Image',
  digest: BUILT,
  bytes: 1,
  repository: `images-${key}`,
  tag: 'one',
  parts: 'parts',
  ...more,
})

function environmentWith(key: string, images: readonly StackImage[]): Environment {
  return {
    key,
    region: 'eu-west-1',
    words: { account: ACCOUNTS[key] },
    stacks: [{ id: 'api', packaged: { images } }],
  } as unknown as Environment
}

type Found = TagState | ActionError | Digest

/** `found`: the image of the tag; undefined where it was not read. */
function tagged(key: string, found: Found | undefined, more: Partial<StackImage> = {}): TaggedEnvironment {
  const image = imageIn(key, more)
  const state: TagState | ActionError | undefined =
    typeof found === 'string' && found.startsWith('sha256:') ? { digest: found as Digest } : (found as TagState)
  return { environment: environmentWith(key, [image]), tags: state && [{ image, found: state }] }
}

const only = (facts: readonly ImageAssetFacts[]): ImageAssetFacts => {
  const [one, ...others] = facts
  if (one === undefined || others.length > 0) throw new Error(`${facts.length} images`)
  return one
}

describe('the image for pre-prod', () => {
  test.each<[string, Found, Partial<StackImage>, string]>([
    ['is the packaged one where the tag is absent', 'no-image', {}, 'absent undefined'],
    ['is the packaged one where the tag points to it', BUILT, {}, 'same undefined'],
    ['is that of an earlier build of the same sources', EARLIER, {}, `earlier ${EARLIER}`],
    ['is not one that cannot be pulled', { digest: EARLIER, status: 'ARCHIVED' }, {}, 'differs undefined'],
    ['is not the packaged one while it is archived', { digest: BUILT, status: 'ARCHIVED' }, {}, 'differs undefined'],
    ['is the one that the configuration gives by its digest', EARLIER, { from: 'h.io/r@x' }, 'differs undefined'],
    ['is unknown where ECR denies the call', DENIED, {}, 'unknown undefined'],
    ['has no repository', 'no-repository', {}, 'no-repository undefined'],
  ])('%s', (_, found, more, expected) => {
    const { state, planned } = only(releaseImages([tagged('preprod', found, more)]))
    expect(`${state} ${planned?.digest}`).toBe(expected)
  })

  test('is recorded with its registry location, by the account of the registry where no role gives it', () => {
    const { environment, tags } = tagged('preprod', { digest: EARLIER, account: '333333333333' })
    const { planned } = only(releaseImages([{ environment: { ...environment, words: {} }, tags }]))
    expect(planned).toEqual({
      repository: 'images-preprod',
      tag: 'one',
      built: BUILT,
      digest: EARLIER,
      from: `333333333333.dkr.ecr.eu-west-1.amazonaws.com/images-preprod@${EARLIER}`,
    })
  })
})

describe('the image for production', () => {
  const [COPIED, PACKAGED] = [`${EARLIER} ${hostOf('preprod')}/images-preprod@${EARLIER}`, 'undefined undefined']
  test.each<[string, Found | undefined, Found, string]>([
    ['is that of pre-prod', EARLIER, 'no-image', `absent ${COPIED}`],
    ['is that of pre-prod, which production has', EARLIER, EARLIER, `same ${COPIED}`],
    ['is that of pre-prod, with any image in production', EARLIER, DENIED, `unknown ${COPIED}`],
    ['is no other one than that of pre-prod', EARLIER, OTHER, `differs ${COPIED}`],
    ['is not the packaged one where pre-prod has another', EARLIER, BUILT, `differs ${COPIED}`],
    ['is not archived', EARLIER, { digest: EARLIER, status: 'ARCHIVED' }, `differs ${COPIED}`],
    ['is the packaged one', 'no-image', 'no-image', `absent ${PACKAGED}`],
    ['is the packaged one, which production has', 'no-image', BUILT, `same ${PACKAGED}`],
    ['is not one that pre-prod lacks', 'no-image', OTHER, `differs ${PACKAGED}`],
    ['is not one that pre-prod cannot have', 'no-repository', OTHER, `differs ${PACKAGED}`],
    ['is no other one than that of this release', BUILT, OTHER, `differs ${PACKAGED}`],
    ['cannot be compared where pre-prod is denied', DENIED, OTHER, `unknown ${PACKAGED}`],
    ['cannot be compared where pre-prod was not read', undefined, OTHER, `unknown ${PACKAGED}`],
    ['is published where pre-prod was not read', undefined, 'no-image', `absent ${PACKAGED}`],
  ])('%s (pre-prod: %s, production: %s)', (_, preprod, production, expected) => {
    const { state, planned } = only(releaseImages([tagged('preprod', preprod), tagged('production', production)]))
    expect(`${state} ${planned?.digest} ${planned?.from}`).toBe(expected)
  })

  test('is that of its configuration', () => {
    const from = { from: `h.io/r@${BUILT}` }
    const facts = releaseImages([tagged('preprod', BUILT, from), tagged('production', OTHER, from)])
    expect(only(facts)).toMatchObject({ state: 'differs', observed: OTHER })
  })

  test('is found by its tag, among images with the same bytes', () => {
    const images = ['one', 'two'].map((tag) => imageIn('preprod', { tag }))
    const preprod: TaggedEnvironment = {
      environment: environmentWith('preprod', images),
      tags: images.map((image, index) => ({ image, found: { digest: index === 0 ? OTHER : EARLIER } })),
    }
    const facts = releaseImages([preprod, tagged('production', 'no-image', { tag: 'two' })])
    expect(only(facts).planned?.digest).toBe(EARLIER)
  })

  test('is found by its bytes where the tags of environments have prefixes', () => {
    const facts = releaseImages([
      tagged('preprod', EARLIER, { tag: 'pre-one' }),
      tagged('production', 'no-image', { tag: 'prod-one' }),
    ])
    expect(only(facts).planned).toMatchObject({ repository: 'images-production', tag: 'prod-one', digest: EARLIER })
  })

  test('is that of its own earlier build where pre-prod gets no such image', () => {
    const facts = releaseImages([tagged('preprod', OTHER, { digest: digest('d') }), tagged('production', EARLIER)])
    expect(only(facts)).toMatchObject({ state: 'earlier', planned: { digest: EARLIER } })
  })

  test.each([
    ['only production has one', 'no-image' as const, 'preprod gets it first'],
    [
      'both have other ones',
      EARLIER,
      'aws ecr batch-delete-image --repository-name images-preprod --image-ids imageTag=one',
    ],
  ])('has a next step where %s', (_, preprod, expected) => {
    const { advice } = only(releaseImages([tagged('preprod', preprod), tagged('production', OTHER)]))
    expect(advice).toContain(`images: { Api/Image: "${hostOf('production')}/images-production@${OTHER}" }`)
    expect(advice).toContain(expected)
  })
})

describe('a deployment publishes', () => {
  const planned = { repository: 'images-preprod', tag: 'one', built: BUILT, digest: EARLIER, from: 'h.io/r@x' }

  test('the packaged image where no plan has another', () => {
    const image = imageIn('preprod')
    expect(imageOfRelease(image, [])).toBe(image)
    expect(imageOfRelease(image, [{ ...planned, built: OTHER }])).toBe(image)
  })

  test('the image of the plan, in production by the plan of pre-prod too', () => {
    const expected = { digest: EARLIER, from: 'h.io/r@x' }
    for (const key of ['preprod', 'production']) {
      const image = imageOfRelease(imageIn(key), [planned])
      expect(image).toMatchObject({ ...expected, repository: `images-${key}` })
      expect(image.parts).toBeUndefined()
    }
  })

  test('the image of the configuration, with any plan', () => {
    const image = imageIn('preprod', { from: `h.io/r@${BUILT}` })
    expect(imageOfRelease(image, [planned])).toBe(image)
  })
})
