import { expect, test } from '@jest/globals'
import { didYouMean, nearestName } from '../../../src/support/text/nearest.ts'

test.each([
  ['Urll', ['Arn', 'Url'], 'Url'],
  ['url', ['Arn', 'Url'], 'Url'],
  ['Releses', ['Url', 'Releases'], 'Releases'],
  ['Arn', ['Url'], undefined],
  ['Url', [], undefined],
])('%s among %j means %s', (written, names, expected) => {
  expect(nearestName(written, names)).toBe(expected)
})

test('a question is asked only where a name is near', () => {
  expect(didYouMean('Urll', ['Url'])).toBe(': did you mean Url?')
  expect(didYouMean('Bucket', ['Url'])).toBe('')
})
