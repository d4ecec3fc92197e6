import { planChecks } from '../checks/engine/select.ts'
import type { Inputs } from '../config/inputs.ts'
import type { Config, EnvironmentKey } from '../config/schema.ts'
import type { Chain } from '../evidence/chain.ts'
import type { Origin, Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { verdictOf } from '../evidence/verdict.ts'
import type { GitHub } from '../github/client.ts'
import type { JobIdentity } from '../github/identity.ts'
import type { GateFacts, GitHubFacts } from '../policies/gate/contract.ts'
import { judgeGate } from '../policies/gate/index.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { linkEarlier } from './earlier.ts'
import { errorFinding } from './error-finding.ts'
import { describeRelease } from './release.ts'

/** What the gate needs of the command that asks it. */
export interface GateContext {
  readonly ports: Ports
  readonly inputs: Inputs
  readonly config: Config
  readonly origin: Origin
  readonly record: Recorder
}

export interface GateOptions {
  /** The environment that is guarded. */
  readonly environment: EnvironmentKey
  /** True for a command that is about to deploy: outside of the environment's job nothing may happen. */
  readonly mustBeInside: boolean
}

export interface GateAnswer {
  /** Whether the release may go on. */
  readonly open: boolean
  readonly findings: readonly Finding[]
  /** The valid evidence, among it the plan that reviewers saw. */
  readonly chain: Chain
  readonly release: Release
  readonly facts: GateFacts
}

/**
 * Collects what the gate decides by, judges it, and records findings, approvals, the release and the documents that it
 * builds on. Approvals are read and enforced only inside of the environment's job, which the signed claim of the job
 * tells. Rejects with an ActionError where the evidence cannot be collected; trouble with GitHub is a finding.
 */
export async function enforceGate(context: GateContext, options: GateOptions): Promise<GateAnswer> {
  const { record, ports } = context
  const { facts, release } = await gateFacts(context, options)
  const findings = judgeGate(facts)
  record.release(release)
  record.builtOn(...facts.chain.links.map(({ digest }) => digest))
  record.approved(
    ...(facts.github?.approvals ?? []).flatMap(({ environments, state, user, comment }) =>
      environments.map(({ name }) => ({ environment: name, state, user: user ?? '', comment })),
    ),
  )
  record.find(...findings)
  const verdict = verdictOf(findings)
  ports.log.info(
    `gate: ${facts.chain.links.length} valid documents; the job is ${facts.where} the environment: ${verdict}`,
  )
  return { open: verdict === 'pass', findings, chain: facts.chain, release, facts }
}

/** Everything that the gate's rules judge, asked for once. */
async function gateFacts(
  context: GateContext,
  { environment: key, mustBeInside }: GateOptions,
): Promise<{ facts: GateFacts; release: Release }> {
  const { ports, inputs, config, origin } = context
  const { env, workspace } = ports.place
  const environment = config.environments[key].name ?? key
  const problems: Finding[] = []
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  const { chain } = await linkEarlier({
    ports,
    needs: inputs.needs,
    folder: inputs.evidence,
    origin,
    release: release.digest,
    youngerThan: config.gate['evidence-younger-than'],
  })
  const identity = await orProblem(problems, () => ports.connect.job())
  const where = whereIs(identity, environment)
  const github = await orProblem(problems, async () =>
    githubFacts(await ports.connect.github(), environment, origin, where === 'inside'),
  )
  const triggers = [origin.actor, identity?.actor, github?.run.actor, github?.run.triggeringActor]
  const facts: GateFacts = {
    environment,
    where,
    mustBeInside,
    ref: origin.ref,
    refProtected: env['GITHUB_REF_PROTECTED'],
    chain,
    release: release.digest,
    parts: [...config.stacks.map(({ id }) => id ?? 'stack'), ...config.deployments.map(({ id }) => id ?? 'app')],
    checks: planChecks(config.verify).map(({ name, kind, sampling }) => ({ name, kind, dryRun: sampling.dryRun })),
    require: config.gate.require,
    parity: config.precheck.parity,
    today: ports.clock.now().toISOString().slice(0, 10),
    reviewers: {
      atLeast: config.gate.reviewers['at-least'],
      notTrigger: config.gate.reviewers.not.includes('trigger'),
    },
    triggers: [...new Set(triggers.filter((login): login is string => login !== undefined && login !== ''))],
    github,
    problems,
  }
  return { facts, release }
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

/** Like Promise.all, but waits for all before it rejects: no request goes on behind the back of a command that ended. */
async function allOf<T extends readonly unknown[]>(asked: readonly [...T]): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(asked)
  return Promise.all(asked)
}

function whereIs(identity: JobIdentity | undefined, environment: string): GateFacts['where'] {
  if (!identity) return 'unknown'
  if (identity.environment === undefined) return 'outside'
  return identity.environment === environment ? 'inside' : 'another'
}

/** What could be asked; otherwise undefined, and the reason among the problems, which block like any other finding. */
async function orProblem<T>(problems: Finding[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error
    problems.push(errorFinding(error))
    return undefined
  }
}
