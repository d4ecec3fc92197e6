import type { Composition } from '../../src/evidence/composition.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { change, document, planFor, property, RELEASE } from './documents.ts'

const EVERYTHING = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '| a | b |',
  '`code` ```fence```',
  '[link](https://evil.example) ![pic](https://evil.example/x.png)',
  '@everyone see https://evil.example and www.evil.example',
  '\u202Egnp.exe\u2066 \u0007\u001B[31mred\u001B[0m',
  '**bold** _under_ ~~gone~~ $x^2$ :tada: # heading',
  '</details></table></style></svg>',
  '::error::forged\n::set-output name=digest::x\n\n# A heading\n\n> quote',
  '"quoted" \'single\' &amp; &#60;',
  '\r::stop-commands::x\r##[error]forged %0A::warning::forged',
].join(' ')

/** A document in which every text that may come from outside is this one; by default, all attacks in one. */
export function hostile(text = EVERYTHING): Evidence {
  const finding: Finding = {
    // A document of another version is refused when it is read; the report still escapes it.
    code: text as Finding['code'],
    outcome: 'fail',
    title: text,
    subject: text,
    expected: text,
    observed: `${text}\n\n\n\n\n${text}`,
    advice: text,
    source: { file: text, line: 1 },
    details: { kind: text, check: text },
  }
  const approvers = { environment: text, may: [text], not: [text], until: text }
  const findings = [
    finding,
    { ...finding, outcome: 'pass' as const },
    { ...finding, waived: { reason: text, owner: text, until: text } },
    { ...finding, code: 'deployment/failed' as const, details: { logTail: text.split('\n') } },
    { ...finding, code: 'notify/not-sent' as const, outcome: 'noted' as const, details: { approvers } },
    {
      ...finding,
      code: 'rollback/ways' as const,
      outcome: 'noted' as const,
      details: {
        environment: 'production',
        ways: [{ part: text, how: text, on: [text], alarms: [text], byCommand: text }],
      },
    },
  ]
  const plan = planFor(
    'production',
    [change(text, text, { policyAction: text, replacement: 'True', properties: [property(text, text, text)] })],
    { stack: text, stackName: text },
  )
  const composition: Composition = {
    config: text,
    environments: [
      {
        key: 'production',
        name: text,
        github: text,
        region: text,
        stacks: [{ id: text, name: text }],
        deployments: [{ id: text, platform: text, target: text }],
      },
    ],
    checks: [{ name: text, key: text, kind: 'functional', named: true }],
  }
  return document('verify', '09:19:30', '09:23:02', findings, {
    slot: { command: text, environment: text, phase: text },
    origin: { repository: text, sha: text, ref: text, runId: text, runAttempt: 2, job: text, actor: text },
    endpoints: { aws: text, github: text },
    plans: [plan],
    measurements: [
      {
        name: text,
        unit: 'ms',
        value: 3,
        limit: 2,
        subject: text,
        series: [
          [0, 1],
          [1_000, 3],
        ],
      },
    ],
    timeline: [{ at: text, subject: text, event: text, outcome: 'fail', detail: text, ms: 5 }],
    handles: [{ kind: 'process', id: text, environment: text, region: text, state: 'running', advice: text }],
    lastRelease: {
      runId: text,
      runAttempt: 1,
      sha: text,
      source: 'evidence',
      composition,
      release: { ...RELEASE, revisions: [{ id: text, kind: 'revision', digest: RELEASE.digest }] },
      steps: [],
      measurements: [],
    },
    release: { ...RELEASE, revisions: [{ id: text, kind: 'revision', digest: RELEASE.digest }] },
    composition,
    states: [{ environment: 'production', at: text, values: { [`deployments/${text}/revision`]: text } }],
    url: text,
    temporary: { name: text, expiresAt: text, url: text },
    approvals: [{ environment: text, state: text, user: text, comment: text }],
  })
}
