import { expect, test } from '@jest/globals'
import type { StackCondition, StackState } from '../../src/cloudformation/stack.ts'
import { unusable } from '../../src/plan/findings.ts'

test.each<[StackCondition['kind'], string]>([
  ['busy', 'fail stack/busy'],
  ['unknown', 'inconclusive stack/unknown-state'],
  ['stuck', 'fail stack/not-ready'],
] as const)('a stack that is %s cannot be planned', (kind, expected) => {
  const before = { name: 'shop-web', status: 'SOMETHING_NEW', statusReason: 'a reason' } as StackState
  const condition = { kind, explanation: 'why', nextStep: 'the way out' } as StackCondition
  const { outcome, code, observed, advice } = unusable('stack/web', before, condition)
  expect([`${outcome} ${code}`, observed, advice]).toEqual([expected, 'SOMETHING_NEW: a reason', 'the way out'])
})
