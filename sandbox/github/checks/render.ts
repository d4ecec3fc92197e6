import { hash, iso, nodeId } from '../repositories/render.ts'
import type { Renderer } from '../render.ts'
import type { Repository } from '../world.ts'
import { suiteState } from './checks.ts'
import type { Annotation, CheckRun, CheckSuite, CommitStatus } from './model.ts'

/** A check run in the format of GitHub's OpenAPI description. */
export function renderCheckRun(render: Renderer, repository: Repository, check: CheckRun): object {
  const url = render.api(repository, `check-runs/${check.id}`)
  const { externalId, detailsUrl, annotations } = check
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CheckRun', check.id),
    head_sha: check.sha,
    external_id: externalId,
    url,
    html_url: render.page(repository, `runs/${check.id}`),
    details_url: detailsUrl.includes('://') ? detailsUrl : render.page(repository, detailsUrl),
    status: check.status,
    conclusion: check.conclusion,
    started_at: iso(check.startedAt),
    completed_at: check.completedAt ? iso(check.completedAt) : null,
    output: { ...check.output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: check.suite.id },
    app: render.app(check.suite.app),
    pull_requests: [],
  }
}

export function renderAnnotation(
  render: Renderer,
  repository: Repository,
  { sha }: CheckRun,
  annotation: Annotation,
): object {
  return { ...annotation, blob_href: render.page(repository, `blob/${sha}/${annotation.path}`) }
}

export function renderCheckSuite(
  render: Renderer,
  repository: Repository,
  suite: CheckSuite,
  runs: readonly CheckRun[],
): object {
  const url = render.api(repository, `check-suites/${suite.id}`)
  const commit = repository.commits.get(suite.sha)
  const author = { name: commit?.author ?? '', email: `${commit?.author ?? 'nobody'}@example.com` }
  const date = iso(commit?.date ?? suite.createdAt)
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: [...repository.branches].find(([, sha]) => sha === suite.sha)?.[0] ?? null,
    head_sha: suite.sha,
    ...suiteState(runs),
    url,
    before: commit?.parent ?? null,
    after: suite.sha,
    pull_requests: [],
    app: render.app(suite.app),
    repository: render.minimalRepository(repository),
    created_at: iso(suite.createdAt),
    updated_at: iso(runs.at(-1)?.completedAt ?? suite.createdAt),
    head_commit: {
      id: suite.sha,
      tree_id: hash(`tree ${suite.sha}`),
      message: commit?.message ?? '',
      timestamp: date,
      author: author,
      committer: author,
    },
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  }
}

/** A commit status; `simple` as it is part of the combined status. */
export function renderStatus(render: Renderer, repository: Repository, status: CommitStatus, simple = false): object {
  const at = iso(status.createdAt)
  return {
    url: render.api(repository, `statuses/${status.sha}`),
    avatar_url: render.avatar(status.creator),
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: at,
    updated_at: at,
    ...(!simple && { creator: render.user(status.creator) }),
  }
}
