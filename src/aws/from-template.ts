import { NormalizedSchema } from '@smithy/core/schema'
import { isRecord } from '../support/records.ts'
import { requiredCount, type Path, type Schema } from './shape.ts'

/** The properties of a resource of a template as an input of AWS. */
export interface FromTemplate {
  readonly value: unknown
  /** Members whose value is a reference, a function or a dynamic reference: known to CloudFormation only. */
  readonly unknown: readonly Path[]
  /** The path in the template, by that of the input, JSON. */
  readonly places: ReadonlyMap<string, Path>
}

/** Properties that have another name in the input. */
const RENAMED: Readonly<Record<string, string>> = { proxyconfigurationproperties: 'properties' }

/**
 * Pure: writes properties with the names and the types of the input, as CloudFormation does: `PortMappings` is portMappings
 * and "80" is a number. What is not known is absent, or filled with a value of its type where it is required or `filled`; items of lists keep
 * their position. A property that the input does not have is left to CloudFormation, which knows its own properties.
 */
export function fromTemplate(schema: Schema, properties: unknown, filled: boolean): FromTemplate {
  const unknown: Path[] = []
  const places = new Map<string, Path>()

  function visit(shape: NormalizedSchema, given: unknown, path: Path, place: Path, must = false): unknown {
    places.set(JSON.stringify(path), place)
    // Whether CloudFormation takes one value for a list is not documented.
    if (isUnknown(given) || (shape.isListSchema() && !Array.isArray(given))) {
      unknown.push(path)
      return filled || must || typeof path.at(-1) === 'number' ? filler(shape, unknown.length) : undefined
    }
    if (shape.isListSchema() && Array.isArray(given))
      return given
        .map((item: unknown, at) => [item, at] as const)
        .filter(([item]) => !isNoValue(item))
        .map(([item, at], index) => visit(shape.getValueSchema(), item, [...path, index], [...place, at]))
    if (shape.isMapSchema() && isRecord(given))
      return membersOf(
        Object.entries(given).map(([name, item]) => [name, name, shape.getValueSchema(), item] as const),
        path,
        place,
      )
    if (shape.isStructSchema() && isRecord(given)) {
      const known = [...shape.structIterator()]
      const required = known.slice(0, requiredCount(shape)).map(([name]) => name)
      const members = Object.entries(given).flatMap(([property, item]) => {
        const lower = property.toLowerCase()
        const found = known.find(([name]) => name.toLowerCase() === (RENAMED[lower] ?? lower))
        return found === undefined ? [] : [[found[0], property, found[1], item] as const]
      })
      return membersOf(members, path, place, required)
    }
    return scalar(shape, given)
  }

  function membersOf(
    members: readonly (readonly [name: string, property: string, shape: NormalizedSchema, item: unknown])[],
    path: Path,
    place: Path,
    required: readonly string[] = [],
  ): Record<string, unknown> {
    const kept = members
      .filter(([, , , item]) => !isNoValue(item))
      .map(
        ([name, property, shape, item]) =>
          [name, visit(shape, item, [...path, name], [...place, property], required.includes(name))] as const,
      )
    return Object.fromEntries(kept.filter(([, value]) => value !== undefined))
  }

  return { value: visit(NormalizedSchema.of(schema), properties, [], []), unknown, places }
}

/** CloudFormation converts between numbers, booleans and their texts. */
function scalar(shape: NormalizedSchema, given: unknown): unknown {
  if (shape.isNumericSchema() && typeof given === 'string' && /^\s*-?\d+(\.0+)?\s*$/.test(given)) return Number(given)
  if (shape.isBooleanSchema() && (given === 'true' || given === 'false')) return given === 'true'
  if (shape.isStringSchema() && (typeof given === 'number' || typeof given === 'boolean')) return String(given)
  return given
}

/** A value of the type that is different from each other one. */
function filler(shape: NormalizedSchema, count: number): unknown {
  if (shape.isListSchema()) return []
  if (shape.isMapSchema()) return {}
  if (shape.isStructSchema()) {
    const required = [...shape.structIterator()].slice(0, requiredCount(shape))
    return Object.fromEntries(required.map(([name, member]) => [name, filler(member, count)]))
  }
  if (shape.isNumericSchema()) return count
  return shape.isBooleanSchema() ? false : `unknown-${count}`
}

function isNoValue(value: unknown): boolean {
  return isRecord(value) && value['Ref'] === 'AWS::NoValue'
}

function isUnknown(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{resolve:')
  return isRecord(value) && Object.keys(value).some((name) => name === 'Ref' || name.startsWith('Fn::'))
}
