export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'

export interface PullReview {
  readonly id: number
  readonly user: string
  body: string
  state: ReviewState
  /** The commit that was reviewed; GitHub moves it on when a push leaves the changes as they are. */
  commit: string
  /** Absent while it is pending. */
  submittedAt?: Date
}

/** An entry of the timeline that is neither a commit, a review nor a comment. */
export interface PullEvent {
  readonly id: number
  readonly name:
    | 'review_requested'
    | 'review_request_removed'
    | 'review_dismissed'
    | 'head_ref_force_pushed'
    | 'ready_for_review'
    | 'convert_to_draft'
    | 'merged'
    | 'closed'
    | 'reopened'
  readonly actor: string
  readonly at: Date
  readonly commit?: string
  readonly reviewer?: string
  readonly team?: string
  readonly dismissed?: {
    readonly review: number
    readonly state: ReviewState
    readonly message: string | null
    /** The commit whose push dismissed it. */
    readonly commit?: string
  }
}

export interface PullRequest {
  readonly id: number
  readonly number: number
  title: string
  body: string | null
  readonly user: string
  /** The branch with the changes. */
  readonly head: string
  headSha: string
  /** The branch to merge into. */
  base: string
  baseSha: string
  draft: boolean
  state: 'open' | 'closed'
  readonly createdAt: Date
  updatedAt: Date
  closedAt?: Date
  mergedAt?: Date
  mergedBy?: string
  mergeCommit?: string
  readonly requestedReviewers: Set<string>
  /** Slugs of teams. */
  readonly requestedTeams: Set<string>
  readonly reviews: PullReview[]
  readonly events: PullEvent[]
  /** When each commit arrived on the branch. */
  readonly pushed: Map<string, Date>
}
