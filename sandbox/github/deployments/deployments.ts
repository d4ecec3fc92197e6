import type { Repository, World } from '../world.ts'
import type { Deployment, DeploymentStatus } from './model.ts'

export interface NewDeployment {
  readonly sha: string
  readonly ref: string
  readonly environment: string
  readonly creator: string
  readonly task?: string
  readonly description?: string | null
  readonly transient?: boolean
  /** Default: whether the environment is named `production`. */
  readonly production?: boolean
  readonly payload?: unknown
}

export function createDeployment(world: World, repository: Repository, given: NewDeployment): Deployment {
  const { sha, ref, environment, creator } = given
  const deployment: Deployment = {
    id: world.id(),
    sha,
    ref,
    environment,
    originalEnvironment: environment,
    creator,
    task: given.task ?? 'deploy',
    transient: given.transient ?? false,
    production: given.production ?? environment === 'production',
    payload: given.payload ?? {},
    description: given.description ?? null,
    createdAt: world.now(),
    statuses: [],
  }
  repository.deployments.push(deployment)
  return deployment
}

export interface NewStatus extends Pick<DeploymentStatus, 'state' | 'creator' | 'logUrl' | 'environmentUrl'> {
  readonly description?: string
  readonly environment?: string
  /** Default: true. */
  readonly autoInactive?: boolean
}

/**
 * Adds a status. A success makes earlier deployments of the environment inactive that succeeded, unless they are
 * transient or of production, or `autoInactive` is false.
 */
export function addStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  given: NewStatus,
): DeploymentStatus {
  const { autoInactive = true, environment, description = '', ...rest } = given
  if (environment !== undefined) deployment.environment = environment
  const status = {
    id: world.id(),
    at: world.now(),
    description,
    environment: deployment.environment,
    ...rest,
  }
  if (given.state === 'success' && autoInactive) {
    for (const earlier of repository.deployments.slice(0, repository.deployments.indexOf(deployment))) {
      const replaced = earlier.environment === deployment.environment && earlier.statuses.at(-1)?.state === 'success'
      if (!replaced || earlier.transient || earlier.production) continue
      earlier.statuses.push({ id: world.id(), state: 'inactive', description: '', at: world.now() })
    }
  }
  deployment.statuses.push(status)
  return status
}
