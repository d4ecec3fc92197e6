import { changeable, known } from './from-change-sets.ts'
import { nameOfPhysical } from './physical.ts'
import { Untold } from './stages.ts'
import type { Stage, StageResource } from './stages.ts'
import { isOfStack } from './read.ts'
import type { RecordedEvent } from './read.ts'

/** The number of creations and updates of a stack. */
export function operationsIn(events: readonly RecordedEvent[]): number {
  const starts = events.filter(isOfStack).filter((event) => /^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus))
  return starts.length
}

/**
 * The stages of a story without recorded change sets, from the events of each resource. Events do not tell which of two
 * operations created or deleted a resource, which does not affect its own sequence.
 */
export function stagesFromEvents(
  sequences: Readonly<Record<string, readonly RecordedEvent[]>>,
  retained: readonly string[],
): Stage[] {
  const own = Object.entries(sequences).filter(([, events]) => !isOfStack(events[0]))
  const all = Object.values(sequences).flat()
  if (own.length === 0) throw new Untold('only the stack itself was recorded')
  const operations = operationsIn(all)
  if (operations > 2) throw new Untold('the change sets between more than two operations are not recorded')
  const deleted = all.some((event) => isOfStack(event) && event.ResourceStatus === 'DELETE_COMPLETE')
  const [first, second] = [new Map<string, StageResource>(), new Map<string, StageResource>()]
  for (const [id, events] of own) {
    const fate = fateOf(events, deleted)
    if (fate.created) first.set(id, resourceOf(id, fate.created, retained))
    if (fate.created && !fate.removed) second.set(id, fate.updated ? updatedFrom(id, fate, retained) : first.get(id)!)
  }
  const stages: Stage[] = [
    { resources: new Map(), parameters: [] },
    { resources: first, parameters: [] },
  ]
  if (operations < 2) return stages
  if (![...first].some(([id, resource]) => second.get(id) !== resource)) moveLast(first, second)
  return [...stages, { resources: second, parameters: [] }]
}

interface Fate {
  readonly created: RecordedEvent | undefined
  readonly updated: RecordedEvent | undefined
  readonly removed: boolean
}

function fateOf(events: readonly RecordedEvent[], stackDeleted: boolean): Fate {
  const last = (status: RegExp) => events.findLast((event) => status.test(event.ResourceStatus))
  const created = events.find((event) => /^CREATE_(COMPLETE|FAILED)$/.test(event.ResourceStatus))
  const updated = last(/^UPDATE_(COMPLETE|FAILED)$/)
  const final = updated ?? created
  const gone = events.some(
    (e) => e.ResourceStatus === 'DELETE_COMPLETE' && e.PhysicalResourceId === final?.PhysicalResourceId,
  )
  return { created, updated, removed: gone && !stackDeleted }
}

function resourceOf(id: string, event: RecordedEvent, retained: readonly string[]): StageResource {
  const properties = event.ResourceProperties ?? nameOfPhysical(event.ResourceType, event.PhysicalResourceId)
  return {
    type: event.ResourceType,
    properties: known(properties),
    attributes: retained.includes(id) ? { DeletionPolicy: 'Retain' } : {},
    told: true,
    retained: false,
  }
}

/** An update without recorded properties: the physical ID shows whether the resource was replaced. */
function updatedFrom(id: string, { created, updated }: Fate, retained: readonly string[]): StageResource {
  const was = resourceOf(id, created!, retained)
  if (updated!.ResourceProperties) return resourceOf(id, updated!, retained)
  const replaced = created!.PhysicalResourceId !== updated!.PhysicalResourceId
  const named = replaced ? nameOfPhysical(updated!.ResourceType, updated!.PhysicalResourceId) : undefined
  if (named) return { ...was, properties: { ...was.properties, ...known(named) } }
  const property = changeable(was.type, replaced)
  if (property === undefined) throw new Untold(`which property of ${id} changed is not recorded`)
  return { ...was, properties: { ...was.properties, [property]: { value: `${property}-after` } } }
}

/** Moves the creation of the last resource to the second stage, since an update changes at least one resource. */
function moveLast(first: Map<string, StageResource>, second: Map<string, StageResource>): void {
  const id = [...first.keys()].at(-1)
  if (id === undefined || first.size < 2) throw new Untold('what the update changed is not recorded')
  first.delete(id)
  if (!second.has(id)) throw new Untold('what the update changed is not recorded')
}
