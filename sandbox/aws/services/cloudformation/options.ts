import type {
  Call,
  DeployForStack,
  ExistingResource,
  Owner,
  Properties,
  RequiredPermission,
  ResourceHandler,
  ResourceHandlers,
  SandboxClock,
  Service,
} from '../../../contract.ts'
import type { Hook } from './hooks/hook.ts'
import type { ResourceRecord, Stack } from './model.ts'

/** `rollback` is an update that restores the previous state. */
export type Verb = 'create' | 'update' | 'delete' | 'rollback'

/** Durations in simulated milliseconds. The most specific entry applies: resource, then type, then default. */
export interface Durations {
  /** Creating, updating or deleting one resource. */
  readonly resource?: number
  /** By resource type: `AWS::S3::Bucket`. */
  readonly types?: Readonly<Record<string, number>>
  /** By logical ID, with or without the stack: `shop-preprod/Orders` or `Orders`. */
  readonly resources?: Readonly<Record<string, number>>
  /** From CreateChangeSet to CREATE_COMPLETE or FAILED. */
  readonly changeSet?: number
  /** A whole drift detection. */
  readonly drift?: number
  /** Between a stack's own states (start, cleanup, end). */
  readonly stack?: number
}

/** A resource operation that a scenario makes fail. */
export interface PlannedFailure {
  /** `shop-preprod/Orders`, `Orders`, or a resource type. */
  readonly resource: string
  readonly on: Verb
  readonly reason: string
  /** How often it fails before it succeeds; always when absent. */
  readonly times?: number
}

/** The response of a macro, which has no code in the sandbox. */
export type Macro = { readonly gives: unknown } | { readonly fails: string }

/** Page sizes; AWS's own when absent. */
export interface PageSizes {
  readonly stacks?: number
  readonly events?: number
  readonly changes?: number
  readonly changeSets?: number
  readonly drifts?: number
  readonly resources?: number
  readonly hooks?: number
}

/** The permissions that CloudFormation uses: those of the service role, or of the caller. */
export interface Actor {
  readonly call: Call
  readonly role: string | undefined
}

export interface CloudFormationOptions {
  readonly clock: SandboxClock
  readonly handlers: ResourceHandlers
  /** Reads the S3 object of a TemplateURL or StackPolicyURL; undefined when it does not exist. */
  readonly readObject: (bucket: string, key: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined
  readonly durations?: Durations
  readonly failures?: readonly PlannedFailure[]
  readonly pages?: PageSizes
  /**
   * Resources (`stack/name` or name) that responses with property values omit, as AWS does when it cannot evaluate
   * them.
   */
  readonly incompleteValues?: readonly string[]
  readonly hooks?: readonly Hook[]
  /** The quota StackLimit, where it is not AWS's default. */
  readonly stackLimit?: number | undefined
  /** The status that DescribeChangeSetHooks returns instead of the real one. */
  readonly hookPlan?: 'PLANNING' | 'PLANNED' | 'UNAVAILABLE'
  /** The state of an alarm in a rollback configuration; without this function such alarms are not watched. */
  readonly alarmState?: (
    place: { readonly account: string; readonly region: string },
    arn: string,
  ) => string | undefined
  /** Responses of macros by name: the processed template, or the fragment that replaces the call. */
  readonly macros?: Readonly<Record<string, Macro>>
  /** CodeDeploy, for stacks with green deployments. */
  readonly deployForStack?: DeployForStack
  /** The reason why IAM denies these actions to the actor; undefined when it allows them. */
  readonly refusal?: (actor: Actor, permissions: readonly RequiredPermission[]) => string | undefined
  /** The properties of a resource with what separate calls added to it, as drift detection reads them. */
  readonly observed?: (type: string, physicalId: string, owner: Owner, properties: Properties) => Properties
  /** Whether CloudFormation can assume the role. */
  readonly assumable?: (role: string) => boolean
  /** The value of a dynamic reference, by the text after `resolve:`; undefined leaves the reference as it is. */
  readonly resolve?: (reference: string, place: Pick<Call, 'region' | 'account'>) => string | undefined
}

/** A change of a resource outside of CloudFormation, or a forced result of drift detection. */
export interface Tampering {
  /** Merged into the live properties; a property set to undefined is removed; null deletes the resource. */
  readonly properties?: Properties | null
  /** Forces the result of drift detection; `FAILED` makes the check fail, and so the detection incomplete. */
  readonly drift?: 'UNSUPPORTED' | 'UNKNOWN' | 'NOT_CHECKED' | 'FAILED'
  readonly reason?: string
  /** The number of checks that get the forced result; all when absent. */
  readonly times?: number
}

/** The service, with ways to change resources outside of it and to make operations fail. */
export interface CloudFormation extends Service {
  /**
   * `stack` is a name or an ID. Works on generic resources only; those with a handler are changed through their own
   * service.
   */
  tamper(stack: string, logicalId: string, how: Tampering): void
  /** The handler of a type; types without one of their own are records. */
  handler(type: string): ResourceHandler
  /** The resources of all stacks of an account and region, with their stacks. */
  stackResources(place: Pick<Owner, 'account' | 'region'>): { stack: Stack; record: ResourceRecord }[]
  /** The resources of a type that are records only, in all accounts and regions. */
  records(type: string): readonly ExistingResource[]
  /** Adds a failure that applies from now on. */
  fail(failure: PlannedFailure): void
  /** Resolves when no operation runs any more. */
  settled(): Promise<void>
}
