import { renderComment } from '../comments/rest-comments.ts'
import { hash, iso, nodeId } from '../repositories/render.ts'
import type { Renderer } from '../render.ts'
import { repositoryAt } from '../server/requests.ts'
import { paged, Refusal, type Route } from '../server/router.ts'
import type { Commit, Repository, World } from '../world.ts'
import type { PullEvent, PullRequest } from './model.ts'
import { Pulls } from './pulls.ts'
import { renderReview } from './render.ts'

/** The timeline of a pull request: commits, reviews, comments and events, oldest first. */
export function timelineRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'GET',
      path: '/repos/:owner/:repo/issues/:issue/timeline',
      needs: { scope: 'issues', level: 'read', or: ['pull-requests'] },
      docs: 'issues/timeline#list-timeline-events-for-an-issue',
      answer(request) {
        const repository = repositoryAt(world, request)
        const pull = repository.pulls.find(({ number }) => number === Number(request.parts['issue']))
        if (!pull) throw new Refusal(404, 'Not Found')
        const { items, headers } = paged(entries(world, render, repository, pull), request)
        return { status: 200, headers, body: items }
      },
    },
  ]
}

function entries(world: World, render: Renderer, repository: Repository, pull: PullRequest): object[] {
  const commits = new Pulls(world, repository).commits(pull).map((commit) => ({
    at: pull.pushed.get(commit.sha) ?? pull.createdAt,
    entry: renderCommit(render, repository, commit),
  }))
  const reviews = pull.reviews.flatMap((review) =>
    review.submittedAt
      ? [
          {
            at: review.submittedAt,
            entry: {
              event: 'reviewed',
              ...renderReview(world, render, repository, pull, review),
              // The timeline writes the states of reviews in lower case.
              state: review.state.toLowerCase(),
            },
          },
        ]
      : [],
  )
  const comments = repository.comments
    .filter(({ issue }) => issue === pull.number)
    .map((comment) => ({
      at: comment.createdAt,
      entry: {
        event: 'commented',
        actor: render.user(comment.user),
        ...renderComment(world, render, repository, comment),
      },
    }))
  const events = pull.events.map((event) => ({
    at: event.at,
    entry: renderEvent(render, repository, event),
  }))
  return [...commits, ...reviews, ...comments, ...events]
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ entry }) => entry)
}

function renderCommit(render: Renderer, repository: Repository, commit: Commit): object {
  const { sha } = commit
  const author = { ...render.gitUser(commit), date: iso(commit.date) }
  const tree = hash(`tree ${sha}`)
  return {
    event: 'committed',
    sha,
    node_id: nodeId('Commit', commit.date.getTime()),
    url: render.api(repository, `git/commits/${sha}`),
    html_url: render.page(repository, `commit/${sha}`),
    author: author,
    committer: author,
    message: commit.message,
    tree: { sha: tree, url: render.api(repository, `git/trees/${tree}`) },
    parents: [commit.parent, commit.merged]
      .filter((parent) => parent !== undefined)
      .map((parent) => ({
        sha: parent,
        url: render.api(repository, `git/commits/${parent}`),
        html_url: render.page(repository, `commit/${parent}`),
      })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  }
}

function renderEvent(render: Renderer, repository: Repository, event: PullEvent): object {
  const { id, actor, commit, reviewer, team, dismissed } = event
  return {
    id,
    node_id: nodeId('IssueEvent', id),
    url: render.api(repository, `issues/events/${id}`),
    actor: render.user(actor),
    event: event.name,
    commit_id: commit ?? null,
    commit_url: commit === undefined ? null : render.api(repository, `commits/${commit}`),
    created_at: iso(event.at),
    performed_via_github_app: null,
    ...(event.name.startsWith('review_request') && { review_requester: render.user(actor) }),
    ...(reviewer !== undefined && { requested_reviewer: render.user(reviewer) }),
    ...(team !== undefined && { requested_team: render.team(team, repository.owner.login) }),
    ...(dismissed && {
      dismissed_review: {
        state: dismissed.state.toLowerCase(),
        review_id: dismissed.review,
        dismissal_message: dismissed.message,
        ...(dismissed.commit !== undefined && { dismissal_commit_id: dismissed.commit }),
      },
    }),
  }
}
