import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import type { Outcome, Verdict } from '../../src/evidence/outcome.ts'
import { blocking, blocks, proves, verdictOf, worse } from '../../src/evidence/verdict.ts'

const finding = (outcome: string, more: Partial<Finding> = {}): Finding => ({
  code: 'check/http',
  outcome: outcome as Outcome,
  title: `it is ${outcome}`,
  subject: 'test',
  ...more,
})
const waived = { reason: 'known', owner: 'platform', until: '2027-01-31' }

describe('the verdict over findings', () => {
  it.each([
    ['no finding is never a pass', [], 'inconclusive'],
    ['only skipped findings are never a pass', ['skipped', 'skipped'], 'skipped'],
    ['a skipped finding does not change a pass', ['pass', 'skipped'], 'pass'],
    ['only noted findings prove nothing', ['noted', 'noted'], 'inconclusive'],
    ['a noted finding does not change a pass', ['pass', 'noted'], 'pass'],
    ['a noted finding does not change what was skipped', ['skipped', 'noted'], 'skipped'],
    ['a noted finding does not change a failure', ['noted', 'fail'], 'fail'],
    ['one failure is enough', ['pass', 'fail', 'pass'], 'fail'],
    ['inconclusive is worse than pass', ['pass', 'inconclusive'], 'inconclusive'],
    ['fail is worse than inconclusive', ['inconclusive', 'fail'], 'fail'],
    ['error is the worst', ['fail', 'error', 'inconclusive'], 'error'],
    ['an outcome of another version is an error', ['pass', 'splendid'], 'error'],
  ])('%s', (_story, outcomes, expected) => {
    expect(verdictOf(outcomes.map((outcome) => finding(outcome)))).toBe(expected)
  })

  it('counts a waived failure as waived', () => {
    expect(verdictOf([finding('pass'), finding('fail', { waived })])).toBe('pass')
  })

  it('returns the worse of two, also when one is unknown', () => {
    expect(worse('pass', 'fail')).toBe('fail')
    expect(worse('fail', 'pass')).toBe('fail')
    expect(worse('pass', 'splendid' as Verdict)).toBe('error')
  })

  it('treats a waived noted finding as noted', () => {
    expect(verdictOf([finding('noted', { waived })])).toBe('inconclusive')
  })

  it.each([
    ['pass', false, true],
    ['noted', false, false],
    ['skipped', false, false],
    ['inconclusive', true, false],
    ['fail', true, false],
    ['error', true, false],
    ['splendid', true, false],
  ])('%s: blocks %s, proves %s', (outcome, isBlocking, isProof) => {
    expect([blocks(finding(outcome)), proves(finding(outcome))]).toEqual([isBlocking, isProof])
    expect([blocks(finding(outcome, { waived })), proves(finding(outcome, { waived }))]).toEqual([false, false])
  })

  it('lists blocking findings, worst first, without waived ones', () => {
    const found = [
      finding('inconclusive'),
      finding('pass'),
      finding('noted'),
      finding('fail', { waived }),
      finding('error'),
      finding('fail'),
    ]
    expect(blocking(found).map(({ outcome }) => outcome)).toEqual(['error', 'fail', 'inconclusive'])
  })
})
