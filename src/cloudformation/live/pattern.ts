import { isRecord } from '../../support/records.ts'

/** In a declared value: a part that is known during the execution only. It matches everything. */
export const UNKNOWN: unique symbol = Symbol('known during the execution only')

export type Match = 'same' | 'perhaps' | 'different'

/**
 * Pure: whether a live value is what a template declares. Numbers and booleans equal their texts, one item equals the list
 * of it, JSON text equals the object that it means, an account's id equals the ARN of its root, and the order of a list has
 * no meaning. `perhaps`: they differ at most in parts that are not known.
 */
export function match(declared: unknown, live: unknown): Match {
  if (declared === UNKNOWN) return 'perhaps'
  const [left, right] = [plain(declared), plain(live)]
  if (isEmpty(left) && isEmpty(right)) return 'same'
  if (Array.isArray(left) || Array.isArray(right)) return matchLists([left].flat(), [right].flat())
  if (isRecord(left) && isRecord(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)])
    return worst([...names].map((name) => match(left[name], right[name])))
  }
  return left === right ? 'same' : 'different'
}

/** Everybody, everything, and every address. */
const WIDE = ['*', '0.0.0.0/0', '::/0']

/** Pure: whether a live value is open to more than a declared one says. What is not known of it would have to be that. */
export function isWider(live: unknown, declared: unknown): boolean {
  const [has, says] = [leavesOf(live), leavesOf(declared)]
  return WIDE.some((wide) => count(has, wide) > count(says, wide))
}

function count(leaves: readonly unknown[], value: string): number {
  return leaves.filter((each) => each === value).length
}

function leavesOf(value: unknown): unknown[] {
  const shown = plain(value)
  if (Array.isArray(shown)) return shown.flatMap(leavesOf)
  return isRecord(shown) ? Object.values(shown).flatMap(leavesOf) : [shown]
}

/** Each item with its equal first, then those that are not known with any other. */
function matchLists(declared: readonly unknown[], live: readonly unknown[]): Match {
  const open = [...live]
  const uncertain: unknown[] = []
  for (const item of declared) {
    const at = open.findIndex((other) => match(item, other) === 'same')
    if (at >= 0) open.splice(at, 1)
    else uncertain.push(item)
  }
  // An unknown item may be a whole list, or none.
  const anything = uncertain.includes(UNKNOWN)
  for (const item of uncertain) {
    if (item === UNKNOWN) continue
    const at = open.findIndex((other) => match(item, other) === 'perhaps')
    if (at < 0) return 'different'
    open.splice(at, 1)
  }
  if (open.length > 0 && !anything) return 'different'
  return uncertain.length > 0 ? 'perhaps' : 'same'
}

function worst(all: readonly Match[]): Match {
  return all.includes('different') ? 'different' : all.includes('perhaps') ? 'perhaps' : 'same'
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === null || value === undefined || value === ''
}

/** The root of an account, which AWS writes as an ARN or as the id. */
const ROOT = /^arn:aws[\w-]*:iam::(\d{12}):root$/

function plain(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return Array.isArray(value) && value.length === 1 ? plain(value[0]) : value
  if (/^\s*[[{]/.test(value)) {
    try {
      return plain(JSON.parse(value))
    } catch {
      // A text that only looks like JSON.
    }
  }
  return ROOT.exec(value)?.[1] ?? value
}
