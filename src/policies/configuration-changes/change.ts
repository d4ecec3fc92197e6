import { canonical } from '../../evidence/digest.ts'
import type { Unit } from './limits.ts'

/** One difference between the rules before and after. */
export interface Change {
  /** What changes, as the intent file names it: `gate/require/load`. */
  readonly path: string
  readonly weaker: boolean
  readonly before: string
  readonly after: string
}

export function less(path: string, before: number, after: number, unit: Unit): Change[] {
  return other(path, before, after, after < before, unit)
}

export function more(path: string, before: number, after: number, unit: Unit): Change[] {
  return other(path, before, after, after > before, unit)
}

export function other(path: string, before: unknown, after: unknown, weaker: boolean, unit: Unit = String): Change[] {
  if (canonical(before ?? null) === canonical(after ?? null)) return []
  return [{ path, weaker, before: show(before, unit), after: show(after, unit) }]
}

function show(value: unknown, unit: Unit): string {
  if (typeof value === 'number') return unit(value)
  return value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value)
}
