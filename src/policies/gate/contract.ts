import type { Kind } from '../../checks/contract.ts'
import type { Config } from '../../config/schema.ts'
import type { Chain } from '../../evidence/chain.ts'
import type { Digest } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ApprovalRecord, Repository, Run } from '../../github/approvals.ts'
import type { BranchPolicy, CustomRule, Environment } from '../../github/environment.ts'
import type { RuleMeta } from '../contract.ts'

/** What GitHub tells about the environment that the gate guards, and about this run. */
export interface GitHubFacts {
  readonly repository: Repository
  /** Undefined when there is none of that name. */
  readonly environment: Environment | undefined
  /** Patterns of refs, where the environment is limited to some. */
  readonly branchPolicies: readonly BranchPolicy[]
  readonly customRules: readonly CustomRule[]
  readonly run: Run
  /** Asked for only inside of the environment's job. */
  readonly approvals: readonly ApprovalRecord[] | undefined
}

/** Everything that the gate's rules judge. */
export interface GateFacts {
  /** GitHub's name of the environment. */
  readonly environment: string
  /**
   * Where this job is, by the signed claim: `inside` the environment, `outside` of any, in `another`, or `unknown`
   * because the job may not ask for a token.
   */
  readonly where: 'inside' | 'outside' | 'another' | 'unknown'
  /** Nothing may happen unless this job is inside: it is about to deploy. */
  readonly mustBeInside: boolean
  readonly ref: string
  /** What the runner says about the ref: `true`, `false`, or nothing. */
  readonly refProtected: string | undefined
  readonly chain: Chain
  readonly release: Digest
  /** Ids of the stacks and deployments of the configuration: what a part of a step can be limited to. */
  readonly parts: readonly string[]
  /** The checks of the configuration, by name. */
  readonly checks: readonly { readonly name: string; readonly kind: Kind; readonly dryRun: boolean }[]
  /** Kinds that must have passed; undefined where the configuration leaves it to the checks. */
  readonly require: readonly Kind[] | undefined
  /** What may differ between the environments. */
  readonly parity: Config['precheck']['parity']
  /** ISO date. */
  readonly today: string
  readonly reviewers: { readonly atLeast: number; readonly notTrigger: boolean }
  /** Logins of those who started the run or this attempt of it. */
  readonly triggers: readonly string[]
  /** Undefined where GitHub could not be asked; `problems` says why. */
  readonly github: GitHubFacts | undefined
  /** Why facts are missing. */
  readonly problems: readonly Finding[]
}

/** One rule of the gate: pure. It answers with nothing only where another rule answers for the same cause. */
export interface GateRule {
  readonly meta: RuleMeta
  judge(facts: GateFacts): Finding[]
}

/** The page on which an environment's rules are set. */
export function settingsOf({ environment, github }: GateFacts): string {
  const page = github?.environment?.url ?? ''
  const repository = page.replace(/\/deployments\/activity_log.*$/, '')
  return `Settings › Environments › ${environment}${page === repository ? '' : ` (${repository}/settings/environments)`}`
}

/** Logins differ in nothing but case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
