import type { FindingCode } from './codes/index.ts'
import type { Outcome } from './outcome.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A place in one of the user's files. Lines and columns count from 1. */
export interface Source {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** A difference that was accepted beforehand, why, by whom and until when (ISO date). Absent: no owner, or no day, is named. */
export interface Waiver {
  readonly reason: string
  readonly owner?: string
  readonly until?: string
}

/** The end of a waiver that the intent of one release gives. */
export const THIS_RELEASE = 'this release'

/** One answer about the deployment: what was asked of which subject, what was expected, what was seen, what to do next. */
export interface Finding {
  /** What was found, e.g. `drift/property-differs`: an entry of the catalogue. */
  readonly code: FindingCode
  readonly outcome: Outcome
  /** One sentence a person understands without the rest. */
  readonly title: string
  /** What it is about, as a path: `stack/web/resource/Fleet`. */
  readonly subject: string
  readonly expected?: string
  readonly observed?: string
  /** The next step, as a command or a sentence in the imperative. */
  readonly advice?: string
  readonly source?: Source
  readonly waived?: Waiver
  readonly details?: Json
}
