import { isRecord, textAt } from '../../../support/records.ts'
import { match, UNKNOWN } from '../pattern.ts'
import { isWithin, type ModelSchema, type Path } from './schema.ts'

/** A value that a resource has and its template does not declare. */
export interface UndeclaredValue {
  /** A JSON pointer below the properties; `*` stands for an item of a list. */
  readonly path: string
  readonly value: unknown
}

/**
 * Pure: the values of a resource's model that its template does not declare, without what the service alone sets. What a
 * template declares is the matter of CloudFormation's drift detection. Empty values and `false` mean the same as none.
 */
export function undeclaredValues(
  { identifier, readOnly, writeOnly }: ModelSchema,
  declared: Readonly<Record<string, unknown>>,
  live: Readonly<Record<string, unknown>>,
): UndeclaredValue[] {
  const hidden = [...identifier, ...readOnly, ...writeOnly]
  const found: UndeclaredValue[] = []

  function visit(path: Path, given: unknown, value: unknown): void {
    const [has, says] = [parsed(value), parsed(given)]
    if (says === UNKNOWN || isNothing(has) || isWithin(path, hidden)) return
    if (isRecord(has)) {
      if (says !== undefined && !isRecord(says)) return
      for (const [name, member] of Object.entries(has)) {
        if (holdsTags(path) && name.startsWith('aws:')) continue
        visit([...path, name], isRecord(says) ? says[name] : undefined, member)
      }
    } else if (Array.isArray(has))
      list(
        path,
        says,
        has.filter((item) => !(holdsTags(path) && isSystemTag(item))),
      )
    else if (says === undefined) found.push({ path: pointer(path), value: has })
  }

  /** Each item beside the declared one that it resembles most; what no declared item is, is undeclared as a whole. */
  function list(path: Path, says: unknown, items: readonly unknown[]): void {
    if (says !== undefined && !Array.isArray(says)) return
    const open: unknown[] = [...((says as readonly unknown[] | undefined) ?? [])]
    if (open.includes(UNKNOWN)) return
    const inner = [...path, '*']
    const scored = items.map((item) => ({ item, best: Math.max(0, ...open.map((each) => likeness(each, item))) }))
    for (const { item } of scored.toSorted((a, b) => b.best - a.best)) {
      const scores = open.map((each) => likeness(each, item))
      const best = Math.max(0, ...scores)
      if (best === 0) {
        if (!isNothing(item)) found.push({ path: pointer(says === undefined ? path : inner), value: item })
        continue
      }
      const [declaredItem] = open.splice(scores.indexOf(best), 1)
      visit(inner, declaredItem, item)
    }
  }

  visit([], declared, live)
  return found
}

/** How many values a declared item has in common with one that is there, at any depth. */
function likeness(declared: unknown, live: unknown): number {
  if (declared === UNKNOWN) return 0
  const [says, has] = [parsed(declared), parsed(live)]
  if (Array.isArray(says) && Array.isArray(has)) {
    return says.reduce<number>((sum, one) => sum + Math.max(0, ...has.map((other: unknown) => likeness(one, other))), 0)
  }
  if (isRecord(says) && isRecord(has)) {
    return Object.entries(says).reduce((sum, [name, value]) => sum + likeness(value, has[name]), 0)
  }
  return says !== undefined && has !== undefined && match(says, has) === 'same' ? 1 : 0
}

/** Some services return a document as its JSON text, and some declare it so. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    // A text that only looks like JSON.
    return value
  }
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isNothing)
  if (isRecord(value)) return Object.values(value).every(isNothing)
  return value === undefined || value === null || value === '' || value === false || value === 'false'
}

/** Whether a property is a list or map of tags; a condition of a policy may be about `aws:SourceArn` too. */
function holdsTags(path: Path): boolean {
  return /tags(map)?$/i.test(path.at(-1) ?? '')
}

/** Tags that AWS itself sets. */
function isSystemTag(item: unknown): boolean {
  return [textAt(item, 'Key'), textAt(item, 'TagKey')].some((key) => key?.startsWith('aws:') === true)
}

function pointer(path: Path): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
