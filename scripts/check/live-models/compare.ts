import type { Properties } from '../../../sandbox/contract.ts'
import { itemOf, memberOf, resolved, segmentsOf, typesOf } from '../../../sandbox/aws/registry/paths.ts'
import type { PropertySchema, ResourceSchema } from '../../../sandbox/aws/registry/schemas.ts'
import { canonical, isEmpty, isObject, paired, withoutSystemTags } from './values.ts'

/**
 * Compares a model of the sandbox with a recorded one. Order counts only where the schema says so, JSON text equals the
 * object that it means, and an empty list or object equals an absent one. What the service generated, names included, is
 * compared by its type, as two resources never have the same.
 */

export type Kind =
  /** The sandbox lacks the default that AWS sets. */
  | 'unknown default'
  /** A read-only property that the sandbox does not return. */
  | 'unknown generated'
  /** A read-only property that only the sandbox returns. */
  | 'surplus generated'
  /** The template declares it, and AWS does not return it. */
  | 'not returned'
  /** The sandbox returns what AWS does not, or another value or shape. */
  | 'wrong'

export interface Difference {
  readonly kind: Kind
  readonly path: string
  readonly own: unknown
  readonly recorded: unknown
}

export function compare(
  schema: ResourceSchema,
  own: Properties,
  recorded: Properties,
  declared: Properties,
  ignored: ReadonlySet<string>,
): readonly Difference[] {
  const readOnly = new Set((schema.readOnlyProperties ?? []).map((pointer) => segmentsOf(pointer).join('.')))
  const found: Difference[] = []

  const note = (kind: Kind, path: string, mine: unknown, theirs: unknown): void => {
    found.push({ kind, path, own: mine, recorded: theirs })
  }

  function visit(path: string, property: PropertySchema | undefined, left: unknown, right: unknown): void {
    if (ignored.has(path)) return
    const [mine, theirs] = [meant(schema, property, left), meant(schema, property, right)]
    if (isEmpty(mine) && isEmpty(theirs)) return
    const isGenerated = readOnly.has(path) || isGeneratedName(path)
    if (isEmpty(mine)) return note(isGenerated ? 'unknown generated' : 'unknown default', path, mine, theirs)
    if (isEmpty(theirs)) return note(surplus(path, isGenerated), path, mine, theirs)
    if (isGenerated) {
      if (typeof mine !== typeof theirs) note('wrong', path, mine, theirs)
    } else if (Array.isArray(mine) && Array.isArray(theirs)) lists(path, property, mine, theirs)
    else if (isObject(mine) && isObject(theirs)) {
      for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
        visit(path === '' ? name : `${path}.${name}`, memberOf(schema, property, name), mine[name], theirs[name])
      }
    } else if (!sameScalar(property, mine, theirs)) note('wrong', path, mine, theirs)
  }

  /** A name that the template does not give. */
  const isGeneratedName = (path: string): boolean => !path.includes('.') && path.endsWith('Name') && !(path in declared)

  function surplus(path: string, isGenerated: boolean): Kind {
    if (isGenerated) return 'surplus generated'
    return (path.split('.')[0] ?? '') in declared ? 'not returned' : 'wrong'
  }

  /** Items without an equal one are compared with the most similar one. */
  function lists(path: string, property: PropertySchema | undefined, mine: unknown[], theirs: unknown[]): void {
    const [left, right] = [withoutSystemTags(mine), withoutSystemTags(theirs)]
    const item = itemOf(schema, property)
    const ordered = resolved(schema, property)?.insertionOrder === true
    for (const [one, other] of paired(left, right, ordered)) visit(`${path}.*`, item, one, other)
  }

  /** Without a schema, a number and its text mean the same. */
  const sameScalar = (property: PropertySchema | undefined, left: unknown, right: unknown): boolean =>
    left === right || (typesOf(schema, property).length === 0 && canonical(left) === canonical(String(right)))

  visit('', { properties: schema.properties }, withoutSystemTagsIn(own), withoutSystemTagsIn(recorded))
  return found
}

/** JSON text as what it means, where the schema allows it. */
function meant(schema: ResourceSchema, property: PropertySchema | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  const types = typesOf(schema, property)
  if (types.length > 0 && !types.includes('object') && !types.includes('string')) return value
  try {
    return JSON.parse(value)
  } catch {
    // A text that only looks like JSON.
    return value
  }
}

function withoutSystemTagsIn(model: Properties): Properties {
  const entries = Object.entries(model).map(([name, value]) => {
    if (Array.isArray(value)) return [name, withoutSystemTags(value)]
    if (!name.includes('Tags') || !isObject(value)) return [name, value]
    return [name, Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('aws:')))]
  })
  return Object.fromEntries(entries)
}
