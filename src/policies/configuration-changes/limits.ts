import { plural } from '../../support/text/text.ts'

/** Writes a number of the configuration with its unit. Two numbers that differ are written differently. */
export type Unit = (value: number) => string

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

export const asDuration: Unit = (ms) => {
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return `${ms / MINUTE_MS} min`
  return ms >= SECOND_MS && ms % SECOND_MS === 0 ? `${ms / SECOND_MS} s` : `${ms} ms`
}
// Twelve digits: 0.1 % is 0.001, and 100 times that is not always a round number.
export const asPercent: Unit = (share) => `${Number((share * 100).toPrecision(12))}%`
export const asAttempts: Unit = (count) => plural(count, 'attempt')
export const asReviewers: Unit = (count) => plural(count, 'reviewer')

export interface Limit {
  readonly unit: Unit
  /** The direction in which it is weaker; undefined where that is not known. */
  readonly looser?: 'more' | 'less'
}

/**
 * The numbers and levels among the options of checks, by their path. Values that a check expects, such as those of
 * `http/json`, are the user's own: they have no unit.
 */
export const LIMITS: Readonly<Record<string, Limit>> = {
  timeout: { unit: asDuration },
  delay: { unit: asDuration },
  every: { unit: asDuration },
  'steady-for': { unit: asDuration, looser: 'less' },
  'http/within': { unit: asDuration, looser: 'more' },
  'http/version': { unit: (version) => `HTTP/${version}` },
  'http/redirects': { unit: (count) => plural(count, 'redirect') },
  'http/expect-tls/days-left': { unit: (count) => plural(count, 'day'), looser: 'less' },
  'http/expect-tls/at-least': { unit: String, looser: 'less' },
  'load/rate': { unit: (rate) => `${rate}/s`, looser: 'less' },
  'load/for': { unit: asDuration, looser: 'less' },
  'load/ramp': { unit: asDuration },
  'load/timeout': { unit: asDuration, looser: 'more' },
  'load/connections': { unit: (count) => plural(count, 'connection') },
  'pass/p50': { unit: asDuration, looser: 'more' },
  'pass/p90': { unit: asDuration, looser: 'more' },
  'pass/p95': { unit: asDuration, looser: 'more' },
  'pass/p99': { unit: asDuration, looser: 'more' },
  'pass/p99.9': { unit: asDuration, looser: 'more' },
  'pass/max': { unit: asDuration, looser: 'more' },
  'pass/errors': { unit: asPercent, looser: 'more' },
  'compare/allowed-increase': { unit: asPercent, looser: 'more' },
}

/** Whether a limit lets more through after than before. Levels, such as TLSv1.2 and TLSv1.3, are in the order of texts. */
export function isLooser({ looser }: Limit, before: unknown, after: unknown): boolean {
  const numbers = typeof before === 'number' && typeof after === 'number'
  const levels = typeof before === 'string' && typeof after === 'string'
  if (!numbers && !levels) return false
  return (looser === 'more' && after > before) || (looser === 'less' && after < before)
}
