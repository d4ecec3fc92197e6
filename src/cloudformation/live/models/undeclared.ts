import { isRecord } from '../../../support/records.ts'
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
        if (!name.startsWith('aws:')) visit([...path, name], isRecord(says) ? says[name] : undefined, member)
      }
    } else if (Array.isArray(has))
      list(
        path,
        says,
        has.filter((item) => !isSystemTag(item)),
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

/** How many of its members a declared item has in common with one that is there; one for equal items without members. */
function likeness(declared: unknown, live: unknown): number {
  if (!isRecord(declared) || !isRecord(live)) return match(declared, live) === 'different' ? 0 : 1
  return Object.entries(declared).filter(([name, value]) => value !== UNKNOWN && match(value, live[name]) === 'same')
    .length
}

/** Some services return a document as its JSON text, and some declare it so. */
function parsed(value: unknown): unknown {
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

/** Tags that AWS itself sets. */
function isSystemTag(item: unknown): boolean {
  return isRecord(item) && String(item['Key'] ?? item['TagKey'] ?? '').startsWith('aws:')
}

function pointer(path: Path): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
