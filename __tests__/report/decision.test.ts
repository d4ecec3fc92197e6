import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/evidence/document.ts'
import { decisionRows } from '../../src/report/decision.ts'
import { renderPage, renderSummary } from '../../src/report/index.ts'
import { decidableRelease, HOW_TO_APPROVE } from './decidable-release.ts'
import { RELEASE } from './documents.ts'
import { closedBy, gate, openGate } from './good-release.ts'

const lines = (documents: readonly Evidence[], question: string): readonly string[] | undefined =>
  decisionRows(documents).find((row) => row.question === question)?.lines

describe("the facts for a reviewer's decision", () => {
  test('list who may approve, who may not, and until when', () => {
    expect(lines(decidableRelease(), 'Who may approve')).toEqual([
      'jonas, team release',
      'not: maren (started the run)',
      'until 2026-11-21 09:13 UTC: then the evidence is too old',
    ])
  })

  test('show the serving version, the next one, and the commits between them', () => {
    const documents = decidableRelease()
    const row = decisionRows(documents).find(({ question }) => question === 'Application')
    expect(row?.lines).toEqual([
      expect.stringMatching(/^app: [0-9a-f]{12} → [0-9a-f]{12}$/),
      'commits 91ab0c2d9e → 4f0c2d9e8b',
    ])
    expect(row?.link).toMatch(/^https:\/\/github\.com\/acme\/shop\/compare\/91ab[0-9a-f]+\.\.\.4f0c[0-9a-f]+$/)
    // Before the first release, the target's own state.
    const [first, ...others] = documents
    const { lastRelease: _, ...alone } = first as Evidence
    const release = { ...RELEASE, revisions: [...(first?.release?.revisions ?? [])] }
    const unknown = closedBy([{ ...alone, release }], { ...gate(), release })
    expect(lines(unknown, 'Application')).toEqual([
      expect.stringMatching(/^app: s3:\/\/releases\/old\.zip → [0-9a-f]{12}$/),
      expect.stringMatching(/^mails: version 7 → [0-9a-f]{12}$/),
      'commit 4f0c2d9e8b',
    ])
    expect(others).toHaveLength(3)
  })

  test('show what was not tested, and the effect of a failure', () => {
    expect(lines(decidableRelease(), 'Not tested')).toEqual([
      'no check of the kind security, regression, recovery, compliance',
      'acceptance waits for a person',
      'the way back of 2 parts: it was not rehearsed',
    ])
    expect(lines(decidableRelease(), 'If it fails')).toEqual([
      'deployment/app: CodeDeploy deploys the last revision, on a failed deployment, shop-failures',
      'stack/web: by command only',
    ])
  })

  test('are on page and summary, before the steps; unknown ones have no row', () => {
    const documents = decidableRelease()
    const page = renderPage(documents)
    expect(page.indexOf('id="decide"')).toBeLessThan(page.indexOf('class="first"'))
    expect(page).toContain('<a href="#decide">To decide</a>')
    const summary = renderSummary(documents.at(-1)!, documents.slice(0, -1))
    expect(summary).toContain('| **Who may approve** | jonas, team release<br>not: maren (started the run)<br>')
    expect(
      decisionRows([{ ...gate(), release: { ...RELEASE, revisions: [] } }]).map(({ question }) => question),
    ).toEqual(['Not tested'])
  })

  test.each([
    ['another form', { approvers: 'everybody' }],
    ['no names', { approvers: { may: 7, not: [{}], until: 'tomorrow' } }],
  ])('omit details of another version: %s', (_, details) => {
    const documents = [gate([...openGate(), { ...HOW_TO_APPROVE, details }])]
    expect(lines(documents, 'Who may approve')).toBeUndefined()
    expect(renderPage(documents)).not.toContain('tomorrow')
  })
})
