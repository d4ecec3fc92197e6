import { describe, expect, test } from '@jest/globals'
import { concludes, type Attempt } from '../../../src/checks/engine/conclude.ts'
import type { Outcome } from '../../../src/evidence/outcome.ts'
import { ARGO, VECTORS } from './verdict-vectors.ts'

const LETTERS: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', e: 'error', i: 'inconclusive', s: 'skipped' }
const PHASES: Readonly<Record<string, Outcome>> = {
  Successful: 'pass',
  Failed: 'fail',
  Error: 'error',
  Inconclusive: 'inconclusive',
}

function read(vector: string) {
  const [letters = '', count, failures, errors, steady, outcome = ''] = vector.split(' ')
  const attempts = [...letters].map((letter, index): Attempt => ({
    startedAt: index * 1_000,
    endedAt: index * 1_000 + 100,
    judgement: { outcome: LETTERS[letter] ?? 'error', title: letter },
  }))
  const sampling = {
    timeout: 1_000,
    delay: 0,
    every: 1_000,
    count: Number(count),
    failures: Number(failures),
    errors: Number(errors),
    dryRun: false,
    ...(steady !== '-' && { steadyFor: Number(steady) * 1_000 }),
  }
  return { attempts, sampling, outcome }
}

test('there are at least 80 sequences, without duplicates', () => {
  expect(VECTORS.length).toBeGreaterThanOrEqual(80)
  expect(new Set(VECTORS).size).toBe(VECTORS.length)
})

test.each(VECTORS)('attempts, count, failures, errors, steady-for, verdict: %s', (vector) => {
  const { attempts, sampling, outcome } = read(vector)
  expect(concludes(attempts, sampling).outcome).toBe(outcome)
})

describe('the cases of Argo Rollouts', () => {
  test.each(ARGO.map(([vector, argo, why = '']) => [vector, argo, why] as const))(
    "%s, where Argo's result is %s",
    (vector, argo, why) => {
      const { attempts, sampling, outcome } = read(vector)
      expect(concludes(attempts, sampling).outcome).toBe(outcome)
      expect(why === '').toBe(PHASES[argo] === outcome)
    },
  )
})
