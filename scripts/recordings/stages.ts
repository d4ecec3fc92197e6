import type { RecordedDetail, RecordedParameter, RecordedSet } from './read.ts'

/** What one property is known to be at one stage. */
export interface Known {
  readonly value: unknown
}

export interface StageResource {
  readonly type: string
  readonly properties: Readonly<Record<string, Known>>
  /** Policies, metadata: what else of its definition is known. */
  readonly attributes: Readonly<Record<string, unknown>>
  /** Its properties were recorded; otherwise some may be missing, or made up. */
  readonly told: boolean
  readonly retained: boolean
}

/** A state of the template: before the first change set, after each. */
export interface Stage {
  readonly resources: Map<string, StageResource>
  readonly parameters: readonly RecordedParameter[]
  readonly anew?: boolean
}

export interface Failure {
  readonly resource: string
  readonly on: 'create' | 'update' | 'delete'
  readonly reason: string
}

export interface Play {
  /** Templates with their parameters: the first is deployed before anything recorded when `prologue` is set. */
  readonly steps: readonly Step[]
  readonly prologue: Step | undefined
  /** Of the last step. */
  readonly failures: readonly Failure[]
  /** How long resources take that do not take the usual time. */
  readonly turns: Readonly<Record<string, number>>
  /** Every operation of the recorded events is among the steps. */
  readonly sequenceTold: boolean
}

export interface Step {
  readonly template: object
  /** A stack of the same name was deleted and made anew. */
  readonly anew: boolean
  readonly parameters: readonly RecordedParameter[]
}

/** Why a story cannot be played. */
export class Untold extends Error {}

/** Where every nested stack's template is: what is inside is not recorded, so they all have the same. */
export const NESTED_URL = 'https://s3.amazonaws.com/recordings/nested.json'

export const NESTED = 'AWS::CloudFormation::Stack'

export const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** Every detail that any reading of this change set gives of one resource. */
export function detailsOf(set: RecordedSet | undefined, id: string): RecordedDetail[] {
  if (!set) return []
  const entries = [...set.valued, ...set.plain]
  const changes = entries.flatMap((e) => e.DescribeChangeSet.Changes).map((one) => one.ResourceChange)
  return changes.filter((change) => change.LogicalResourceId === id).flatMap((change) => change.Details ?? [])
}
