import { expect, test } from '@jest/globals'
import type { ImageAssetFacts } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/images.ts'
import { factsOf } from '../facts.ts'

const facts = factsOf({})
const [environment] = facts.environments
if (environment === undefined) throw new Error('there is one environment')

const image = (
  state: ImageAssetFacts['state'],
  name: string,
  more: Partial<ImageAssetFacts> = {},
): ImageAssetFacts => ({
  state,
  image: { name, digest: 'sha256:00', bytes: 1, repository: 'images', tag: name, parts: 'images' },
  ...more,
})

test('container images are told by what their tags lead to', () => {
  const images = [
    image('absent', 'a'),
    image('same', 'b'),
    image('unknown', 'c', { observed: 'the plan-role may not call ecr:DescribeImages', advice: 'Allow it.' }),
    image('differs', 'd', { observed: 'sha256:11' }),
    image('no-repository', 'e', { advice: 'Run `cdk bootstrap aws://222222222222/eu-west-1`.' }),
  ]
  const found = rule.judge({ ...facts, environments: [{ ...environment, images }] })
  expect(found.map(({ outcome, code, observed }) => `${outcome} ${code} ${observed}`)).toEqual([
    'fail image/no-repository no such repository',
    'fail image/differs sha256:11',
    'noted image/pending a',
    'noted image/not-compared the plan-role may not call ecr:DescribeImages',
    'pass image/present b',
  ])
  expect(found[0]?.advice).toContain('cdk bootstrap')
})

test('no container image is no finding', () => {
  expect(rule.judge(facts)).toEqual([])
})
