import type { Properties } from '../../contract.ts'
import { asText } from '../names.ts'
import { segmentsOf } from './paths.ts'
import type { ResourceSchema } from './schemas.ts'

/** Cloud Control's identifiers: the values of the primary identifier in the schema's order, joined by `|`. */

const SEPARATOR = '|'

/** The names of the properties of the primary identifier, in order. */
export function identifierNames(schema: ResourceSchema): readonly string[] {
  return (schema.primaryIdentifier ?? []).map((pointer) => segmentsOf(pointer).join('.'))
}

export function identifierOf(schema: ResourceSchema, model: Properties): string {
  return valuesOf(schema.primaryIdentifier ?? [], model).join(SEPARATOR)
}

/** Whether an identifier as a client gives it names the resource: joined, as JSON, or a secondary one as JSON. */
export function matches(schema: ResourceSchema, model: Properties, given: string): boolean {
  const members = asMembers(given)
  if (members === undefined) return given === identifierOf(schema, model)
  const sets = [schema.primaryIdentifier ?? [], ...(schema.additionalIdentifiers ?? [])]
  return sets.some((pointers) => {
    const names = pointers.map((pointer) => segmentsOf(pointer).join('.'))
    if (names.length !== Object.keys(members).length || names.length === 0) return false
    const values = valuesOf(pointers, model)
    return names.every((name, index) => name in members && asText(members[name]) === values[index])
  })
}

/** Whether an identifier has as many values as the type needs. */
export function isWellFormed(schema: ResourceSchema, given: string): boolean {
  const members = asMembers(given)
  const count = identifierNames(schema).length
  if (members === undefined) return count < 2 || given.split(SEPARATOR).length === count
  const sets = [schema.primaryIdentifier ?? [], ...(schema.additionalIdentifiers ?? [])]
  return sets.some((pointers) => {
    const names = pointers.map((pointer) => segmentsOf(pointer).join('.'))
    return names.length === Object.keys(members).length && names.every((name) => name in members)
  })
}

function valuesOf(pointers: readonly string[], model: Properties): string[] {
  return pointers.map((pointer) =>
    asText(
      segmentsOf(pointer).reduce<unknown>(
        (value, name) => (typeof value === 'object' && value !== null ? (value as Properties)[name] : undefined),
        model,
      ),
    ),
  )
}

function asMembers(given: string): Properties | undefined {
  if (!given.startsWith('{')) return undefined
  try {
    return JSON.parse(given) as Properties
  } catch {
    // An identifier that only begins like JSON.
    return undefined
  }
}
