import type { Renderer } from '../render.ts'
import { callerLogin, invalid, missing, repositoryAt, text } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from '../server/router.ts'
import type { World } from '../world.ts'
import { addStatus, type NewStatus } from './deployments.ts'
import { renderDeploymentStatus } from './render.ts'
import { deploymentAt, DEPLOYMENTS } from './rest-deployments.ts'

const STATUSES = `${DEPLOYMENTS}/:deployment/statuses`
const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']
/** Maximum characters of a description. */
const DESCRIPTION = 140

/** Statuses of deployments. */
export function deploymentStatusRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'GET',
      path: STATUSES,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/statuses#list-deployment-statuses',
      answer(request) {
        const repository = repositoryAt(world, request)
        const deployment = deploymentAt(repository, request)
        const { items, headers } = paged(deployment.statuses.toReversed(), request)
        const body = items.map((status) => renderDeploymentStatus(render, repository, deployment, status))
        return { status: 200, headers, body }
      },
    },
    {
      method: 'GET',
      path: `${STATUSES}/:status`,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/statuses#get-a-deployment-status',
      answer(request) {
        const repository = repositoryAt(world, request)
        const deployment = deploymentAt(repository, request)
        const status = deployment.statuses.find(({ id }) => id === Number(request.parts['status']))
        if (!status) throw new Refusal(404, 'Not Found')
        return { status: 200, body: renderDeploymentStatus(render, repository, deployment, status) }
      },
    },
    {
      method: 'POST',
      path: STATUSES,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'deployments/statuses#create-a-deployment-status',
      answer(request) {
        const repository = repositoryAt(world, request)
        const deployment = deploymentAt(repository, request)
        const status = addStatus(world, repository, deployment, statusFrom(request))
        return { status: 201, body: renderDeploymentStatus(render, repository, deployment, status) }
      },
    },
  ]
}

function statusFrom(request: Request): NewStatus {
  const given = jsonOf(request)
  const state = text(given['state'])
  if (state === null) throw missing('state')
  if (!STATES.includes(state)) {
    throw invalid(`Invalid request.\n\n${state} is not a member of ${JSON.stringify(STATES)}.`)
  }
  const description = text(given['description']) ?? ''
  if (description.length > DESCRIPTION) {
    throw invalid('Validation Failed', [
      {
        resource: 'DeploymentStatus',
        code: 'custom',
        field: 'description',
        message: `description is too long (maximum is ${DESCRIPTION} characters)`,
      },
    ])
  }
  const logUrl = text(given['log_url']) ?? text(given['target_url'])
  const environmentUrl = text(given['environment_url'])
  const environment = text(given['environment'])
  return {
    state,
    description,
    creator: callerLogin(request),
    autoInactive: given['auto_inactive'] !== false,
    ...(logUrl !== null && { logUrl }),
    ...(environmentUrl !== null && { environmentUrl }),
    ...(environment !== null && { environment }),
  }
}
