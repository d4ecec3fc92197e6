import type { AwsAccess } from '../aws/access.ts'
import type { CheckInput } from '../checks/common-options.ts'
import type { CheckedRelease } from '../checks/hosts/revision.ts'
import type { StackState } from '../cloudformation/stack.ts'
import type { GivenParameters } from '../cloudformation/template/parameters.ts'
import type { Template } from '../cloudformation/template/template.ts'
import type { CodeDeployDeployment, EcsNativeDeployment, Environment, Stack } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import type { ChangeSetPlan, PlannedImage, Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { ReferenceCheck } from '../plan/contract.ts'
import type { Ports } from '../ports.ts'
import type { RunKey } from '../support/runtime.ts'
import type { SharedStatuses } from './deployments/shared-statuses.ts'
import type { Halt } from './traffic/halt.ts'

/** The environment that is deployed to, and what it gets. */
export interface DeployContext {
  readonly ports: Ports
  readonly record: Recorder
  readonly run: RunKey
  readonly environment: Environment
  readonly access: AwsAccess
  readonly release: Release
  /** Images of earlier builds that the release uses, as they were reviewed: of the environment, then of those before it. */
  readonly plannedImages?: readonly PlannedImage[]
  /** The checks of the configuration: those of some phases run in deployments. */
  readonly checks: readonly CheckInput[]
  /** The configuration, from which the checks on hosts of all environments join a revision. */
  readonly config?: CheckedRelease
  /** Called before a change set is executed on a stack; where it rejects, nothing is executed. */
  readonly beforeChange?: (stack: Stack, stackArn: string, changeSetArn: string) => Promise<void>
  /** Looks up again what the stacks refer to. */
  readonly references?: ReferenceCheck
  /** Requested where an alarm is in ALARM: the deployment that runs is stopped, and nothing more is started. */
  readonly halt?: Halt
  /** Statuses of the operations that are followed at the same time. */
  readonly statuses?: SharedStatuses
  /** Takes a watch of alarms that goes on while other steps run; absent: it is waited for. */
  readonly watchBeside?: (watch: Promise<readonly Finding[]>) => void
  /** Told of watches of alarms during which nothing changes. */
  readonly onlyWatching?: <T>(watch: Promise<T>) => Promise<T>
  /** Called for each deployment of this run that brought the release to a group. */
  readonly deployed?: (own: OwnDeployment) => void
  /** Called for each service that ECS brought to the release in this run. */
  readonly deployedService?: (own: OwnService) => void
}

/** A service that this run brought to the release. */
export interface OwnService {
  /** Its references are filled. */
  readonly deployment: EcsNativeDeployment
  readonly deploymentArn: string
  /** ARN of the task definition of the release. */
  readonly taskDefinition: string
  /** ARN of the one that the service had before; undefined where that is not known. */
  readonly before: string | undefined
}

/** A deployment of this run that succeeded. */
export interface OwnDeployment {
  /** Its references are filled. */
  readonly deployment: CodeDeployDeployment
  readonly deploymentId: string
  /** The last deployment that had succeeded in the group before it; undefined where there was none. */
  readonly before: string | undefined
}

/** What the reviewers saw of the stacks, and how to plan again what could not be final then. */
export interface ReviewedStacks {
  /** Stacks are executed by the change-set ARNs of these plans. */
  readonly changeSets: readonly ChangeSetPlan[]
  /** Plans a stack again with the outputs that exist now, and compares the result with the reviewed plan. */
  replan(stack: Stack, reviewed: ChangeSetPlan, outputs: Outputs): Promise<Replanned>
  /** Whether an earlier attempt of this run has executed another change set than this one on the stack. */
  wasReplanned(stack: Stack, seen: ChangeSetPlan): Promise<boolean>
  /** Undefined for an id without a source. */
  sourceOf(stack: string): ReviewedSource | undefined
  /** Called before a change set is executed: from then on it is not removed as unused. */
  executing(changeSetArn: string): void
}

/** The template of a stack, its parameters, and the ids of the stacks whose outputs it takes. */
export interface ReviewedSource {
  readonly template: Template
  readonly parameters: GivenParameters
  readonly dependsOn: readonly string[]
}

export interface Replanned {
  /** Undefined where there is no plan that may be executed; `findings` say why. */
  readonly plan?: ChangeSetPlan
  /** The stack before the plan; undefined where there is none. */
  readonly before: StackState | undefined
  readonly findings: readonly Finding[]
}
