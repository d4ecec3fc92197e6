import { createHistogram } from 'node:perf_hooks'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { leastSample, medianRatio, quantile, rankTest } from '../../src/support/statistics.ts'

test('quantiles use the nearest-rank method', () => {
  const sorted = Float64Array.from([1, 2, 3, 4])
  expect([0, 0.25, 0.5, 0.51, 0.99, 1].map((q) => quantile(sorted, q))).toEqual([1, 1, 2, 3, 4, 4])
  expect(quantile(new Float64Array(), 0.5)).toBeNaN()
})

test('quantiles agree with those of an HDR histogram, within its three figures', () => {
  const histogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })
  let seed = 1
  const values = Float64Array.from({ length: 20_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return Math.ceil(1_000 * Math.exp(3 * (seed / 2_147_483_647) ** 4))
  })
  for (const value of values) histogram.record(value)
  const sorted = values.toSorted()
  for (const q of [0.5, 0.9, 0.95, 0.99, 0.999, 1])
    expect(Math.abs(histogram.percentile(q * 100) / quantile(sorted, q) - 1)).toBeLessThan(0.001)
})

test('so many values are needed for an upper bound of a percentile at 95 %', () =>
  expect([0.5, 0.9, 0.95, 0.99, 0.999].map((q) => leastSample(q))).toEqual([5, 29, 59, 299, 2_995]))

describe('the rank test', () => {
  /** Computed with scipy.stats.mannwhitneyu(b, a, alternative='greater', method='asymptotic') of SciPy. */
  const cases = JSON.parse(readFileSync(join(import.meta.dirname, 'rank-test.json'), 'utf8')) as [
    number[],
    number[],
    number,
  ][]
  test.each(cases.map(([a, b, p]) => [a.length, b.length, p, a, b] as const))(
    'of %d and %d values gives %d, as SciPy does',
    (_n, _m, p, a, b) => expect(rankTest(a, b)).toBeCloseTo(p, 5),
  )

  test('of no values is inconclusive', () => expect([rankTest([], [1]), rankTest([1], [])]).toEqual([1, 1]))
})

test('the median of the quotients is the factor by which values are larger', () => {
  expect(medianRatio([10, 20, 30], [12, 24, 36])).toBeCloseTo(1.2)
  expect(medianRatio([], [1])).toBeNaN()
})
