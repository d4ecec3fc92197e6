import * as z from 'zod'

/** A pull request, as far as its reviews are read as an approval. */
export interface PullRequest {
  readonly number: number
  /** Login of its author; undefined for a deleted account. */
  readonly author?: string
  readonly headSha: string
  readonly merged: boolean
  readonly mergeSha?: string
}

export interface PullReview {
  readonly id: number
  readonly user?: string
  /** `User`, `Bot`, `Mannequin`; an open set. */
  readonly userType?: string
  /** APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING; an open set. */
  readonly state: string
  readonly body: string
  /** ISO 8601. */
  readonly submittedAt?: string
}

/** An entry of the timeline that tells when the branch moved, or when a review was given. */
export type TimelineEntry =
  | { readonly kind: 'commit'; readonly sha: string; readonly committedAt: string }
  | { readonly kind: 'force-push'; readonly at: string }
  | { readonly kind: 'review'; readonly id: number }
  | { readonly kind: 'other' }

export const pullShape: z.ZodType<PullRequest> = z
  .object({
    number: z.number(),
    user: z.object({ login: z.string() }).nullish(),
    head: z.object({ sha: z.string() }),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
  })
  .transform((raw) => ({
    number: raw.number,
    ...(raw.user && { author: raw.user.login }),
    headSha: raw.head.sha,
    merged: raw.merged_at !== null && raw.merged_at !== undefined,
    ...(raw.merge_commit_sha && { mergeSha: raw.merge_commit_sha }),
  }))

export const reviewShape: z.ZodType<PullReview> = z
  .object({
    id: z.number(),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
    state: z.string(),
    body: z.string().nullish(),
    submitted_at: z.string().optional(),
  })
  .transform((raw) => ({
    id: raw.id,
    ...(raw.user && { user: raw.user.login }),
    ...(raw.user?.type !== undefined && { userType: raw.user.type }),
    state: raw.state,
    body: raw.body ?? '',
    ...(raw.submitted_at !== undefined && { submittedAt: raw.submitted_at }),
  }))

const ENTRIES: Readonly<Record<string, z.ZodType<TimelineEntry>>> = {
  committed: z
    .object({ sha: z.string(), committer: z.object({ date: z.string() }) })
    .transform(({ sha, committer }) => ({ kind: 'commit' as const, sha, committedAt: committer.date })),
  head_ref_force_pushed: z
    .object({ created_at: z.string() })
    .transform(({ created_at }) => ({ kind: 'force-push' as const, at: created_at })),
  reviewed: z.object({ id: z.number() }).transform(({ id }) => ({ kind: 'review' as const, id })),
}

/** An entry of these kinds must have the documented shape: a push that cannot be parsed must not look like none. */
export const timelineShape: z.ZodType<TimelineEntry> = z
  .looseObject({ event: z.string().optional() })
  .transform((raw, context): TimelineEntry => {
    const shape = ENTRIES[raw.event ?? '']
    if (shape === undefined) return { kind: 'other' }
    const parsed = shape.safeParse(raw)
    if (parsed.success) return parsed.data
    for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path })
    return z.NEVER
  })

/** `admin`, `write`, `read`, `none`; an open set. */
export const permissionShape = z.object({ permission: z.string() })
