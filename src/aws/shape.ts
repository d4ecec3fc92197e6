import { NormalizedSchema } from '@smithy/core/schema'

type Schema = Parameters<typeof NormalizedSchema.of>[0]

/** Paths of members that an input of AWS's does not have: `containerDefinitions[0].imge`. The SDKs drop them in silence. */
export function unknownMembers(schema: Schema, value: unknown, path = ''): string[] {
  const shape = NormalizedSchema.of(schema)
  if (Array.isArray(value)) {
    if (!shape.isListSchema()) return []
    return value.flatMap((item: unknown, at) => unknownMembers(shape.getValueSchema(), item, `${path}[${at}]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`)
  if (shape.isMapSchema()) {
    return Object.entries(value).flatMap(([key, item]) => unknownMembers(shape.getValueSchema(), item, below(key)))
  }
  if (!shape.isStructSchema()) return []
  const members = new Map(shape.structIterator())
  return Object.entries(value).flatMap(([name, item]) => {
    const member = members.get(name)
    return member === undefined ? [below(name)] : unknownMembers(member, item, below(name))
  })
}
