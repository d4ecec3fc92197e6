import { expect, test } from '@jest/globals'
import type { ImageAssetFacts } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/images.ts'
import { factsOf } from '../facts.ts'

const facts = factsOf({})
const [first] = facts.environments
if (first === undefined) throw new Error('there is one environment')

const image = (
  state: ImageAssetFacts['state'],
  name: string,
  more: Partial<ImageAssetFacts> = {},
): ImageAssetFacts => ({
  state,
  image: { name, digest: 'sha256:00', bytes: 1, repository: 'images', tag: name, parts: 'images' },
  ...more,
})

test('container images are reported with the image of their tags', () => {
  const images = [
    image('absent', 'a'),
    image('same', 'b'),
    image('unknown', 'c', { observed: 'the plan-role may not call ecr:DescribeImages', advice: 'Allow it.' }),
    image('differs', 'd', { observed: 'sha256:11' }),
    image('no-repository', 'e', { advice: 'Run `cdk bootstrap aws://222222222222/eu-west-1`.' }),
  ]
  const found = rule.judge({ ...facts, environments: [{ ...first, images }] })
  expect(found.map(({ outcome, code, observed }) => `${outcome} ${code} ${observed}`)).toEqual([
    'fail image/no-repository no such repository',
    'fail image/differs sha256:11',
    'noted image/pending a',
    'noted image/not-compared the plan-role may not call ecr:DescribeImages',
    'pass image/present b sha256:00',
  ])
  expect(found[0]?.advice).toContain('cdk bootstrap')
})

test('images of earlier builds are reported one by one, with the permission that production needs', () => {
  const planned = {
    repository: 'images',
    tag: 'f',
    built: 'sha256:00',
    digest: 'sha256:22',
    from: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/images@sha256:${'2'.repeat(64)}`,
  } as const
  const images = [
    image('earlier', 'f', { planned }),
    image('absent', 'g', { planned }),
    image('same', 'h', { planned }),
    image('differs', 'i', { planned, observed: 'sha256:33', advice: 'Do it.' }),
  ]
  const production = { ...first.environment, deployRole: 'arn:aws:iam::222222222222:role/deploy' }
  const found = rule.judge({ ...facts, environments: [{ ...first, environment: production, images }] })
  expect(found.map(({ outcome, code, subject, observed }) => [outcome, code, subject, observed].join(' '))).toEqual([
    'fail image/differs environment/production/images/images:i sha256:33',
    'noted image/earlier-build environment/production/images/images:f sha256:22',
    `noted image/pending environment/production/images g, from ${planned.from}`,
    'pass image/present environment/production/images h sha256:22',
  ])
  expect(found.map(({ expected }) => expected)).toEqual([
    'sha256:22',
    expect.stringContaining('sha256:00'),
    expect.anything(),
    expect.stringContaining('earlier build'),
  ])
  expect(found[2]?.advice).toContain('arn:aws:ecr:eu-west-1:111111111111:repository/images')
  expect(found[2]?.advice).toContain('"Principal":{"AWS":"arn:aws:iam::222222222222:role/deploy"}')
})

test('no container image has no finding', () => {
  expect(rule.judge(facts)).toEqual([])
})
