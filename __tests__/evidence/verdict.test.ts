import { describe, expect, it } from '@jest/globals'
import type { Finding, Outcome } from '../../src/evidence/finding.ts'
import { blocking, verdictOf, worse } from '../../src/evidence/verdict.ts'

const finding = (outcome: string, more: Partial<Finding> = {}): Finding => ({
  code: 'test/finding',
  outcome: outcome as Outcome,
  title: `it is ${outcome}`,
  subject: 'test',
  ...more,
})
const waived = { reason: 'known', owner: 'platform', until: '2027-01-31' }

describe('the verdict over findings', () => {
  it.each([
    ['nothing at all is never a pass', [], 'inconclusive'],
    ['only skipped is never a pass', ['skipped', 'skipped'], 'skipped'],
    ['a skipped finding does not spoil a pass', ['pass', 'skipped'], 'pass'],
    ['one failure is enough', ['pass', 'fail', 'pass'], 'fail'],
    ['not knowing is worse than passing', ['pass', 'inconclusive'], 'inconclusive'],
    ['failing is worse than not knowing', ['inconclusive', 'fail'], 'fail'],
    ['having no answer is the worst', ['fail', 'error', 'inconclusive'], 'error'],
    ['a word of another version is an error', ['pass', 'splendid'], 'error'],
  ])('%s', (_story, outcomes, expected) => {
    expect(verdictOf(outcomes.map((outcome) => finding(outcome)))).toBe(expected)
  })

  it('counts a waived failure as seen and accepted', () => {
    expect(verdictOf([finding('pass'), finding('fail', { waived })])).toBe('pass')
  })

  it('knows the worse of two, also when a word is unknown', () => {
    expect(worse('pass', 'fail')).toBe('fail')
    expect(worse('fail', 'pass')).toBe('fail')
    expect(worse('pass', 'splendid' as Outcome)).toBe('error')
  })

  it('lists what blocks, worst first, without what is waived', () => {
    const found = [
      finding('inconclusive'),
      finding('pass'),
      finding('fail', { waived }),
      finding('error'),
      finding('fail'),
    ]
    expect(blocking(found).map(({ outcome }) => outcome)).toEqual(['error', 'fail', 'inconclusive'])
  })
})
