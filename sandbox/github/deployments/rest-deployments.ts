import { statesOf } from '../checks/checks.ts'
import { commitAt, mergeBase } from '../repositories/git.ts'
import type { Renderer } from '../render.ts'
import { callerLogin, invalid, missing, repositoryAt, text, texts } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Commit, Repository, World } from '../world.ts'
import { createDeployment } from './deployments.ts'
import type { Deployment } from './model.ts'
import { renderDeployment } from './render.ts'

export const DEPLOYMENTS = '/repos/:owner/:repo/deployments'

/** The deployment in a request's path. */
export function deploymentAt(repository: Repository, request: Request): Deployment {
  const found = repository.deployments.find(({ id }) => id === Number(request.parts['deployment']))
  if (!found) throw new Refusal(404, 'Not Found')
  return found
}

/** Deployments, apart from their statuses. */
export function deploymentRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'GET',
      path: DEPLOYMENTS,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/deployments#list-deployments',
      answer(request) {
        const repository = repositoryAt(world, request)
        const wanted = request.url.searchParams
        const found = repository.deployments
          .filter((deployment) =>
            (['sha', 'ref', 'task', 'environment'] as const).every(
              (key) => !wanted.get(key) || wanted.get(key) === deployment[key],
            ),
          )
          .toReversed()
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((one) => renderDeployment(render, repository, one)) }
      },
    },
    {
      method: 'POST',
      path: DEPLOYMENTS,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'deployments/deployments#create-a-deployment',
      answer: (request) => create(world, render, repositoryAt(world, request), request),
    },
    {
      method: 'GET',
      path: `${DEPLOYMENTS}/:deployment`,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/deployments#get-a-deployment',
      answer(request) {
        const repository = repositoryAt(world, request)
        return { status: 200, body: renderDeployment(render, repository, deploymentAt(repository, request)) }
      },
    },
    {
      method: 'DELETE',
      path: `${DEPLOYMENTS}/:deployment`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'deployments/deployments#delete-a-deployment',
      answer(request) {
        const repository = repositoryAt(world, request)
        const deployment = deploymentAt(repository, request)
        const active = !['inactive', undefined].includes(deployment.statuses.at(-1)?.state)
        if (active && repository.deployments.length > 1) {
          throw invalid(
            'We cannot delete an active deployment unless it is the only deployment in a given environment.',
          )
        }
        repository.deployments.splice(repository.deployments.indexOf(deployment), 1)
        return { status: 204 }
      },
    },
  ]
}

function create(world: World, render: Renderer, repository: Repository, request: Request): Answer {
  const given = jsonOf(request)
  const ref = text(given['ref'])
  if (ref === null) throw missing('ref')
  const commit = commitAt(repository, ref)
  if (!commit) throw invalid(`No ref found for: ${ref}`)
  const merged = given['auto_merge'] === false ? undefined : mergeDefault(world, repository, ref, commit)
  if (merged !== undefined) return { status: 202, body: { message: merged } }
  demandStatuses(statesOf(world, repository, commit.sha), ref, given['required_contexts'])
  const { task, environment, production_environment: production, transient_environment: transient } = given
  const deployment = createDeployment(world, repository, {
    sha: commit.sha,
    ref,
    environment: text(environment) ?? 'production',
    creator: callerLogin(request),
    description: text(given['description']),
    ...(typeof task === 'string' && { task }),
    ...(typeof production === 'boolean' && { production }),
    ...(typeof transient === 'boolean' && { transient }),
    ...(given['payload'] !== undefined && { payload: given['payload'] }),
  })
  return { status: 201, body: renderDeployment(render, repository, deployment) }
}

/**
 * Merges the default branch into a branch that is behind it, as `auto_merge` does unless it is off: the deployment is not
 * created then.
 *
 * @returns GitHub's message, or undefined where there is nothing to merge
 */
function mergeDefault(world: World, repository: Repository, ref: string, head: Commit): string | undefined {
  const branch = ref.replace(/^(refs\/)?heads\//, '')
  const tip = commitAt(repository, repository.defaultBranch)
  if (!repository.branches.has(branch) || branch === repository.defaultBranch || !tip) return undefined
  const common = mergeBase(repository, head, tip)
  if (common === tip) return undefined
  const conflict = Object.keys(tip.files).some(
    (path) =>
      tip.files[path] !== common?.files[path] &&
      head.files[path] !== common?.files[path] &&
      tip.files[path] !== head.files[path],
  )
  if (conflict) {
    throw new Refusal(409, `Conflict merging ${repository.defaultBranch} into ${branch}`)
  }
  const taken = Object.entries(tip.files).filter(([path, content]) => content !== common?.files[path])
  const sha = world.commit(repository, {
    message: `Merge branch '${repository.defaultBranch}' into ${branch}`,
    author: 'web-flow',
    files: { ...head.files, ...Object.fromEntries(taken) },
    parent: head.sha,
    merged: tip.sha,
  })
  repository.branches.set(branch, sha)
  return `Auto-merged ${repository.defaultBranch} into ${branch} on deployment.`
}

/** Requires green statuses and checks of the commit: all, or those that the caller names. */
function demandStatuses(
  states: readonly { readonly context: string; readonly state: string }[],
  ref: string,
  required: unknown,
): void {
  const named = Array.isArray(required) ? texts(required) : undefined
  const contexts = named?.map(
    (context) => states.find((one) => one.context === context) ?? { context, state: 'pending' },
  )
  if ((contexts ?? states).every(({ state }) => state === 'success')) return
  throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`, {
    errors: [{ contexts: contexts ?? states, resource: 'Deployment', field: 'required_contexts', code: 'invalid' }],
  })
}
