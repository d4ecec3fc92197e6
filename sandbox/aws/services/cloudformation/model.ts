import type { Call } from '../../../contract.ts'
import type { Hook, HookAction } from './hooks/hook.ts'
import type { Json, JsonObject, Template } from './template/template.ts'

/** The state of stacks, resources and change sets. Times are simulated times. */

export type ParameterRecord = {
  key: string
  /** As given in the request, or the default. */
  given: string
  /** The value of Ref: for SSM parameter types, the value in the parameter store. */
  value: string
  resolved?: string
  noEcho: boolean
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'Snapshot' | 'RetainExceptOnCreate'

export interface ResourceRecord {
  logicalId: string
  type: string
  physicalId: string | undefined
  status: string
  reason: string | undefined
  updatedAt: Date
  /** Counts status changes, so that a copy shows whether the record has changed since. */
  revision: number
  /** Evaluated, as deployed. */
  properties: { readonly [name: string]: Json }
  attributes: Readonly<Record<string, unknown>>
  deletionPolicy: DeletionPolicy
  updateReplacePolicy: DeletionPolicy
  /** Logical IDs of the resources that are created before it and deleted after it. */
  dependencies: readonly string[]
  updatePolicy: JsonObject | undefined
  metadata: Json | undefined
  drift: ResourceDrift
  signals: Map<string, 'SUCCESS' | 'FAILURE'>
}

export interface PropertyDifference {
  readonly PropertyPath: string
  readonly ExpectedValue: string
  readonly ActualValue: string
  readonly DifferenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL'
}

export interface ResourceDrift {
  status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED' | 'UNKNOWN' | 'UNSUPPORTED'
  reason?: string
  checkedAt?: Date
  expected?: Json
  actual?: Json
  differences?: readonly PropertyDifference[]
}

export interface Output {
  readonly OutputKey: string
  readonly OutputValue: string
  readonly Description?: string
  readonly ExportName?: string
}

export interface StackEvent {
  readonly StackId: string
  readonly EventId: string
  readonly StackName: string
  readonly OperationId?: string
  readonly LogicalResourceId: string
  readonly PhysicalResourceId: string
  readonly ResourceType: string
  readonly Timestamp: Date
  readonly ResourceStatus: string
  readonly ResourceStatusReason?: string
  readonly ResourceProperties?: string
  readonly ClientRequestToken?: string
  readonly DetailedStatus?: string
  readonly HookType?: string
  readonly HookStatus?: string
  readonly HookStatusReason?: string
  readonly HookInvocationPoint?: string
  readonly HookInvocationId?: string
  readonly HookFailureMode?: string
}

/** The green deployment of an update, by the hook AWS::CodeDeploy::BlueGreen. */
export interface GreenPlan {
  /** Logical ID of the hook. */
  readonly hook: string
  readonly properties: JsonObject
  /** Logical ID of the service. */
  readonly service: string
  /** Logical IDs of the resources that are created before the traffic moves. */
  readonly installs: readonly string[]
}

/** The stack that an operation is to produce: everything that a request specifies. */
export interface Desired {
  readonly body: string
  /** The parsed template; after the transforms, the processed one. */
  readonly template: Template
  /** The processed template as JSON; absent before transforms have run, and without transforms. */
  readonly processed?: string
  /** Set when the update is a green deployment. */
  readonly green?: GreenPlan
  readonly parameters: readonly ParameterRecord[]
  readonly tags: readonly Tag[]
  readonly capabilities: readonly string[]
  readonly notificationArns: readonly string[]
  readonly roleArn: string | undefined
  readonly rollback: object
}

export interface OperationRecord {
  readonly id: string
  readonly type: string
  readonly startedAt: Date
  /** The call that started the operation. */
  readonly call: Call
  endedAt?: Date
}

export interface Detection {
  readonly id: string
  readonly stackId: string
  readonly startedAt: Date
  status: 'DETECTION_IN_PROGRESS' | 'DETECTION_COMPLETE' | 'DETECTION_FAILED'
  reason?: string
  stackStatus?: 'DRIFTED' | 'IN_SYNC' | 'UNKNOWN'
  drifted?: number
}

export interface Stable {
  readonly desired: Desired
  readonly resources: ReadonlyMap<string, ResourceRecord>
  /** Replaced physical resources, which are deleted when the update has succeeded. */
  readonly replaced: ResourceRecord[]
}

export interface Stack {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly account: string
  readonly createdAt: Date
  readonly parent: Stack | undefined
  /** The logical ID of this stack in its parent. */
  readonly parentResource: string | undefined
  updatedAt: Date | undefined
  deletedAt: Date | undefined
  status: string
  reason: string | undefined
  detailed: string | undefined
  current: Desired
  disableRollback: boolean
  deploymentConfig: DeploymentConfig | undefined
  terminationProtection: boolean
  timeoutMinutes: number | undefined
  policy: string | undefined
  resources: Map<string, ResourceRecord>
  outputs: readonly Output[]
  events: StackEvent[]
  changeSets: ChangeSet[]
  operations: OperationRecord[]
  token: string | undefined
  driftStatus: 'NOT_CHECKED' | 'IN_SYNC' | 'DRIFTED' | 'UNKNOWN'
  driftCheckedAt: Date | undefined
  /** The change set that was executed last. */
  executed: string | undefined
  /** Cancels the running operation; undefined when it cannot be cancelled. */
  cancel: (() => void) | undefined
  /** The state that a rollback restores; set while an update runs, and after one that stopped with a failure. */
  stable: Stable | undefined
}

/** What identifies a stack before it exists. */
export type StackPlace = Pick<Stack, 'id' | 'name' | 'region' | 'account'>

export interface DeploymentConfig {
  readonly Mode?: string
  readonly DisableRollback?: boolean
}

export interface ChangeSet {
  readonly id: string
  readonly name: string
  readonly stack: Stack
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT'
  readonly createdAt: Date
  readonly desired: Desired
  readonly description: string | undefined
  readonly includeNested: boolean
  readonly onStackFailure: string | undefined
  readonly importExisting: boolean
  /** Physical IDs by logical ID, of the resources that an import change set imports. */
  readonly importing: ReadonlyMap<string, string> | undefined
  readonly deploymentMode: string | undefined
  readonly deploymentConfig: DeploymentConfig | undefined
  /** The operation that created the change set, as DescribeEvents names it. */
  readonly operationId: string
  readonly disableValidation: boolean
  readonly token: string | undefined
  readonly parent: ChangeSet | undefined
  readonly children: ChangeSet[]
  status: string
  reason: string | undefined
  executionStatus: string
  /** The changes, without and with property values. */
  changes: readonly object[]
  changesWithValues: readonly object[]
  valuesWarning: string | undefined
  validations: readonly object[]
  /** Actual properties by logical ID, when the change set is drift-aware. */
  actual: ReadonlyMap<string, JsonObject | undefined> | undefined
}

/** One invocation of one hook. */
export interface HookResult {
  readonly id: string
  readonly hook: Hook
  readonly stack: Stack
  readonly invokedAt: Date
  readonly action: HookAction
  /** The change set's ARN, the stack's, or the resource's logical ID. */
  readonly targetId: string
  readonly targetType: string
  status: 'HOOK_IN_PROGRESS' | 'HOOK_COMPLETE_SUCCEEDED' | 'HOOK_COMPLETE_FAILED' | 'HOOK_FAILED'
  reason: string
}
