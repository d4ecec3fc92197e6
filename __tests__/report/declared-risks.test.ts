import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { renderLog, renderPage, renderSummary } from '../../src/report/index.ts'
import { change, document, passed, planFor, property } from './documents.ts'
import { closedBy, deployment, gate, precheck, verification } from './good-release.ts'

/** A release that opens a port, drops the load test and tolerates more errors; all of it declared. */

const declared = { reason: 'sale on Friday', owner: 'maren', until: '2026-12-01' }

const port: Finding = {
  code: 'change/broadens-access',
  outcome: 'fail',
  title: 'production: Entrance would give more access than before',
  subject: 'stack/web/resource/Entrance',
  expected: 'no more than before',
  observed: 'tcp 22 from 0.0.0.0/0',
  details: { environment: 'production' },
  waived: { reason: 'partner needs it', until: 'this release' },
}
const dropped: Finding = {
  code: 'rules/weakened',
  outcome: 'fail',
  title: 'This release weakens a rule: gate/require/load',
  subject: 'config/gate/require/load',
  expected: 'required (as at 4f0c2d9e8b7a)',
  observed: 'not required',
  waived: declared,
}
const tolerated: Finding = {
  ...dropped,
  title: 'This release weakens a rule: verify/orders/pass/errors',
  subject: 'config/verify/orders/pass/errors',
  expected: '0.1% (as at 4f0c2d9e8b7a)',
  observed: '20%',
}
const endless: Finding = {
  code: 'parity/differs',
  outcome: 'fail',
  title: 'Pre-prod does not mirror production: size',
  subject: 'parity/size',
  expected: '4 (production)',
  observed: '1 (preprod)',
  waived: { reason: 'cheaper' },
}

function risky(): Evidence[] {
  const checked = precheck()
  const first = {
    ...checked,
    findings: [...checked.findings, endless, port, dropped, tolerated],
    plans: [
      planFor('production', [
        change('Entrance', 'AWS::EC2::SecurityGroup', {
          properties: [property('/Properties/SecurityGroupIngress/1/CidrIp', '10.0.0.0/8', '0.0.0.0/0')],
        }),
      ]),
    ],
  }
  return closedBy([first, deployment(), verification()], gate())
}

const [documents, last] = [risky(), risky().at(-1)!]
const earlier = documents.slice(0, -1)

describe.each([
  ['the page', renderPage(documents), '<h2>Unusual</h2>'],
  ['the summary', renderSummary(last, earlier), '### Unusual'],
])('%s', (_, shown, next) => {
  const top = shown.slice(shown.indexOf('Declared risks'), shown.indexOf(next))

  test('names each declared risk before everything else, the release’s own ones first', () => {
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

  test('reports where no owner or no end is named', () => {
    expect(top).toContain('Waived (no owner, no expiry)')
    expect(top).toContain('Waived until this release (no owner)')
  })

  test('does not say that nothing blocks the release', () => expect(shown).not.toContain('nothing blocks'))
})

test('the log of the gate has the risks of earlier steps, with values, reason, owner and end', () => {
  const lines = renderLog(last, earlier)
  expect(lines[1]).toBe('declared risks: 5')
  expect(lines).toContain('      0.1% (as at 4f0c2d9e8b7a) → 20%')
  expect(lines).toContain('      reason: sale on Friday; owner: maren; until: 2026-12-01')
  expect(lines).toContain('      reason: cheaper; owner: no owner; until: no expiry')
  expect(renderLog(last).join('\n')).not.toContain('declared risks')
})

test('many risks are all there, or counted with the place where they are', () => {
  const findings = Array.from({ length: 300 }, (_, index): Finding => ({ ...dropped, title: `risk ${index}.` }))
  const step = document('precheck', '09:00:00', '09:01:00', [passed('stack/updated', 's', 't'), ...findings])
  expect(renderPage([step])).toContain('risk 299.')
  expect(renderSummary(step)).toContain('*and 100 declared risks more: the page lists them.*')
  expect(renderLog(step).at(-1)).toBe('  and 288 more: see the summary')
})
