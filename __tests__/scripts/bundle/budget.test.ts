import { describe, expect, test } from '@jest/globals'
import { overBudget, weigh } from '../../../scripts/bundle/budget.ts'

const KB = 1_000

describe('the size of a bundle', () => {
  const sizes = new Map([
    ['index.js', 15 * KB],
    ['run.js', 80 * KB],
    ['precheck.js', 300 * KB],
    ['licenses.txt', 600 * KB],
  ])

  test('counts the files that a start reads; the licences count in the total, but are not loaded', () => {
    expect(weigh(sizes, ['index.js', 'run.js'])).toEqual({
      start: 95 * KB,
      largest: { name: 'precheck.js', bytes: 300 * KB },
      all: 995 * KB,
    })
  })

  test('is refused for a missing bundle, or a start that reads nothing', () => {
    expect(() => weigh(new Map([['licenses.txt', 1]]), ['index.js'])).toThrow('no bundle')
    expect(() => weigh(sizes, [])).toThrow('no bundle')
  })
})

describe('the budget', () => {
  const allowed = { start: 900 * KB, largest: { name: 'artifacts.js', bytes: 1_200 * KB }, all: 8_000 * KB }

  test('accepts sizes equal to the limits', () => {
    expect(overBudget(allowed)).toEqual([])
  })

  test.each([
    [{ start: 900 * KB + 1 }, 'what a start reads has 901 kB, and may have 900 kB'],
    [{ largest: { name: 'artifacts.js', bytes: 1_200 * KB + 1 } }, 'artifacts.js has 1201 kB, and may have 1200 kB'],
    [{ all: 8_000 * KB + 1 }, 'dist/ has 8001 kB, and may have 8000 kB'],
  ])('refuses %j', (more, problem) => {
    expect(overBudget({ ...allowed, ...more })).toEqual([problem])
  })

  test('refuses a start that reads a file of unknown size', () => {
    expect(overBudget(weigh(new Map([['index.js', 1]]), ['index.js', 'gone.js']))).toHaveLength(1)
  })
})
