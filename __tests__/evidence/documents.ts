import type { FindingCode } from '../../src/evidence/codes/index.ts'
import { digestOf, digestOfBytes, type Digest } from '../../src/evidence/digest.ts'
import { SCHEMA, type Evidence, type Origin } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'

/** Evidence for tests: a valid run, of which each test breaks one part. */
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

export const passed = (code: FindingCode, more: Partial<Finding> = {}): Finding => ({
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
    environments: ['preprod', 'production'],
    release: { digest: RELEASE, sha: ORIGIN.sha, templates: [], revisions: [], config: digestOfBytes('config') },
    plans: [],
    snapshots: [],
    verdict: 'pass',
    findings: [passed('drift/in-sync')],
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

const MINUTE_MS = 60_000

/**
 * A document of a step that builds on others: it started a minute after the last of them ended, and took five minutes.
 */
export function after(before: readonly Evidence[], evidence: Evidence): Evidence {
  const ended = Math.max(...before.map(({ finishedAt }) => Date.parse(finishedAt)))
  return {
    ...evidence,
    previous: before.map((one) => digestOf(one)),
    startedAt: new Date(ended + MINUTE_MS).toISOString(),
    finishedAt: new Date(ended + 6 * MINUTE_MS).toISOString(),
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
