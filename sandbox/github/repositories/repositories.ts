import type { Role } from '../people/model.ts'
import { Pulls } from '../pulls/pulls.ts'
import type { Commit, Repository, World } from '../world.ts'

export interface RepositoryOptions {
  /** `OWNER/NAME`. */
  readonly name: string
  readonly private?: boolean
  readonly plan?: Repository['plan']
  /** Default: an organization. */
  readonly owner?: 'Organization' | 'User'
  readonly admins?: readonly string[]
  /** Roles of collaborators, by login. */
  readonly collaborators?: Readonly<Record<string, Role>>
  /** Members of the organization. */
  readonly members?: readonly string[]
  readonly protectedBranches?: readonly string[]
  readonly defaultBranch?: string
  /** Whether a push that changes code dismisses approvals. Default: no. */
  readonly dismissStaleReviews?: boolean
  /** How long artifacts are stored at most. Default: 90. */
  readonly retentionDays?: number
  /** Whether subjects of OIDC tokens have IDs, as for repositories created after 15 July 2026. Default: no. */
  readonly immutableSubject?: boolean
}

export interface CommitOptions {
  /** Default: the default branch. A new branch starts at the newest commit of the default branch. */
  readonly branch?: string
  /** The address of the author belongs to no account. */
  readonly unlinked?: boolean
  /** Logins that `Co-authored-by` trailers name. */
  readonly coAuthors?: readonly string[]
}

export function repositoryNamed(world: World, name: string): Repository {
  const repository = world.repositories.get(name)
  if (!repository) throw new Error(`there is no repository ${name}`)
  return repository
}

export function createRepository(world: World, given: RepositoryOptions): Repository {
  const [owner, name] = given.name.split('/')
  if (!owner || !name) throw new Error(`${given.name} is not owner/name`)
  const repository: Repository = {
    id: world.id(),
    owner: world.user(owner, given.owner ?? 'Organization'),
    name,
    private: given.private ?? false,
    plan: given.plan ?? 'team',
    defaultBranch: given.defaultBranch ?? 'main',
    admins: new Set(given.admins),
    protectedBranches: new Set(given.protectedBranches),
    environments: new Map(),
    commits: new Map(),
    trees: new Map(),
    branches: new Map(),
    tags: new Map(),
    comments: [],
    collaborators: new Map(Object.entries(given.collaborators ?? {})),
    pulls: [],
    deployments: [],
    checkSuites: [],
    checkRuns: [],
    statuses: [],
    dismissStaleReviews: given.dismissStaleReviews ?? false,
    actionsMayApprove: false,
    retentionDays: given.retentionDays ?? 90,
    attestations: [],
    issues: 0,
    subject: {
      useDefault: true,
      ...(given.immutableSubject !== undefined && { immutable: given.immutableSubject }),
    },
  }
  world.repositories.set(given.name, repository)
  const members = world.members.get(owner) ?? new Set()
  for (const login of given.members ?? []) members.add(world.user(login).login)
  world.members.set(owner, members)
  for (const login of [...repository.admins, ...repository.collaborators.keys()]) world.user(login)
  return repository
}

/** Adds a commit with a complete tree of files to a branch. @returns its SHA */
export function pushCommit(
  world: World,
  repository: Repository,
  given: Pick<Commit, 'message' | 'author' | 'files'> & CommitOptions,
): string {
  const { message, author, files, branch = repository.defaultBranch, unlinked = false, coAuthors = [] } = given
  const trailers = coAuthors.map((login) => {
    const { id } = world.user(login)
    return `Co-authored-by: ${login} <${id}+${login}@users.noreply.github.com>`
  })
  const parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch)
  const sha = world.commit(repository, {
    message: trailers.length > 0 ? `${message}\n\n${trailers.join('\n')}` : message,
    author,
    files,
    ...(parent !== undefined && { parent }),
    ...(unlinked && { unlinked }),
  })
  moveBranch(world, repository, branch, sha, author)
  return sha
}

/** Makes a branch or moves it, as a push or a force push does. */
export function moveBranch(world: World, repository: Repository, branch: string, sha: string, by: string): void {
  if (!repository.commits.has(sha)) throw new Error(`there is no commit ${sha}`)
  repository.branches.set(branch, sha)
  new Pulls(world, repository).moved(branch, world.user(by).login)
}
