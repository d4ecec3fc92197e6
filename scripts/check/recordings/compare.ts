import { escapeRegExp } from '../../../src/support/files/glob.ts'
import { isOfStack } from './read.ts'
import type { ChangeSetAnswer, EventsEntry, RecordedEvent } from './read.ts'

export const REGION = 'us-east-1'
export const ACCOUNT = '111111111111'

/** Differences between the sandbox's response and a recorded one, one line each. */
export function compareChangeSets(recorded: ChangeSetAnswer, ours: ChangeSetAnswer): string[] {
  const members = [
    'Status',
    'StatusReason',
    'ExecutionStatus',
    'IncludeNestedStacks',
    'Capabilities',
    'NotificationARNs',
    'RollbackConfiguration',
    'Parameters',
    'Description',
    'Tags',
    'OnStackFailure',
  ] as const
  const record = (answer: ChangeSetAnswer) => answer as unknown as Record<string, unknown>
  const top = members.flatMap((name) => unequal(name, sorted(record(recorded)[name]), sorted(record(ours)[name])))
  const ids = (answer: ChangeSetAnswer) => answer.Changes.map((c) => c.ResourceChange.LogicalResourceId)
  const all = [...new Set([...ids(recorded), ...ids(ours)])]
  return [...top, ...all.flatMap((id) => compareChange(id, find(recorded, id), find(ours, id)))]
}

type Change = Record<string, unknown>

function find(answer: ChangeSetAnswer, id: string): Change | undefined {
  return answer.Changes.find((c) => c.ResourceChange.LogicalResourceId === id)?.ResourceChange as unknown as
    Change | undefined
}

function compareChange(id: string, recorded: Change | undefined, ours: Change | undefined): string[] {
  if (!recorded || !ours) return [`${id}: ${recorded ? 'not listed by the sandbox' : 'not in the recording'}`]
  const members = [...new Set([...Object.keys(recorded), ...Object.keys(ours)])]
  return members.flatMap((name) => unequal(`${id}.${name}`, sorted(recorded[name]), sorted(parsed(name, ours[name]))))
}

/** Parses members that are JSON in a string, which the recordings contain parsed. */
function parsed(name: string, value: unknown): unknown {
  if (name.endsWith('Context') && typeof value === 'string') return JSON.parse(value)
  if (name !== 'Details' || !Array.isArray(value)) return value
  return value.map((detail: { Target: Record<string, unknown> }) => ({
    ...detail,
    Target: Object.fromEntries(
      Object.entries(detail.Target).map(([key, item]) => [key, key.endsWith('Value') ? asJson(item) : item]),
    ),
  }))
}

function asJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value) || value.startsWith('{{') || !value.includes('"')) return value
  return JSON.parse(value)
}

/** Sorts lists, whose order is not recorded. */
function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((item) => JSON.stringify(ordered(item))).toSorted()
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, ordered(v)]),
  )
}

function unequal(name: string, recorded: unknown, ours: unknown): string[] {
  const [left, right] = [JSON.stringify(ordered(recorded)), JSON.stringify(ordered(ours))].map(
    (text) => text ?? 'absent',
  )
  return matches(left!, right!) ? [] : [`${name}: recorded ${left}, sandbox ${right}`]
}

const CHANCE = new RegExp(
  [
    '<[^>"]*>',
    // Generated suffixes of names, EC2 IDs, UUIDs.
    '-[A-Za-z0-9]{12,13}(?=["/\\\\]|$)',
    '(?<=\\b[a-z]+-)[0-9a-f]{8}(?:[0-9a-f]{9})?\\b',
    '\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b',
  ].join('|'),
  'g',
)

/** Whether two texts are equal; placeholders and generated suffixes match any text of their form. */
export function matches(recorded: string, ours: string): boolean {
  if (recorded === ours) return true
  const parts = recorded.split(CHANCE).map(escapeRegExp)
  return parts.length > 1 && new RegExp(`^${parts.join('[^"]*')}$`).test(ours)
}

/** Until this date in May 2025, AWS returned a Replacement for additions with property values. */
const LAST_ADD_REPLACEMENT = Date.UTC(2025, 4, 18)

export function isOutdated(difference: string, recordedAt: string | undefined): boolean {
  const [day, month, year] = (recordedAt ?? '').split(',')[0]!.split('-').map(Number)
  const early = Date.UTC(year ?? 9999, (month ?? 1) - 1, day ?? 1) < LAST_ADD_REPLACEMENT
  return early && difference.endsWith('.Replacement: recorded "True", sandbox absent')
}

/** The form of a recording: complete, or each status once, with or without deletions. */
interface Form {
  readonly whole: boolean
  readonly cleanup: boolean
  readonly deletions: boolean
}

export function compareSequences(entry: EventsEntry, ours: readonly RecordedEvent[]): string[] {
  const recorded = Object.entries(entry.events)
  const all = recorded.flatMap(([, events]) => events)
  const whole = all.some((event) => event.ResourceProperties !== undefined)
  const form: Form = {
    whole,
    cleanup: all.some((event) => event.ResourceStatus.includes('CLEANUP')),
    deletions: whole || all.some((event) => event.ResourceStatus.startsWith('DELETE_')),
  }
  return recorded.flatMap(([key, events]) => {
    const stack = isOfStack(events[0])
    const mine = ours.filter((e) => (stack ? isOfStack(e) : e.LogicalResourceId === key))
    const left = project(isNewestFirst(events) ? events.toReversed() : events, form)
    const right = project(stack ? upTo(mine, left.at(-1)) : mine, form)
    return left.join(' ') === right.join(' ') ? [] : [`${key}: recorded ${left.join(' ')}, sandbox ${right.join(' ')}`]
  })
}

export function isNewestFirst(events: readonly RecordedEvent[]): boolean {
  const start = /^(REVIEW|CREATE|IMPORT)_IN_PROGRESS$/
  return !start.test(events[0]?.ResourceStatus ?? '') && start.test(events.at(-1)?.ResourceStatus ?? '')
}

/** The events up to the last recorded one, since a recording may end before the deletion of the stack. */
function upTo(events: readonly RecordedEvent[], last: string | undefined): readonly RecordedEvent[] {
  const status = last?.split(/[(#]/)[0]
  return events.slice(0, events.findLastIndex((event) => event.ResourceStatus === status) + 1)
}

/** A sequence in the form of the recording: statuses, and for complete recordings also reasons and IDs. */
function project(events: readonly RecordedEvent[], form: Form): string[] {
  const seen: string[] = []
  const identity = (id: string | undefined) => {
    if (!id) return '-'
    if (!seen.includes(id)) seen.push(id)
    return String(seen.indexOf(id))
  }
  const kept = events.filter(
    (event) =>
      (form.cleanup || !event.ResourceStatus.includes('CLEANUP')) &&
      (form.deletions || !event.ResourceStatus.startsWith('DELETE_')),
  )
  const lines = kept.map((event) =>
    form.whole
      ? `${event.ResourceStatus}(${event.ResourceStatusReason ?? ''})#${identity(event.PhysicalResourceId)}`
      : event.ResourceStatus,
  )
  return form.whole ? lines : lines.filter((line, index) => line !== lines[index - 1])
}
