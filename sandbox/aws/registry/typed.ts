import { asText } from '../names.ts'
import { itemOf, memberOf, typesOf } from './paths.ts'
import type { PropertySchema, ResourceSchema } from './schemas.ts'

/**
 * A value with the schema's types, and the schema's defaults within objects that are present. Templates may give a
 * number or a boolean as text, and JSON as text or as an object.
 */
export function typed(schema: ResourceSchema, property: PropertySchema | undefined, value: unknown): unknown {
  const types = typesOf(schema, property)
  if (Array.isArray(value)) {
    const item = itemOf(schema, property)
    return value.map((each) => typed(schema, item, each))
  }
  if (typeof value === 'object' && value !== null) return typedObject(schema, property, value, types)
  return scalar(value, types)
}

function typedObject(
  schema: ResourceSchema,
  property: PropertySchema | undefined,
  value: object,
  types: readonly string[],
): unknown {
  if (types.length > 0 && types.every((type) => type === 'string')) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => [
    name,
    typed(schema, memberOf(schema, property, name), member),
  ])
  return Object.fromEntries(members)
}

function scalar(value: unknown, types: readonly string[]): unknown {
  if (value === null || value === undefined || types.length === 0) return value
  if (types.includes(typeof value)) return value
  const text = asText(value)
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if ((types.includes('integer') || types.includes('number')) && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text)
  }
  if (types.includes('object') && text.startsWith('{')) return parsed(text)
  return types.includes('string') ? text : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that only looks like JSON.
    return text
  }
}
