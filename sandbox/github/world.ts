import { createHash } from 'node:crypto'
import type { Attestation } from './attestations/model.ts'
import type { CheckRun, CheckSuite, CommitStatus } from './checks/model.ts'
import type { Deployment } from './deployments/model.ts'
import type { Role, Team } from './people/model.ts'
import type { PullRequest } from './pulls/model.ts'

/** The state of the sandbox's GitHub, in the terms of its REST API. */

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
  | 'attestations'
  | 'members'
  | 'organization-administration'
export type Permissions = Readonly<Partial<Record<Scope | 'id-token', Level | 'none'>>>

export interface User {
  readonly login: string
  readonly id: number
  readonly type: 'User' | 'Organization' | 'Bot'
}

/** Protection rules of an environment. */
export interface EnvironmentRules {
  waitTimerMinutes?: number
  /** Logins of users, or `team:slug`. */
  reviewers?: readonly string[]
  preventSelfReview?: boolean
  /**
   * Allowed refs: all when absent, protected branches for `protected`, otherwise patterns, with the prefix `tag:` for
   * tags.
   */
  branches?: 'protected' | readonly string[]
  /** Slugs of the Apps whose custom protection rule must approve. */
  customRules?: readonly string[]
  /** Returned with the environment if given; the published schema does not have it. */
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
  /** The second parent of a merge. */
  readonly merged?: string
  readonly message: string
  readonly author: string
  /** Set where the address of the author belongs to no account. */
  readonly unlinked?: boolean
  readonly date: Date
  /** Contents of all files, by path. */
  readonly files: Readonly<Record<string, string>>
}

/** What the subject of OIDC tokens consists of, for an organization. */
export interface OrganizationSubject {
  readonly claimKeys: readonly string[]
  readonly immutable?: boolean
}

/** The same for a repository, which may use GitHub's default or a template. */
export interface RepositorySubject {
  readonly useDefault: boolean
  /** Absent: the organization's. */
  readonly claimKeys?: readonly string[]
  /** Absent: the organization's setting. */
  readonly immutable?: boolean
}

export interface Repository {
  readonly id: number
  readonly owner: User
  readonly name: string
  private: boolean
  plan: 'free' | 'pro' | 'team' | 'enterprise'
  readonly defaultBranch: string
  /** Logins of administrators, who may bypass rules and change environments. */
  readonly admins: Set<string>
  readonly protectedBranches: Set<string>
  readonly environments: Map<string, Environment>
  readonly commits: Map<string, Commit>
  /** Files of trees that no commit has yet, by the SHA of the tree. */
  readonly trees: Map<string, Readonly<Record<string, string>>>
  /** The newest commit of each branch. */
  readonly branches: Map<string, string>
  /** SHAs by the names of tags. */
  readonly tags: Map<string, string>
  readonly comments: Comment[]
  /** Roles of collaborators, by login. */
  readonly collaborators: Map<string, Role>
  readonly pulls: PullRequest[]
  readonly deployments: Deployment[]
  readonly checkSuites: CheckSuite[]
  readonly checkRuns: CheckRun[]
  readonly statuses: CommitStatus[]
  /** Branch protection: a push that changes code dismisses approvals. */
  dismissStaleReviews: boolean
  /** The setting "Allow GitHub Actions to create and approve pull requests". */
  actionsMayApprove: boolean
  /** How long artifacts are stored at most. */
  readonly retentionDays: number
  readonly attestations: Attestation[]
  /** The highest number of an issue or pull request. */
  issues: number
  /** What the subject of OIDC tokens consists of. */
  subject: RepositorySubject
}

export interface Comment {
  readonly id: number
  readonly issue: number
  readonly user: string
  body: string
  readonly createdAt: Date
  updatedAt: Date
}

/** A review of waiting deployments. */
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
  /** Set when no other job will start. */
  ended?: boolean
  /** Whether the run waits for its concurrency group. */
  held?: boolean
  /** The conclusion of a run without jobs, and why. */
  conclusion?: 'startup_failure' | 'cancelled'
  annotation?: string
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
  /** The reusable workflow of the job, `owner/repo/path@ref`. */
  readonly workflowRef: string
  readonly createdAt: Date
  /** `pending`: it waits for its concurrency group. */
  status: 'pending' | 'waiting' | 'in_progress' | 'completed'
  conclusion?: Conclusion
  startedAt?: Date
  completedAt?: Date
  outputs: Readonly<Record<string, string>>
  deployment?: Deployment
  /** The reason why it did not run. */
  annotation?: string
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

/** The caller: a user with a personal token, a job with its GITHUB_TOKEN, or an App of a protection rule. */
export type Caller =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'app'; readonly slug: string }

/** All state, with generated IDs. */
export class World {
  readonly users = new Map<string, User>()
  readonly repositories = new Map<string, Repository>()
  readonly runs = new Map<number, Run>()
  readonly artifacts: Artifact[] = []
  readonly tokens = new Map<string, Caller>()
  /** Teams, by `ORGANIZATION/SLUG`. */
  readonly teams = new Map<string, Team>()
  /** What the subject of OIDC tokens consists of, by organization. */
  readonly organizationSubjects = new Map<string, OrganizationSubject>()
  /** Logins of the members of organizations. */
  readonly members = new Map<string, Set<string>>()
  /** Approvals of Apps, as `run/environment/app`. */
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

  /** Adds a commit with a complete tree of files; no branch moves. @returns the SHA */
  commit(repository: Repository, given: Omit<Commit, 'sha' | 'date'>): string {
    const { size } = repository.commits
    const sha = createHash('sha1')
      .update(JSON.stringify([given.parent, given.message, given.files, size]))
      .digest('hex')
    repository.commits.set(sha, { ...given, sha, author: this.user(given.author).login, date: this.now() })
    return sha
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

/** Whether required reviewers and wait timers apply: not in private repositories of the smaller plans. */
export function rulesAreEnforced(repository: Repository): boolean {
  return !repository.private || repository.plan === 'enterprise'
}

/** Matches a branch policy's pattern such as `release/*`; `*` does not match a slash. */
export function matchesRef(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
  return new RegExp(`^${source.replaceAll('\0', '.*').replaceAll('?', '[^/]')}$`).test(name)
}
