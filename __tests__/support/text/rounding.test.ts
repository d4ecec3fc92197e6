import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { showNumber } from '../../../src/support/text/rounding.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
  [-12_345.6789, '-12,345.679'],
  [0.5, '0.5'],
])('%d is shown as %s', (value, text) => {
  expect(showNumber(value)).toBe(text)
})

test('numbers are shown as JavaScript formats them in English', () => {
  const amounts = fc
    .integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
    .map((thousandths) => thousandths / 1_000)
  fc.assert(fc.property(amounts, (value) => showNumber(value) === value.toLocaleString('en')))
})
