import { nameOfPhysical } from './physical.ts'
import { UNKNOWN } from './stages.ts'
import type { RecordedChange, RecordedEvent, Story } from './read.ts'

/** Where in a story something is looked for. */
interface When {
  readonly story: Story
  /** Change set n makes stage n. */
  readonly index: number
  /** Oldest first. */
  readonly events: readonly RecordedEvent[]
}

/** What the properties of a resource really were in a stage, once it was deployed, as far as anything recorded tells. */
export function deployedAt(when: When, id: string): Record<string, unknown> | undefined {
  const change = nextChange(when, id)
  const later = change?.BeforeContext?.Properties ?? {}
  const named = change && nameOfPhysical(change.ResourceType, change.PhysicalResourceId)
  const told = eventOf(when, id)?.ResourceProperties ?? {}
  const known = Object.entries(later).filter(([, value]) => !JSON.stringify(value ?? null).includes(UNKNOWN))
  return { ...later, ...told, ...named, ...Object.fromEntries(known) }
}

/** The physical ID that a resource had in a stage. */
export function physicalAt(when: When, id: string): string | undefined {
  return nextChange(when, id)?.PhysicalResourceId ?? eventOf(when, id)?.PhysicalResourceId
}

function changesOf({ story }: When, set: number, id: string): RecordedChange[] {
  const { valued = [], plain = [] } = story.sets[set] ?? {}
  const all = [...valued, ...plain].flatMap((entry) => entry.DescribeChangeSet.Changes)
  return all.map((one) => one.ResourceChange).filter((change) => change.LogicalResourceId === id)
}

/** A later change tells what it finds. */
function nextChange(when: When, id: string): RecordedChange | undefined {
  const later = [...when.story.sets.keys()].filter((set) => set >= when.index)
  return later.flatMap((set) => changesOf(when, set, id)).find((change) => change.Action !== 'Add')
}

/** The event with which the last change up to this stage was complete. */
function eventOf(when: When, id: string): RecordedEvent | undefined {
  const done = when.events.filter(
    (event) => event.LogicalResourceId === id && /^(CREATE|UPDATE)_COMPLETE$/.test(event.ResourceStatus),
  )
  const changed = [...when.story.sets.keys()].filter((set) => set < when.index && changesOf(when, set, id).length > 0)
  return done[Math.max(0, changed.length - 1)]
}
