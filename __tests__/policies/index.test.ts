import { describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { judgeAll, RULES } from '../../src/policies/index.ts'
import type { Rule } from '../../src/policies/contract.ts'
import { factsOf } from './facts.ts'

const NO_RULE: Rule = {
  meta: { code: 'x', title: '', docs: '', codes: ['x/y'] },
  judge: () => [{ code: 'x/y', outcome: 'fail', title: 'it failed', subject: 's' }],
}

describe('the table of rules', () => {
  test('and the folder agree', async () => {
    const files = readdirSync('src/policies/precheck').filter((name) => name.endsWith('.ts'))
    const loaded = await Promise.all(
      files.map(async (name) => ((await import(`../../src/policies/precheck/${name}`)) as { rule: Rule }).rule),
    )
    expect(new Set(RULES)).toEqual(new Set(loaded))
    expect(RULES).toHaveLength(files.length)
  })

  test('names each rule once, with a sentence, docs and the codes of its findings', () => {
    expect(new Set(RULES.map((rule) => rule.meta.code)).size).toBe(RULES.length)
    const codes = RULES.flatMap((rule) => rule.meta.codes)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { meta } of RULES) {
      expect(meta.title.split(' ').length).toBeGreaterThan(3)
      expect(meta.docs.length).toBeGreaterThan(60)
    }
  })
})

describe('a rule', () => {
  const off = (until: string) => factsOf({ precheck: { rules: { x: { off: true, reason: 'r', owner: 'o', until } } } })

  test('that is switched off is judged all the same, and its findings are waived', () => {
    expect(judgeAll(off('2027-01-01'), [NO_RULE])).toEqual([
      expect.objectContaining({ code: 'x/y', waived: { reason: 'r', owner: 'o', until: '2027-01-01' } }),
    ])
  })

  test('that was switched off until yesterday blocks, and the switch is a finding', () => {
    const findings = judgeAll(off('2026-01-01'), [NO_RULE])
    expect(findings.map(({ code, waived }) => [code, waived])).toEqual([
      ['x/y', undefined],
      ['rule/off-expired', undefined],
    ])
  })

  test('that does not exist is a mistake of the configuration', () => {
    const facts = factsOf({ precheck: { rules: { 'no/such': 'on' } } })
    expect(judgeAll(facts, [NO_RULE]).map((finding) => finding.code)).toContain('rule/unknown')
  })

  test('that throws is an error, and the others still judge', () => {
    const broken: Rule = {
      ...NO_RULE,
      judge: () => {
        throw new Error('oh')
      },
    }
    expect(judgeAll(factsOf({}), [broken, NO_RULE]).map(({ code, outcome }) => [code, outcome])).toEqual([
      ['rule/failed', 'error'],
      ['x/y', 'fail'],
    ])
  })

  test('has something to say for an empty release only where there is something to judge', () => {
    expect(judgeAll(factsOf({})).map((finding) => finding.outcome)).not.toContain('fail')
  })
})
