import { REPLACING } from '../../../sandbox/aws/services/cloudformation/stacks/provision.ts'
import { NESTED } from './stages.ts'
import type { Failure, Step } from './stages.ts'
import type { RecordedEvent } from './read.ts'

const FAILED = /^(CREATE|UPDATE|DELETE)_FAILED$/

function isCancelled(event: RecordedEvent): boolean {
  return event.ResourceStatusReason?.endsWith('cancelled') === true
}

function eventsOf(events: readonly RecordedEvent[], id: string): RecordedEvent[] {
  return events.filter((event) => event.LogicalResourceId === id)
}

/** The resources that failed by themselves, not because of another failure. */
export function failuresOf(events: readonly RecordedEvent[]): Failure[] {
  return events.flatMap((event): Failure[] => {
    const verb = FAILED.exec(event.ResourceStatus)?.[1]?.toLowerCase()
    if (verb === undefined || event.ResourceType === NESTED || isCancelled(event)) return []
    const { LogicalResourceId: resource, ResourceStatusReason: reason = 'failed' } = event
    const replaced = eventsOf(events, resource).some((one) => one.ResourceStatusReason === REPLACING)
    return [{ resource, on: verb === 'update' && replaced ? 'create' : (verb as Failure['on']), reason }]
  })
}

/** Durations in turns: a failing creation fails after half of its duration, a failing update at its end. */
const TURNS = { failing: 12, begun: { create: 8, update: 16 }, untouched: 40 }

/** Durations of resources that reproduce which operations were in progress at the failure. */
export function turnsOf(events: readonly RecordedEvent[]): Record<string, number> {
  const failures = failuresOf(events).filter((failure) => failure.on !== 'delete')
  const begun = TURNS.begun[failures.some((failure) => failure.on === 'update') ? 'update' : 'create']
  const cancelled = events
    .filter(isCancelled)
    .map((event): [string, number] => [
      event.LogicalResourceId,
      event.ResourceStatus === 'CREATE_FAILED' && event.PhysicalResourceId ? begun : TURNS.untouched,
    ])
  return Object.fromEntries([
    ...failures.map(({ resource }): [string, number] => [resource, TURNS.failing]),
    ...cancelled,
  ])
}

/**
 * Adds dependencies that reproduce the order: completed resources before the failure, those that never started after
 * it.
 */
export function inOrderOfFailure(step: Step, events: readonly RecordedEvent[]): Step {
  const failed = failuresOf(events)
    .filter((failure) => failure.on !== 'delete')
    .map((failure) => failure.resource)
  if (failed.length === 0) return step
  const { Resources: resources } = step.template as { Resources: Record<string, object> }
  const isDone = (id: string) => !failed.includes(id) && firstEnd(eventsOf(events, id)) === 'COMPLETE'
  const done = Object.keys(resources).filter(isDone)
  const waiting = (id: string) => (isDone(id) ? [] : eventsOf(events, id).length === 0 ? failed : done)
  const ordered = Object.entries(resources).map(([id, one]) => [id, { ...one, DependsOn: waiting(id) }])
  return { ...step, template: { ...step.template, Resources: Object.fromEntries(ordered) } }
}

/** The first final status of a resource, before the rollback. */
function firstEnd(own: readonly RecordedEvent[]): string | undefined {
  const kind = own.some((event) => event.ResourceStatus.startsWith('UPDATE_')) ? 'UPDATE' : 'CREATE'
  const end = own.find((event) => new RegExp(`^${kind}_(COMPLETE|FAILED)$`).test(event.ResourceStatus))
  return end?.ResourceStatus.split('_').at(-1)
}
