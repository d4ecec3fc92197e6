import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { renderPage, renderSummary } from '../../src/report/index.ts'
import { closedBy, deployment, gate, precheck } from './good-release.ts'

const WAYS: Finding = {
  code: 'rollback/ways',
  outcome: 'noted',
  title: 'production: 1 of 2 parts are rolled back on alarms',
  subject: 'environment/production/rollback',
  details: {
    environment: 'production',
    ways: [
      {
        part: 'deployment/app',
        how: 'CodeDeploy deploys the last revision',
        on: ['a failed deployment'],
        alarms: ['shop-failures'],
        byCommand: 'a deployment of the previous revision',
      },
      { part: 'stack/web', how: '<b>nothing</b>', on: [], alarms: [], byCommand: 'a change set' },
      { part: 'of another version' },
    ],
  },
}
const GROWN: Finding = {
  code: 'rollback/refused',
  outcome: 'fail',
  title: 'production: Db: the way back cannot set AllocatedStorage back to 20',
  subject: 'stack/web/resource/Db',
  expected: 'the resource as it was before the release',
  observed: 'forward: Modify',
  waived: { reason: 'a larger shop', owner: 'data' },
}
const STANDING: Finding = {
  code: 'change/broadens-access',
  outcome: 'fail',
  title: 'production: Entrance would give more access',
  subject: 'stack/web/resource/Entrance',
  waived: { reason: 'partner', owner: 'net' },
}
const TOOK = { name: 'time to recover', unit: 's', value: 42, subject: 'deployment/app' } as const

const checked = precheck()
const deployed = deployment()
const documents = closedBy(
  [
    { ...checked, findings: [...checked.findings, WAYS, STANDING, GROWN] },
    { ...deployed, measurements: [...deployed.measurements, TOOK] },
  ],
  gate(),
)

describe('the section on rollback', () => {
  test('lists what is rolled back on which alarms, its duration in the rehearsal, and what is not restored', () => {
    const page = renderPage(documents)
    const section = /<section id="way-back">.*?<\/section>/s.exec(page)?.[0] ?? ''
    expect(section).toContain('a failed deployment, shop-failures')
    expect(section).toContain('42 s')
    expect(section).toContain('not rehearsed')
    expect(section).toContain('nothing: by command only')
    expect(section).toContain('the way back cannot set AllocatedStorage back to 20')
    expect(section).toContain('&lt;b&gt;nothing&lt;/b&gt;')
    expect(section).not.toContain('of another version')
  })

  test('puts irreversible changes first among the declared risks', () => {
    const summary = renderSummary(documents.at(-1)!, documents.slice(0, -1))
    expect(summary.indexOf('AllocatedStorage')).toBeGreaterThan(0)
    expect(summary.indexOf('AllocatedStorage')).toBeLessThan(summary.indexOf('Entrance would give more access'))
    expect(summary).toContain('<details><summary>If it fails: the way back</summary>')
  })

  test('is absent without any information', () => {
    expect(renderPage([checked])).not.toContain('id="way-back"')
  })
})
