/** Facts about runs and their approvals from the REST API. Field values are GitHub's. */

/**
 * One review of a run. GitHub records neither time, run attempt nor job here, and documents no order: the reviewer is proved,
 * the time is not.
 */
export interface ApprovalRecord {
  readonly environments: readonly { readonly id: number; readonly name: string }[]
  /** `approved`, `rejected`, `pending`; an open set. */
  readonly state: string
  /** Login of the reviewer; undefined for a deleted account. */
  readonly user?: string
  /** `User`, `Bot`; an open set. */
  readonly userType?: string
  readonly comment: string
}

export interface Run {
  readonly id: string
  readonly attempt: number
  readonly sha: string
  readonly event: string
  /** Branch, or the name of a tag. */
  readonly branch?: string
  /** `owner/name` of the repository of the commit: the fork, for its pull request. */
  readonly from?: string
  /** Who started the run. */
  readonly actor?: string
  /** Who started this run attempt. */
  readonly triggeringActor?: string
}

/** An artifact as the REST API lists it, also of another run. */
export interface RunArtifact {
  readonly id: number
  readonly name: string
  /** Of the stored archive. */
  readonly bytes: number
  readonly expired: boolean
  /** `sha256:` of the stored archive; absent for artifacts of old clients. */
  readonly digest?: string
  /** The run that stored it. */
  readonly runId?: string
}

export interface Repository {
  readonly private: boolean
  /** `public`, `private`, `internal`; an open set. */
  readonly visibility?: string
  /** Only visible to administrators. */
  readonly plan?: string
}
