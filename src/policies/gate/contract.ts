import type { ManualTest } from '../../checks/manual.ts'
import type { Config } from '../../config/schema/index.ts'
import type { Chain } from '../../evidence/chain/chain.ts'
import type { Digest } from '../../evidence/digest.ts'
import type { PlaceState } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ApprovalRecord, Repository, Run } from '../../github/approvals.ts'
import type { Authors } from '../../github/authors.ts'
import type { PullRequest, PullReview, TimelineEntry } from '../../github/reviews.ts'
import type { BranchPolicy, CustomRule, Environment } from '../../github/environment.ts'
import type { EnvironmentKey } from '../../config/model/environment-keys.ts'
import type { RuleMeta } from '../contract.ts'
import type { Kind } from '../../evidence/kind.ts'
import type { Phase } from '../../evidence/phase.ts'

/** What GitHub returns about the environment that the gate guards, and about this run. */
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

/** What is demanded of those who approve. */
export interface Demanded {
  readonly atLeast: number
  readonly notTrigger: boolean
  readonly notAuthors?: boolean
  readonly notBots?: boolean
  /** The comment must name the digest of the evidence, also where nothing is ambiguous. */
  readonly digestAlways?: boolean
}

/** The pull requests of the commit of this run, and the reviews of the only one. */
export interface ReviewFacts {
  readonly sha: string
  readonly pulls: readonly PullRequest[]
  readonly reviews: readonly PullReview[]
  readonly timeline: readonly TimelineEntry[]
  /** `admin`, `write`, `read`, `none`, by login of a reviewer. */
  readonly permissions: ReadonlyMap<string, string>
}

/** Everything that is known of the protection of one environment, and of this job's right to deploy to it. */
export interface ProtectionFacts {
  readonly key: EnvironmentKey
  /** GitHub's name of the environment. */
  readonly environment: string
  /**
   * Where this job is, by the signed claim: `inside` the environment, `outside` of any, in `another`, or `unknown`
   * because the job may not ask for a token. Undefined where only the settings of the environment are audited.
   */
  readonly where: 'inside' | 'outside' | 'another' | 'unknown' | undefined
  /** Nothing may happen unless this job is inside: it is about to deploy. */
  readonly mustBeInside: boolean
  readonly ref: string
  /** What the runner says about the ref: `true`, `false`, or nothing. */
  readonly refProtected: string | undefined
  /** The evidence that an approval is about. */
  readonly chain: Chain
  /** What the environment must demand; a text is the declared reason why it need not demand anything. */
  readonly reviewers: Demanded | { readonly none: string }
  /** How people approve; default: by the rules of the environment. */
  readonly channel?: 'environment' | 'pull-request-review'
  /** Who wrote the commits of the release; read only where it is demanded. */
  readonly authors?: Authors | undefined
  /** The pull request whose reviews are the approval; undefined where the job need not know it. */
  readonly reviewed?: ReviewFacts | undefined
  /** ISO 8601: when the evidence that an approval is about becomes too old. */
  readonly validUntil?: string
  /** Logins of those who started the run or this attempt of it. */
  readonly triggers: readonly string[]
  /** Undefined where GitHub could not be asked, which is a finding of its own, or need not be. */
  readonly github: GitHubFacts | undefined
}

/** What serves in one environment, as far as this job could read it. */
export interface StateFacts {
  readonly key: EnvironmentKey
  readonly now: PlaceState | undefined
  /** Why it was not read. */
  readonly unread?: string
  /** Prefixes of the paths that an earlier attempt of this run changed. */
  readonly ours: readonly string[]
}

/** Everything that the gate's rules judge. */
export interface GateFacts extends ProtectionFacts {
  /** Environments that the release passed before this one: their settings are audited, too. */
  readonly before: readonly ProtectionFacts[]
  /** All environments of the release, in the order in which they get it. */
  readonly environments: readonly string[]
  readonly release: Digest
  /** Ids of the stacks and deployments of the configuration: what a part of a step can be limited to. */
  readonly parts: readonly string[]
  /** The checks of the configuration, by name. A check without a phase is one of the phase after the deployment. */
  readonly checks: readonly {
    readonly name: string
    readonly kind: Kind
    readonly dryRun: boolean
    /** Whether code of the repository runs in it: then its job has no identity, and its word counts for tests only. */
    readonly runsUserCode?: boolean
    readonly phase?: Phase
    /** A person's test, which the approval of production confirms. */
    readonly manual?: ManualTest
  }[]
  /** Kinds that must have passed; undefined where the configuration leaves it to the checks. */
  readonly require: readonly Kind[] | undefined
  /** Of the guarded environment and of those before it; one that has nothing in AWS has no entry. */
  readonly states: readonly StateFacts[]
  /** Kinds that the owner of the workflow demands beside those. */
  readonly alsoRequired: readonly Kind[]
  /** When production may be deployed to; each of them must allow it. */
  readonly calendars: readonly NonNullable<Config['gate']['calendar']>[]
  readonly now: Date
  /** What may differ between the environments. */
  readonly parity: Config['precheck']['parity']
  /** ISO date. */
  readonly today: string
  /** Why facts are missing. */
  readonly problems: readonly Finding[]
}

/** One rule of the gate: pure. It answers with nothing only where another rule answers for the same cause. */
export interface GateRule<F = GateFacts> {
  readonly meta: RuleMeta
  judge(facts: F): Finding[]
}

/** A rule about the protection of one environment. */
export type ProtectionRule = GateRule<ProtectionFacts>

/** The environments on which the release was rehearsed before the one that is guarded. */
export function rehearsedOn({ environments, key }: Pick<GateFacts, 'environments' | 'key'>): readonly string[] {
  return environments.slice(0, environments.indexOf(key))
}

/** Demands of reviewers; undefined where the configuration declares that there are none. */
export function demandedOf({ reviewers }: ProtectionFacts): Demanded | undefined {
  return 'none' in reviewers ? undefined : reviewers
}

/** The page on which an environment's rules are set. */
export function settingsOf({ environment, github }: Pick<ProtectionFacts, 'environment' | 'github'>): string {
  const page = github?.environment?.url ?? ''
  const repository = page.replace(/\/deployments\/activity_log.*$/, '')
  return `Settings › Environments › ${environment}${page === repository ? '' : ` (${repository}/settings/environments)`}`
}

/** Logins differ in nothing but case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
