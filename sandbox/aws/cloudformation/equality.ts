import { isObject } from './template.ts'

/** Equality as CloudFormation sees it: scalars by their text, objects whatever the order of their members. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (isObject(a)) {
    if (!isObject(b)) return false
    const [left, right] = [Object.keys(a), Object.keys(b)]
    return left.length === right.length && left.every((name) => name in b && same(a[name], b[name]))
  }
  if (isObject(b) || Array.isArray(b)) return false
  return String(a) === String(b) && (a === undefined) === (b === undefined)
}

/** One place in a resource's properties that differs. */
export interface Difference {
  readonly path: readonly string[]
  readonly kind: 'Add' | 'Modify' | 'Remove'
  readonly before?: unknown
  readonly after?: unknown
}

/** The deepest places that differ; lists of different length differ as wholes, or `items` by item. */
export function differences(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
  lists: 'whole' | 'items' = 'whole',
): Difference[] {
  if (same(before, after)) return []
  if (before === undefined) return [{ path, kind: 'Add', after }]
  if (after === undefined) return [{ path, kind: 'Remove', before }]
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => differences(before[name], after[name], [...path, name], lists))
  }
  if (Array.isArray(before) && Array.isArray(after) && (lists === 'items' || before.length === after.length)) {
    const longer = before.length > after.length ? before : after
    return longer.flatMap((_, i) => differences(before[i], after[i], [...path, String(i)], lists))
  }
  return [{ path, kind: 'Modify', before, after }]
}
