import type { ChangeBy } from '../aws/changes-by.ts'
import type { ChangeSetFacts } from '../cloudformation/change-set.ts'
import type { DriftReport } from '../cloudformation/drift.ts'
import type { HookPlan } from '../cloudformation/hooks.ts'
import type { GivenParameters } from '../cloudformation/parameters.ts'
import type { StackState } from '../cloudformation/stack.ts'
import type { Template } from '../cloudformation/template.ts'
import type { GroupFacts } from '../codedeploy/group.ts'
import type { Environment, Stack } from '../config/resolve.ts'
import type { Config } from '../config/schema.ts'
import type { ChangeSetPlan, Snapshot } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Intent } from '../config/intent.ts'
import type { Baseline } from './baseline.ts'

/** One stack of one environment, as far as it is known before anything is changed. */
export interface StackFacts {
  readonly stack: Stack
  readonly source: { readonly template: Template; readonly parameters?: Pick<GivenParameters, 'stackPolicy'> }
  readonly before: StackState | undefined
  /** Undefined where no plan could be made; a finding of its own says why. */
  readonly plan: ChangeSetPlan | undefined
  readonly facts: ChangeSetFacts | undefined
  /** Undefined where no hook can be asked, or where a finding of its own says why it is not known. */
  readonly hooks: HookPlan | undefined
}

export interface EnvironmentFacts {
  readonly environment: Environment
  readonly stacks: readonly StackFacts[]
  /** Undefined where drift was not looked at, as for a stack that does not exist yet. */
  readonly drift: readonly DriftReport[]
  /** By physical id of a resource that differs: who changed it, newest first. Only where the configuration asks. */
  readonly changedBy: ReadonlyMap<string, readonly ChangeBy[]>
  readonly groups: readonly GroupFacts[]
  readonly snapshot: Snapshot | undefined
}

/** The configuration and the intent of the commit that this release is compared with. */
export interface BaseRules {
  /** Short commit id. */
  readonly sha: string
  readonly config: Config | undefined
  readonly intent: Intent | undefined
  readonly baseline: Baseline | undefined
}

/** Everything that rules judge. Nothing in here can be asked for more. */
export interface Facts {
  readonly environments: readonly EnvironmentFacts[]
  readonly config: Config
  readonly intent: Intent | undefined
  /** What was there before the rules began to be enforced. */
  readonly baseline?: Baseline | undefined
  /** Undefined where there is no commit to compare with, or where `baseUnknown` says why it could not be read. */
  readonly base: BaseRules | undefined
  readonly baseUnknown: string | undefined
  /** ISO date; what is valid until today is still valid. */
  readonly today: string
}

export interface RuleMeta {
  /** How the configuration calls the rule, under `precheck.rules`. */
  readonly code: string
  /** A sentence that is true or false. */
  readonly title: string
  /** Why it matters and what to do, for the reference page. */
  readonly docs: string
  /** Every code that its findings can have. */
  readonly codes: readonly string[]
}

/** One rule: pure. It answers with a finding in every case: a pass for what it proved, `skipped` where nothing applies. */
export interface Rule {
  readonly meta: RuleMeta
  judge(facts: Facts): Finding[]
}
