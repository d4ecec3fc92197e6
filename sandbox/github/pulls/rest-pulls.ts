import type { Renderer } from '../render.ts'
import { callerApp, callerLogin, commitOf, missing, repositoryAt, text } from '../server/requests.ts'
import { changes } from '../repositories/rest-repository.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from '../server/router.ts'
import type { Repository, World } from '../world.ts'
import type { PullRequest } from './model.ts'
import { Pulls } from './pulls.ts'
import { renderPull, renderWholePull } from './render.ts'

const PULLS = '/repos/:owner/:repo/pulls'
export const PULL = `${PULLS}/:pull`
export const READ_PULLS = { scope: 'pull-requests', level: 'read' } as const
export const WRITE_PULLS = { scope: 'pull-requests', level: 'write' } as const
/** Maximum commits that are listed. */
const COMMITS = 250

/** The pull request in a request's path. */
export function pullAt(repository: Repository, request: Request): PullRequest {
  const found = repository.pulls.find(({ number }) => number === Number(request.parts['pull']))
  if (!found) throw new Refusal(404, 'Not Found')
  return found
}

/** Pull requests, with their files and commits. */
export function pullRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'GET',
      path: PULLS,
      needs: READ_PULLS,
      docs: 'pulls/pulls#list-pull-requests',
      answer(request) {
        const repository = repositoryAt(world, request)
        const wanted = request.url.searchParams
        const state = wanted.get('state') ?? 'open'
        const head = wanted.get('head')
        const { login } = repository.owner
        const found = repository.pulls
          .filter(
            (pull) =>
              (state === 'all' || pull.state === state) &&
              (head === null || `${login}:${pull.head}` === head) &&
              [null, pull.base].includes(wanted.get('base')),
          )
          .toReversed()
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((pull) => renderPull(world, render, repository, pull)) }
      },
    },
    {
      method: 'POST',
      path: PULLS,
      needs: WRITE_PULLS,
      docs: 'pulls/pulls#create-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        if (callerApp(request) === 'github-actions' && !repository.actionsMayApprove)
          throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.')
        const given = jsonOf(request)
        const [title, head, base] = ['title', 'head', 'base'].map((name) => text(given[name]))
        if (head == null || base == null || title == null) throw missing('title', 'head', 'base')
        const pull = new Pulls(world, repository).open({
          user: callerLogin(request),
          title,
          head: head.replace(`${repository.owner.login}:`, ''),
          base,
          body: text(given['body']),
          draft: given['draft'] === true,
        })
        return { status: 201, body: renderWholePull(world, render, repository, pull) }
      },
    },
    {
      method: 'GET',
      path: PULL,
      needs: READ_PULLS,
      docs: 'pulls/pulls#get-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        return { status: 200, body: renderWholePull(world, render, repository, pullAt(repository, request)) }
      },
    },
    {
      method: 'GET',
      path: `${PULL}/files`,
      needs: READ_PULLS,
      docs: 'pulls/pulls#list-pull-requests-files',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const head = commitOf(repository, pull.headSha)
        const files = changes(render, repository, new Pulls(world, repository).start(pull), head)
        const { items, headers } = paged(files, request)
        return { status: 200, headers, body: items }
      },
    },
    {
      method: 'GET',
      path: `${PULL}/commits`,
      needs: READ_PULLS,
      docs: 'pulls/pulls#list-commits-on-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const commits = new Pulls(world, repository).commits(pullAt(repository, request)).slice(0, COMMITS)
        const { items, headers } = paged(commits, request)
        return { status: 200, headers, body: items.map((commit) => render.commit(repository, commit)) }
      },
    },
    {
      method: 'PUT',
      path: `${PULL}/merge`,
      needs: { scope: 'contents', level: 'write' },
      docs: 'pulls/pulls#merge-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const { sha, merge_method: method, commit_title: title } = jsonOf(request)
        if (pull.state !== 'open' || pull.draft) throw new Refusal(405, 'Pull Request is not mergeable')
        if (typeof sha === 'string' && sha !== pull.headSha) {
          throw new Refusal(409, 'Head branch was modified. Review and try the merge again.')
        }
        const squash = method === 'squash'
        const standard = squash
          ? `${pull.title} (#${pull.number})`
          : `Merge pull request #${pull.number} from ${repository.owner.login}/${pull.head}`
        const message = text(title) ?? standard
        const merged = new Pulls(world, repository).merge(
          pull,
          callerLogin(request),
          squash ? 'squash' : 'merge',
          message,
        )
        return { status: 200, body: { sha: merged, merged: true, message: 'Pull Request successfully merged' } }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref/pulls',
      needs: READ_PULLS,
      docs: 'commits/commits#list-pull-requests-associated-with-a-commit',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { sha } = commitOf(repository, request.parts['ref'] ?? '')
        const pulls = new Pulls(world, repository)
        const found = repository.pulls.filter(
          (pull) => pull.mergeCommit === sha || pulls.commits(pull).some((commit) => commit.sha === sha),
        )
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((pull) => renderPull(world, render, repository, pull)) }
      },
    },
  ]
}
