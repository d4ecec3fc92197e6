import { isDigest, type Digest } from '../digest.ts'
import type { Finding } from '../finding.ts'
import type { Verdict } from '../outcome.ts'

const VERDICTS: readonly Verdict[] = ['pass', 'skipped', 'inconclusive', 'fail', 'error']

/** A digest that an earlier job put into its outputs. GitHub carries outputs: no later job can change them. */
export interface Named {
  readonly job: string
  readonly output: string
  readonly digest: Digest
  /** By its name the output is one of ours: its document must be there. Others may be digests of anything. */
  readonly ours: boolean
}

/** A verdict that an earlier job put into its outputs, beside the digests of its documents. */
export interface SaidVerdict {
  readonly job: string
  readonly output: string
  readonly verdict: Verdict
}

/**
 * Reads `toJSON(needs)`: the digests that jobs named, and what is wrong with the jobs. A called workflow gets that of its
 * calling job beside its own, as a list.
 */
export function readNeeds(text: string | undefined): { named: Named[]; said: SaidVerdict[]; findings: Finding[] } {
  const nothing = { named: [], said: [] }
  if (text === undefined || text.trim() === '') {
    return {
      ...nothing,
      findings: [needsProblem('the step has no list of the evidence that its jobs wrote', 'nothing')],
    }
  }
  let needs: unknown
  try {
    needs = JSON.parse(text)
  } catch {
    return { ...nothing, findings: [needsProblem('`needs` is not JSON', text.slice(0, 60))] }
  }
  const parts: unknown[] = Array.isArray(needs) ? needs : [needs]
  if (parts.length === 0 || !parts.every(isObject)) {
    return { ...nothing, findings: [needsProblem('`needs` is not what toJSON(needs) gives', text.slice(0, 60))] }
  }
  const named: Named[] = []
  const said: SaidVerdict[] = []
  const findings: Finding[] = []
  for (const [job, entry] of parts.flatMap((part) => Object.entries(part))) {
    const { result, outputs } = (entry ?? {}) as { result?: unknown; outputs?: unknown }
    const entries = Object.entries(typeof outputs === 'object' ? (outputs ?? {}) : {})
    const own = entries.flatMap(([output, value]) =>
      digestsIn(value).map((digest): Named => ({ job, output, digest, ours: isOurs(output) })),
    )
    // A job that was skipped has no outputs.
    const isFine = result === 'success' || (result === 'skipped' && own.length === 0)
    if (!isFine) findings.push(jobProblem(job, result))
    named.push(...own)
    said.push(
      ...entries.flatMap(([output, value]) => verdictIn(output, value).map((verdict) => ({ job, output, verdict }))),
    )
  }
  return { named, said, findings }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Outputs may hold one digest, or several in any notation: a matrix gathers those of its parts. */
function digestsIn(value: unknown): Digest[] {
  if (typeof value !== 'string') return []
  return [...value.matchAll(/\bsha256:[0-9a-f]{64}\b/g)].map(([digest]) => digest).filter(isDigest)
}

/** Other texts are of the user's own outputs. */
function verdictIn(output: string, value: unknown): Verdict[] {
  if (!/(?:^|[-_])verdict$/i.test(output) || typeof value !== 'string') return []
  const text = value.trim().toLowerCase()
  return VERDICTS.filter((verdict) => verdict === text)
}

function isOurs(output: string): boolean {
  return /^digests?$/.test(output) || output.includes('evidence')
}

function needsProblem(title: string, observed: string): Finding {
  return {
    code: 'evidence/needs-invalid',
    outcome: 'fail',
    title,
    subject: 'input/needs',
    expected: '${{ toJSON(needs) }}',
    observed,
    advice:
      'Set `needs: ${{ toJSON(needs) }}` in the `with:` of the step, and name all earlier jobs in `needs:` of the job.',
  }
}

function jobProblem(job: string, result: unknown): Finding {
  return {
    code: 'evidence/job-failed',
    outcome: 'fail',
    title: `the job ${job} did not succeed`,
    subject: `job/${job}`,
    expected: 'success',
    observed: typeof result === 'string' ? (result === 'skipped' ? 'skipped, with evidence' : result) : 'no result',
    advice: `Check the job ${job}, and run it again when the cause is gone.`,
  }
}
