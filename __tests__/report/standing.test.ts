import { describe, expect, test } from '@jest/globals'
import { EXECUTION_STARTED, leftUntouched } from '../../src/evidence/execution.ts'
import type { Evidence, Handle } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'
import { renderLog } from '../../src/report/log.ts'
import { renderPage } from '../../src/report/page/page.ts'
import { ending } from '../../src/report/reading.ts'
import { standingOf } from '../../src/report/standing.ts'
import { renderSummary } from '../../src/report/summary/summary.ts'
import { document } from './documents.ts'

const [updated, failed, notStarted, denied] = [
  { code: 'stack/updated', outcome: 'pass', title: 'done', subject: 'stack/network' },
  { code: 'stack/update-failed', outcome: 'fail', title: 'Queue failed', subject: 'stack/app/resource/Queue' },
  { code: 'release/not-started', outcome: 'skipped', title: 'not started', subject: 'deployment/web' },
  { code: 'aws/denied', outcome: 'error', title: 'AWS denied a call', subject: 'stack/app' },
] as const satisfies readonly Finding[]

const STACK: Handle = { kind: 'stack', id: 'arn:app', environment: 'production', state: 'kept' }

function deployment(findings: readonly Finding[], started: boolean, handles: readonly Handle[] = []): Evidence {
  const at = '2026-01-01T09:00:00.000Z'
  const evidence = document('deploy-production', '09:00:00', '09:01:00', [...findings])
  return {
    ...evidence,
    slot: { command: 'deploy-production', environment: 'production' },
    findings,
    verdict: verdictOf(findings),
    handles,
    timeline: started ? [{ at, subject: 'environment/production', event: EXECUTION_STARTED }] : [],
  }
}

describe('a deployment to production', () => {
  test.each([
    ['that was refused before it started', [denied], false, []],
    ['whose first change was refused', [failed], true, []],
  ] as const)('%s left production unchanged', (_, findings, started, handles) => {
    const evidence = deployment(findings, started, handles)
    expect(leftUntouched(evidence)).toBe(true)
    expect(ending(evidence)).toBe('Blocked. Production is untouched.')
    for (const shown of [renderLog(evidence).join('\n'), renderSummary(evidence), renderPage([evidence])])
      expect(shown).not.toContain('Deployment to production failed')
  })

  test.each([
    ['that executed a change set', [failed], true, [STACK], 'Deployment to production failed'],
    ['whose call ended without a response', [denied], true, [], 'Deployment to production did not complete'],
  ] as const)('%s is never reported as leaving it unchanged', (_, findings, started, handles, title) => {
    const evidence = deployment(findings, started, handles)
    expect(leftUntouched(evidence)).toBe(false)
    expect(ending(evidence)).toBe(title)
  })

  test('that failed lists which parts have the release', () => {
    const evidence = deployment([updated, failed, notStarted], true, [STACK])
    const lines = ['Deployed: stack network', 'Not passed: stack app', 'Not started: deployment web']
    expect(standingOf(evidence)).toEqual(lines)
    for (const line of lines)
      for (const shown of [renderLog(evidence).join('\n'), renderSummary(evidence), renderPage([evidence])])
        expect(shown).toContain(line)
  })

  test('that passed needs no such list', () => expect(standingOf(deployment([updated], true, [STACK]))).toEqual([]))
})
