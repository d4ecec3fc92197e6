import type { Call } from '../../contract.ts'
import type { Json, JsonObject, Template } from './template.ts'

/** The states and records that the engine keeps; times are the sandbox's. */

export type ParameterRecord = {
  key: string
  /** As given or defaulted: what the template's own text says. */
  given: string
  /** What Ref gives: for types that look a value up, the value that was found. */
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
  /** Counts its changes of state: what has moved since a copy was taken. */
  revision: number
  /** As deployed, evaluated. */
  properties: { readonly [name: string]: Json }
  attributes: Readonly<Record<string, unknown>>
  deletionPolicy: DeletionPolicy
  updateReplacePolicy: DeletionPolicy
  /** Logical IDs that have to exist before it, and to outlive it. */
  needs: readonly string[]
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

/** What the hook AWS::CodeDeploy::BlueGreen does in an update. */
export interface GreenPlan {
  /** Its logical ID. */
  readonly hook: string
  readonly properties: JsonObject
  /** Logical ID of the service. */
  readonly service: string
  /** Logical IDs of what is made before the traffic moves. */
  readonly installs: readonly string[]
}

/** What an operation sets out to reach: everything that a caller can say about a stack. */
export interface Desired {
  readonly body: string
  /** As read; once the transforms have run, as they made it. */
  readonly template: Template
  /** The template as JSON after its transforms; absent where it has none, or they have not run. */
  readonly processed?: string
  /** Set where the update is a green deployment. */
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
  /** Of whoever began it. */
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
  /** Old physical resources that new ones took the place of; they go when the update has worked. */
  readonly replaced: ResourceRecord[]
}

export interface Stack {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly account: string
  readonly createdAt: Date
  readonly parent: Stack | undefined
  /** Which resource of the parent it is. */
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
  /** The change set whose execution made the stack what it is. */
  executed: string | undefined
  /** Set while an update runs that may be cancelled. */
  cancel: (() => void) | undefined
  /** The last stable state while an update is under way or has stopped half-way: what a rollback goes back to. */
  stable: Stable | undefined
}

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
  /** Physical IDs, by logical ID, of what an import change set brings in. */
  readonly importing: ReadonlyMap<string, string> | undefined
  readonly deploymentMode: string | undefined
  readonly deploymentConfig: DeploymentConfig | undefined
  /** Of its creation: DescribeEvents groups by it. */
  readonly operationId: string
  readonly disableValidation: boolean
  readonly token: string | undefined
  readonly parent: ChangeSet | undefined
  readonly children: ChangeSet[]
  status: string
  reason: string | undefined
  executionStatus: string
  /** The two readings of the same plan: without and with property values. */
  changes: readonly object[]
  changesWithValues: readonly object[]
  valuesWarning: string | undefined
  validations: readonly object[]
  /** What was found there when a drift-aware change set was made. */
  actual: ReadonlyMap<string, JsonObject | undefined> | undefined
}

export const IN_PROGRESS = /_IN_PROGRESS$/
