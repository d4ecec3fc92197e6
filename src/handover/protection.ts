import type { Inputs } from '../config/model/inputs.ts'
import type { EnvironmentKey } from '../config/model/environment-keys.ts'
import { githubEnvironmentOf } from '../config/model/sections/environments.ts'
import type { Config } from '../config/schema/index.ts'
import type { Chain } from '../evidence/chain/chain.ts'
import type { Origin } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { blocks, proves, verdictOf } from '../evidence/verdict.ts'
import type { GitHub } from '../github/client.ts'
import type { JobIdentity } from '../github/identity.ts'
import { floorRaised } from './floor.ts'
import { applyFloor, readFloor } from '../config/schema/floor.ts'
import type { GitHubFacts, ProtectionFacts, ReviewFacts } from '../policies/gate/contract.ts'
import { judgeProtection } from '../policies/gate/index.ts'
import type { Ports } from '../ports.ts'
import { errorFinding } from '../support/error-finding.ts'
import { ActionError } from '../support/errors.ts'

/** What the questions about an environment's protection need of the command that asks them. */
export interface ProtectionContext {
  readonly ports: Ports
  readonly inputs: Inputs
  readonly config: Config
  readonly origin: Origin
  readonly record: Recorder
}

export interface ProtectionOptions {
  readonly key: EnvironmentKey
  /** The evidence that an approval is about. */
  readonly chain: Chain
  /**
   * `audit`: only the settings of the environment; `decide`: also where the job is, and the approval if it is inside;
   * `deploy`: the job must be inside.
   */
  readonly purpose: 'audit' | 'decide' | 'deploy'
}

/** Asks what protects an environment. Trouble with GitHub or the job's identity goes to `problems`, which block. */
export async function readProtection(
  { ports, config, origin, inputs }: Omit<ProtectionContext, 'record'>,
  { key, chain, purpose }: ProtectionOptions,
  problems: Finding[],
): Promise<ProtectionFacts> {
  const environment = githubEnvironmentOf(config.environments, key)
  const reviewers = demands(config, key)
  const isOpen = 'none' in reviewers
  const identity = isOpen ? undefined : await orProblem(problems, () => ports.connect.job())
  const where = purpose === 'audit' ? undefined : whereIs(identity, environment)
  const github = isOpen
    ? undefined
    : await orProblem(problems, async () =>
        githubFacts(await ports.connect.github(), environment, origin, where === 'inside'),
      )
  const { approval: channel = 'environment' } = inputs
  const inside = where === 'inside'
  const byReview = channel === 'pull-request-review'
  const needsAuthors = !isOpen && inside && (byReview || ('notAuthors' in reviewers && reviewers.notAuthors))
  const [authors, reviewed] = await allOf([
    needsAuthors
      ? orProblem(problems, async () => (await ports.connect.github()).listAuthors(lastReleaseOf(chain), origin.sha))
      : undefined,
    !isOpen && inside && byReview
      ? orProblem(problems, async () => reviewFacts(await ports.connect.github(), origin.sha))
      : undefined,
  ])
  const triggers = [origin.actor, identity?.actor, github?.run.actor, github?.run.triggeringActor]
  return {
    key,
    environment,
    where,
    mustBeInside: purpose === 'deploy',
    ref: origin.ref,
    refProtected: ports.place.env['GITHUB_REF_PROTECTED'],
    chain,
    reviewers,
    channel,
    authors,
    reviewed,
    triggers: [...new Set(triggers.filter((login): login is string => login !== undefined && login !== ''))],
    github,
  }
}

/**
 * Whether this job may deploy to an environment: it is inside the environment, which is protected as the configuration
 * demands, and a reviewer approved. Records findings and approvals.
 */
export async function enforceProtection(
  context: ProtectionContext,
  options: Omit<ProtectionOptions, 'purpose'>,
): Promise<boolean> {
  const { record, ports } = context
  const problems: Finding[] = []
  const { config, raised } = applyFloor(context.config, readFloor(context.inputs.floor))
  const facts = await readProtection({ ...context, config }, { ...options, purpose: 'deploy' }, problems)
  const findings = [...problems, ...judgeProtection(facts), ...raised.map(floorRaised)]
  recordApprovals(record, facts)
  record.find(...findings)
  const open = !findings.some(blocks) && isApproved(facts, findings)
  ports.log.info(`protection of ${facts.environment}: ${open ? 'in order' : verdictOf(findings)}`)
  return open
}

