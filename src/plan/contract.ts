import type { Ports } from '../ports.ts'
import type { AwsAccess } from '../aws/access.ts'
import type { RunKey } from '../support/runtime.ts'
import type { StackSources, StackSource } from './sources/read-sources.ts'
import type { ChangeSetLedger } from './change-sets/ledger.ts'
import type { StackState, StackCondition } from '../cloudformation/stack.ts'
import type { UsualDuration } from '../support/poll.ts'
import type { Stack, Environment } from '../config/model/environment.ts'
import type { ResolvedParameters } from '../cloudformation/template/parameters.ts'
import type { Digest } from '../evidence/digest.ts'
import type { ChangeSetPlan, Plan } from '../evidence/document.ts'
import type { ChangeSetFacts, CreatedChangeSet } from '../cloudformation/change-sets/change-set.ts'
import type { HookPlan } from '../cloudformation/change-sets/hooks.ts'
import type { Finding } from '../evidence/finding.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import type { Outputs } from '../config/model/references.ts'

/** What a run attempt needs to continue an earlier one, which may have been killed before it wrote evidence. */
export interface Resumption {
  readonly release: Digest
  /** The plans that were reviewed. */
  readonly reviewed: readonly ChangeSetPlan[]
}

export interface PlanOptions {
  readonly ports: Ports
  readonly environment: Environment
  readonly access: AwsAccess
  readonly run: RunKey
  /** Part of the names of change sets: which step made them. */
  readonly purpose: 'precheck' | 'deploy' | 'rollback'
  readonly sources: StackSources
  /** For a deployment: what an earlier attempt of this run did is continued. */
  readonly resume?: Resumption
  /** The pull request whose precheck makes change sets that nothing executes. */
  readonly pullRequest?: number
  /** The change sets are read and never executed. */
  readonly preview?: boolean
  /** Records created change sets; the caller removes or keeps them. */
  readonly ledger: ChangeSetLedger
  /** Reads a stack by name; for callers that have read it already. Default: asks CloudFormation. */
  readonly readState?: (name: string) => Promise<StackState | undefined>
  /** Timeout of the creation of change sets; for callers that create many. */
  readonly usual?: UsualDuration
  /** Macros that may run when a change set is created; undefined: any, as for a release that was checked before. */
  readonly transforms?: readonly string[]
  /** Ids of stacks; empty: all. Outputs of the other stacks are read too. */
  readonly only?: readonly string[]
}

/** The plan of one stack and the facts that were read for it. */
export interface StackPlan {
  readonly stack: Stack
  /** Where a change set was created, its template is the one after transforms. */
  readonly source: StackSource
  /** The stack before the change; undefined where it does not exist. */
  readonly before: StackState | undefined
  readonly condition: StackCondition | undefined
  readonly parameters: ResolvedParameters | undefined
  /** Undefined where no plan could be made; `findings` say why. */
  readonly plan: ChangeSetPlan | undefined
  readonly facts: ChangeSetFacts | undefined
  /** Undefined where no hook can be invoked, or where a finding says why the hooks could not be read. */
  readonly hooks: HookPlan | undefined
  /** The change set to execute; undefined where there is nothing to execute. */
  readonly created: CreatedChangeSet | undefined
  readonly findings: readonly Finding[]
}

export interface EnvironmentPlan {
  readonly plan: Plan
  readonly stacks: readonly StackPlan[]
  readonly findings: readonly Finding[]
}

export interface StackPlanOptions extends Omit<PlanOptions, 'sources' | 'only'> {
  readonly cloudformation: CloudFormation
  readonly stack: Stack
  readonly source: StackSource
  /** Outputs of other stacks, as far as they are known. */
  readonly outputs: Outputs
}

/** What the planned changes refer to beyond their templates, looked up at the time of the deployment. */
export interface ReferenceCheck {
  /** Before anything is executed. What this release makes or names itself is left for `before`. */
  beforeAll(stacks: readonly Stack[], plans: readonly ChangeSetPlan[], outputs: Outputs): Promise<readonly Finding[]>
  /** Before the change set of one stack is executed: what was left. */
  before(stack: Stack, plan: ChangeSetPlan, outputs: Outputs): Promise<readonly Finding[]>
}
