import { createHash } from 'node:crypto'
import { parentsOf } from './git.ts'
import { fullName, type Commit, type Repository, type User, type World } from '../world.ts'

/** URLs of the sandbox: of the REST API, and the one that replaces github.com in links. */
export interface Base {
  readonly api: string
  readonly server: string
}

/** The App that runs workflows. */
const ACTIONS = { id: 15_368, slug: 'github-actions' } as const

/** Users, repositories and commits in the format of GitHub's OpenAPI description. */
export class RepositoryRenderer {
  protected readonly base: Base
  protected readonly world: World

  constructor(base: Base, world: World) {
    this.base = base
    this.world = world
  }

  user(login: string): object {
    const user: User = this.world.user(login)
    const url = `${this.base.api}/users/${login}`
    return {
      login,
      id: user.id,
      node_id: nodeId('User', user.id),
      avatar_url: this.avatar(login),
      gravatar_id: '',
      url,
      html_url: `${this.base.server}/${login}`,
      followers_url: `${url}/followers`,
      following_url: `${url}/following{/other_user}`,
      gists_url: `${url}/gists{/gist_id}`,
      starred_url: `${url}/starred{/owner}{/repo}`,
      subscriptions_url: `${url}/subscriptions`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
      events_url: `${url}/events{/privacy}`,
      received_events_url: `${url}/received_events`,
      type: user.type,
      user_view_type: 'public',
      site_admin: false,
    }
  }

  team(slug: string, organization: string): object {
    const id = this.world.teams.get(`${organization}/${slug}`)?.id ?? numberOf(`team ${slug}`)
    const url = this.teamUrl(slug, organization)
    return {
      id,
      node_id: nodeId('Team', id),
      name: slug,
      slug,
      description: null,
      privacy: 'closed',
      notification_setting: 'notifications_enabled',
      permission: 'pull',
      type: 'organization',
      url,
      html_url: `${this.base.server}/orgs/${organization}/teams/${slug}`,
      members_url: `${url}/members{/member}`,
      repositories_url: `${url}/repos`,
      parent: null,
    }
  }

  teamUrl(slug: string, organization: string): string {
    const id = this.world.teams.get(`${organization}/${slug}`)?.id ?? numberOf(`team ${slug}`)
    return `${this.base.api}/organizations/${numberOf(organization)}/team/${id}`
  }

  avatar(login: string): string {
    return `${this.base.server}/avatars/u/${this.world.user(login).id}`
  }

  appId(slug: string): number {
    return slug === ACTIONS.slug ? ACTIONS.id : numberOf(slug)
  }

  /** A GitHub App; `github-actions` is the one that makes the checks of workflow jobs. */
  app(slug: string): object {
    const id = this.appId(slug)
    return {
      id,
      slug,
      node_id: nodeId('App', id),
      owner: this.user(slug === ACTIONS.slug ? 'github' : `${slug}-owner`),
      name: slug === ACTIONS.slug ? 'GitHub Actions' : slug,
      description: null,
      external_url: `${this.base.server}/apps/${slug}`,
      html_url: `${this.base.server}/apps/${slug}`,
      created_at: iso(new Date(0)),
      updated_at: iso(new Date(0)),
      permissions: { checks: 'write', metadata: 'read' },
      events: [],
    }
  }

  minimalRepository(repository: Repository): object {
    const name = fullName(repository)
    const url = this.repositoryUrl(repository)
    const plain = ['contributors', 'deployments', 'downloads', 'events', 'forks', 'hooks', 'languages', 'merges']
    const more = ['stargazers', 'subscribers', 'subscription', 'tags', 'teams']
    const templates = {
      archive: '/{archive_format}{/ref}',
      assignees: '/assignees{/user}',
      blobs: '/git/blobs{/sha}',
      branches: '/branches{/branch}',
      collaborators: '/collaborators{/collaborator}',
      comments: '/comments{/number}',
      commits: '/commits{/sha}',
      compare: '/compare/{base}...{head}',
      contents: '/contents/{+path}',
      git_commits: '/git/commits{/sha}',
      git_refs: '/git/refs{/sha}',
      git_tags: '/git/tags{/sha}',
      issue_comment: '/issues/comments{/number}',
      issue_events: '/issues/events{/number}',
      issues: '/issues{/number}',
      keys: '/keys{/key_id}',
      labels: '/labels{/name}',
      milestones: '/milestones{/number}',
      notifications: '/notifications{?since,all,participating}',
      pulls: '/pulls{/number}',
      releases: '/releases{/id}',
      statuses: '/statuses/{sha}',
      trees: '/git/trees{/sha}',
    }
    return {
      id: repository.id,
      node_id: nodeId('Repository', repository.id),
      name: repository.name,
      full_name: name,
      private: repository.private,
      owner: this.user(repository.owner.login),
      html_url: `${this.base.server}/${name}`,
      description: null,
      fork: false,
      url,
      ...Object.fromEntries([...plain, ...more].map((part) => [`${part}_url`, `${url}/${part}`])),
      ...Object.fromEntries(Object.entries(templates).map(([part, path]) => [`${part}_url`, url + path])),
    }
  }

