import type { DeployForStack, Properties, ResourceHandlers, SandboxClock, Service } from '../../contract.ts'
import type { Need } from '../identity/authorize.ts'
import type { Hook } from './hook.ts'
import type { Actor } from './permissions.ts'

/** `rollback` is an update back to what was before. */
export type Verb = 'create' | 'update' | 'delete' | 'rollback'

/** How long things take, in simulated milliseconds. The most exact entry wins: resource, then type, then default. */
export interface Durations {
  /** One resource's create, update or delete. */
  readonly resource?: number
  /** By resource type: `AWS::S3::Bucket`. */
  readonly types?: Readonly<Record<string, number>>
  /** By place: `shop-preprod/Orders` or `Orders`. */
  readonly resources?: Readonly<Record<string, number>>
  /** From CreateChangeSet to CREATE_COMPLETE or FAILED. */
  readonly changeSet?: number
  /** A drift detection, whole. */
  readonly drift?: number
  /** Between a stack's own states (start, cleanup, end). */
  readonly stack?: number
}

/** A resource operation that fails on demand. */
export interface PlannedFailure {
  /** `shop-preprod/Orders`, `Orders`, or a resource type. */
  readonly resource: string
  readonly on: Verb
  readonly reason: string
  /** How often it fails before it works; always when absent. */
  readonly times?: number
}

/** What a macro answers; it has no code here. */
export type Macro = { readonly gives: unknown } | { readonly fails: string }

/** Items on one page; AWS's own sizes when absent. */
export interface PageSizes {
  readonly stacks?: number
  readonly events?: number
  readonly changes?: number
  readonly changeSets?: number
  readonly drifts?: number
  readonly resources?: number
  readonly hooks?: number
}

export interface CloudFormationOptions {
  readonly clock: SandboxClock
  readonly handlers: ResourceHandlers
  /** What TemplateURL and StackPolicyURL point at; undefined when there is no such object. */
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined
  readonly durations?: Durations
  readonly failures?: readonly PlannedFailure[]
  readonly pages?: PageSizes
  /** Resources, as `stack/name` or name, that the reading with property values leaves out, as AWS does when it cannot evaluate them. */
  readonly incompleteValues?: readonly string[]
  readonly hooks?: readonly Hook[]
  /** What DescribeChangeSetHooks says of itself, instead of the truth. */
  readonly hookPlan?: 'PLANNING' | 'PLANNED' | 'UNAVAILABLE'
  /** The state of an alarm that a rollback configuration names; without it such alarms are not watched. */
  readonly alarmState?: (
    place: { readonly account: string; readonly region: string },
    arn: string,
  ) => string | undefined
  /** What macros of the accounts answer, by name: the processed template, or the part that takes the place of the call. */
  readonly macros?: Readonly<Record<string, Macro>>
  /** CodeDeploy, for stacks with green deployments. */
  readonly deployForStack?: DeployForStack
  /** Why IAM does not let CloudFormation do that for whom it works; undefined where it does. */
  readonly refusal?: (actor: Actor, needs: readonly Need[]) => string | undefined
  /** Whether CloudFormation can take that role. */
  readonly assumable?: (role: string) => boolean
  /** Values of `{{resolve:…}}` references, by the text between the braces; unknown ones stay as they are. */
  readonly resolve?: (reference: string) => string | undefined
}

/** What becomes of one resource in drift detection when somebody meddled, or when CloudFormation cannot tell. */
export interface Tampering {
  /** Merged into the live properties; a property set to undefined is removed; null deletes the resource. */
  readonly properties?: Properties | null
  /** Forces what detection answers for it; `FAILED` makes its check fail, so that the detection is partial. */
  readonly drift?: 'UNSUPPORTED' | 'UNKNOWN' | 'NOT_CHECKED' | 'FAILED'
  readonly reason?: string
  /** So many checks get that answer, and the next ones what is true; without it, all. */
  readonly times?: number
}

/** The service, with the hands of somebody who works behind CloudFormation's back. */
export interface CloudFormation extends Service {
  /** `stack` is a name or an ID; only generic resources can be changed here, real ones are changed by their own service. */
  tamper(stack: string, logicalId: string, how: Tampering): void
  /** From now on these fail, too. */
  fail(failure: PlannedFailure): void
  /** Resolves when no operation runs any more. */
  settled(): Promise<void>
}
