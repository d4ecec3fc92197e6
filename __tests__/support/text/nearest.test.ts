import { expect, test } from '@jest/globals'
import { didYouMean, nearestName } from '../../../src/support/text/nearest.ts'

test.each([
  ['Urll', ['Arn', 'Url'], 'Url'],
  ['url', ['Arn', 'Url'], 'Url'],
  ['Releses', ['Url', 'Releases'], 'Releases'],
  ['tempalte', ['template', 'templates-bucket'], 'template'],
  ['pre-prod', ['preprod', 'production'], 'preprod'],
  ['deploy_role', ['plan-role', 'deploy-role'], 'deploy-role'],
  ['prod', ['preprod', 'production'], 'production'],
  ['Arn', ['Url'], undefined],
  ['Url', [], undefined],
])('%s among %j means %s', (written, names, expected) => {
  expect(nearestName(written, names)).toBe(expected)
})

test.each([
  ['fm-preprod', 'fn-preprod'],
  ['web-1', 'web-2'],
  ['shop-preprod', 'shop-production'],
  ['eu-west-1', 'eu-west-2'],
  ['db', 'dc'],
])('%s and %s are not similar', (written, other) => {
  expect(nearestName(written, [other])).toBeUndefined()
})

test('a suggestion is made only for a similar name', () => {
  expect(didYouMean('Urll', ['Url'])).toBe(': did you mean Url?')
  expect(didYouMean('Bucket', ['Url'])).toBe('')
})
