import { describe, expect, test } from '@jest/globals'
import type { FindingCode } from '../../src/evidence/codes/index.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'
import {
  acceptedMore,
  baselineOf,
  informing,
  observed,
  readBaseline,
  type Baseline,
} from '../../src/policies/baseline.ts'

const finding = (code: FindingCode, more: Partial<Finding> = {}): Finding => ({
  code,
  outcome: 'fail',
  title: code,
  subject: 'stack/web',
  details: { environment: 'production' },
  ...more,
})
const OBSERVE = { until: '2026-06-30' }
const OLD = finding('drift/property-differs')

describe('a new repository', () => {
  test('is observed until the date, and judged afterwards', () => {
    expect(verdictOf(observed([OLD], OBSERVE, undefined, '2026-06-30'))).toBe('pass')
    expect(verdictOf(observed([OLD], OBSERVE, undefined, '2026-07-01'))).toBe('fail')
    expect(verdictOf(observed([OLD], undefined, undefined, '2026-06-01'))).toBe('fail')
  })

  test('loss of state and errors block from the first day', () => {
    const loss = finding('change/replaces-state')
    const error = finding('aws/denied', { outcome: 'error' })
    expect(observed([loss, error], OBSERVE, undefined, '2026-06-01')).toEqual([loss, error])
  })

  test('afterwards only findings outside the baseline block', () => {
    const baseline = readBaseline(JSON.stringify(baselineOf([OLD])), 'baseline.json')
    const fresh = finding('drift/resource-deleted')
    const other = finding('drift/property-differs', { details: { environment: 'preprod' } })
    expect(observed([OLD, fresh, other], OBSERVE, baseline, '2026-07-01').map((each) => each.waived?.owner)).toEqual([
      'baseline',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('an entry may have a reason, an owner and a last day, after which it blocks', () => {
    const entry = { code: OLD.code, subject: OLD.subject, environment: 'production' }
    const reported = { reason: 'moved in August', owner: 'platform', until: '2026-08-31' }
    const baseline = readBaseline(JSON.stringify({ version: 1, known: [{ ...entry, ...reported }] }), 'baseline.json')
    const waivedOn = (today: string) => observed([OLD], OBSERVE, baseline, today)[0]?.waived
    expect(waivedOn('2026-08-31')).toEqual(reported)
    expect(waivedOn('2026-09-01')).toBeUndefined()
  })

  test('accepting another finding, or the same one for longer, is reported', () => {
    const entry = { code: OLD.code, subject: OLD.subject }
    const known = (...some: Baseline['known']): Baseline => ({ version: 1, known: some })
    const before = known({ ...entry, until: '2026-08-31' })
    expect(acceptedMore(known({ ...entry, until: '2026-08-01', reason: 'another one' }), before)).toEqual([])
    expect(acceptedMore(known({ ...entry, until: '2026-12-31' }), before)).toHaveLength(1)
    expect(acceptedMore(known(entry), before)).toHaveLength(1)
    expect(acceptedMore(known({ ...entry, subject: 'stack/other', until: '2026-08-31' }), before)).toHaveLength(1)
  })

  test('a baseline of an earlier version covers findings whose codes were renamed since', () => {
    const known = [{ code: 'stack/stuck', subject: 'stack/web', environment: 'production' }]
    const baseline = readBaseline(JSON.stringify({ version: 1, known }), 'baseline.json')
    const [found] = observed([finding('stack/not-ready')], OBSERVE, baseline, '2026-07-01')
    expect(found?.waived?.owner).toBe('baseline')
  })

  test('the end of the observation is reported, with the purpose of a baseline', () => {
    expect(observed([], OBSERVE, undefined, OBSERVE.until)).toEqual([])
    expect(observed([], OBSERVE, undefined, '2026-07-01')).toMatchObject([
      { code: 'observe/ended', outcome: 'noted', observed: '2026-07-01, no baseline' },
    ])
  })

  test('an invalid baseline is refused', () => {
    expect(() => readBaseline('{', 'b.json')).toThrow('b.json cannot be read as a baseline')
    expect(() => readBaseline('{"version":2,"known":[]}', 'b.json')).toThrow(
      'b.json cannot be read as a baseline: version: Invalid input: expected 1',
    )
    expect(() => readBaseline('[]', 'b.json')).toThrow('the whole: Invalid input: expected object')
  })
})

describe('a new kind of findings', () => {
  const NEW = finding('drift/differs-undeclared', { title: 'Queue differs' })
  const others = [
    finding('drift/undeclared'),
    finding('drift/perhaps-undeclared', { outcome: 'inconclusive' }),
    finding('change/removes-state'),
    finding('aws/denied', { outcome: 'error' }),
    finding('drift/in-sync', { outcome: 'pass' }),
  ]

  test('is noted until the day before its first blocking day, and then blocks', () => {
    expect(informing([NEW], '2027-02-26')).toEqual([
      { ...NEW, outcome: 'noted', title: 'Queue differs; blocks from 2027-02-27' },
    ])
    expect(informing([NEW], '2027-02-27')).toEqual([NEW])
    expect(informing([NEW], '2999-01-01')).toEqual([NEW])
    expect(verdictOf(informing([NEW, OLD], '2026-12-01'))).toBe('fail')
  })

  test('does not change findings of other kinds, and accepted ones', () => {
    const accepted = { ...NEW, waived: { reason: 'agreed', owner: 'platform', until: '2026-12-31' } }
    expect(informing([...others, accepted], '2026-12-01')).toEqual([...others, accepted])
  })

  test('never lowers loss of state, errors or findings that do not block', () => {
    const [, unknown, loss, error, pass] = others
    expect(informing(others.slice(1), '2026-12-01', () => '2027-01-01')).toEqual([
      { ...unknown, outcome: 'noted', title: 'drift/perhaps-undeclared; blocks from 2027-01-01' },
      loss,
      error,
      pass,
    ])
  })
})
