import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { renderLog, renderPage, renderSummary } from '../../src/report/index.ts'
import { declaredRisks } from '../../src/report/declared-risks.ts'
import { document, passed } from './documents.ts'
import { dropped, endless, port, riskyRelease, tolerated } from './risky-release.ts'

const [documents, last] = [riskyRelease(), riskyRelease().at(-1)!]
const earlier = documents.slice(0, -1)

describe.each([
  ['the page', renderPage(documents), '<h2>Unusual</h2>'],
  ['the summary', renderSummary(last, earlier), '### Unusual'],
])('%s', (_, shown, next) => {
  const top = shown.slice(shown.indexOf('Declared risks'), shown.indexOf(next))

  test('lists each declared risk before everything else, the release’s own ones first', () => {
    const places = [port.title, dropped.title, tolerated.title, 'web/Fleet is not', endless.title].map((text) =>
      top.indexOf(text),
    )
    expect(Math.min(...places)).toBeGreaterThan(0)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('shows old and new values, the planned property too, who accepted it and why', () => {
    for (const text of ['0.1%', '20%', 'tcp 22 from 0.0.0.0/0', '10.0.0.0/8', 'sale on Friday', 'maren', '2026-12-01'])
      expect(top).toContain(text)
  })

  test('reports a missing owner or end', () => {
    expect(top).toContain('Waived (no owner, no expiry)')
    expect(top).not.toContain('until this release')
    expect(top).toContain('the author of the intent')
  })

  test('does not report that nothing blocks the release', () => expect(shown).not.toContain('nothing blocks'))
})

test('the log of the gate has the risks of earlier steps, with values, reason, owner and end', () => {
  const lines = renderLog(last, earlier)
  expect(lines[1]).toBe('declared risks: 5')
  expect(lines).toContain('      0.1% (as at 4f0c2d9e8b7a) → 20%')
  expect(lines).toContain('      reason: sale on Friday; owner: maren; until: 2026-12-01')
  expect(lines).toContain('      reason: cheaper; owner: no owner; until: no expiry')
  expect(renderLog(last).join('\n')).not.toContain('declared risks')
})

test('shows many risks, or counts them with the place of the others', () => {
  const findings = Array.from({ length: 300 }, (_, index): Finding => ({ ...dropped, title: `risk ${index}.` }))
  const step = document('precheck', '09:00:00', '09:01:00', [passed('stack/updated', 's', 't'), ...findings])
  expect(renderPage([step])).toContain('risk 299.')
  expect(renderSummary(step)).toContain('*and 100 declared risks more: the page lists them.*')
  expect(renderLog(step).at(-1)).toBe('  and 288 more: see the summary')
})

test('lists changes that cannot be rolled back before all other risks', () => {
  const waived = { reason: 'orders are rewritten', owner: 'shop' }
  const impossible: Finding = {
    code: 'rollback/impossible',
    outcome: 'fail',
    title: 'app cannot go back',
    subject: 'deployment/app',
    waived,
  }
  const step = document('precheck', '09:00:00', '09:01:00', [port, dropped, impossible])
  const [first, ...others] = declaredRisks([step]).map(({ finding }) => finding.title)
  expect(first).toBe(impossible.title)
  expect(others).toContain(port.title)
})
