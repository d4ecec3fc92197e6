import { expect, test } from '@jest/globals'
import { judgeAliasAfter, judgeAliasBefore } from '../../src/codedeploy/alias.ts'

const SPEC = { name: 'orders', alias: 'live', currentVersion: '' }

test('an alias that points to the version already needs no deployment', () => {
  expect(judgeAliasBefore('api', SPEC, { version: '4', others: {} }, '4')).toMatchObject({
    code: 'deployment/already-deployed',
    outcome: 'pass',
  })
  expect(judgeAliasBefore('api', SPEC, { version: '3', others: {} }, '4')).toBeUndefined()
})

test.each([
  ['pass', { version: '4', others: {} }],
  ['fail', { version: '3', others: {} }],
  ['fail', { version: '4', others: { '3': 0.05 } }],
  ['fail', { version: '', others: {} }],
])('after a deployment to version 4: %s for %j', (outcome, found) => {
  const finding = judgeAliasAfter('api', SPEC, found, '4')
  expect(finding.outcome).toBe(outcome)
  expect(finding.subject).toBe('deployment/api/alias/live')
})
