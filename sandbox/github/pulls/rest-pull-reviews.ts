import { includesRole, roleOf } from '../people/roles.ts'
import type { Renderer } from '../render.ts'
import { callerLogin, invalid, missing, repositoryAt, text, texts } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from '../server/router.ts'
import { fullName, type Repository, type World } from '../world.ts'
import type { PullRequest, PullReview, ReviewState } from './model.ts'
import { Pulls } from './pulls.ts'
import { renderPull, renderReview } from './render.ts'
import { PULL, pullAt, READ_PULLS, WRITE_PULLS } from './rest-pulls.ts'

const REVIEWS = `${PULL}/reviews`
const REQUESTED = `${PULL}/requested_reviewers`
const EVENTS: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
}

/** Reviews of pull requests, and requested reviewers. */
export function pullReviewRoutes(world: World, render: Renderer): Route[] {
  return [...reviewRoutes(world, render), ...requestRoutes(world, render)]
}

function reviewRoutes(world: World, render: Renderer): Route[] {
  const shown = (repository: Repository, pull: PullRequest, review: PullReview): object =>
    renderReview(world, render, repository, pull, review)
  return [
    {
      method: 'GET',
      path: REVIEWS,
      needs: READ_PULLS,
      docs: 'pulls/reviews#list-reviews-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const login = callerLogin(request)
        const visible = pull.reviews.filter(({ state, user }) => state !== 'PENDING' || user === login)
        const { items, headers } = paged(visible, request)
        return { status: 200, headers, body: items.map((review) => shown(repository, pull, review)) }
      },
    },
    {
      method: 'POST',
      path: REVIEWS,
      needs: WRITE_PULLS,
      docs: 'pulls/reviews#create-a-review-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const { event, body, commit_id: commit } = jsonOf(request)
        const state = event === undefined ? 'PENDING' : stateOf(event, body)
        const review = new Pulls(world, repository).submit(
          pull,
          callerLogin(request),
          state,
          text(body) ?? '',
          text(commit) ?? pull.headSha,
        )
        return { status: 200, body: shown(repository, pull, review) }
      },
    },
    {
      method: 'GET',
      path: `${REVIEWS}/:review`,
      needs: READ_PULLS,
      docs: 'pulls/reviews#get-a-review-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        return { status: 200, body: shown(repository, pull, reviewAt(pull, request)) }
      },
    },
    {
      method: 'POST',
      path: `${REVIEWS}/:review/events`,
      needs: WRITE_PULLS,
      docs: 'pulls/reviews#submit-a-review-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const review = reviewAt(pull, request)
        const { event, body } = jsonOf(request)
        if (review.user !== callerLogin(request) || review.state !== 'PENDING') throw new Refusal(404, 'Not Found')
        if (event === undefined) throw missing('event')
        new Pulls(world, repository).finish(pull, review, stateOf(event, body), text(body))
        return { status: 200, body: shown(repository, pull, review) }
      },
    },
    {
      method: 'PUT',
      path: `${REVIEWS}/:review/dismissals`,
      needs: WRITE_PULLS,
      docs: 'pulls/reviews#dismiss-a-review-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const review = reviewAt(pull, request)
        const login = callerLogin(request)
        const message = text(jsonOf(request)['message'])
        if (message === null) throw missing('message')
        const person = request.caller?.kind === 'user'
        if (person && !includesRole(roleOf(world, repository, login), 'write')) throw new Refusal(404, 'Not Found')
        new Pulls(world, repository).dismiss(pull, review, login, message)
        return { status: 200, body: shown(repository, pull, review) }
      },
    },
  ]
}

function requestRoutes(world: World, render: Renderer): Route[] {
  const shown = (repository: Repository, pull: PullRequest): object => renderPull(world, render, repository, pull)
  return [
    {
      method: 'GET',
      path: REQUESTED,
      needs: READ_PULLS,
      docs: 'pulls/review-requests#get-all-requested-reviewers-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { requestedReviewers, requestedTeams } = pullAt(repository, request)
        const users = [...requestedReviewers].map((login) => render.user(login))
        const teams = [...requestedTeams].map((slug) => render.team(slug, repository.owner.login))
        return { status: 200, body: { users, teams } }
      },
    },
    {
      method: 'POST',
      path: REQUESTED,
      needs: WRITE_PULLS,
      docs: 'pulls/review-requests#request-reviewers-for-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const { users, teams } = reviewersOf(request)
        if (users.includes(pull.user)) throw invalid('Review cannot be requested from pull request author.')
        const strange = users.some((login) => {
          const role = roleOf(world, repository, login)
          return repository.private ? role === 'none' : !isCollaborator(world, repository, login)
        })
        const name = fullName(repository)
        const unknown = teams.some(
          (slug) => !world.teams.get(`${repository.owner.login}/${slug}`)?.repositories.has(name),
        )
        if (strange || unknown) {
          throw invalid(
            `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${name} repository.`,
          )
        }
        new Pulls(world, repository).request(pull, callerLogin(request), users, teams)
        return { status: 201, body: shown(repository, pull) }
      },
    },
    {
      method: 'DELETE',
      path: REQUESTED,
      needs: WRITE_PULLS,
      docs: 'pulls/review-requests#remove-requested-reviewers-from-a-pull-request',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = pullAt(repository, request)
        const { users, teams } = reviewersOf(request)
        new Pulls(world, repository).unrequest(pull, callerLogin(request), users, teams)
        return { status: 200, body: shown(repository, pull) }
      },
    },
  ]
}

function reviewAt(pull: PullRequest, request: Request): PullReview {
  const found = pull.reviews.find(({ id }) => id === Number(request.parts['review']))
  if (!found) throw new Refusal(404, 'Not Found')
  return found
}

function stateOf(event: unknown, body: unknown): ReviewState {
  const state = EVENTS[String(event)]
  if (!state) {
    throw invalid('Unprocessable Entity', [`Variable $event of type PullRequestReviewEvent was provided invalid value`])
  }
  if (state !== 'APPROVED' && !text(body)) throw invalid('Unprocessable Entity', ['Body cannot be blank'])
  return state
}

function reviewersOf(request: Request): { users: string[]; teams: string[] } {
  const { reviewers, team_reviewers: teams } = jsonOf(request)
  return { users: texts(reviewers), teams: texts(teams) }
}

/** Whether a user has a role of their own; reading a public repository is none. */
function isCollaborator(world: World, repository: Repository, login: string): boolean {
  const member = world.members.get(repository.owner.login)?.has(login) ?? false
  return member || repository.collaborators.has(login) || roleOf(world, repository, login) !== 'read'
}
