import { knownOutcome } from './words.ts'

const MARKS = { pass: '✓', fail: '✕', error: '!', inconclusive: '?', skipped: '–' } as const

/** A sign for an outcome, to be shown beside words that say the same. */
export function mark(outcome: string): string {
  return MARKS[knownOutcome(outcome)]
}
