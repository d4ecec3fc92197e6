import { describe, expect, test } from '@jest/globals'
import { boundsOf } from '../../../../src/checks/engine/load/measure-load.ts'
import { stagesOf } from '../../../../src/checks/engine/load/options.ts'
import { countOf, dueTimes, kindsByWeight } from '../../../../src/checks/engine/load/schedule.ts'

const step = (rate: number, ms: number, ramp?: number) => ({ rate, for: ms, ramp })

describe('requests are due', () => {
  test('in equal intervals at a constant rate', () =>
    expect([...dueTimes(stagesOf([step(4, 1_000)]))]).toEqual([0, 250, 500, 750]))

  test('in shorter and shorter intervals while the rate rises', () => {
    const due = dueTimes(stagesOf([step(100, 1_000, 2_000)]))
    // Half of the rate for 2 s, and all of it for 1 s.
    expect(due).toHaveLength(200)
    const rising = due.filter((at) => at < 2_000)
    expect(rising).toHaveLength(100)
    expect(rising.filter((at) => at < 1_000)).toHaveLength(25)
    const gaps = [...rising].slice(1).map((at, index) => at - (rising[index] ?? 0))
    expect(gaps.every((gap, index) => index === 0 || gap < (gaps[index - 1] ?? 0))).toBe(true)
    expect(due[199]).toBeCloseTo(2_990)
  })

  test('step after step, where a ramp starts at the previous rate', () => {
    const steps = [step(10, 1_000), step(30, 1_000, 1_000), step(5, 2_000)]
    expect(stagesOf(steps)).toEqual([
      { from: 10, to: 10, ms: 1_000 },
      { from: 10, to: 30, ms: 1_000 },
      { from: 30, to: 30, ms: 1_000 },
      { from: 5, to: 5, ms: 2_000 },
    ])
    const due = dueTimes(stagesOf(steps))
    expect(due).toHaveLength(10 + 20 + 30 + 10)
    expect([...due]).toEqual([...due].toSorted((a, b) => a - b))
    expect(boundsOf(steps, due).map(({ from, to }) => to - from)).toEqual([10, 50, 10])
  })

  test('as often as the rate and the time define, also where sums are not exact', () => {
    for (const rate of [0.1, 0.3, 3, 7, 33.3, 150])
      for (const ms of [1_000, 10_000, 70_000, 100_000]) {
        const stages = stagesOf([step(rate, ms), step(rate * 2, ms, ms)])
        const due = dueTimes(stages)
        expect(due.length).toBe(Math.max(1, Math.floor(countOf(stages) + 1e-6)))
        expect(due.every((at, index) => index === 0 || at > (due[index - 1] ?? 0))).toBe(true)
        expect(due.at(-1)).toBeLessThan(ms * 3)
      }
  })
})

test('with each kind in its share of each stretch', () => {
  const kinds = [...kindsByWeight([5, 1, 2], 800)]
  for (let from = 0; from < 800; from += 8) {
    const stretch = kinds.slice(from, from + 8)
    expect([0, 1, 2].map((kind) => stretch.filter((each) => each === kind).length)).toEqual([5, 1, 2])
  }
  expect([...kindsByWeight([1], 3)]).toEqual([0, 0, 0])
})
