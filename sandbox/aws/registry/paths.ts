import type { PropertySchema, ResourceSchema } from './schemas.ts'

/** The properties that a schema's JSON pointer names: `/properties/A/B` → `['A', 'B']`; `*` stands for each item. */
export function segmentsOf(pointer: string): readonly string[] {
  const [, root, ...rest] = pointer.split('/')
  // Some schemas repeat the keywords of JSON Schema within the pointer.
  return root === 'properties' ? rest.filter((name) => name !== 'properties' && name !== 'items') : []
}

/** The properties at the first level that a list of pointers names as a whole. */
export function wholeProperties(pointers: readonly string[] | undefined): readonly string[] {
  return (pointers ?? []).map(segmentsOf).flatMap(([name, ...deeper]) => (name && deeper.length === 0 ? [name] : []))
}

/** The value without what the pointers name, at each depth and in each item of a list. */
export function without(value: Readonly<Record<string, unknown>>, pointers: readonly string[] | undefined) {
  return (pointers ?? [])
    .map(segmentsOf)
    .reduce<Readonly<Record<string, unknown>>>(
      (left, path) => (path.length === 0 ? left : (remove(left, path) as Readonly<Record<string, unknown>>)),
      value,
    )
}

function remove(value: unknown, [name, ...deeper]: readonly string[]): unknown {
  if (Array.isArray(value)) {
    const inner = name === '*' ? deeper : [name ?? '', ...deeper]
    return inner.length === 0 ? [] : value.map((item) => remove(item, inner))
  }
  if (typeof value !== 'object' || value === null || name === undefined) return value
  if (name === '*') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, remove(inner, deeper)]))
  }
  const { [name]: found, ...others } = value as Record<string, unknown>
  if (found === undefined || deeper.length === 0) return others
  const inner = remove(found, deeper)
  return isEmpty(inner) && !isEmpty(found) ? others : { ...others, [name]: inner }
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** The schema of a property with its reference resolved. */
export function resolved(schema: ResourceSchema, property: PropertySchema | undefined): PropertySchema | undefined {
  const seen = new Set<string>()
  let current = property
  while (current?.$ref !== undefined && !seen.has(current.$ref)) {
    seen.add(current.$ref)
    const name = current.$ref.split('/').at(-1) ?? ''
    current = current.$ref.startsWith('#/properties/') ? schema.properties[name] : schema.definitions?.[name]
  }
  return current
}

/** The types that a value of a property may have. */
export function typesOf(schema: ResourceSchema, property: PropertySchema | undefined): readonly string[] {
  const found = resolved(schema, property)
  if (found === undefined) return []
  if (found.type !== undefined) return typeof found.type === 'string' ? [found.type] : found.type
  const choices = [...(found.oneOf ?? []), ...(found.anyOf ?? [])].flatMap((choice) => typesOf(schema, choice))
  return choices.length > 0 ? choices : found.properties === undefined ? [] : ['object']
}

/** The schema of a member of an object, also where the object is one of several choices. */
export function memberOf(schema: ResourceSchema, property: PropertySchema | undefined, name: string) {
  const found = resolved(schema, property)
  const choices = [...(found?.oneOf ?? []), ...(found?.anyOf ?? []), ...(found?.allOf ?? [])]
  const own: PropertySchema | undefined = found?.properties?.[name] ?? found?.additionalProperties
  return own ?? patternOf(found) ?? fromChoices(schema, choices, name)
}

function patternOf(property: PropertySchema | undefined): PropertySchema | undefined {
  return Object.values(property?.patternProperties ?? {})[0]
}

function fromChoices(
  schema: ResourceSchema,
  choices: readonly PropertySchema[],
  name: string,
): PropertySchema | undefined {
  for (const choice of choices) {
    const member = memberOf(schema, choice, name)
    if (member !== undefined) return member
  }
  return undefined
}

/** The schema of a list's items. */
export function itemOf(schema: ResourceSchema, property: PropertySchema | undefined): PropertySchema | undefined {
  const found = resolved(schema, property)
  return found?.items ?? [...(found?.oneOf ?? []), ...(found?.anyOf ?? [])].find((choice) => choice.items)?.items
}
