import * as z from 'zod'
import { ActionError } from '../support/errors.ts'
import type { ApprovalRecord, Repository, Run, RunArtifact } from './approvals.ts'
import type { BranchPolicy, CustomRule, Environment, ProtectionRule, Reviewer } from './environment.ts'

/**
 * Parsers of GitHub's responses. Unused members are ignored; used members must have their documented shape, otherwise it is an
 * error: a rule that cannot be parsed must not look like no rule.
 */
export function read<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') || 'the answer'
  throw new ActionError('github/service', {
    message: `GitHub's response has an unknown shape for the request to ${what}: ${place}: ${issue?.message}`,
    advice: 'Update this action: GitHub may have changed its interface.',
    subject: `github/${what}`,
  })
}

const login = z.object({ login: z.string() })

const reviewer = z
  .object({ type: z.string(), reviewer: z.looseObject({ login: z.string().optional(), slug: z.string().optional() }) })
  .transform(({ type, reviewer: who }): Reviewer => ({ type, name: who.login ?? who.slug ?? 'unknown' }))

const rule = z.looseObject({ type: z.string() }).transform((raw, context): ProtectionRule => {
  const detail = RULES[raw.type]
  if (!detail) return { kind: 'unknown', type: raw.type }
  const parsed = detail.safeParse(raw)
  if (parsed.success) return parsed.data
  for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path })
  return z.NEVER
})

const RULES: Readonly<Record<string, z.ZodType<ProtectionRule>>> = {
  wait_timer: z
    .object({ wait_timer: z.number() })
    .transform(({ wait_timer }) => ({ kind: 'wait-timer' as const, minutes: wait_timer })),
  required_reviewers: z
    .object({ prevent_self_review: z.boolean().optional(), reviewers: z.array(reviewer) })
    .transform(({ prevent_self_review, reviewers }) => ({
      kind: 'required-reviewers' as const,
      ...(prevent_self_review !== undefined && { preventSelfReview: prevent_self_review }),
      reviewers,
    })),
  branch_policy: z.object({}).transform(() => ({ kind: 'branch-policy' as const })),
}

const branches = z
  .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
  .nullish()
  .transform((policy) => {
    if (policy === null) return 'all' as const
    if (policy === undefined || policy.protected_branches === policy.custom_branch_policies) return 'unknown' as const
    return policy.protected_branches ? ('protected' as const) : ('custom' as const)
  })

export const environmentShape: z.ZodType<Environment> = z
  .object({
    id: z.number(),
    name: z.string(),
    html_url: z.string().optional(),
    protection_rules: z.array(rule).optional(),
    deployment_branch_policy: branches,
    can_admins_bypass: z.boolean().optional(),
  })
  .transform((raw) => ({
    id: raw.id,
    name: raw.name,
    ...(raw.html_url !== undefined && { url: raw.html_url }),
    ...(raw.protection_rules && { rules: raw.protection_rules }),
    branches: raw.deployment_branch_policy,
    ...(raw.can_admins_bypass !== undefined && { adminsCanBypass: raw.can_admins_bypass }),
  }))

export const branchPolicyShape: z.ZodType<BranchPolicy> = z
  .object({ name: z.string(), type: z.string().default('branch') })
  .readonly()

export const customRulesShape: z.ZodType<readonly CustomRule[]> = z
  .object({
    custom_deployment_protection_rules: z
      .array(z.object({ enabled: z.boolean(), app: z.object({ slug: z.string() }) }))
      .optional(),
  })
  .transform((raw) =>
    (raw.custom_deployment_protection_rules ?? []).map(({ enabled, app }) => ({ app: app.slug, enabled })),
  )

export const approvalShape: z.ZodType<ApprovalRecord> = z
  .object({
    environments: z.array(z.object({ id: z.number(), name: z.string() })),
    state: z.string(),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
    comment: z.string(),
  })
  .transform(({ environments, state, user, comment }) => ({
    environments,
    state,
    ...(user && { user: user.login }),
    ...(user?.type !== undefined && { userType: user.type }),
    comment,
  }))

export const runShape: z.ZodType<Run> = z
  .object({
    id: z.number(),
    run_attempt: z.number(),
    head_sha: z.string(),
    head_branch: z.string().nullish(),
    event: z.string(),
    actor: login.nullish(),
    triggering_actor: login.nullish(),
    head_repository: z.object({ full_name: z.string() }).nullish(),
  })
  .transform((raw) => ({
    id: String(raw.id),
    attempt: raw.run_attempt,
    sha: raw.head_sha,
    event: raw.event,
    ...(raw.head_branch && { branch: raw.head_branch }),
    ...(raw.actor && { actor: raw.actor.login }),
    ...(raw.triggering_actor && { triggeringActor: raw.triggering_actor.login }),
    ...(raw.head_repository && { from: raw.head_repository.full_name }),
  }))

export const runsShape = z.object({ total_count: z.number().default(0), workflow_runs: z.array(runShape) })

export const runArtifactShape: z.ZodType<RunArtifact> = z
  .object({
    id: z.number(),
    name: z.string(),
    size_in_bytes: z.number(),
    expired: z.boolean(),
    digest: z.string().nullish(),
    workflow_run: z.object({ id: z.number().optional() }).nullish(),
  })
  .transform((raw) => ({
    id: raw.id,
    name: raw.name,
    bytes: raw.size_in_bytes,
    expired: raw.expired,
    ...(raw.digest && { digest: raw.digest }),
    ...(raw.workflow_run?.id !== undefined && { runId: String(raw.workflow_run.id) }),
  }))

export const repositoryShape: z.ZodType<Repository> = z
  .object({
    private: z.boolean(),
    visibility: z.string().optional(),
    plan: z.object({ name: z.string() }).optional(),
  })
  .transform((raw) => ({
    private: raw.private,
    ...(raw.visibility !== undefined && { visibility: raw.visibility }),
    ...(raw.plan && { plan: raw.plan.name }),
  }))

export const fileShape = z.object({ content: z.string(), encoding: z.literal('base64'), size: z.number().optional() })
