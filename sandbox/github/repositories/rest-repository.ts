import { hash } from './render.ts'
import type { Renderer } from '../render.ts'
import { changesBetween, commitAt, commitsBetween, history, mergeBase, type Change } from './git.ts'
import { commitOf, repositoryAt } from '../server/requests.ts'
import { paged, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Commit, Repository, World } from '../world.ts'

/** Repository, contents, commits and comparison. */
export function repositoryRoutes(world: World, render: Renderer): Route[] {
  const repositoryOf = (request: Request): Repository => repositoryAt(world, request)
  return [
    {
      method: 'GET',
      path: '/repos/:owner/:repo',
      needs: { scope: 'metadata', level: 'read' },
      docs: 'repos/repos#get-a-repository',
      answer: (request) => ({ status: 200, body: render.repository(repositoryOf(request)) }),
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/compare/:basehead',
      needs: { scope: 'contents', level: 'read' },
      docs: 'commits/commits#compare-two-commits',
      answer: (request) => compare(render, repositoryOf(request), request),
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/contents/*path',
      needs: { scope: 'contents', level: 'read' },
      docs: 'repos/contents#get-repository-content',
      answer: (request) => contents(render, repositoryOf(request), request),
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits',
      needs: { scope: 'contents', level: 'read' },
      docs: 'commits/commits#list-commits',
      answer(request) {
        const repository = repositoryOf(request)
        const from = commitAt(repository, request.url.searchParams.get('sha') ?? repository.defaultBranch)
        if (!from) throw new Refusal(repository.commits.size === 0 ? 409 : 404, 'Not Found')
        const { items, headers } = paged(history(repository, from), request)
        return { status: 200, headers, body: items.map((commit) => render.commit(repository, commit)) }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/git/commits/:sha',
      needs: { scope: 'contents', level: 'read' },
      docs: 'git/commits#get-a-commit-object',
      answer(request) {
        const repository = repositoryOf(request)
        const commit = repository.commits.get(request.parts['sha'] ?? '')
        if (!commit) throw new Refusal(404, 'Not Found')
        return { status: 200, body: render.gitCommit(repository, commit) }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref',
      needs: { scope: 'contents', level: 'read' },
      docs: 'commits/commits#get-a-commit',
      answer(request) {
        const repository = repositoryOf(request)
        const commit = commitOf(repository, request.parts['ref'] ?? '')
        const before = commit.parent === undefined ? undefined : repository.commits.get(commit.parent)
        const files = changes(render, repository, before ?? { ...commit, files: {} }, commit)
        const [additions, deletions] = [sum(files, 'additions'), sum(files, 'deletions')]
        const stats = { additions, deletions, total: additions + deletions }
        return { status: 200, body: { ...render.commit(repository, commit), stats, files } }
      },
    },
  ]
}

function compare(render: Renderer, repository: Repository, request: Request): Answer {
  const [baseName, headName] = (request.parts['basehead'] ?? '').split('...')
  const base = commitAt(repository, baseName ?? '')
  const head = commitAt(repository, headName ?? '')
  if (!base || !head) throw new Refusal(404, 'Not Found')
  const common = mergeBase(repository, head, base)
  if (!common) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`)
  const ahead = commitsBetween(repository, base, head)
  const behind = commitsBetween(repository, head, base).length
  const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
  const { items, headers } = paged(ahead, request)
  const path = `compare/${baseName}...${headName}`
  const html = render.page(repository, path)
  return {
    status: 200,
    headers,
    body: {
      url: render.api(repository, path),
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: render.commit(repository, base),
      merge_base_commit: render.commit(repository, common),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: items.map((commit) => render.commit(repository, commit)),
      files: Number(request.url.searchParams.get('page') ?? 1) > 1 ? [] : changes(render, repository, common, head),
    },
  }
}

function lines(content: string | undefined): number {
  return content ? content.split('\n').length : 0
}

/** Maximum number of files that GitHub lists. */
const MAX_FILES = 300

/** The files that differ between two commits, in the format of GitHub's diffs. */
export function changes(render: Renderer, repository: Repository, from: Commit, to: Commit): DiffEntry[] {
  return changesBetween(from, to)
    .slice(0, MAX_FILES)
    .map((change) => {
      const { path, before, after } = change
      const [deletions, additions] = [lines(before), lines(after)]
      return {
        sha: hash(`blob ${after ?? before}`),
        filename: path,
        status: statusOf(change),
        additions,
        deletions,
        changes: additions + deletions,
        blob_url: render.page(repository, `blob/${to.sha}/${path}`),
        raw_url: render.page(repository, `raw/${to.sha}/${path}`),
        contents_url: render.api(repository, `contents/${path}?ref=${to.sha}`),
      }
    })
}

interface DiffEntry {
  readonly filename: string
  readonly additions: number
  readonly deletions: number
}

function statusOf({ before, after }: Change): 'added' | 'removed' | 'modified' {
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'modified'
}

function sum(files: readonly DiffEntry[], member: 'additions' | 'deletions'): number {
  return files.reduce((total, file) => total + file[member], 0)
}

function contents(render: Renderer, repository: Repository, request: Request): Answer {
  const ref = request.url.searchParams.get('ref') ?? repository.defaultBranch
  const commit = commitAt(repository, ref)
  if (!commit) throw new Refusal(404, `No commit found for the ref ${ref}`)
  const path = request.parts['path'] ?? ''
  const content = commit.files[path]
  if (content === undefined) throw new Refusal(404, 'Not Found')
  const bytes = Buffer.from(content)
  const sha = hash(`blob ${content}`)
  const self = render.api(repository, `contents/${path}?ref=${ref}`)
  const git = render.api(repository, `git/blobs/${sha}`)
  const html = render.page(repository, `blob/${ref}/${path}`)
  return {
    status: 200,
    body: {
      name: path.split('/').at(-1),
      path,
      sha,
      size: bytes.length,
      url: self,
      html_url: html,
      git_url: git,
      download_url: render.page(repository, `raw/${ref}/${path}`),
      type: 'file',
      content: `${
        bytes
          .toString('base64')
          .match(/.{1,60}/g)
          ?.join('\n') ?? ''
      }\n`,
      encoding: 'base64',
      _links: { self, git, html },
    },
  }
}
