import { describe, expect, test } from '@jest/globals'
import { conclude, concludes, needsMore, type Attempt } from '../../../src/checks/engine/conclude.ts'
import type { PlannedCheck, Sampling } from '../../../src/checks/engine/select.ts'
import { CHECKS } from '../../../src/checks/index.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { Outcome } from '../../../src/evidence/outcome.ts'

const WORDS: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', e: 'error', i: 'inconclusive', s: 'skipped' }

/** `ppf`: two attempts that passed and one that failed, a second apart. */
function attempts(letters: string, more: Partial<Judgement> = {}): Attempt[] {
  return letters.split('').map((letter, index) => {
    const outcome = WORDS[letter] ?? 'error'
    const judgement = {
      outcome,
      title: `attempt ${index + 1}`,
      expected: 'right',
      observed: `${outcome} ${index + 1}`,
      ...more,
    }
    return { startedAt: index * 1_000, endedAt: index * 1_000 + 100, judgement }
  })
}

function sampling(more: Partial<Sampling> = {}): Sampling {
  return { timeout: 1_000, delay: 0, every: 1_000, count: 1, failures: 0, errors: 0, dryRun: false, ...more }
}

function planned(more: Partial<Sampling> = {}): PlannedCheck {
  return {
    key: 'http',
    check: CHECKS.http,
    name: 'home page',
    kind: 'functional',
    phase: 'after-deployment',
    on: 'runner',
    options: {},
    sampling: sampling(more),
  }
}

describe('the verdict of many attempts', () => {
  test.each<[string, Partial<Sampling>, Outcome, string]>([
    ['p', {}, 'pass', '1 of 1 attempts passed'],
    ['f', {}, 'fail', 'failed (1) > failures (0)'],
    ['e', {}, 'error', 'did not complete (1) > errors (0)'],
    ['i', {}, 'inconclusive', 'did not complete (1) > errors (0)'],
    ['s', {}, 'inconclusive', 'did not complete (1) > errors (0)'],
    ['', {}, 'inconclusive', 'no attempt was made'],
    ['pfffp', { count: 15, failures: 2 }, 'fail', 'failed (3) > failures (2)'],
    ['pfpfp', { count: 5, failures: 2 }, 'pass', '3 of 5 attempts passed, 2 failed (2 may)'],
    ['pepip', { count: 5, errors: 2 }, 'pass', '3 of 5 attempts passed, 2 did not complete (2 may)'],
    ['eee', { count: 3, errors: 3 }, 'error', 'none of 3 attempts passed'],
    ['iii', { count: 3, errors: 3 }, 'inconclusive', 'none of 3 attempts passed'],
    ['fff', { count: 3, failures: 3 }, 'fail', 'none of 3 attempts passed'],
    ['fef', { count: 3, failures: 3, errors: 3 }, 'fail', 'none of 3 attempts passed'],
    ['fe', { count: 3 }, 'fail', 'failed (1) > failures (0)'],
    ['pp', { count: 3 }, 'inconclusive', 'ended after 2 attempts, too few for a result'],
    ['pp', { steadyFor: 60_000 }, 'inconclusive', 'ended after 2 attempts, too few for a result'],
  ])('%s with %j is %s: %s', (letters, more, outcome, why) => {
    expect(concludes(attempts(letters), sampling(more))).toEqual({ outcome, why })
  })

  test('attempts without a pass are never a pass, with any allowance', () => {
    for (const letters of ['f', 'e', 'i', 's', 'fe', 'eif', 'ssss']) {
      const generous = sampling({ count: letters.length, failures: 99, errors: 99 })
      expect(concludes(attempts(letters), generous).outcome).not.toBe('pass')
    }
  })

  test('an unknown outcome is not a pass', () => {
    const strange = attempts('p', { outcome: 'splendid' as never })
    expect(concludes(strange, sampling()).outcome).not.toBe('pass')
  })
})

describe('further attempts are made', () => {
  test.each<[string, Partial<Sampling>, boolean]>([
    ['', {}, true],
    ['p', {}, false],
    ['f', {}, false],
    ['pp', { count: 3 }, true],
    ['ppp', { count: 3 }, false],
    ['f', { count: 3, failures: 1 }, true],
    ['ff', { count: 3, failures: 1 }, false],
    ['e', { count: 3 }, false],
    ['pp', { steadyFor: 2_000 }, true],
    ['ppp', { steadyFor: 2_000 }, false],
    ['ppfpp', { steadyFor: 2_000, failures: 1 }, true],
    ['ppfppp', { steadyFor: 2_000, failures: 1 }, false],
    ['ppp', { steadyFor: 2_000, count: 5 }, true],
    ['pppf', { steadyFor: 2_000, failures: 1 }, true],
  ])('after %j with %j: %s', (letters, more, expected) =>
    expect(needsMore(attempts(letters), sampling(more))).toBe(expected),
  )
})

describe('the finding', () => {
  test('of one attempt has the title of the attempt', () => {
    expect(conclude(planned(), attempts('p')).findings).toEqual([
      {
        code: 'check/http',
        outcome: 'pass',
        title: 'home page: attempt 1',
        subject: 'check/home page',
        expected: 'right',
        observed: 'pass 1',
        details: {
          kind: 'functional',
          check: 'home page',
          key: 'http',
          phase: 'after-deployment',
          looks: 1,
          passed: 1,
          failed: 0,
          unanswered: 0,
        },
      },
    ])
  })

  test('of many attempts shows the numbers and the last attempt that explains them', () => {
    const [finding] = conclude(planned({ count: 15, failures: 2 }), attempts('pfpff')).findings
    expect(finding).toMatchObject({
      outcome: 'fail',
      title: 'home page: attempt 5',
      observed: 'failed (3) > failures (2); fail 5',
      advice: 'Run the job once more.',
    })
  })

  test('includes those of single results, each with the kind that it affects', () => {
    const single: Finding = {
      code: 'check/run/test',
      outcome: 'fail',
      title: 'adds failed',
      subject: 'check/x/test/adds',
    }
    const { findings } = conclude(planned(), attempts('f', { findings: [single] }))
    expect(findings).toHaveLength(2)
    expect(findings[1]).toEqual({
      ...single,
      details: { kind: 'functional', check: 'home page', phase: 'after-deployment' },
    })
  })

  test('of a dry run is skipped, reports what it would be, and keeps the measurements', () => {
    const measurements = [{ name: 'p99', unit: 'ms' as const, value: 7 }]
    const result = conclude(planned({ dryRun: true }), attempts('f', { measurements, advice: 'Do it.' }))
    expect(result.findings[0]).toMatchObject({
      outcome: 'skipped',
      title: 'dry run, would be fail: home page: attempt 1',
    })
    expect(result.findings[0]).not.toHaveProperty('advice')
    expect(result.measurements).toEqual([{ ...measurements[0], subject: 'check/home page' }])
  })
})

test('of many attempts has the worst measurements and a series of all', () => {
  const taken = attempts('ppp').map((attempt, index) => {
    const measurements = [{ name: 'response time', unit: 'ms' as const, value: [40, 90, 60][index] ?? 0, limit: 100 }]
    return { ...attempt, judgement: { ...attempt.judgement, measurements } }
  })
  expect(conclude(planned({ count: 3 }), taken).measurements).toEqual([
    {
      name: 'response time',
      unit: 'ms',
      value: 90,
      limit: 100,
      subject: 'check/home page',
      series: [
        [0, 40],
        [1_000, 90],
        [2_000, 60],
      ],
    },
  ])
})
