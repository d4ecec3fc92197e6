import { expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { isApproved } from '../../src/handover/protection.ts'
import type { ProtectionFacts } from '../../src/policies/gate/contract.ts'

const demanding = (reviewers: object): ProtectionFacts => ({ environment: 'preprod', reviewers }) as ProtectionFacts
const ONE = { atLeast: 1, notTrigger: true }
const approved = (more: Partial<Finding> = {}): Finding => ({
  code: 'gate/approved',
  outcome: 'pass',
  title: 'grace approved the deployment to preprod',
  subject: 'environment/preprod/approval',
  ...more,
})

test.each<[string, object, Finding[], boolean]>([
  ['an approval', ONE, [approved()], true],
  ['no rule with a setting', ONE, [], false],
  ['an approval of another environment', ONE, [approved({ subject: 'environment/production/approval' })], false],
  ['a waived refusal', ONE, [approved({ waived: { reason: 'r' } })], false],
  ['a declared reason for no approval', { none: 'it holds no data' }, [], true],
])('%s', (_, reviewers, findings, expected) => {
  expect(isApproved(demanding(reviewers), findings)).toBe(expected)
})
