import { identifiersOf, specOf } from '../../../sandbox/aws/services/cloudformation/template/resource-specification.ts'
import type { Story } from './read.ts'

const MADE_UP = /-[A-Za-z0-9]{12,13}$|</

/** The name property of a resource, if its physical ID is a custom name. */
export function nameOfPhysical(type: string, id: string | undefined): Record<string, unknown> | undefined {
  const spec = specOf(type)
  const plain = id?.replaceAll(/<(partition|region)>/g, '')
  const name = plain?.split(/[:/]/).at(-1)
  if (!spec || id === undefined || plain === undefined || MADE_UP.test(plain)) return undefined
  const [identifier = '', ...more] = identifiersOf(type)
  if (more.length > 0) return undefined
  if (identifier in spec.properties) return id === plain ? { [identifier]: id } : undefined
  const property = `${type.split('::').at(-1)}Name`
  return property in spec.properties ? { [property]: name } : undefined
}

const SHORTEST_ID = 6

/** The generated parts of a physical ID, which no template can contain. */
function madeUp(type: string | undefined, id: string | undefined): string[] {
  if (typeof type !== 'string' || typeof id !== 'string') return []
  const settable = specOf(type)?.properties
  const identifiers = identifiersOf(type)
  const parts = id.split('|')
  if (settable === undefined || parts.length !== identifiers.length) return []
  return parts.filter(
    (part, at) => !Object.hasOwn(settable, identifiers[at] ?? '') && part.length >= SHORTEST_ID && !/[:/<]/.test(part),
  )
}

/** The story with generated IDs replaced by placeholders. */
export function withoutMadeUp(story: Story): Story {
  const changes = story.sets.flatMap((set) => [...set.plain, ...set.valued].flatMap((e) => e.DescribeChangeSet.Changes))
  const events = story.sequences.flatMap((entry) => Object.values(entry.events).flat())
  const all = [...changes.map((one) => one.ResourceChange), ...events]
  const found = new Set(all.flatMap((one) => madeUp(one.ResourceType, one.PhysicalResourceId)))
  let text = JSON.stringify(story)
  for (const [index, id] of [...found].entries()) text = text.replaceAll(id, `<made-up:${index + 1}>`)
  return JSON.parse(text) as Story
}
