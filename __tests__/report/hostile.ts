import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { change, document, planFor, property } from './documents.ts'

const NASTY = [
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

/** A document in which every text that may come from outside is an attack. */
export function hostile(): Evidence {
  const finding: Finding = {
    // A document of another version is refused when it is read; the report escapes what it is given all the same.
    code: NASTY as Finding['code'],
    outcome: 'fail',
    title: NASTY,
    subject: NASTY,
    expected: NASTY,
    observed: `${NASTY}\n\n\n\n\n${NASTY}`,
    advice: NASTY,
    source: { file: NASTY, line: 1 },
    details: { kind: NASTY, check: NASTY },
  }
  const findings = [
    finding,
    { ...finding, outcome: 'pass' as const },
    { ...finding, waived: { reason: NASTY, owner: NASTY, until: NASTY } },
  ]
  const plan = planFor(
    'production',
    [change(NASTY, NASTY, { policyAction: NASTY, replacement: 'True', properties: [property(NASTY, NASTY, NASTY)] })],
    { stack: NASTY, stackName: NASTY },
  )
  return document('verify', '09:19:30', '09:23:02', findings, {
    slot: { command: NASTY, environment: NASTY, phase: NASTY },
    origin: { repository: NASTY, sha: NASTY, ref: NASTY, runId: NASTY, runAttempt: 2, job: NASTY, actor: NASTY },
    endpoints: { aws: NASTY, github: NASTY },
    plans: [plan],
    measurements: [
      {
        name: NASTY,
        unit: 'ms',
        value: 3,
        limit: 2,
        subject: NASTY,
        series: [
          [0, 1],
          [1_000, 3],
        ],
      },
    ],
    timeline: [{ at: NASTY, subject: NASTY, event: NASTY, outcome: 'fail', detail: NASTY, ms: 5 }],
    handles: [{ kind: 'process', id: NASTY, environment: NASTY, region: NASTY, state: 'running', advice: NASTY }],
    approvals: [{ environment: NASTY, state: NASTY, user: NASTY, comment: NASTY }],
  })
}
