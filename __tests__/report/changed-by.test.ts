import { expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { renderLog, renderPage, renderSummary } from '../../src/report/index.ts'
import { document } from './documents.ts'

const drift = (changedBy?: string): Finding => ({
  code: 'drift/property-differs',
  outcome: 'fail',
  title: 'production: Fleet/MinSize was changed outside CloudFormation (another value)',
  subject: 'stack/web/resource/Fleet/property/MinSize',
  expected: '4',
  observed: '1',
  details: { environment: 'production', ...(changedBy !== undefined && { changedBy }) },
})
const step = (finding: Finding) => document('precheck', '09:00:00', '09:01:00', [finding])
const BY = 'frank at 2026-05-01T10:00:00.000Z (autoscaling:UpdateAutoScalingGroup)'

test('who changed a drifted resource, and when, has a line of its own', () => {
  const evidence = step(drift(BY))
  expect(renderPage([evidence])).toContain(`<dt>Last changed by</dt><dd>${BY}</dd>`)
  expect(renderSummary(evidence)).toMatch(/^- \*\*Last changed by:\*\* frank at 2026-05-01T10/m)
  expect(renderLog(evidence)).toContain(`  changed by ${BY}`)
})

test('where nobody is known there is no such line', () => {
  const evidence = step(drift())
  expect(`${renderPage([evidence])}${renderSummary(evidence)}${renderLog(evidence).join('')}`).not.toMatch(
    /last changed by|  changed by /i,
  )
})

test('its text is escaped', () => {
  const evidence = step(drift('<img src=x onerror=alert(1)> | `x`'))
  expect(renderPage([evidence])).not.toContain('<img src=x')
  expect(renderSummary(evidence)).not.toContain('<img src=x')
})
