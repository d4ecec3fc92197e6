import { isDeepStrictEqual } from 'node:util'

/** Paths into JSON as people write them: `status`, `items[0].name`, `$.a.b`, or a JSON pointer `/items/0/name`. */

/** The steps of a path; undefined where it cannot be read. */
export function parseJsonPath(path: string): string[] | undefined {
  if (path === '' || path === '$') return []
  if (path.startsWith('/')) {
    return path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  const dotted = path.replace(/^\$\.?/, '')
  if (!/^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(dotted)) return undefined
  return [...dotted.matchAll(/[^.[\]]+/g)].map(([step]) => step)
}

/** What is at the path; `found` is false where there is nothing. Names that an object merely inherits are not there. */
export function atJsonPath(value: unknown, path: string): { readonly found: boolean; readonly value?: unknown } {
  let here = value
  for (const step of parseJsonPath(path) ?? [path]) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return { found: false }
    here = (here as Record<string, unknown>)[step]
  }
  return { found: true, value: here }
}

/**
 * Parses JSON without loss: a whole number that a double cannot hold becomes the text of its digits, as people write it in
 * the configuration. Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !isExact(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value,
  )
}

/**
 * The name of a member that an object of this JSON has twice: readers differ in which of them they take (RFC 8259, 4).
 * Throws a SyntaxError.
 */
export function repeatedMember(json: string): string | undefined {
  JSON.parse(json)
  const open: (Set<string> | undefined)[] = []
  for (const [token, name, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (name === undefined) open.pop()
    else if (colon !== undefined) {
      const member = JSON.parse(name) as string
      const known = open.at(-1)
      if (known?.has(member) === true) return member
      known?.add(member)
    }
  }
  return undefined
}

/** Whether no number in it may have been rounded when it was read. */
export function isExact(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact)
}

export function sameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b)
}
