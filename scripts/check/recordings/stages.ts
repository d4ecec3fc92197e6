import type { RecordedDetail, RecordedParameter, RecordedSet } from './read.ts'

/** What is known about a property in a stage. */
export interface Known {
  readonly value: unknown
}

export interface StageResource {
  readonly type: string
  readonly properties: Readonly<Record<string, Known>>
  /** Known attributes besides properties: policies, metadata. */
  readonly attributes: Readonly<Record<string, unknown>>
  /** Whether its properties were recorded; otherwise some may be missing or invented. */
  readonly told: boolean
  readonly retained: boolean
}

/** A version of the template: before the first change set, or after one. */
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
  /** Templates with their parameters. With `prologue`, the first one is deployed before the recorded operations. */
  readonly steps: readonly Step[]
  readonly prologue: Step | undefined
  /** Failures of the last step. */
  readonly failures: readonly Failure[]
  /** Durations of resources that differ from the default, in turns. */
  readonly turns: Readonly<Record<string, number>>
  /** Whether the steps contain all operations of the recorded events. */
  readonly sequenceTold: boolean
}

export interface Step {
  readonly template: object
  /** Whether a stack of the same name was deleted and created again. */
  readonly anew: boolean
  readonly parameters: readonly RecordedParameter[]
}

/** Why a story cannot be played. */
export class Untold extends Error {}

/** The URL of the template of all nested stacks, whose contents are not recorded. */
export const NESTED_URL = 'https://s3.amazonaws.com/recordings/nested.json'

export const NESTED = 'AWS::CloudFormation::Stack'

export const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** All details of a resource in the recorded responses of a change set. */
export function detailsOf(set: RecordedSet | undefined, id: string): RecordedDetail[] {
  if (!set) return []
  const entries = [...set.valued, ...set.plain]
  const changes = entries.flatMap((e) => e.DescribeChangeSet.Changes).map((one) => one.ResourceChange)
  return changes.filter((change) => change.LogicalResourceId === id).flatMap((change) => change.Details ?? [])
}
