import { expect, test } from '@jest/globals'
import { compareLoads, type Compare } from '../../../../src/checks/engine/load/compare-load.ts'
import type { Measurement, Sample } from '../../../../src/evidence/document.ts'

/**
 * The data of the classifier's tests of Kayenta (spinnaker/kayenta, kayenta-judge, ClassifierSuite), to one decimal:
 * three samples of a metric, each of which is compared with another one at an effect of 10 %.
 */
const SAMPLES = {
  low: '9.8 10.6 7.8 9.3 8.4 8.9 8.3 9.7 11.6 9.3 8.2 10.6 13.5 11.1 7.0 12.5 9.0 4.9 11.3 11.6 8.4 11.1 10.7 8.9 10.1 11.4 9.4 7.8 10.6 11.9',
  alike:
    '11.1 10.0 7.1 7.3 9.8 9.6 6.2 12.3 10.4 8.6 9.9 10.4 14.2 10.9 10.2 11.7 10.9 12.8 8.1 8.5 12.1 13.3 10.1 6.9 6.2 10.2 8.3 8.4 7.0 10.8',
  high: '20.9 21.8 19.7 15.9 19.5 19.4 22.9 17.2 18.7 23.4 24.1 22.6 22.0 21.7 20.1 22.1 16.4 21.6 21.0 17.8 17.8 18.5 20.6 19.6 21.8 21.8 21.0 21.0 19.1 17.0',
  above:
    '20.8 22.8 20.6 21.0 23.5 21.5 21.8 18.3 19.1 25.9 19.0 19.4 19.0 24.2 20.1 18.2 17.9 23.1 18.4 17.0 19.5 17.9 17.6 16.1 24.4 15.9 20.5 19.1 17.5 18.9',
} as const
type Name = keyof typeof SAMPLES

const sample = (name: Name): Sample => ({ basis: 'sha256:1', values: SAMPLES[name].split(' ').map(Number) })
const measured = (name: Name): Measurement[] =>
  (['p50', 'p95'] as const).map((each) => ({ name: each, unit: 'ms', value: 1, sample: sample(name) }))

test.each<[string, Name, Name, Compare['kind']]>([
  ['alike', 'alike', 'low', 'kept'],
  ['equal, in the other direction', 'low', 'alike', 'kept'],
  ['higher', 'alike', 'high', 'slower'],
  ['higher, of the others', 'low', 'above', 'slower'],
  ['lower, which is not a failure of a latency', 'above', 'low', 'kept'],
  ['lower, of the others', 'high', 'alike', 'kept'],
  ['both high', 'above', 'high', 'kept'],
])('%s', (_, before, now, kind) => {
  const result = compareLoads(measured(before), { p50: sample(now), p95: sample(now) }, 0.1)
  expect(result.kind).toBe(kind)
})
