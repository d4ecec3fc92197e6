import { canonical } from '../../evidence/digest.ts'
import { isRecord } from '../../support/records.ts'

/** A difference as CloudFormation reports it; `path` is a JSON pointer into the properties. */
interface Difference {
  readonly path: string
  readonly kind: string
  readonly expected: string
  readonly actual: string
}

/** The kind of a difference in nothing but the order of a list. CloudFormation has no such kind. */
export const REORDERED = 'REORDERED'

/**
 * Pure: merges the differences of each list that has the same items in another order into one difference.
 * CloudFormation compares lists item by item and reports every property of every item that moved. Of an item it may show only
 * the members that the template declares at that position. `expected` and `actual` are the properties of the resource, JSON; differences stay as they are where one cannot be parsed.
 */
export function mergeReordered<D extends Difference>(
  differences: readonly D[],
  expected: string | undefined,
  actual: string | undefined,
): (D | Difference)[] {
  const [before, after] = [parsed(expected), parsed(actual)]
  const merged = new Map<string, Difference>()
  const rest: D[] = []
  for (const difference of differences) {
    const path = listsAbove(difference.path).find((pointer) =>
      isReordered(valueAt(before, pointer), valueAt(after, pointer)),
    )
    if (path === undefined) rest.push(difference)
    else if (!merged.has(path)) {
      merged.set(path, {
        path,
        kind: REORDERED,
        expected: JSON.stringify(valueAt(before, path)),
        actual: JSON.stringify(valueAt(after, path)),
      })
    }
  }
  return [...rest, ...merged.values()]
}

/** The value itself, then every list that holds it: the outermost first. */
function listsAbove(path: string): string[] {
  const keys = path.split('/')
  const lists = keys.flatMap((key, index) => (/^\d+$/.test(key) ? [keys.slice(0, index).join('/')] : []))
  return [...lists, path]
}

function isReordered(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return false
  const sorted = (list: readonly unknown[]): string =>
    list
      .map((item) => canonical(item))
      .toSorted()
      .join('\n')
  if (canonical(before) === canonical(after)) return false
  return sorted(before) === sorted(after) || isShownInPart(before, after)
}

/** Whether each live item is another declared one, as far as the declared one of its position lets it be shown. */
function isShownInPart(before: readonly unknown[], after: readonly unknown[]): boolean {
  const open = [...before]
  return after.every((item, index) => {
    const at = open.findIndex((declared) => canonical(shownAs(declared, before[index])) === canonical(item))
    if (at !== -1) open.splice(at, 1)
    return at !== -1
  })
}

/** The members of a value that another one has too. */
function shownAs(value: unknown, as: unknown): unknown {
  if (!isRecord(value) || !isRecord(as)) return value
  const members = Object.entries(value).filter(([name]) => Object.hasOwn(as, name))
  return Object.fromEntries(members.map(([name, member]) => [name, shownAs(member, as[name])]))
}

function valueAt(value: unknown, pointer: string): unknown {
  let found = value
  for (const key of pointer.split('/').slice(1)) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) found = found[Number(name)] as unknown
    else found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  return found
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
