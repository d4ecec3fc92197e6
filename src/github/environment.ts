/**
 * An environment of the repository, as GitHub's REST API tells it
 * (https://docs.github.com/en/rest/deployments/environments). What GitHub does not tell is `undefined`, never a default.
 */

/** Who may approve: a user's login, or a team's slug, whose members the job's token cannot list. */
export interface Reviewer {
  /** `User`, `Team`; an open set. */
  readonly type: string
  readonly name: string
}

/** A rule that stands before jobs of the environment. `type` is an open set: rules that are not known stay visible. */
export type ProtectionRule =
  | { readonly kind: 'wait-timer'; readonly minutes: number }
  | {
      readonly kind: 'required-reviewers'
      readonly preventSelfReview?: boolean
      readonly reviewers: readonly Reviewer[]
    }
  | { readonly kind: 'branch-policy' }
  | { readonly kind: 'unknown'; readonly type: string }

/** From which refs the environment may be used: all, protected branches, or the named patterns. */
export type BranchPolicyKind = 'all' | 'protected' | 'custom' | 'unknown'

export interface Environment {
  readonly id: number
  readonly name: string
  readonly url?: string
  /** Undefined when GitHub told nothing about rules, which is not the same as none. */
  readonly rules?: readonly ProtectionRule[]
  readonly branches: BranchPolicyKind
  /** Told by no published schema; undefined means that nobody knows. */
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
