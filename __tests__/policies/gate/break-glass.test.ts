import { expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { breakGlass, type Emergency } from '../../../src/policies/gate/break-glass.ts'

/** An emergency waives findings of the gate, and is recorded. */

const finding = (code: Finding['code']): Finding => ({ code, outcome: 'fail', title: code, subject: 'release' })
const FOUND = [finding('gate/check-missing'), finding('gate/not-approved'), finding('parity/differs')]
const glass = { rules: ['gate/check-missing'], until: '2026-11-22T18:00:00Z', reason: 'the shop is down' }
const emergency: Emergency = { glass, who: 'ann', now: new Date('2026-11-22T12:00:00Z'), forbidden: false }
const left = (more: Partial<Emergency>): string[] =>
  breakGlass(FOUND, { ...emergency, ...more })
    .filter(blocks)
    .map(({ code }) => code)

test('only the named findings are waived, as a declared risk of the person who started the run', () => {
  const found = breakGlass(FOUND, emergency)
  expect(found.filter(blocks).map(({ code }) => code)).toEqual(['gate/not-approved', 'parity/differs'])
  expect(found[0]?.waived).toEqual({ reason: 'the shop is down', owner: 'ann', until: '2026-11-22T18:00:00Z' })
  expect(found.at(-1)).toMatchObject({
    code: 'gate/break-glass',
    outcome: 'noted',
    title: 'ann broke the glass until 2026-11-22T18:00:00Z: the shop is down',
  })
})

const ALL = ['gate/check-missing', 'gate/not-approved', 'parity/differs']
test.each<[string, Partial<Emergency>, string[]]>([
  ['is over', { now: new Date('2026-11-22T18:00:00Z') }, [...ALL, 'gate/break-glass-refused']],
  ['ends in seven days', { now: new Date('2026-11-15T18:00:00Z') }, ['gate/not-approved', 'parity/differs']],
  ['lasts longer than seven days', { now: new Date('2026-11-15T17:59:59Z') }, [...ALL, 'gate/break-glass-refused']],
  ['has no end', { glass: { ...glass, until: 'never' } }, [...ALL, 'gate/break-glass-refused']],
  ['a person without a name declared', { who: '' }, [...ALL, 'gate/break-glass-refused']],
  ['nobody declared', { who: undefined }, [...ALL, 'gate/break-glass-refused']],
  ['the owner of the workflow forbids', { forbidden: true }, [...ALL, 'gate/break-glass-refused']],
  ['names an approval', { glass: { ...glass, rules: ['gate/not-approved'] } }, [...ALL, 'gate/break-glass-refused']],
  ['names everything', { glass: { ...glass, rules: ['*'] } }, ['gate/not-approved']],
  ['names a group', { glass: { ...glass, rules: ['parity/*'] } }, ['gate/check-missing', 'gate/not-approved']],
])('an emergency that %s', (_, more, expected) => expect(left(more)).toEqual(expected))
