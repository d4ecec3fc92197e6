import type { Composition } from './composition.ts'
import type { Digest } from './digest.ts'
import type { Finding, Json } from './finding.ts'
import type { Outcome, Verdict } from './outcome.ts'
import type { Place } from './place.ts'

/** The version of the form. docs/decisions/0015 says when it rises. */
export const SCHEMA = 'test-deployments/evidence/v1'

/** Where a document belongs. Each slot of a run has one valid document. */
export interface Slot {
  readonly command: string
  /** `preprod`, `production`, or `all` where one job examined all of them. */
  readonly environment: string
  /** With `region`: the one place of the environment that the step was limited to; absent: all of its places. */
  readonly account?: string
  readonly region?: string
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
  readonly kind: 'template' | 'parameters' | 'revision' | 'assembly'
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
  /** Absent where CloudFormation did not return it, or where the value must not be shown. */
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

/** A container image that a repository has from an earlier build of the same sources; the release uses it. */
export interface PlannedImage {
  readonly repository: string
  readonly tag: string
  /** Of the image that this release packaged, which is not used. */
  readonly built: Digest
  readonly digest: Digest
  /** `HOST/REPOSITORY@sha256:…`: the registry that has it. */
  readonly from: string
}

/** What will happen to one place of an environment. The digest covers everything but ARNs and the place. */
export interface Plan extends Place {
  readonly digest: Digest
  readonly changeSets: readonly ChangeSetPlan[]
  /** Absent where the release uses the images that it packaged. */
  readonly images?: readonly PlannedImage[]
}

/**
 * What one place of an environment is made of when this release is deployed, normalised so that two compare. Made by
 * precheck/snapshot.
 */
export interface Snapshot extends Place {
  readonly facts: { readonly [path: string]: Json }
  /** By path of a fact: how the release decides about it. A fact without an entry is as it is now. */
  readonly planned?: { readonly [path: string]: FactPlan }
}

export interface FactPlan {
  /** True where the release sets the value; false where it is as it is now. */
  readonly isSet: boolean
  /** Why the value is not known before the deployment; undefined where it is. */
  readonly open?: string
  /** Of what the template says, with references in place of what only the execution resolves. */
  readonly declared?: Digest
}

/**
 * What serves at one place at one time, and what watches it: stacks, deployments, versions, alarms. A value is null where it
 * could not be read; a path that is absent does not exist.
 */
export interface PlaceState extends Place {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly values: { readonly [path: string]: string | null }
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
  readonly sample?: Sample
}

/** Independent values of a measurement, by which it is compared with that of another release. */
export interface Sample {
  /** Digest of what was measured and how: only samples of the same basis compare. */
  readonly basis: string
  readonly values: readonly number[]
}

/** What is known of the last release to production. Lists are bounded; values of the release are not part of it. */
export interface LastRelease {
  readonly runId: string
  readonly runAttempt: number
  readonly sha: string
  /** Branch or tag; absent where GitHub does not say. */
  readonly ref?: string
  /** Absent where only the commit is known. */
  readonly finishedAt?: string
  /** `configuration`: its evidence cannot be used, and the configuration of its commit was read instead. */
  readonly source: 'evidence' | 'configuration'
  readonly composition: Composition
  /** What moved: digests of templates, parameters, revisions and configuration. */
  readonly release?: Release
  /** How long each step took, in milliseconds, by its slot: `deploy-production/production`. */
  readonly steps: readonly { readonly slot: string; readonly ms: number }[]
  /** Durations of deployments, results of load tests and the like, with their samples, without their series. */
  readonly measurements: readonly Measurement[]
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

/** Outputs of the stacks of one place, by stack id and name. */
export interface PlaceOutputs extends Place {
  readonly stacks: { readonly [stack: string]: { readonly [name: string]: string } }
}

/** A temporary environment that was made. */
export interface TemporaryDeployment {
  readonly name: string
  /** ISO 8601, UTC. */
  readonly expiresAt: string
  /** Where it serves, as the configuration says. */
  readonly url?: string
}

/** Something that was created, or still runs, and how to find or end it. */
export interface Handle extends Place {
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
  /** Only where the step reported and enforced nothing. */
  readonly mode?: 'observe'
  /** `aws`/`github`, or the URL of what stood in for it. */
  readonly endpoints: { readonly aws: string; readonly github: string }
  /** All environments of the release, in the order in which they get it. Absent where no configuration was read. */
  readonly environments?: readonly string[]
  readonly release?: Release
  /** What the release consists of, in the environments that the step examined. */
  readonly composition?: Composition
  /** What precheck restored of the last release; later steps read it here. */
  readonly lastRelease?: LastRelease
  readonly plans: readonly Plan[]
  readonly snapshots: readonly Snapshot[]
  /** What served, in the order in which it was read. */
  readonly states?: readonly PlaceState[]
  /** Outputs of the stacks that were deployed: later jobs need no account to know them. */
  readonly outputs?: readonly PlaceOutputs[]
  /** The temporary environment that the step made. */
  readonly temporary?: TemporaryDeployment
  /** Where the environment serves that the step deployed to. */
  readonly url?: string
  readonly verdict: Verdict
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