  repository(repository: Repository): object {
    const name = fullName(repository)
    const html = `${this.base.server}/${name}`
    const dates = { created_at: iso(new Date(0)), updated_at: iso(new Date(0)), pushed_at: iso(new Date(0)) }
    const none = ['forks', 'open_issues', 'watchers', 'size', 'network_count', 'subscribers_count']
    const counts = ['forks_count', 'open_issues_count', 'watchers_count', 'stargazers_count']
    return {
      ...this.minimalRepository(repository),
      ...dates,
      ...Object.fromEntries([...none, ...counts].map((count) => [count, 0])),
      git_url: `git://${new URL(html).host}/${name}.git`,
      ssh_url: `git@${new URL(html).hostname}:${name}.git`,
      clone_url: `${html}.git`,
      svn_url: html,
      homepage: null,
      language: null,
      has_issues: true,
      has_projects: true,
      has_downloads: true,
      has_wiki: true,
      has_pages: false,
      has_discussions: false,
      mirror_url: null,
      archived: false,
      disabled: false,
      license: null,
      allow_forking: true,
      is_template: false,
      web_commit_signoff_required: false,
      topics: [],
      visibility: repository.private ? 'private' : 'public',
      default_branch: repository.defaultBranch,
      permissions: { admin: false, maintain: false, push: false, triage: false, pull: true },
    }
  }

  commit(repository: Repository, commit: Commit): object {
    const url = `${this.repositoryUrl(repository)}/commits/${commit.sha}`
    const { html_url, url: gitUrl, author, committer, message, tree, verification } = this.gitCommit(repository, commit)
    const account = commit.unlinked ? null : this.user(commit.author)
    return {
      sha: commit.sha,
      node_id: nodeId('Commit', numberOf(commit.sha)),
      url,
      html_url,
      comments_url: `${url}/comments`,
      commit: { author, committer, message, tree, url: gitUrl, comment_count: 0, verification },
      author: account,
      committer: account,
      parents: this.#parents(repository, commit, 'commits'),
    }
  }

  /** A commit as the Git database has it: without accounts. */
  gitCommit(repository: Repository, commit: Commit) {
    const author = { ...this.gitUser(commit), date: iso(commit.date) }
    const tree = treeSha(commit.files)
    return {
      sha: commit.sha,
      node_id: nodeId('Commit', numberOf(commit.sha)),
      url: this.api(repository, `git/commits/${commit.sha}`),
      html_url: this.page(repository, `commit/${commit.sha}`),
      author: author,
      committer: author,
      message: commit.message,
      tree: { sha: tree, url: this.api(repository, `git/trees/${tree}`) },
      parents: this.#parents(repository, commit, 'git/commits'),
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    }
  }

  #parents(repository: Repository, commit: Commit, path: string): object[] {
    return parentsOf(commit).map((sha) => ({
      sha,
      url: this.api(repository, `${path}/${sha}`),
      html_url: this.page(repository, `commit/${sha}`),
    }))
  }

  /** Name and address of a commit's author, as git stores them. */
  gitUser({ author }: Commit): { name: string; email: string } {
    return { name: author, email: `${author}@example.com` }
  }

  /** The cursor of an item, for lists without page numbers. */
  cursor(id: number): string {
    return Buffer.from(`cursor:${id}`).toString('base64url')
  }

  /** URL of a page of the repository. */
  page(repository: Repository, path: string): string {
    return `${this.base.server}/${fullName(repository)}/${path}`
  }

  api(repository: Repository, path: string): string {
    return `${this.repositoryUrl(repository)}/${path}`
  }

  /** URL of the repository in the REST API. */
  repositoryUrl(repository: Repository): string {
    return `${this.base.api}/repos/${fullName(repository)}`
  }
}

/** A time as GitHub writes it, without milliseconds. */
export function iso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

export function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** The same for the same files. */
export function treeSha(files: Commit['files']): string {
  return hash(`tree ${JSON.stringify(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`)
}

/** A number derived from a text. */
export function numberOf(text: string): number {
  return Number.parseInt(hash(text).slice(0, 7), 16)
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url')
}
