import { iso, nodeId } from '../repositories/render.ts'
import type { Renderer } from '../render.ts'
import type { Repository } from '../world.ts'
import type { Deployment, DeploymentStatus } from './model.ts'

/** A deployment in the format of GitHub's OpenAPI description. */
export function renderDeployment(render: Renderer, repository: Repository, deployment: Deployment): object {
  const url = render.api(repository, `deployments/${deployment.id}`)
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    task: deployment.task,
    original_environment: deployment.originalEnvironment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: iso(deployment.createdAt),
    updated_at: iso(deployment.statuses.at(-1)?.at ?? deployment.createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: render.repositoryUrl(repository),
    creator: render.user(deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: deployment.payload,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  }
}

export function renderDeploymentStatus(
  render: Renderer,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
): object {
  const url = render.api(repository, `deployments/${deployment.id}`)
  const page = status.logUrl ?? ''
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: render.user(status.creator ?? deployment.creator),
    description: status.description,
    environment: status.environment ?? deployment.environment,
    target_url: page,
    log_url: page,
    environment_url: status.environmentUrl ?? '',
    created_at: iso(status.at),
    updated_at: iso(status.at),
    deployment_url: url,
    repository_url: render.repositoryUrl(repository),
    performed_via_github_app: null,
  }
}
