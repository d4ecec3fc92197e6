/** What the sandbox's GitHub knows. Words are GitHub's own: what REST calls `waiting` is called so here. */

export type Level = 'read' | 'write'
export type Scope =
  | 'actions'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'pull-requests'
  | 'statuses'
  | 'metadata'
  | 'administration'
export type Permissions = Readonly<Partial<Record<Scope | 'id-token', Level | 'none'>>>

export interface User {
  readonly login: string
  readonly id: number
  readonly type: 'User' | 'Organization' | 'Bot'
}

/** Rules of an environment, as its settings page shows them. */
export interface EnvironmentRules {
  waitTimerMinutes?: number
  /** Logins of users, or `team:slug`. */
  reviewers?: readonly string[]
  preventSelfReview?: boolean
  /** Absent: every ref; `protected`: protected branches; otherwise patterns of branches, `tag:` before those of tags. */
  branches?: 'protected' | readonly string[]
  /** Slugs of the Apps whose rule must agree. */
  customRules?: readonly string[]
  /** Shown at the environment where it is given; no published schema has it. */
  adminsCanBypass?: boolean
}

export interface Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: Date
  updatedAt: Date
  rules: EnvironmentRules
}

export interface Commit {
  readonly sha: string
  readonly parent?: string
  readonly message: string
  readonly author: string
  readonly date: Date
  /** Contents of the whole tree, by path. */
  readonly files: Readonly<Record<string, string>>
}

export interface Repository {
  readonly id: number
  readonly owner: User
  readonly name: string
  private: boolean
  plan: 'free' | 'pro' | 'team' | 'enterprise'
  readonly defaultBranch: string
  /** Logins; they may bypass rules, and may change environments. */
  readonly admins: Set<string>
  readonly protectedBranches: Set<string>
  readonly environments: Map<string, Environment>
  readonly commits: Map<string, Commit>
  readonly comments: Comment[]
}

export interface Comment {
  readonly id: number
  readonly issue: number
  readonly user: string
  body: string
  readonly createdAt: Date
}

export interface Review {
  readonly attempt: number
  readonly environments: readonly Environment[]
  readonly state: 'approved' | 'rejected'
  readonly user: string
  readonly comment: string
}

export interface Run {
  readonly id: number
  readonly number: number
  readonly backendId: string
  readonly repository: Repository
  readonly sha: string
  readonly ref: string
  readonly event: string
  readonly workflow: { readonly name: string; readonly path: string; readonly id: number }
  readonly actor: string
  readonly attempts: Attempt[]
  readonly jobs: Job[]
  readonly reviews: Review[]
  readonly createdAt: Date
}

export interface Attempt {
  readonly number: number
  readonly triggeringActor: string
  readonly startedAt: Date
  /** No job will start any more. */
  ended?: boolean
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

export interface Job {
  readonly id: number
  readonly backendId: string
  readonly name: string
  readonly run: Run
  readonly attempt: number
  readonly environment?: string
  readonly permissions: Permissions
  /** The reusable workflow that holds the job, `owner/repo/path@ref`. */
  readonly workflowRef: string
  readonly createdAt: Date
  status: 'waiting' | 'in_progress' | 'completed'
  conclusion?: Conclusion
  startedAt?: Date
  completedAt?: Date
  outputs: Readonly<Record<string, string>>
  deployment?: Deployment
  /** Why it did not run, as the run's page says. */
  annotation?: string
}

export interface Deployment {
  readonly id: number
  readonly repository: Repository
  readonly sha: string
  readonly ref: string
  readonly environment: string
  readonly creator: string
  readonly description: string | null
  readonly createdAt: Date
  readonly statuses: { readonly id: number; readonly state: string; readonly description: string; readonly at: Date }[]
}

export interface CheckRun {
  readonly id: number
  readonly repository: Repository
  readonly sha: string
  name: string
  status: string
  conclusion: string | null
  externalId: string
  detailsUrl: string
  startedAt: Date
  completedAt: Date | null
  output: { title: string | null; summary: string | null; text: string | null }
}

export interface Artifact {
  readonly id: number
  readonly run: Run
  readonly job: Job
  readonly name: string
  readonly mimeType: string
  readonly createdAt: Date
  readonly expiresAt: Date
  blocks: Map<string, Buffer>
  content?: Buffer
  size: number
  digest?: string
  finalized: boolean
}

/** Who calls: a user with a token of their own, a job with its GITHUB_TOKEN, or an App behind a protection rule. */
export type Caller =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'app'; readonly slug: string }

/** All of it, with the numbers that GitHub would give. */
export class World {
  readonly users = new Map<string, User>()
  readonly repositories = new Map<string, Repository>()
  readonly runs = new Map<number, Run>()
  readonly deployments: Deployment[] = []
  readonly checkRuns: CheckRun[] = []
  readonly artifacts: Artifact[] = []
  readonly tokens = new Map<string, Caller>()
  /** Agreement of Apps, as `run/environment/app`. */
  readonly agreed = new Set<string>()
  readonly now: () => Date
  #next = 1_000

  constructor(now: () => Date) {
    this.now = now
  }

  id(): number {
    return (this.#next += 7)
  }

  user(login: string, type: User['type'] = 'User'): User {
    const known = this.users.get(login)
    if (known) return known
    const user = { login, id: this.id(), type }
    this.users.set(login, user)
    return user
  }

  run(id: number): Run {
    const run = this.runs.get(id)
    if (!run) throw new Error(`there is no run ${id}`)
    return run
  }
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`
}

/** Required reviewers and wait timers are kept but not enforced in private repositories of the smaller plans. */
export function rulesAreEnforced(repository: Repository): boolean {
  return !repository.private || repository.plan === 'enterprise'
}

/** `release/*` against `release/1.2`, as GitHub's branch policies match: `*` does not cross a slash. */
export function matchesRef(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
  return new RegExp(`^${source.replaceAll('\0', '.*').replaceAll('?', '[^/]')}$`).test(name)
}
