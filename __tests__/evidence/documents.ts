import { digestOf, digestOfBytes, type Digest } from '../../src/evidence/digest.ts'
import { SCHEMA, type Evidence, type Origin } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'

/** Evidence for tests: a run that is in order, of which each test breaks one thing. */
export const NOW = new Date('2026-11-22T12:00:00Z')
export const RELEASE: Digest = digestOfBytes('the release')

export const ORIGIN: Origin = {
  repository: 'octo/shop',
  sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  runId: '17',
  runAttempt: 2,
  job: 'gate',
  actor: 'ann',
}

export const passed = (code: string, more: Partial<Finding> = {}): Finding => ({
  code,
  outcome: 'pass',
  title: `${code} holds`,
  subject: 'stack/web',
  ...more,
})

export function document(command: string, more: Partial<Evidence> = {}): Evidence {
  return {
    schema: SCHEMA,
    slot: { command, environment: command === 'precheck' ? 'all' : 'preprod' },
    origin: { ...ORIGIN, runAttempt: 1, job: command },
    endpoints: { aws: 'aws', github: 'github' },
    release: { digest: RELEASE, sha: ORIGIN.sha, templates: [], revisions: [], config: digestOfBytes('config') },
    plans: [],
    snapshots: [],
    verdict: 'pass',
    findings: [passed(`${command}/done`)],
    measurements: [],
    timeline: [],
    handles: [],
    approvals: [],
    previous: [],
    startedAt: '2026-11-22T10:00:00.000Z',
    finishedAt: '2026-11-22T10:05:00.000Z',
    ...more,
  }
}

export const bytesOf = (evidence: unknown): Uint8Array => Buffer.from(JSON.stringify(evidence, undefined, 2))

/** `toJSON(needs)` of jobs that each named one document, by its command. */
export function needsOf(...documents: readonly Evidence[]): string {
  return JSON.stringify(
    Object.fromEntries(
      documents.map((evidence, index) => [
        `${evidence.origin.job}${index === 0 ? '' : `-${index}`}`,
        { result: 'success', outputs: { digest: digestOf(evidence), verdict: 'pass' } },
      ]),
    ),
  )
}
