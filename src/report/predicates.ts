import { digestOf, type Digest } from '../evidence/digest.ts'
import type { Evidence } from '../evidence/document.ts'
import { verdictOf } from '../evidence/verdict.ts'

/**
 * What a step's evidence says as predicates of in-toto, for GitHub's own action to sign: the step writes these files and
 * signs nothing. Pure.
 */
export interface Attestable {
  readonly predicateType: string
  readonly predicate: object
  /** What is attested, by name: `release`, `plan/production`. */
  readonly subjects: Readonly<Record<string, Digest>>
}

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1'
/** https://slsa.dev/spec/v1.2/verification_summary */
export const VERIFICATION_SUMMARY = 'https://slsa.dev/verification_summary/v1'
/** The level that a release has which this action deployed to production: no level of SLSA. */
const LEVEL = 'TEST_DEPLOYMENTS_PRODUCTION'
const VERIFIER = 'https://github.com/org/test-deployments'

/** The predicate of a verification or of the deployment to production; undefined for other steps, and without a release. */
export function attestableOf(evidence: Evidence): Attestable | undefined {
  if (evidence.release === undefined) return undefined
  const { command } = evidence.slot
  if (command === 'verify') return testResult(evidence, evidence.release)
  if (command === 'deploy-production') return verificationSummary(evidence, evidence.release)
  return undefined
}

/**
 * The files that the deployment to production writes beside its document, by the end of their names: its own summary, and
 * the results of the verifications that it builds on. No other step writes any: those jobs run code of the repository.
 */
export function attestableFiles(evidence: Evidence, earlier: readonly Evidence[]): Map<string, string> {
  const files = new Map<string, string>()
  if (evidence.slot.command !== 'deploy-production') return files
  const add = (name: string, attestable: Attestable | undefined): void => {
    if (attestable === undefined) return
    files.set(`${name}.predicate`, `${JSON.stringify(attestable.predicate, undefined, 2)}\n`)
    files.set(`${name}.subjects`, checksumsOf(attestable))
  }
  add('', attestableOf(evidence))
  for (const document of earlier) {
    if (document.slot.command !== 'verify' || !evidence.previous.includes(digestOf(document))) continue
    const { command, environment, account, region, shard, phase } = document.slot
    const words = [command, environment, account, region, shard, phase].filter((word) => word !== undefined)
    add(`.${words.join('-').replaceAll(/[^\w-]/g, '_')}`, attestableOf(document))
  }
  return files
}

/** The lines of `sha256sum`, which the action reads as its subjects. */
function checksumsOf({ subjects }: Attestable): string {
  const lines = Object.entries(subjects).map(([name, digest]) => `${digest.replace('sha256:', '')}  ${name}`)
  return `${lines.join('\n')}\n`
}

type Released = NonNullable<Evidence['release']>

function testResult(evidence: Evidence, release: Released): Attestable {
  const names = (...outcomes: readonly string[]): string[] =>
    evidence.findings
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ code, subject }) => `${code} ${subject}`)
  const passed = verdictOf(evidence.findings) === 'pass'
  const warned = names('noted', 'skipped')
  return {
    predicateType: TEST_RESULT,
    subjects: { release: release.digest },
    predicate: {
      result: !passed ? 'FAILED' : warned.length > 0 ? 'WARNED' : 'PASSED',
      configuration: [{ name: 'configuration', digest: hexOf(release.config) }, documentOf(evidence)],
      passedTests: names('pass'),
      warnedTests: warned,
      failedTests: names('fail', 'inconclusive', 'error'),
      testDeployments: contextOf(evidence),
    },
  }
}

function verificationSummary(evidence: Evidence, release: Released): Attestable {
  const { origin, plans, approvals, previous, finishedAt } = evidence
  const passed = verdictOf(evidence.findings) === 'pass'
  const planned = plans.map((plan) => [`plan/${plan.environment}`, plan.digest] as const)
  return {
    predicateType: VERIFICATION_SUMMARY,
    subjects: { release: release.digest, ...Object.fromEntries(planned) },
    predicate: {
      verifier: { id: VERIFIER },
      timeVerified: finishedAt,
      resourceUri: `git+https://github.com/${origin.repository}@${origin.sha}`,
      policy: { uri: `git+https://github.com/${origin.repository}@${origin.sha}`, digest: hexOf(release.config) },
      inputAttestations: [documentOf(evidence), ...previous.map((digest) => ({ digest: hexOf(digest) }))],
      verificationResult: passed ? 'PASSED' : 'FAILED',
      verifiedLevels: passed ? [LEVEL] : [],
      testDeployments: {
        ...contextOf(evidence),
        approvers: approvals.filter(({ state }) => state === 'approved').map(({ user }) => user),
      },
    },
  }
}

/** The document itself, by its canonical digest. */
function documentOf(evidence: Evidence): object {
  return { name: 'evidence', digest: hexOf(digestOf(evidence)) }
}

/** What a certificate does not say: the environment, and whose AWS and GitHub answered. */
function contextOf({ slot, origin, endpoints }: Evidence): object {
  const { runId, runAttempt, job } = origin
  return { command: slot.command, environment: slot.environment, runId, runAttempt, job, endpoints }
}

function hexOf(digest: Digest): { readonly sha256: string } {
  return { sha256: digest.replace('sha256:', '') }
}
