import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/hooks.ts'
import type { HookPlan, PlannedHook } from '../../../src/cloudformation/change-sets/hooks.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { factsOf } from '../facts.ts'

const hook = (logicalId: string, mode = 'FAIL', name = 'Acme::Security::Encryption'): PlannedHook => ({
  name,
  mode,
  logicalId,
})
const judged = (status: string, ...hooks: PlannedHook[]): Finding[] =>
  rule.judge(factsOf({ changes: [{ id: 'T', type: 'AWS::SNS::Topic' }], hooks: { status, hooks } satisfies HookPlan }))

test('hooks that will be invoked are shown, once each, with the effect of a refusal', () => {
  const findings = judged('PLANNED', hook('T'), hook('U'), hook('T', 'WARN', 'Acme::Security::Naming'))
  expect(findings.map(({ outcome, subject, observed }) => [outcome, subject, observed])).toEqual([
    ['noted', 'stack/web/hook/Acme::Security::Encryption', 'T, U; on refusal: the update fails and is rolled back'],
    ['noted', 'stack/web/hook/Acme::Security::Naming', 'T; on refusal: a warning'],
  ])
})

test.each(['UNAVAILABLE', 'UNKNOWN', 'SOMETHING_NEW'])('%s proves nothing, with any list', (status) => {
  expect(judged(status)).toMatchObject([
    { code: 'change-set/hooks-unknown', outcome: 'inconclusive', subject: 'stack/web', observed: status },
  ])
  expect(judged(status, hook('T')).map(({ outcome }) => outcome)).toEqual(['inconclusive', 'noted'])
})

test('a stack without hooks, or whose hooks could not be read, has no finding', () => {
  expect(judged('PLANNED')).toEqual([])
  expect(rule.judge(factsOf({}))).toEqual([])
})

test('of many resources some are named', () => {
  const [finding] = judged('PLANNED', ...Array.from({ length: 500 }, (_, number) => hook(`Topic${number}`)))
  expect(finding?.title).toContain('500 resources')
  expect(finding?.observed).toMatch(/Topic19 and 480 more; /)
})
