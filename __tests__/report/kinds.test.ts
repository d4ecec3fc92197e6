import { describe, expect, test } from '@jest/globals'
import type { Composition } from '../../src/evidence/composition.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { renderPage, renderSummary } from '../../src/report/index.ts'
import { kindStandings } from '../../src/report/kinds.ts'
import { passed } from './documents.ts'
import { checked, closedBy, deployment, gate, openGate, precheck, verification } from './good-release.ts'

const CHECKS: Composition['checks'] = [
  { name: 'home page answers', key: 'http', kind: 'functional', named: true },
  { name: 'the new version answers', key: 'http', kind: 'deployment', named: true },
  { name: 'integration suite', key: 'run', kind: 'integration', named: true },
  { name: 'orders under load', key: 'load', kind: 'load', named: true },
]

const having = (checks: Composition['checks']): Evidence => ({
  ...precheck(),
  composition: { config: 'test-deployments.yml', environments: [], checks },
})

/** A gate that covers its required kinds with one of its findings. */
const requiring = (...required: string[]): Evidence =>
  gate(openGate().map((one) => (one.code === 'gate/evidence-complete' ? { ...one, details: { required } } : one)))

const release = (more: {
  checks?: Composition['checks']
  deployed?: Evidence
  verified?: Evidence
  last?: Evidence
}): Evidence[] =>
  closedBy(
    [having([...CHECKS, ...(more.checks ?? [])]), more.deployed ?? deployment(), more.verified ?? verification()],
    more.last ?? requiring('functional'),
  )

const standings = (documents: readonly Evidence[]): Record<string, string> =>
  Object.fromEntries(kindStandings(documents).map(({ kind, state }) => [kind, state]))

const kindOf = (documents: readonly Evidence[], wanted: string) =>
  kindStandings(documents).find(({ kind }) => kind === wanted)

