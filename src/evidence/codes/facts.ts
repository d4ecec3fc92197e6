import type { CodeEntry } from './entry.ts'
import { CODES, type FindingCode } from './index.ts'

/** What the program decides by: an entry without its texts. */
export type CodeFacts = Pick<CodeEntry, 'outcomes' | 'prominent' | 'blocksFrom' | 'formerly'>

/**
 * The catalogue without its texts. The bundle has the value of this table and not the imports from which it is made
 * (`scripts/bundle/precompute.ts`): every command needs it, and the texts are five times as long.
 */
export const CODE_FACTS: Readonly<Record<FindingCode, CodeFacts>> = Object.fromEntries(
  Object.entries<CodeEntry>(CODES).map(([code, { title: _title, meaning: _meaning, next: _next, ...facts }]) => [
    code,
    facts,
  ]),
) as Record<FindingCode, CodeFacts>
