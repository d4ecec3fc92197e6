/** What the REST API tells of runs and who let them pass. Field values in GitHub's own words. */

/**
 * One review of a run. GitHub records neither time nor attempt nor job here, and documents no order:
 * "who" can be proven, "when" cannot.
 */
export interface ApprovalRecord {
  readonly environments: readonly { readonly id: number; readonly name: string }[]
  /** `approved`, `rejected`, `pending`; an open set. */
  readonly state: string
  /** Login of the reviewer; undefined for a deleted account. */
  readonly user?: string
  readonly comment: string
}

export interface Run {
  readonly id: string
  readonly attempt: number
  readonly sha: string
  readonly event: string
  readonly branch?: string
  /** Who started the run. */
  readonly actor?: string
  /** Who started this attempt: whoever presses "re-run". */
  readonly triggeringActor?: string
}

export interface Repository {
  readonly private: boolean
  /** `public`, `private`, `internal`; an open set. */
  readonly visibility?: string
  /** Only told to those who administer it. */
  readonly plan?: string
}