describe('each kind that a gate can require', () => {
  test('has run, or is not configured', () => {
    expect(standings(release({}))).toEqual({
      deployment: 'run',
      functional: 'run',
      security: 'not configured',
      regression: 'not configured',
      integration: 'run',
      load: 'run',
      recovery: 'not configured',
      acceptance: 'not configured',
      compliance: 'not configured',
    })
  })

  test('has not run where its checks are configured and have no result, with the job that runs them', () => {
    const documents = release({
      checks: [
        { name: 'certificate', key: 'tls', kind: 'security', named: true },
        { name: 'new orders', key: 'http', kind: 'regression', named: true, phase: 'before-traffic' },
        { name: 'audit log', key: 'run', kind: 'compliance', named: true, dryRun: true },
      ],
      verified: verification({
        findings: [
          ...verification().findings,
          checked('compliance', 'audit log', 'run', { outcome: 'skipped', title: 'dry run, would be pass' }),
        ],
      }),
    })
    expect(standings(documents)).toMatchObject({ security: 'not run', regression: 'not run', compliance: 'not run' })
    expect(kindOf(documents, 'security')?.idle[0]?.why).toContain('`command: verify`')
    expect(kindOf(documents, 'regression')?.idle[0]?.why).toContain('`command: deploy-preprod`')
    expect(kindOf(documents, 'compliance')?.idle[0]?.why).toBe('a dry run proves nothing')
  })

  test('has run in part where one of its checks has no result; a check of production is not missing before', () => {
    const late = { name: 'checkout', key: 'http', kind: 'functional', named: true, phase: 'production' }
    const forgotten = { name: 'search', key: 'http', kind: 'load', named: true }
    expect(standings(release({ checks: [late, forgotten] }))).toMatchObject({ functional: 'run', load: 'run in part' })
  })

  test('is of the kind of the configuration, not of that of a document', () => {
    const [first, ...rest] = CHECKS
    const renamed = closedBy(
      [having([{ ...first!, kind: 'acceptance' }, ...rest]), deployment(), verification()],
      gate(),
    )
    expect(standings(renamed)).toMatchObject({ functional: 'not configured', acceptance: 'run' })
  })

  test('is proved by a rehearsed rollback, and not by a failed one', () => {
    const deployed = deployment()
    const walked = (outcome: 'pass' | 'fail') => ({
      ...deployed,
      findings: [
        ...deployed.findings,
        outcome === 'pass'
          ? passed('rollback/recovered', 'deployment/app', 'app went back')
          : { ...passed('rollback/failed', 'deployment/app', 'app did not go back'), outcome },
      ],
    })
    expect(kindOf(release({ deployed: walked('pass') }), 'recovery')?.ran[0]?.verdict).toBe('pass')
    expect(kindOf(release({ deployed: walked('fail') }), 'recovery')?.ran[0]?.verdict).toBe('fail')
  })

  test('is pending where it is a manual test, and has run when the approval confirmed it', () => {
    const receipt = { name: 'receipt', key: 'manual', kind: 'acceptance', named: true, phase: 'approval' }
    const answer = (outcome: 'noted' | 'pass', title: string) => ({
      ...checked('acceptance', 'receipt', 'manual', { outcome, title }),
      details: { kind: 'acceptance', check: 'receipt', key: 'manual', by: 'quality' },
    })
    const [, ...others] = requiring('acceptance').findings
    const first = requiring('acceptance').findings[0]!
    const waiting = release({
      checks: [receipt],
      last: gate([first, ...others, answer('noted', 'receipt: waits for quality')]),
    })
    expect(kindOf(waiting, 'acceptance')).toMatchObject({ state: 'waiting', idle: [{ why: 'waits for quality' }] })
    const summary = renderSummary(waiting.at(-1)!, waiting.slice(0, -1))
    expect(summary).toContain('| acceptance | **waiting** | ⬜ receipt: waits for quality | required |')
    const confirmed = release({
      checks: [receipt],
      last: gate([first, answer('pass', 'receipt: carol of quality confirmed it')]),
    })
    expect(kindOf(confirmed, 'acceptance')).toMatchObject({ state: 'run', idle: [], ran: [{ verdict: 'pass' }] })
    expect(renderPage(confirmed)).toContain('carol of quality confirmed it')
  })

  test('is unknown without the configuration, and not shown before the first check could run', () => {
    const documents = closedBy([precheck(), deployment(), verification()], gate())
    expect(standings(documents)).toMatchObject({ functional: 'run', security: 'unknown' })
    expect(kindStandings([having(CHECKS)])).toEqual([])
    expect(renderPage([having(CHECKS)])).not.toContain('Kinds of checks')
  })
})

describe('summary and page', () => {
  test('list the kinds that ran and those that are required', () => {
    const documents = release({ last: requiring('functional', 'load') })
    const summary = renderSummary(documents.at(-1)!, documents.slice(0, -1))
    expect(summary).toContain('<details><summary>Kinds of checks (4 of 9 run)</summary>')
    expect(summary).toContain('| functional | run: 1 of 1 check passed | ✅ home page answers | required |')
    expect(summary).toContain('| compliance | **not configured** |  |  |')
    const section = /<section id="kinds">.*?<\/section>/s.exec(renderPage(documents))?.[0] ?? ''
    expect(section).toContain('1 of 1 check passed')
    expect(section).toContain('not configured')
    expect(section).not.toContain('not passed')
  })

  test('show first that a required kind did not pass', () => {
    const documents = release({
      checks: [{ name: '<b>certificate</b>', key: 'tls', kind: 'security', named: true }],
      last: gate([
        {
          ...passed('gate/check-missing', 'check/certificate', 'the check "certificate" did not pass for this release'),
          outcome: 'fail',
          details: { required: ['security', 'compliance'] },
        },
      ]),
    })
    const summary = renderSummary(documents.at(-1)!, documents.slice(0, -1))
    expect(summary).toContain('<details open><summary>Kinds of checks: required and not passed: security, compliance')
    const section = /<section id="kinds">.*?<\/section>/s.exec(renderPage(documents))?.[0] ?? ''
    expect(section).toContain('required, not passed')
    expect(section).toContain('&lt;b&gt;certificate')
    expect(section).not.toContain('<b>certificate')
  })
})
