import { iso, nodeId } from '../repositories/render.ts'
import { associationOf } from '../people/roles.ts'
import type { Renderer } from '../render.ts'
import { callerLogin, invalid, missing, repositoryAt } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from '../server/router.ts'
import type { Comment, Repository, World } from '../world.ts'

const OF_ISSUE = '/repos/:owner/:repo/issues/:issue/comments'
const ONE = '/repos/:owner/:repo/issues/comments/:comment'
const READ = { scope: 'issues', level: 'read', or: ['pull-requests'] } as const
const WRITE = { scope: 'issues', level: 'write', or: ['pull-requests'] } as const
/** Maximum characters of a comment. */
const BODY = 65_536

/** Comments on issues and pull requests. */
export function commentRoutes(world: World, render: Renderer): Route[] {
  const at = (repository: Repository, request: Request): Comment => {
    const found = repository.comments.find(({ id }) => id === Number(request.parts['comment']))
    if (!found) throw new Refusal(404, 'Not Found')
    return found
  }
  return [
    {
      method: 'GET',
      path: OF_ISSUE,
      needs: READ,
      docs: 'issues/comments#list-issue-comments',
      answer(request) {
        const repository = repositoryAt(world, request)
        const since = request.url.searchParams.get('since')
        const found = repository.comments
          .filter(({ issue }) => issue === Number(request.parts['issue']))
          .filter(({ updatedAt }) => since === null || updatedAt >= new Date(since))
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((one) => renderComment(world, render, repository, one)) }
      },
    },
    {
      method: 'POST',
      path: OF_ISSUE,
      needs: WRITE,
      docs: 'issues/comments#create-an-issue-comment',
      answer(request) {
        const repository = repositoryAt(world, request)
        const body = bodyOf(request)
        const issue = Number(request.parts['issue'])
        if (!(issue >= 1 && issue <= repository.issues)) throw new Refusal(404, 'Not Found')
        const now = world.now()
        const comment = { id: world.id(), issue, user: callerLogin(request), body, createdAt: now, updatedAt: now }
        repository.comments.push(comment)
        return { status: 201, body: renderComment(world, render, repository, comment) }
      },
    },
    {
      method: 'GET',
      path: ONE,
      needs: READ,
      docs: 'issues/comments#get-an-issue-comment',
      answer(request) {
        const repository = repositoryAt(world, request)
        return { status: 200, body: renderComment(world, render, repository, at(repository, request)) }
      },
    },
    {
      method: 'PATCH',
      path: ONE,
      needs: WRITE,
      docs: 'issues/comments#update-an-issue-comment',
      answer(request) {
        const repository = repositoryAt(world, request)
        const comment = at(repository, request)
        comment.body = bodyOf(request)
        comment.updatedAt = world.now()
        return { status: 200, body: renderComment(world, render, repository, comment) }
      },
    },
    {
      method: 'DELETE',
      path: ONE,
      needs: WRITE,
      docs: 'issues/comments#delete-an-issue-comment',
      answer(request) {
        const repository = repositoryAt(world, request)
        repository.comments.splice(repository.comments.indexOf(at(repository, request)), 1)
        return { status: 204 }
      },
    },
  ]
}

function bodyOf(request: Request): string {
  const { body } = jsonOf(request)
  if (typeof body !== 'string') throw missing('body')
  const wrong = (message: string): Refusal =>
    invalid('Validation Failed', [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }])
  if (body === '') throw wrong('Body cannot be blank')
  if (body.length > BODY) throw wrong(`Body is too long (maximum is ${BODY} characters)`)
  return body
}

/** A comment in the format of GitHub's OpenAPI description. */
export function renderComment(world: World, render: Renderer, repository: Repository, comment: Comment): object {
  const { id, issue } = comment
  const kind = repository.pulls.some(({ number }) => number === issue) ? 'pull' : 'issues'
  return {
    url: render.api(repository, `issues/comments/${id}`),
    html_url: render.page(repository, `${kind}/${issue}#issuecomment-${id}`),
    issue_url: render.api(repository, `issues/${issue}`),
    id,
    node_id: nodeId('IssueComment', id),
    user: render.user(comment.user),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    body: comment.body,
    author_association: associationOf(world, repository, comment.user),
    performed_via_github_app: null,
  }
}
