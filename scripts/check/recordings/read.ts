import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The stored recordings: one entry per response or sequence, with the test that recorded it. */

export interface RecordedChange {
  readonly Action: string
  readonly LogicalResourceId: string
  readonly PhysicalResourceId?: string
  readonly ResourceType: string
  readonly Replacement?: string
  readonly PolicyAction?: string
  readonly Scope?: readonly string[]
  readonly Details?: readonly RecordedDetail[]
  readonly BeforeContext?: Context
  readonly AfterContext?: Context
}

export interface Context {
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly [attribute: string]: unknown
}

export interface RecordedDetail {
  readonly Target: Readonly<Record<string, unknown>>
  readonly Evaluation?: string
  readonly ChangeSource?: string
  readonly CausingEntity?: string
}

export interface RecordedParameter {
  readonly ParameterKey: string
  readonly ParameterValue: string
  readonly ResolvedValue?: string
}

export interface ChangeSetAnswer {
  readonly ChangeSetId: string
  readonly ChangeSetName: string
  readonly Changes: readonly { readonly ResourceChange: RecordedChange }[]
  readonly Parameters?: readonly RecordedParameter[]
  readonly Capabilities?: readonly string[]
  readonly Description?: string
  readonly IncludeNestedStacks?: boolean
  readonly Tags?: readonly object[]
  readonly OnStackFailure?: string
  readonly Status: string
  readonly StatusReason?: string
  readonly ExecutionStatus: string
}

export interface RecordedEvent {
  readonly LogicalResourceId: string
  readonly PhysicalResourceId?: string
  readonly ResourceType: string
  readonly ResourceStatus: string
  readonly ResourceStatusReason?: string
  readonly ResourceProperties?: Readonly<Record<string, unknown>>
  readonly StackId?: string
}

/** Whether an event is about the stack itself, not about a nested stack. */
export function isOfStack(event: RecordedEvent | undefined): boolean {
  if (event?.ResourceType !== 'AWS::CloudFormation::Stack') return false
  return event.StackId === undefined || event.StackId === event.PhysicalResourceId
}

interface Entry {
  readonly test: string
  readonly at: readonly string[]
  readonly recorded?: string
}

export type ChangeSetEntry = Entry & { readonly DescribeChangeSet: ChangeSetAnswer }
export type EventsEntry = Entry & { readonly events: Readonly<Record<string, readonly RecordedEvent[]>> }
export type ErrorEntry = Entry & { readonly error: { readonly Code: string; readonly Message: string } }

export interface Recordings {
  readonly changeSets: readonly ChangeSetEntry[]
  readonly sequences: readonly EventsEntry[]
  readonly errors: readonly ErrorEntry[]
}

/** Parses JSON without nulls, which recording tools write for absent members. */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) =>
    value === null ? undefined : Array.isArray(value) ? value.filter((item) => item !== undefined) : value,
  )
}

/** Reads a folder of recordings. Each of the three kinds, and members of responses, may be absent. */
export function readRecordings(folder: string): Recordings {
  const read = (name: string) => {
    const file = join(folder, name)
    return (existsSync(file) ? readJson(readFileSync(file, 'utf8')) : []) as never
  }
  const sets: readonly ChangeSetEntry[] = read('change-sets.json')
  return {
    changeSets: sets.map((entry) => ({ ...entry, DescribeChangeSet: withChanges(entry.DescribeChangeSet) })),
    sequences: read('resource-events.json'),
    errors: read('errors.json'),
  }
}

function withChanges(answer: ChangeSetAnswer): ChangeSetAnswer {
  const listed = Array.isArray(answer.Changes) ? answer.Changes : []
  const changes = listed.filter((change) => change.ResourceChange !== undefined)
  return {
    ...answer,
    Changes: changes.map(({ ResourceChange: change }) => ({
      ResourceChange: { ...change, ...(Array.isArray(change.Details) && { Details: change.Details.map(withTarget) }) },
    })),
  }
}

function withTarget(detail: RecordedDetail): RecordedDetail {
  return { ...detail, Target: detail.Target ?? {} }
}

/** A change set with its recorded responses. */
export interface RecordedSet {
  readonly plain: readonly ChangeSetEntry[]
  readonly valued: readonly ChangeSetEntry[]
}

/** All recordings of one test, with change sets in their order. */
export interface Story {
  readonly test: string
  readonly sets: readonly RecordedSet[]
  readonly sequences: readonly EventsEntry[]
}

const WITH_VALUES = /prop|values/

export function storiesOf(recordings: Recordings): Story[] {
  const tests = new Set([...recordings.changeSets, ...recordings.sequences].map((entry) => entry.test))
  return [...tests].map((test) => ({
    test,
    sets: setsOf(recordings.changeSets.filter((entry) => entry.test === test)),
    sequences: recordings.sequences.filter((entry) => entry.test === test),
  }))
}

function setsOf(entries: readonly ChangeSetEntry[]): RecordedSet[] {
  const ids = [...new Set(entries.map(setKey))]
  return ids.map((id) => {
    const mine = entries.filter((entry) => setKey(entry) === id)
    return { plain: mine.filter((entry) => !isValued(entry)), valued: mine.filter(isValued) }
  })
}

/** The identity of a change set. Placeholders repeat within a test, so that the ID alone is not unique. */
function setKey(entry: ChangeSetEntry): string {
  const number = /\d+/.exec(entry.at.join(' '))?.[0] ?? ''
  return `${entry.DescribeChangeSet.ChangeSetId} ${entry.DescribeChangeSet.ChangeSetName} ${number}`
}

function isValued(entry: ChangeSetEntry): boolean {
  const changes = entry.DescribeChangeSet.Changes.map((change) => change.ResourceChange)
  return changes.length === 0
    ? WITH_VALUES.test(entry.at.join(' '))
    : changes.some((change) => change.AfterContext !== undefined || change.BeforeContext !== undefined)
}
