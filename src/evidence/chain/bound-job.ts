/** What a verified OIDC token, whose audience is the digest of a document, says about the job that wrote the document. */
export interface BoundJob {
  readonly repository: string
  readonly sha: string
  readonly runId: string
  readonly runAttempt: number
  /** GitHub environment of the job. */
  readonly environment?: string
  /** Number of the job; absent on older GitHub Enterprise Servers. */
  readonly checkRunId?: string
  /** `OWNER/REPO/PATH@REF` of the workflow file. */
  readonly workflow?: string
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** How a document is bound to its job. */
export type Binding =
  | { readonly kind: 'bound'; readonly job: BoundJob }
  | { readonly kind: 'none' }
  /** There is a token, and it does not prove what it should. */
  | { readonly kind: 'invalid'; readonly why: string }
