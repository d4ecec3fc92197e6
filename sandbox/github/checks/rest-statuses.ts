import type { Renderer } from '../render.ts'
import { callerLogin, commitOf, invalid, missing, repositoryAt, text } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Route } from '../server/router.ts'
import type { World } from '../world.ts'
import type { CommitStatus } from './model.ts'
import { renderStatus } from './render.ts'

const STATES = ['error', 'failure', 'pending', 'success']
/** Maximum statuses of one context for one commit. */
const SAME_CONTEXT = 1_000

/** Commit statuses. */
export function statusRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'POST',
      path: '/repos/:owner/:repo/statuses/:sha',
      needs: { scope: 'statuses', level: 'write' },
      docs: 'commits/statuses#create-a-commit-status',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { sha } = commitOf(repository, request.parts['sha'] ?? '')
        const given = jsonOf(request)
        const state = text(given['state'])
        if (state === null) throw missing('state')
        if (!STATES.includes(state)) {
          throw invalid(`Invalid request.\n\n${state} is not a member of ${JSON.stringify(STATES)}.`)
        }
        const context = text(given['context']) ?? 'default'
        if (repository.statuses.filter((one) => one.sha === sha && one.context === context).length >= SAME_CONTEXT) {
          throw invalid('Validation Failed', [
            {
              resource: 'Status',
              code: 'custom',
              message: 'This SHA and context has reached the maximum number of statuses.',
            },
          ])
        }
        const status: CommitStatus = {
          id: world.id(),
          sha,
          state,
          context,
          description: text(given['description']),
          targetUrl: text(given['target_url']),
          creator: callerLogin(request),
          createdAt: world.now(),
        }
        repository.statuses.push(status)
        return { status: 201, body: renderStatus(render, repository, status) }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref/statuses',
      needs: { scope: 'statuses', level: 'read' },
      docs: 'commits/statuses#list-commit-statuses-for-a-reference',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { sha } = commitOf(repository, request.parts['ref'] ?? '')
        const found = repository.statuses.filter((status) => status.sha === sha).toReversed()
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((status) => renderStatus(render, repository, status)) }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref/status',
      needs: { scope: 'statuses', level: 'read' },
      docs: 'commits/statuses#get-the-combined-status-for-a-specific-reference',
      answer(request) {
        const repository = repositoryAt(world, request)
        const commit = repository.commits.size > 0 && commitOf(repository, request.parts['ref'] ?? '')
        if (!commit) throw new Refusal(404, 'Not Found')
        const { sha } = commit
        const newest = new Map<string, CommitStatus>()
        for (const status of repository.statuses) if (status.sha === sha) newest.set(status.context, status)
        const statuses = [...newest.values()]
        const { items, headers } = paged(statuses, request)
        const body = {
          state: combined(statuses),
          statuses: items.map((status) => renderStatus(render, repository, status, true)),
          sha,
          total_count: statuses.length,
          repository: render.minimalRepository(repository),
          commit_url: render.api(repository, `commits/${sha}`),
          url: render.api(repository, `commits/${sha}/status`),
        }
        return { status: 200, headers, body }
      },
    },
  ]
}

/** Without statuses the combined one is pending, as the reference says. */
function combined(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'error' || state === 'failure')) return 'failure'
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success'
}
