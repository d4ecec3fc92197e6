import { hash } from './render-repository.ts'
import type { Renderer } from './render.ts'
import { jsonOf, paged, Refusal, type Answer, type Request, type Route } from './router.ts'
import type { CheckRun, Commit, Repository, World } from './world.ts'

/** Repository, contents, comparison, comments and checks. */
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
      path: '/repos/:owner/:repo/issues/:issue/comments',
      needs: { scope: 'issues', level: 'read' },
      docs: 'issues/comments#list-issue-comments',
      answer(request) {
        const repository = repositoryOf(request)
        const comments = repository.comments.filter(({ issue }) => issue === Number(request.parts['issue']))
        const { items, headers } = paged(comments, request)
        return { status: 200, headers, body: items.map((comment) => render.comment(repository, comment)) }
      },
    },
    {
      method: 'POST',
      path: '/repos/:owner/:repo/issues/:issue/comments',
      needs: { scope: 'issues', level: 'write' },
      docs: 'issues/comments#create-an-issue-comment',
      answer(request) {
        const repository = repositoryOf(request)
        const { body } = jsonOf(request)
        if (typeof body !== 'string' || body === '') throw invalid('Body cannot be blank')
        const issue = Number(request.parts['issue'])
        const comment = { id: world.id(), issue, user: callerLogin(request), body, createdAt: world.now() }
        repository.comments.push(comment)
        return { status: 201, body: render.comment(repository, comment) }
      },
    },
    {
      method: 'POST',
      path: '/repos/:owner/:repo/check-runs',
      needs: { scope: 'checks', level: 'write' },
      docs: 'checks/runs#create-a-check-run',
      answer(request) {
        const repository = repositoryOf(request)
        const check = checkFrom(world, repository, render, jsonOf(request))
        world.checkRuns.push(check)
        return { status: 201, body: render.checkRun(check) }
      },
    },
  ]
}

export function repositoryAt(world: World, request: Request): Repository {
  const repository = world.repositories.get(`${request.parts['owner']}/${request.parts['repo']}`)
  if (!repository) throw new Refusal(404, 'Not Found')
  return repository
}

export function callerLogin({ caller }: Request): string {
  if (caller?.kind === 'user') return caller.user.login
  return caller?.kind === 'app' ? `${caller.slug}[bot]` : 'github-actions[bot]'
}

export function invalid(message: string): Refusal {
  return new Refusal(422, message)
}

function commitAt(repository: Repository, ref: string): Commit | undefined {
  const direct = repository.commits.get(ref)
  if (direct) return direct
  const byPrefix = [...repository.commits.values()].find(({ sha }) => ref.length >= 7 && sha.startsWith(ref))
  if (byPrefix) return byPrefix
  return ref === repository.defaultBranch ? [...repository.commits.values()].at(-1) : undefined
}

/** The commit and all before it, newest first. */
function history(repository: Repository, commit: Commit): Commit[] {
  const line = [commit]
  for (let at = commit; at.parent;) {
    const parent = repository.commits.get(at.parent)
    if (!parent) break
    line.push(parent)
    at = parent
  }
  return line
}

function compare(render: Renderer, repository: Repository, request: Request): Answer {
  const [baseName, headName] = (request.parts['basehead'] ?? '').split('...')
  const base = commitAt(repository, baseName ?? '')
  const head = commitAt(repository, headName ?? '')
  if (!base || !head) throw new Refusal(404, 'Not Found')
  const ofBase = history(repository, base)
  const ofHead = history(repository, head)
  const mergeBase = ofHead.find((commit) => ofBase.includes(commit))
  if (!mergeBase) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`)
  const ahead = ofHead.slice(0, ofHead.indexOf(mergeBase)).toReversed()
  const behind = ofBase.indexOf(mergeBase)
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
      merge_base_commit: render.commit(repository, mergeBase),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: items.map((commit) => render.commit(repository, commit)),
      files: Number(request.url.searchParams.get('page') ?? 1) > 1 ? [] : changes(render, repository, mergeBase, head),
    },
  }
}

function lines(content: string | undefined): number {
  return content ? content.split('\n').length : 0
}

/** GitHub lists at most 300 files. */
const MOST_FILES = 300

function changes(render: Renderer, repository: Repository, from: Commit, to: Commit): object[] {
  const paths = [...new Set([...Object.keys(from.files), ...Object.keys(to.files)])].toSorted()
  return paths
    .filter((path) => from.files[path] !== to.files[path])
    .slice(0, MOST_FILES)
    .map((path) => {
      const [before, after] = [from.files[path], to.files[path]]
      const [deletions, additions] = [lines(before), lines(after)]
      return {
        sha: hash(`blob ${after ?? before}`),
        filename: path,
        status: before === undefined ? 'added' : after === undefined ? 'removed' : 'modified',
        additions,
        deletions,
        changes: additions + deletions,
        blob_url: render.page(repository, `blob/${to.sha}/${path}`),
        raw_url: render.page(repository, `raw/${to.sha}/${path}`),
        contents_url: render.api(repository, `contents/${path}?ref=${to.sha}`),
      }
    })
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

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function checkFrom(world: World, repository: Repository, render: Renderer, given: Record<string, unknown>): CheckRun {
  const name = text(given['name'])
  const sha = text(given['head_sha'])
  if (!name || !sha) throw invalid('Invalid request.\n\n"name", "head_sha" weren\'t supplied.')
  const conclusion = text(given['conclusion'])
  const status = conclusion ? 'completed' : (text(given['status']) ?? 'queued')
  if (status === 'completed' && !conclusion) throw invalid('Invalid request.\n\n"conclusion" wasn\'t supplied.')
  const output = (given['output'] ?? {}) as Record<string, unknown>
  return {
    id: world.id(),
    repository,
    sha,
    name,
    status,
    conclusion,
    externalId: text(given['external_id']) ?? '',
    detailsUrl: text(given['details_url']) ?? render.page(repository, 'actions'),
    startedAt: world.now(),
    completedAt: status === 'completed' ? world.now() : null,
    output: { title: text(output['title']), summary: text(output['summary']), text: text(output['text']) },
  }
}
