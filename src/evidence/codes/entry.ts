import type { Outcome } from '../outcome.ts'

/** What the catalogue says about one code. */
export interface CodeEntry {
  /** What was found, as a heading. */
  readonly title: string
  /** When it is raised and what it means for the release, in one or two sentences. */
  readonly meaning: string
  /** The outcomes that a finding with this code can have. */
  readonly outcomes: readonly [Outcome, ...Outcome[]]
  /** What to do about it; absent where it can only pass. */
  readonly next?: string
  /** Shown above everything else although it does not block: its reader has to know it before the release goes on. */
  readonly prominent?: true
  /** The first day (ISO date, UTC) on which findings of precheck with this code block; before it they are `noted`. */
  readonly blocksFrom?: string
  /** Names that the code had in earlier versions: baselines are keyed by codes. */
  readonly formerly?: readonly string[]
}

/** A part of the catalogue. */
export type CodeTable = Readonly<Record<string, CodeEntry>>
