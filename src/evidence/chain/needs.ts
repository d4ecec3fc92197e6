import { isDigest, type Digest } from '../digest.ts'
import type { Finding } from '../finding.ts'

/** A digest that an earlier job put into its outputs. GitHub carries outputs: no later job can change them. */
export interface Named {
  readonly job: string
  readonly output: string
  readonly digest: Digest
  /** By its name the output is one of ours: its document must be there. Others may be digests of anything. */
  readonly ours: boolean
}

/**
 * Reads `toJSON(needs)`: the digests that jobs named, and what is wrong with the jobs. A called workflow gets that of its
 * calling job beside its own, as a list.
 */
export function readNeeds(text: string | undefined): { named: Named[]; findings: Finding[] } {
  if (text === undefined || text.trim() === '') {
    return {
      named: [],
      findings: [needsProblem('the step has no list of the evidence that its jobs wrote', 'nothing')],
    }
  }
  let needs: unknown
  try {
    needs = JSON.parse(text)
  } catch {
    return { named: [], findings: [needsProblem('`needs` is not JSON', text.slice(0, 60))] }
  }
  const parts: unknown[] = Array.isArray(needs) ? needs : [needs]
  if (parts.length === 0 || !parts.every(isObject)) {
    return { named: [], findings: [needsProblem('`needs` is not what toJSON(needs) gives', text.slice(0, 60))] }
  }
  const named: Named[] = []
  const findings: Finding[] = []
  for (const [job, entry] of parts.flatMap((part) => Object.entries(part))) {
    const { result, outputs } = (entry ?? {}) as { result?: unknown; outputs?: unknown }
    const own = Object.entries(typeof outputs === 'object' ? (outputs ?? {}) : {}).flatMap(([output, value]) =>
      digestsIn(value).map((digest): Named => ({ job, output, digest, ours: isOurs(output) })),
    )
    // A job that was skipped has no outputs.
    const isFine = result === 'success' || (result === 'skipped' && own.length === 0)
    if (!isFine) findings.push(jobProblem(job, result))
    named.push(...own)
  }
  return { named, findings }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Outputs may hold one digest, or several in any notation: a matrix gathers those of its parts. */
function digestsIn(value: unknown): Digest[] {
  if (typeof value !== 'string') return []
  return [...value.matchAll(/\bsha256:[0-9a-f]{64}\b/g)].map(([digest]) => digest).filter(isDigest)
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
