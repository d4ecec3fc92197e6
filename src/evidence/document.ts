import type { Digest } from './digest.ts'
import type { Finding, Json, Outcome } from './finding.ts'

export const SCHEMA = 'test-deployments/evidence/v1'

/** Where a document belongs. Each slot of a run has one valid document. */
export interface Slot {
  readonly command: string
  /** `preprod`, `production`, or `all` where one job looked at both. */
  readonly environment: string
  readonly shard?: string
  readonly phase?: string
}

export interface Origin {
  readonly repository: string
  readonly sha: string
  readonly ref: string
  readonly runId: string
  readonly runAttempt: number
  readonly job: string
  readonly actor: string
}

/** A named thing and what it consists of: `{ id: 'web', kind: 'template', digest }`. */
export interface Item {
  readonly id: string
  readonly kind: 'template' | 'parameters' | 'revision'
  readonly digest: Digest
}

/** What moves: the same for both environments. `digest` covers everything else in here, and the commit. */
export interface Release {
  readonly digest: Digest
  readonly sha: string
  readonly templates: readonly Item[]
  readonly revisions: readonly Item[]
  readonly config: Digest
}

/** What CloudFormation will do to one property. `requiresRecreation` in AWS's words: Never, Conditionally, Always. */
export interface PropertyChange {
  /** JSON pointer from the resource, e.g. `/Properties/BillingMode`, `/Tags`. */
  readonly path: string
  readonly attribute: string
  readonly change: 'Add' | 'Remove' | 'Modify' | 'SyncWithActual' | 'Unknown'
  readonly requiresRecreation: 'Never' | 'Conditionally' | 'Always' | 'Unknown'
  /** Absent where CloudFormation did not tell, or where the value must not be shown. */
  readonly before?: string
  readonly after?: string
  /** What makes it change: DirectModification, ParameterReference, ResourceReference, ResourceAttribute, Automatic. */
  readonly causes: readonly string[]
  readonly evaluation: 'Static' | 'Dynamic' | 'Unknown'
}

/** What CloudFormation will do to one resource, without times, physical ids and order. */
export interface ResourceChange {
  readonly logicalId: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic' | 'SyncWithActual' | 'Unknown'
  readonly replacement: 'True' | 'False' | 'Conditional' | 'Unknown'
  /** Delete, Retain, Snapshot, ReplaceAndDelete, ReplaceAndRetain, ReplaceAndSnapshot. */
  readonly policyAction?: string
  readonly properties: readonly PropertyChange[]
}

/** The reviewed change of one stack, bound to the change set by its ARN. Nested stacks nest. */
export interface ChangeSetPlan {
  /** Id of the stack in the configuration; for a nested one the path of logical ids, `web/Database`. */
  readonly stack: string
  readonly stackName: string
  readonly stackArn?: string
  readonly changeSetArn?: string
  readonly kind: 'create' | 'update' | 'none'
  /** True while outputs of stacks that are not there yet are needed: values are then unknown. */
  readonly provisional: boolean
  readonly changes: readonly ResourceChange[]
  readonly nested: readonly ChangeSetPlan[]
}

/** What will happen to one environment. The digest covers everything but ARNs. */
export interface Plan {
  readonly environment: string
  readonly digest: Digest
  readonly changeSets: readonly ChangeSetPlan[]
}

/** What one environment is made of, normalised so that two environments compare. Made by release/parity. */
export interface Snapshot {
  readonly environment: string
  readonly facts: { readonly [path: string]: Json }
}

/** A series of numbers with a unit, e.g. latencies of a load test, or one number. */
export interface Measurement {
  readonly name: string
  readonly unit: 'ms' | 's' | 'bytes' | 'count' | 'percent' | 'per-second'
  readonly value: number
  /** Points over time, `[milliseconds since start, value]`, where a chart helps. */
  readonly series?: readonly (readonly [number, number])[]
  readonly limit?: number
  readonly subject?: string
}

export interface TimelineEntry {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly subject: string
  readonly event: string
  readonly outcome?: Outcome
  readonly detail?: string
  readonly ms?: number
}

/** Something that was created, or still runs, and how to find or end it. */
export interface Handle {
  readonly kind:
    | 'stack'
    | 'change-set'
    | 'deployment'
    | 'revision'
    | 'function-version'
    | 'task-definition'
    | 'detection'
    | 'process'
    | 'folder'
    | 'bucket'
    | 'object'
  readonly id: string
  readonly environment: string
  readonly region?: string
  readonly state: 'kept' | 'running' | 'removed' | 'unknown'
  /** How to look at it or end it. */
  readonly advice?: string
}

export interface Approval {
  readonly environment: string
  readonly state: string
  readonly user: string
  readonly comment: string
}

export interface Evidence {
  readonly schema: typeof SCHEMA
  readonly slot: Slot
  readonly origin: Origin
  /** `aws`/`github`, or the URL of what stood in for it. */
  readonly endpoints: { readonly aws: string; readonly github: string }
  readonly release?: Release
  readonly plans: readonly Plan[]
  readonly snapshots: readonly Snapshot[]
  /** Outputs of the stacks that were deployed, by stack id and name: later jobs need no account to know them. */
  readonly outputs?: { readonly [stack: string]: { readonly [name: string]: string } }
  readonly verdict: Outcome
  readonly findings: readonly Finding[]
  readonly measurements: readonly Measurement[]
  readonly timeline: readonly TimelineEntry[]
  readonly handles: readonly Handle[]
  readonly approvals: readonly Approval[]
  /** Digests of the documents that this one builds on. */
  readonly previous: readonly Digest[]
  readonly startedAt: string
  readonly finishedAt: string
}
