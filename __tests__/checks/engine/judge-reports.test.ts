import { expect, test } from '@jest/globals'
import { findingsOf } from '../../../src/checks/engine/judge-reports.ts'
import type { Report } from '../../../src/checks/engine/test-reports.ts'

const failing = (message: string): Report[] => {
  const one = { outcome: 'failed', suite: '', className: '', name: 'adds', message } as const
  const counts = { passed: 0, failed: 1, skipped: 0, unclear: 0, unlisted: 0, unexplained: 0 }
  return [{ path: 'r.xml', format: 'junit', globs: ['*.xml'], stale: false, read: { cases: [one], ...counts } }]
}

test.each([
  ['expected 3, received 2\nat x.js:1', 'adds failed: expected 3, received 2'],
  ['Expected values to be equal:\n\n  200 !== 404\n', 'adds failed: Expected values to be equal: 200 !== 404'],
  [
    'Expected values to be equal:\n+ actual - expected\n\n+ 1\n- 2\n',
    'adds failed: Expected values to be equal: + 1 - 2',
  ],
  ['Expected values to be equal:\n', 'adds failed: Expected values to be equal:'],
  ['', 'adds failed: no message'],
])('the title of a failed test starts with its message: %j', (message, title) => {
  expect(findingsOf(failing(message), 'unit tests', 'See it.').map((each) => each.title)).toEqual([title])
})
