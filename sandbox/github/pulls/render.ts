import { associationOf } from '../people/roles.ts'
import { changes } from '../repositories/rest-repository.ts'
import { iso, nodeId } from '../repositories/render.ts'
import type { Renderer } from '../render.ts'
import type { Repository, World } from '../world.ts'
import type { PullRequest, PullReview } from './model.ts'
import { Pulls } from './pulls.ts'

/** A pull request as it is listed, in the format of GitHub's OpenAPI description. */
export function renderPull(world: World, render: Renderer, repository: Repository, pull: PullRequest): object {
  const { number } = pull
  const url = render.api(repository, `pulls/${number}`)
  const issue = render.api(repository, `issues/${number}`)
  const html = render.page(repository, `pull/${number}`)
  const statuses = render.api(repository, `statuses/${pull.headSha}`)
  const owner = repository.owner.login
  const end = (ref: string, sha: string): object => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: render.user(owner),
    repo: render.repository(repository),
  })
  const links = {
    self: url,
    html,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${render.api(repository, 'pulls/comments')}{/number}`,
    commits: `${url}/commits`,
    statuses,
  }
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: statuses,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: render.user(pull.user),
    body: pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: pull.closedAt ? iso(pull.closedAt) : null,
    merged_at: pull.mergedAt ? iso(pull.mergedAt) : null,
    merge_commit_sha: pull.mergeCommit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [...pull.requestedReviewers].map((login) => render.user(login)),
    requested_teams: [...pull.requestedTeams].map((slug) => render.team(slug, owner)),
    head: end(pull.head, pull.headSha),
    base: end(pull.base, pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(world, repository, pull.user),
    auto_merge: null,
    draft: pull.draft,
  }
}

/** A single pull request, with its counts. */
export function renderWholePull(world: World, render: Renderer, repository: Repository, pull: PullRequest): object {
  const pulls = new Pulls(world, repository)
  const files = changes(
    render,
    repository,
    pulls.start(pull),
    repository.commits.get(pull.headSha) ?? pulls.start(pull),
  )
  const open = pull.state === 'open'
  return {
    ...renderPull(world, render, repository, pull),
    merged: pull.mergedAt !== undefined,
    mergeable: open ? true : null,
    rebaseable: open ? true : null,
    mergeable_state: open ? (pull.draft ? 'draft' : 'clean') : 'unknown',
    merged_by: pull.mergedBy === undefined ? null : render.user(pull.mergedBy),
    comments: repository.comments.filter(({ issue }) => issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pulls.commits(pull).length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: files.length,
  }
}

/** A review; a pending one has no time. */
export function renderReview(
  world: World,
  render: Renderer,
  repository: Repository,
  pull: PullRequest,
  review: PullReview,
): object {
  const html = render.page(repository, `pull/${pull.number}#pullrequestreview-${review.id}`)
  const url = render.api(repository, `pulls/${pull.number}`)
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: render.user(review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: associationOf(world, repository, review.user),
    _links: { html: { href: html }, pull_request: { href: url } },
    ...(review.submittedAt && { submitted_at: iso(review.submittedAt) }),
    commit_id: review.commit,
  }
}
