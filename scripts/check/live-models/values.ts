export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.values(value).every(isEmpty))

const isSystemTag = (item: unknown): boolean =>
  isObject(item) && ['Key', 'TagKey'].some((name) => String(item[name]).startsWith('aws:'))

export const withoutSystemTags = (list: readonly unknown[]): unknown[] => list.filter((item) => !isSystemTag(item))

/** JSON with sorted members; scalars as text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' || typeof inner === 'boolean') return String(inner)
    if (!isObject(inner)) return inner
    return Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)))
  })
}

/** Pairs the items of two lists: in order, or each with its equal, and the others with the most similar ones. */
export function paired(left: readonly unknown[], right: readonly unknown[], ordered: boolean): [unknown, unknown][] {
  if (ordered) {
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [left[at], right[at]])
  }
  const open = [...right]
  const rest: unknown[] = []
  for (const item of left) {
    const at = open.findIndex((other) => canonical(other) === canonical(item))
    if (at < 0) rest.push(item)
    else open.splice(at, 1)
  }
  const pairs: [unknown, unknown][] = []
  for (const item of rest) {
    const best = open.toSorted((one, other) => likeness(item, other) - likeness(item, one))[0]
    if (best !== undefined) open.splice(open.indexOf(best), 1)
    pairs.push([item, best])
  }
  return [...pairs, ...open.map((other): [unknown, unknown] => [undefined, other])]
}

/** The number of scalars that two items have in common; names count most. */
function likeness(left: unknown, right: unknown): number {
  if (!isObject(left) || !isObject(right)) return 0
  return Object.entries(left).reduce((sum, [name, value]) => {
    if (canonical(value) !== canonical(right[name])) return sum + (isObject(value) ? likeness(value, right[name]) : 0)
    return sum + (/(Key|Name|Id|Field|Type)$/.test(name) ? NAME : 1)
  }, 0)
}

const NAME = 10
