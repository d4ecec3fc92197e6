import { isObject } from '../template/template.ts'

/** Equality as CloudFormation defines it: scalars by their text, objects regardless of the order of their members. */
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

/** One difference between two versions of a resource's properties. */
export interface Difference {
  readonly path: readonly string[]
  readonly kind: 'Add' | 'Modify' | 'Remove'
  readonly before?: unknown
  readonly after?: unknown
}

/**
 * The differences, each at the deepest possible path. Lists of different lengths differ as a whole, or item by item.
 */
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
