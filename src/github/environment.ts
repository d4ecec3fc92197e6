/**
 * An environment of the repository, as GitHub's REST API returns it
 * (https://docs.github.com/en/rest/deployments/environments). Facts that GitHub does not return are `undefined`, never a default.
 */

/** Who may approve: a user's login, or a team's slug, whose members the job's token cannot list. */
export interface Reviewer {
  /** `User`, `Team`; an open set. */
  readonly type: string
  readonly name: string
}

/** A protection rule of the environment. `type` is an open set: unknown rules stay visible. */
export type ProtectionRule =
  | { readonly kind: 'wait-timer'; readonly minutes: number }
  | {
      readonly kind: 'required-reviewers'
      readonly preventSelfReview?: boolean
      readonly reviewers: readonly Reviewer[]
    }
  | { readonly kind: 'branch-policy' }
  | { readonly kind: 'unknown'; readonly type: string }

/** The refs that may use the environment: all, protected branches, or the named patterns. */
export type BranchPolicyKind = 'all' | 'protected' | 'custom' | 'unknown'

export interface Environment {
  readonly id: number
  readonly name: string
  readonly url?: string
  /** Undefined where GitHub returned no rules member, which differs from no rules. */
  readonly rules?: readonly ProtectionRule[]
  readonly branches: BranchPolicyKind
  /** In no published schema; undefined means unknown. */
  readonly adminsCanBypass?: boolean
}

/** One pattern of refs, e.g. `main` or `release/*`. `type` is `branch` or `tag`; an open set. */
export interface BranchPolicy {
  readonly name: string
  readonly type: string
}

/** A rule that a GitHub App enforces. */
export interface CustomRule {
  readonly app: string
  readonly enabled: boolean
}
