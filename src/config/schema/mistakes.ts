import type { z } from 'zod'
import { nearestWord } from '../../support/text/nearest.ts'
import { formsAt } from './words.ts'

/** Zod's issues as mistakes in words. */

/** A mistake in the file. */
export interface Mistake {
  readonly path: readonly PropertyKey[]
  readonly expected: string
  /** The key that is wrong, where it is not the value. */
  readonly key?: string
  /** The key is not of the schema. */
  readonly unknown?: true
  /** A key that is missing at the path. */
  readonly missing?: true
}

/** What is read, and by which schema. */
export interface Read {
  readonly shape: z.core.$ZodType
  /** Whether the file has a value at the path. */
  readonly has: (path: readonly PropertyKey[]) => boolean
}

/** Names of the schema's types for users of YAML. */
const YAML_WORDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text',
  int: 'a whole number',
  boolean: 'true or false',
}

/** An issue as mistakes; of a union, those of the member that matches best: a map is not reported as a wrong text. */
export function mistakesOf(issue: z.core.$ZodIssue, read: Read, prefix: readonly PropertyKey[] = []): Mistake[] {
  const path = [...prefix, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path, key, unknown: true, expected: 'a known key' }))
    case 'invalid_union':
      return ofUnion(issue, read, path)
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({
        path: path.slice(0, -1),
        key: String(path.at(-1)),
        expected: message.replace(/^expected /, ''),
      }))
    case 'invalid_value':
      return [{ path, expected: issue.values.map(String).join(' or ') }]
    case 'invalid_type': {
      const expected = worded(issue.message) ?? YAML_WORDS[issue.expected] ?? `a ${issue.expected}`
      return [{ path, expected, ...(!read.has(path) && { missing: true as const }) }]
    }
    case 'too_small':
      return [{ path, expected: worded(issue.message) ?? `at least ${issue.minimum}` }]
    case 'too_big':
      return [{ path, expected: worded(issue.message) ?? `at most ${issue.maximum}` }]
    default:
      return [{ path, expected: worded(issue.message) ?? issue.message }]
  }
}

/** The schema's own message. */
function worded(message: string): string | undefined {
  return message.startsWith('expected ') ? message.slice('expected '.length) : undefined
}

function ofUnion(
  issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>,
  read: Read,
  path: readonly PropertyKey[],
): Mistake[] {
  const members = issue.errors.map((errors) => errors.flatMap((inner) => mistakesOf(inner, read, path)))
  const distinct = members.filter((found) => found.length > 0)
  if (distinct.length === 0) return [{ path, expected: discriminatorText(issue) }]
  const isHere = (one: Mistake): boolean => one.path.length === path.length && one.key === undefined
  if (distinct.every((found) => found.every(isHere)))
    return [
      {
        path,
        expected: [...new Set(distinct.flat().map((one) => one.expected))].join(' or '),
        ...(!read.has(path) && { missing: true as const }),
      },
    ]
  const explained = distinct.map((found) => renamed(found, read.shape))
  if (explained.every(({ found }) => lacksItsKey(found, path))) {
    const keys = explained.flatMap(({ found }) =>
      found.filter((one) => one.missing).map((one) => String(one.path.at(-1))),
    )
    const unknown = explained[0]?.found.find((one) => one.key !== undefined && one.path.length === path.length)
    return [{ ...(unknown ?? { path }), expected: `one of the keys ${[...new Set(keys)].join(', ')}` }]
  }
  const shapeless = ({ found }: Explained): number => Number(found.some(isHere))
  const [best] = explained.toSorted(
    (a, b) => shapeless(a) - shapeless(b) || a.unknown - b.unknown || a.found.length - b.found.length,
  )
  return best?.found ?? []
}

interface Explained {
  readonly found: Mistake[]
  /** Unknown keys that are not a missing one with a typing mistake. */
  readonly unknown: number
}

/** A missing key that is there with a typing mistake is one mistake: the unknown key. */
function renamed(found: readonly Mistake[], root: z.core.$ZodType): Explained {
  let unknown = 0
  const meant = new Set<string>()
  for (const { key, path, unknown: isUnknown } of found) {
    if (key === undefined || isUnknown === undefined) continue
    const missing = found.filter((one) => one.missing && isChild(one.path, path)).map((one) => String(one.path.at(-1)))
    const name = nearestWord(key, missing)
    if (name === undefined) {
      unknown += isMisspelt(key, formsAt(root, path).flat()) ? 0.5 : 1
    } else meant.add([...path, name].join('.'))
  }
  return { found: found.filter((one) => !one.missing || !meant.has(one.path.join('.'))), unknown }
}

/** The mistakes without those that a typing mistake in a key explains. */
export function withoutExplained(found: readonly Mistake[], root: z.core.$ZodType): Mistake[] {
  const near = found.filter(
    ({ key, path, unknown }) => key !== undefined && unknown && isMisspelt(key, formsAt(root, path).flat()),
  )
  return renamed(found, root).found.filter(
    (one) => one.key !== undefined || !near.some(({ path }) => path.join('.') === one.path.join('.')),
  )
}

function isMisspelt(key: string, known: readonly string[]): boolean {
  return !known.includes(key) && nearestWord(key, known) !== undefined
}

function isChild(path: readonly PropertyKey[], parent: readonly PropertyKey[]): boolean {
  return path.length === parent.length + 1 && parent.every((key, index) => path[index] === key)
}

/** Whether a member of the union does not have the key by which it is recognized. */
function lacksItsKey(found: readonly Mistake[], path: readonly PropertyKey[]): boolean {
  return (
    found.some((one) => one.missing && isChild(one.path, path)) &&
    found.every((one) => one.missing === true || (one.key !== undefined && one.path.length === path.length))
  )
}

function discriminatorText(issue: z.core.$ZodIssue): string {
  return 'discriminator' in issue && typeof issue.discriminator === 'string'
    ? `a known \`${issue.discriminator}\``
    : issue.message
}
