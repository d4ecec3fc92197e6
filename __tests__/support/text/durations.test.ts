import { describe, expect, it } from '@jest/globals'
import {
  parseDuration,
  parsePercent,
  parseRate,
  showDuration,
  showPercent,
} from '../../../src/support/text/durations.ts'

describe('values in their written form', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['1.5s', 1_500],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['5', undefined],
    ['-5s', undefined],
    ['5 s', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('the duration %j is %p ms', (text, expected) => expect(parseDuration(text)).toBe(expected))

  it.each([
    ['200/s', 200],
    ['90/m', 1.5],
    ['0/s', undefined],
    ['200', undefined],
  ])('the rate %j is %p a second', (text, expected) => expect(parseRate(text)).toBe(expected))

  it.each([
    ['0.1%', 0.001],
    ['100%', 1],
    ['101%', undefined],
    ['0.1', undefined],
  ])('the share %j is %p', (text, expected) => expect(parsePercent(text)).toBe(expected))

  it.each([
    [840, '840 ms'],
    [12_345, '12.3 s'],
    [250_000, '4 min 10 s'],
    [7_500_000, '2 h 5 min'],
    [0.42, '0.4 ms'],
    [10_000, '10 s'],
    [600_000, '10 min'],
    [7_200_000, '2 h'],
    [Number.NaN, '?'],
    // A value that is rounded up to a whole unit is shown in that unit.
    [999.7, '1 s'],
    [59_970, '1 min'],
    [3_599_700, '1 h'],
  ])('%p ms is written as %s', (ms, expected) => expect(showDuration(ms)).toBe(expected))

  it.each([
    [0, '0%'],
    [0.5, '50%'],
    [0.333_333, '33.33%'],
    [0.0025, '0.25%'],
    [0.000_04, '0.004%'],
    [0.000_000_1, 'under 0.001%'],
    [0.999_96, '99.996%'],
    [0.999_999_9, 'over 99.999%'],
    [1, '100%'],
  ])('the share %p is written as %s', (share, expected) => expect(showPercent(share)).toBe(expected))
})
