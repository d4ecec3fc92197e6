import { Problems } from './problems.ts'
import type { AppSpecProblem, Place } from './types.ts'
import { shown, toS } from './values.ts'
import type { Value } from './values.ts'

export type MapValue = Value & { kind: 'map' }

/** Collects mistakes in an AppSpec that only the service reads, and doubts where its guide is unclear. */
export class Notes {
  readonly problems = new Problems()
  readonly unclear: AppSpecProblem[] = []

  wrong(value: Value | undefined, at: Place, message: string, allowed: string): undefined {
    return this.problems.add(problem(value, at, message, allowed))
  }

  doubt(value: Value, message: string, allowed: string): void {
    this.unclear.push(problem(value, value, message, allowed))
  }

  /** Reports unknown keys, and keys that occur twice in different case. */
  keys(map: MapValue, known: readonly string[]): void {
    const seen = new Set<string>()
    for (const { key } of map.entries) {
      const meant = known.find((name) => name.toLowerCase() === toS(key).toLowerCase())
      if (meant === undefined) this.doubt(key, `The key ${toS(key)} is ignored.`, `one of ${known.join(', ')}`)
      else if (seen.has(meant)) this.doubt(key, `${meant} occurs twice.`, `${meant} once`)
      seen.add(meant ?? '')
    }
  }
}

/** The value of a key, whose case does not matter: the user guide writes both `Resources` and `resources`. */
export function get(map: MapValue, key: string): Value | undefined {
  return map.entries.findLast((entry) => toS(entry.key).toLowerCase() === key.toLowerCase())?.value
}

function problem(value: Value | undefined, at: Place, message: string, allowed: string): AppSpecProblem {
  const { line, column } = value ?? at
  return { line, column, message, read: shown(value), allowed, raises: 'DocumentedRule' }
}
