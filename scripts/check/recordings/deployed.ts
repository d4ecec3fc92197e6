import { nameOfPhysical } from './physical.ts'
import { UNKNOWN } from './stages.ts'
import type { RecordedChange, RecordedEvent, Story } from './read.ts'

/** A stage in a story. */
interface When {
  readonly story: Story
  /** Change set n leads to stage n. */
  readonly index: number
  /** Oldest first. */
  readonly events: readonly RecordedEvent[]
}

/** The deployed properties of a resource in a stage, as far as they are recorded. */
export function deployedAt(when: When, id: string): Record<string, unknown> | undefined {
  const change = nextChange(when, id)
  const later = change?.BeforeContext?.Properties ?? {}
  const named = change && nameOfPhysical(change.ResourceType, change.PhysicalResourceId)
  const recorded = eventOf(when, id)?.ResourceProperties ?? {}
  const known = Object.entries(later).filter(([, value]) => !JSON.stringify(value ?? null).includes(UNKNOWN))
  return { ...later, ...recorded, ...named, ...Object.fromEntries(known) }
}

/** The physical ID of a resource in a stage. */
export function physicalAt(when: When, id: string): string | undefined {
  return nextChange(when, id)?.PhysicalResourceId ?? eventOf(when, id)?.PhysicalResourceId
}

function changesOf({ story }: When, set: number, id: string): RecordedChange[] {
  const { valued = [], plain = [] } = story.sets[set] ?? {}
  const all = [...valued, ...plain].flatMap((entry) => entry.DescribeChangeSet.Changes)
  return all.map((one) => one.ResourceChange).filter((change) => change.LogicalResourceId === id)
}

/** The next change of the resource, which records its state before. */
function nextChange(when: When, id: string): RecordedChange | undefined {
  const later = [...when.story.sets.keys()].filter((set) => set >= when.index)
  return later.flatMap((set) => changesOf(when, set, id)).find((change) => change.Action !== 'Add')
}

/** The event that completed the last change up to this stage. */
function eventOf(when: When, id: string): RecordedEvent | undefined {
  const done = when.events.filter(
    (event) => event.LogicalResourceId === id && /^(CREATE|UPDATE)_COMPLETE$/.test(event.ResourceStatus),
  )
  const changed = [...when.story.sets.keys()].filter((set) => set < when.index && changesOf(when, set, id).length > 0)
  return done[Math.max(0, changed.length - 1)]
}
