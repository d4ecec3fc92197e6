import { NormalizedSchema } from '@smithy/core/schema'

export type Schema = Parameters<typeof NormalizedSchema.of>[0]
export type Path = readonly (string | number)[]

/** A mismatch between a value and an input of AWS. */
export type ShapeFault = { readonly path: Path } & (
  | {
      /** An unknown member, which the SDKs drop silently. `known` are the valid members. */
      readonly problem: 'unknown'
      readonly known: readonly string[]
    }
  | { readonly problem: 'missing' }
  | {
      readonly problem: 'type'
      /** `an integer` */
      readonly expected: string
      readonly observed: unknown
    }
)

/** Compares a value from JSON with the schema that the SDK has of an input. */
export function shapeFaults(schema: Schema, value: unknown, path: Path = []): ShapeFault[] {
  const shape = NormalizedSchema.of(schema)
  const wrong = (expected: string): ShapeFault[] => [{ path, problem: 'type', expected, observed: value }]
  // Only the service knows the content of a document type.
  if (shape.isDocumentSchema()) return []
  if (shape.isListSchema()) {
    if (!Array.isArray(value)) return wrong('a list')
    return value.flatMap((item: unknown, at) => shapeFaults(shape.getValueSchema(), item, [...path, at]))
  }
  if (shape.isMapSchema() || shape.isStructSchema()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('an object')
    const given = Object.entries(value)
    if (shape.isMapSchema())
      return given.flatMap(([key, item]) => shapeFaults(shape.getValueSchema(), item, [...path, key]))
    return structFaults(shape, given, path)
  }
  const expected = expectedOf(shape, value)
  return expected === undefined ? [] : wrong(expected)
}

function structFaults(
  shape: NormalizedSchema,
  given: readonly (readonly [string, unknown])[],
  path: Path,
): ShapeFault[] {
  const members = new Map(shape.structIterator())
  const names = [...members.keys()]
  const missing = names
    .slice(0, requiredCount(shape))
    .filter((name) => !given.some(([each]) => each === name))
    .map((name): ShapeFault => ({ path: [...path, name], problem: 'missing' }))
  const faults = given.flatMap(([name, item]): ShapeFault[] => {
    const member = members.get(name)
    if (member === undefined) return [{ path: [...path, name], problem: 'unknown', known: names }]
    return shapeFaults(member, item, [...path, name])
  })
  return [...missing, ...faults]
}

/** Index in a static schema of the number of required members, which come first. */
const REQUIRED_AT = 6

/** How many of the first members of a structure are required. */
export function requiredCount(shape: NormalizedSchema): number {
  const count: unknown = (shape.getSchema() as unknown as readonly unknown[])[REQUIRED_AT]
  return typeof count === 'number' ? count : 0
}

/** The expected type of a simple value; undefined where it matches. Schemas do not distinguish integers from other numbers;
 * integers are required here. */
function expectedOf(shape: NormalizedSchema, value: unknown): string | undefined {
  if (shape.isNumericSchema()) return Number.isInteger(value) ? undefined : 'an integer'
  if (shape.isBooleanSchema()) return typeof value === 'boolean' ? undefined : 'true or false'
  if (shape.isTimestampSchema()) return ['string', 'number'].includes(typeof value) ? undefined : 'a time'
  return typeof value === 'string' ? undefined : 'a text'
}

/** Names of the members of an input or output. */
export function memberNames(schema: Schema): string[] {
  return [...NormalizedSchema.of(schema).structIterator()].map(([name]) => name)
}

/** `containerDefinitions[0].memory` */
export function showPath(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}