/** Whether an approval of this environment is proved, or none is demanded. That no rule objects is no approval. */
export function isApproved({ reviewers, environment }: ProtectionFacts, findings: readonly Finding[]): boolean {
  const subject = `environment/${environment}/approval`
  return (
    'none' in reviewers ||
    findings.some((finding) => finding.code === 'gate/approved' && finding.subject === subject && proves(finding))
  )
}

/** Every decision of a reviewer that GitHub returned. */
export function recordApprovals(record: Recorder, { github, reviewed, environment }: ProtectionFacts): void {
  record.approved(
    ...(reviewed?.reviews ?? [])
      .filter(({ state }) => state !== 'COMMENTED')
      .map(({ state, user = '', body }) => ({ environment, state: state.toLowerCase(), user, comment: body })),
  )
  record.approved(
    ...(github?.approvals ?? []).flatMap(({ environments, state, user, comment }) =>
      environments.map(({ name }) => ({ environment: name, state, user: user ?? '', comment })),
    ),
  )
}

function demands({ environments, gate }: Config, key: EnvironmentKey): ProtectionFacts['reviewers'] {
  const declared = key === 'production' ? gate.reviewers : environments.preprod.approval
  if ('none' in declared) return declared
  return {
    atLeast: declared['at-least'],
    notTrigger: declared.not.includes('trigger'),
    notAuthors: declared.not.includes('authors'),
    notBots: declared.not.includes('bots'),
    digestAlways: declared.digest === 'always',
  }
}

/** The commit of the last release, from the evidence of precheck. */
function lastReleaseOf({ links }: Chain): string | undefined {
  return links.find(({ evidence }) => evidence.lastRelease !== undefined)?.evidence.lastRelease?.sha
}

async function reviewFacts(github: GitHub, sha: string): Promise<ReviewFacts> {
  const pulls = await github.listPullsOf(sha)
  const own = pulls.filter(({ headSha, merged, mergeSha }) => headSha === sha || (merged && mergeSha === sha))
  const [pull] = own
  if (pull === undefined || own.length > 1) {
    return { sha, pulls: own, reviews: [], timeline: [], permissions: new Map() }
  }
  const [reviews, timeline] = await allOf([github.listReviews(pull.number), github.listTimeline(pull.number)])
  const logins = [...new Set(reviews.flatMap(({ user }) => (user === undefined ? [] : [user])))]
  const permissions = await allOf(logins.map((login) => github.permissionOf(login)))
  return {
    sha,
    pulls: own,
    reviews,
    timeline,
    permissions: new Map(logins.map((login, index) => [login.toLowerCase(), permissions[index] ?? 'none'])),
  }
}

async function githubFacts(github: GitHub, name: string, origin: Origin, inside: boolean): Promise<GitHubFacts> {
  const [repository, environment, run] = await allOf([
    github.getRepository(),
    github.getEnvironment(name),
    github.getRun(origin.runId, origin.runAttempt),
  ])
  const [branchPolicies, customRules, approvals] = await allOf([
    environment?.branches === 'custom' ? github.listBranchPolicies(name) : [],
    environment ? github.listCustomRules(name) : [],
    inside ? github.listApprovals(origin.runId) : undefined,
  ])
  return { repository, environment, run, branchPolicies, customRules, approvals }
}

/** Like Promise.all, but waits for all before it rejects: no request goes on after the command has ended. */
export async function allOf<T extends readonly unknown[]>(
  asked: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(asked)
  return Promise.all(asked)
}

function whereIs(identity: JobIdentity | undefined, environment: string): ProtectionFacts['where'] {
  if (!identity) return 'unknown'
  if (identity.environment === undefined) return 'outside'
  // GitHub's names of environments are not case sensitive.
  return identity.environment.toLowerCase() === environment.toLowerCase() ? 'inside' : 'another'
}

/** What could be asked; otherwise undefined, and the reason among the problems, which block like any other finding. */
async function orProblem<T>(problems: Finding[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error
    const finding = errorFinding(error)
    // One missing permission of the token keeps from reading both environments.
    if (!problems.some(({ code, advice }) => code === finding.code && advice === finding.advice)) problems.push(finding)
    return undefined
  }
}
