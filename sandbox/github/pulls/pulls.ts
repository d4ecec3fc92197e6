import { changesBetween, commitsBetween, history, mergeBase, type Change } from '../repositories/git.ts'
import { invalid } from '../server/requests.ts'
import type { Refusal } from '../server/router.ts'
import type { Commit, Repository, World } from '../world.ts'
import type { PullEvent, PullRequest, PullReview, ReviewState } from './model.ts'

export interface NewPull {
  readonly user: string
  readonly title: string
  /** The branch with the changes. */
  readonly head: string
  readonly base: string
  readonly body?: string | null
  readonly draft?: boolean
}

/** Pull requests of a repository: operations that open, change, review and merge them. */
export class Pulls {
  readonly #world: World
  readonly #repository: Repository

  constructor(world: World, repository: Repository) {
    this.#world = world
    this.#repository = repository
  }

  open({ user, title, head, base, body = null, draft = false }: NewPull): PullRequest {
    const { branches, pulls } = this.#repository
    const [headSha, baseSha] = [branches.get(head), branches.get(base)]
    const wrong = (field: string): Refusal =>
      invalid('Validation Failed', [{ resource: 'PullRequest', field, code: 'invalid' }])
    if (headSha === undefined) throw wrong('head')
    if (baseSha === undefined) throw wrong('base')
    const refuse = (message: string): Refusal =>
      invalid('Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }])
    const { login } = this.#repository.owner
    if (pulls.some((pull) => pull.head === head && pull.base === base && pull.state === 'open')) {
      throw refuse(`A pull request already exists for ${login}:${head}.`)
    }
    if (commitsBetween(this.#repository, this.#commit(baseSha), this.#commit(headSha)).length === 0) {
      throw refuse(`No commits between ${base} and ${head}`)
    }
    const now = this.#world.now()
    const pull: PullRequest = {
      id: this.#world.id(),
      number: (this.#repository.issues += 1),
      title,
      body,
      user,
      head,
      headSha,
      base,
      baseSha,
      draft,
      state: 'open',
      createdAt: now,
      updatedAt: now,
      requestedReviewers: new Set(),
      requestedTeams: new Set(),
      reviews: [],
      events: [],
      pushed: new Map(),
    }
    pulls.push(pull)
    this.#arrive(pull)
    return pull
  }

  /** Follows a branch that has moved: the pull requests from it, and their approvals. */
  moved(branch: string, by: string): void {
    const sha = this.#repository.branches.get(branch)
    for (const pull of this.#repository.pulls) {
      if (pull.state !== 'open') continue
      if (pull.base === branch && sha !== undefined) pull.baseSha = sha
      if (pull.head !== branch || sha === undefined || sha === pull.headSha) continue
      const [before, after] = [this.#commit(pull.headSha), this.#commit(sha)]
      const same = JSON.stringify(this.#changes(pull, before)) === JSON.stringify(this.#changes(pull, after))
      pull.headSha = sha
      if (!history(this.#repository, after).includes(before)) {
        this.#event(pull, { name: 'head_ref_force_pushed', actor: by, commit: sha })
      }
      this.#arrive(pull)
      this.#keepOrDismiss(pull, same, by)
    }
  }

  /** The commits of a pull request, oldest first. */
  commits(pull: PullRequest): Commit[] {
    return commitsBetween(this.#repository, this.#commit(pull.baseSha), this.#commit(pull.headSha))
  }

  /** The commit from which the changes of a pull request start. */
  start(pull: PullRequest): Commit {
    const [base, head] = [this.#commit(pull.baseSha), this.#commit(pull.headSha)]
    return mergeBase(this.#repository, head, base) ?? base
  }

  submit(pull: PullRequest, user: string, state: ReviewState, body: string, commit = pull.headSha): PullReview {
    if (!this.#repository.commits.has(commit)) throw invalid('Unprocessable Entity', ['Commit not found'])
    const now = this.#world.now()
    const review: PullReview = {
      id: this.#world.id(),
      user,
      body,
      state,
      commit,
      ...(state !== 'PENDING' && { submittedAt: now }),
    }
    this.#mayReview(pull, review)
    pull.reviews.push(review)
    if (state !== 'PENDING') this.#submitted(pull, review)
    return review
  }

  /** Submits a pending review. */
  finish(pull: PullRequest, review: PullReview, state: ReviewState, body: string | null): void {
    this.#mayReview(pull, { ...review, state })
    review.state = state
    review.body = body ?? review.body
    review.submittedAt = this.#world.now()
    this.#submitted(pull, review)
  }

  dismiss(pull: PullRequest, review: PullReview, actor: string, message: string | null, commit?: string): void {
    const { state } = review
    if (state !== 'APPROVED' && state !== 'CHANGES_REQUESTED') {
      throw invalid('Unprocessable Entity', [`Can not dismiss a ${state.toLowerCase()} pull request review`])
    }
    review.state = 'DISMISSED'
    const dismissed = { review: review.id, state, message, ...(commit !== undefined && { commit }) }
    this.#event(pull, { name: 'review_dismissed', actor, dismissed })
  }

  request(pull: PullRequest, actor: string, users: readonly string[], teams: readonly string[]): void {
    for (const reviewer of users) {
      if (pull.requestedReviewers.has(reviewer)) continue
      pull.requestedReviewers.add(reviewer)
      this.#event(pull, { name: 'review_requested', actor, reviewer })
    }
    for (const team of teams) {
      if (pull.requestedTeams.has(team)) continue
      pull.requestedTeams.add(team)
      this.#event(pull, { name: 'review_requested', actor, team })
    }
  }

  unrequest(pull: PullRequest, actor: string, users: readonly string[], teams: readonly string[]): void {
    for (const reviewer of users) {
      if (pull.requestedReviewers.delete(reviewer))
        this.#event(pull, { name: 'review_request_removed', actor, reviewer })
    }
    for (const team of teams) {
      if (pull.requestedTeams.delete(team)) this.#event(pull, { name: 'review_request_removed', actor, team })
    }
  }

  /** Merges with a merge commit, or with one commit that has all changes. @returns the new commit */
  merge(pull: PullRequest, user: string, method: 'merge' | 'squash', message: string): string {
    const [base, head] = [this.#commit(pull.baseSha), this.#commit(pull.headSha)]
    const files = { ...base.files }
    for (const { path, after } of changesBetween(this.start(pull), head)) {
      if (after === undefined) delete files[path]
      else files[path] = after
    }
    const sha = this.#world.commit(this.#repository, {
      message,
      author: method === 'squash' ? pull.user : user,
      files,
      parent: base.sha,
      ...(method === 'merge' && { merged: head.sha }),
    })
    this.#repository.branches.set(pull.base, sha)
    pull.mergedAt = this.#world.now()
    pull.mergedBy = user
    pull.mergeCommit = sha
    this.#event(pull, { name: 'merged', actor: user, commit: sha })
    this.close(pull, user)
    return sha
  }

  close(pull: PullRequest, actor: string): void {
    pull.state = 'closed'
    pull.closedAt = this.#world.now()
    this.#event(pull, { name: 'closed', actor })
  }

  #commit(sha: string): Commit {
    const commit = this.#repository.commits.get(sha)
    if (!commit) throw new Error(`there is no commit ${sha}`)
    return commit
  }

  #changes(pull: PullRequest, head: Commit): Change[] {
    const base = this.#commit(pull.baseSha)
    return changesBetween(mergeBase(this.#repository, head, base) ?? base, head)
  }

  #arrive(pull: PullRequest): void {
    const now = this.#world.now()
    for (const { sha } of this.commits(pull)) if (!pull.pushed.has(sha)) pull.pushed.set(sha, now)
    pull.updatedAt = now
  }

  /** A push that leaves the changes as they are moves approvals on to the new commit; another one may dismiss them. */
  #keepOrDismiss(pull: PullRequest, same: boolean, by: string): void {
    for (const review of pull.reviews.filter(({ state }) => state === 'APPROVED')) {
      if (same) review.commit = pull.headSha
      else if (this.#repository.dismissStaleReviews) this.dismiss(pull, review, by, '', pull.headSha)
    }
  }

  #mayReview(pull: PullRequest, { user, state }: PullReview): void {
    const refuse = (message: string): Refusal => invalid('Unprocessable Entity', [message])
    if (user === pull.user && state === 'APPROVED') throw refuse('Review Can not approve your own pull request')
    if (user === pull.user && state === 'CHANGES_REQUESTED') {
      throw refuse('Review Can not request changes on your own pull request')
    }
    if (user === 'github-actions[bot]' && state === 'APPROVED' && !this.#repository.actionsMayApprove) {
      throw refuse('GitHub Actions is not permitted to approve pull requests.')
    }
    const pending = pull.reviews.some((other) => other.user === user && other.state === 'PENDING')
    if (state === 'PENDING' && pending) throw refuse('User can only have one pending review per pull request')
  }

  #submitted(pull: PullRequest, { user }: PullReview): void {
    pull.requestedReviewers.delete(user)
    pull.updatedAt = this.#world.now()
  }

  #event(pull: PullRequest, event: Omit<PullEvent, 'id' | 'at'>): void {
    const at = this.#world.now()
    pull.events.push({ id: this.#world.id(), at, ...event })
    pull.updatedAt = at
  }
}
