import type { Evidence } from '../document.ts'
import type { Finding } from '../finding.ts'
import { slotPath, type Link } from './slots.ts'

/** Steps whose evidence needs no identity: what is built, and what the repository's tests say. */
const WITHOUT_IDENTITY: readonly string[] = ['package', 'verify']
/** Clocks of two runners differ by this much at most; a token is issued right after its document. */
const SKEW_MS = 5 * 60_000

/** What only a job with an identity may say: members that later jobs act on, or that reviewers are shown as facts of AWS. */
const FACTS = ['plans', 'snapshots', 'approvals'] as const
const OPTIONAL_FACTS = ['composition', 'lastRelease', 'outputs', 'states'] as const

/** Commands that may be steps of one job. */
const OF_ONE_JOB: readonly (readonly string[])[] = [
  ['package', 'precheck'],
  ['deploy-preprod', 'verify'],
  ['gate', 'deploy-production'],
]

export interface BindingFacts {
  /** By command: the GitHub environment in which its job must run. */
  readonly environments: Readonly<Record<string, string>>
}

/** Whether a document comes from a job that may write it. Pure; every doubt is a finding that blocks. */
export function judgeBinding({ name, digest, evidence, binding }: Link, { environments }: BindingFacts): Finding[] {
  const slot = slotPath(evidence.slot)
  const unbound = (title: string, expected: string, observed: string, advice?: string): Finding => ({
    code: 'evidence/unbound',
    outcome: 'fail',
    title: `${title} (${name})`,
    subject: `evidence/${slot}`,
    expected,
    observed,
    advice:
      advice ??
      `Find out which job wrote the document; then start a new run. The job of ${evidence.slot.command} needs \`permissions: id-token: write\`, and no other job may have it that runs code of the repository.`,
  })
  if (binding === undefined || binding.kind === 'none') {
    if (!WITHOUT_IDENTITY.includes(evidence.slot.command)) {
      return [
        unbound(
          `no job with an identity wrote the evidence of ${slot}`,
          `an OIDC token for the audience ${digest}`,
          'none',
        ),
      ]
    }
    const facts = factsIn(evidence)
    if (facts.length === 0) return []
    return [
      unbound(
        `the evidence of ${slot} says what only a job with an identity may say`,
        'findings about tests',
        facts.join(', '),
      ),
    ]
  }
  if (binding.kind === 'invalid') {
    return [
      unbound(
        `the token of the evidence of ${slot} is not accepted: ${binding.why}`,
        `a token of GitHub for ${digest}`,
        binding.why,
      ),
    ]
  }
  const { job } = binding
  const { origin, finishedAt } = evidence
  const said: readonly (readonly [what: string, claimed: string, written: string])[] = [
    ['repository', job.repository, origin.repository],
    ['run', job.runId, origin.runId],
    ['run attempt', String(job.runAttempt), String(origin.runAttempt)],
    ['commit', job.sha, origin.sha],
  ]
  const wrong = said.find(([, claimed, written]) => claimed !== written)
  if (wrong) {
    const [what, claimed, written] = wrong
    return [unbound(`the evidence of ${slot} names another ${what} than its token`, claimed, written || 'none')]
  }
  const finished = Date.parse(finishedAt)
  const issued = job.issuedAt.getTime()
  if (!(Math.abs(issued - finished) <= SKEW_MS && finished <= job.expiresAt.getTime() + SKEW_MS)) {
    return [
      unbound(
        `the evidence of ${slot} and its token are of different times`,
        `a token that was issued when the step ended, ${finishedAt}`,
        `issued ${job.issuedAt.toISOString()}, expired ${job.expiresAt.toISOString()}`,
      ),
    ]
  }
  const wanted = environments[evidence.slot.command]
  // GitHub's names of environments are not case sensitive.
  if (wanted !== undefined && job.environment?.toLowerCase() !== wanted.toLowerCase()) {
    return [
      unbound(
        `the evidence of ${slot} is of a job of ${job.environment === undefined ? 'no environment' : 'another environment'}`,
        `a job of the environment ${wanted}`,
        job.environment ?? 'none',
      ),
    ]
  }
  return []
}

function factsIn(evidence: Evidence): string[] {
  return [
    ...FACTS.filter((member) => evidence[member].length > 0),
    ...OPTIONAL_FACTS.filter((member) => evidence[member] !== undefined),
  ]
}

/**
 * A job fills the slots of its own command only: one that has written other evidence too could have written any. What it wrote
 * and did not name (`others`) counts here as well, since a job that forges evidence does not name its own.
 */
export function otherSlots(links: readonly Link[], others: readonly Link[] = []): Finding[] {
  const jobOf = ({ binding }: Link): string | undefined =>
    binding?.kind === 'bound' ? binding.job.checkRunId : undefined
  const byJob = Map.groupBy(links, jobOf)
  return [...byJob].flatMap(([job, written]): Finding[] => {
    const besides = others.filter((other) => jobOf(other) === job)
    const commands = [...new Set([...written, ...besides].map(({ evidence }) => evidence.slot.command))]
    if (job === undefined || commands.length < 2) return []
    if (OF_ONE_JOB.some((together) => commands.every((command) => together.includes(command)))) return []
    return written.map(({ evidence: { slot, origin }, name }) => ({
      code: 'evidence/other-slot' as const,
      outcome: 'fail' as const,
      title: `one job wrote the evidence of ${commands.join(' and ')} (${name})`,
      subject: `evidence/${slotPath(slot)}`,
      expected: 'evidence of one command from each job',
      observed: `${commands.join(', ')} from the job ${origin.job} (${job})`,
      advice: `Give each command a job of its own; only ${OF_ONE_JOB.map((together) => together.join(' and ')).join(', ')} may be steps of one job.`,
    }))
  })
}

/** What a job without an identity cannot verify of the documents on which it builds. Pure. */
export function unprovenOrigin(links: readonly Link[]): Finding[] {
  const unverified = links.filter(({ binding }) => binding === undefined)
  if (unverified.length === 0) return []
  return [
    {
      code: 'evidence/origin-unproven',
      outcome: 'noted',
      title: 'the plan was taken for what its document says: this job has no identity to verify who wrote it',
      subject: 'github/identity',
      expected: 'tokens of the jobs that wrote the documents, verified by a job with an identity',
      observed: `not verified: ${unverified.map(({ name }) => name).join(', ')}`,
      advice:
        'Give the jobs of precheck and deploy-preprod `permissions: id-token: write`: the gate accepts their documents only so. Let no job that runs code of the repository be in `needs` of this one.',
    },
  ]
}

/** Whether a job with an identity wrote it, or the job that reads it cannot verify that. */
export function isBound({ binding }: Link): boolean {
  return binding === undefined || binding.kind === 'bound'
}
