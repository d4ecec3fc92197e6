import { expect, test } from '@jest/globals'
import { showRollback, stagesOf } from '../../rehearsal/rollback.ts'
import type { Measurement } from '../../src/evidence/document.ts'

const count = (name: string, stage: string, value: number): Measurement => ({
  name,
  unit: 'count',
  value,
  subject: `rollback/preprod/${stage}`,
})
const MEASURED: readonly Measurement[] = [
  { name: 'stage: rollback', unit: 's', value: 4.2, subject: 'deployment/app' },
  { name: 'time to recover', unit: 's', value: 4, subject: 'deployment/app' },
  { name: 'stage: rollback', unit: 's', value: 2, subject: 'stack/web' },
  count('requests', 'forward', 9),
  count('failed requests', 'forward', 0),
  count('requests', 'rollback', 5),
  count('failed requests', 'rollback', 2),
  // Of a load test, which is not a stage.
  { name: 'requests', unit: 'count', value: 80, subject: 'check/orders under load' },
]

test('the stages of the rollback are shown with served and failed requests, and the time to recover', () => {
  expect(stagesOf(MEASURED)).toEqual([
    { name: 'forward', requests: 9, failed: 0, took: [] },
    { name: 'rollback', requests: 5, failed: 2, took: ['deployment/app 4.2 s', 'stack/web 2 s'] },
  ])
  const lines: string[] = []
  const terminal = { heading: () => undefined, line: (text: string) => lines.push(text) } as never
  showRollback(terminal, { steps: [{ evidence: { measurements: MEASURED } }] as never })
  expect(lines).toEqual([
    '  forward   9 of 9 requests served, 0 failed',
    '  rollback  3 of 5 requests served, 2 failed  (deployment/app 4.2 s, stack/web 2 s)',
    '  time to recover  deployment/app  4 s',
  ])
  lines.length = 0
  showRollback(terminal, { steps: [] })
  expect(lines).toEqual(['  not walked'])
})
