import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { DeploymentState } from '../../codedeploy/deployment.ts'
import type { EcsNativeDeployment } from '../../config/model/environment.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { readDefinition, runOfOwner } from '../../ecs/own.ts'
import { readService } from '../../ecs/service.ts'
import {
  endOfServiceDeployment,
  listServiceDeployments,
  readServiceDeployment,
  readServiceRevision,
  type ServiceDeploymentState,
} from '../../ecs/service-deployment.ts'
import { digestOf } from '../../evidence/digest.ts'
import { mapLimit } from '../../support/limit.ts'
import { judgeHistory, type History } from '../history.ts'

/** A deployment of a service with what it deploys. */
export interface ServiceDeployed {
  readonly state: Pick<ServiceDeploymentState, 'id' | 'status' | 'createdAt'>
  /** ARN of its task definition. */
  readonly taskDefinition: string
  /** ARN of the task definition that it replaces; undefined for the first one of a service. */
  readonly replaces: string | undefined
  /** The run of this action that registered its task definition for this deployment. */
  readonly run: string | undefined
}

/** ECS keeps the deployments of 90 days; a service that is deployed to more often than this is read in part. */
const MOST_DEPLOYMENTS = 30
const READS_AT_ONCE = 4
const BACK = '/back'

/** What the deployments of a service by ECS say about the way back. */
export async function readServiceHistory(
  { ports, access, environment }: Pick<DeployContext, 'ports' | 'access' | 'environment'>,
  deployment: EcsNativeDeployment,
): Promise<History> {
  const containers = await ports.connect.containers(access)
  const about = { environment: environment.key, id: deployment.id }
  if ((await readService(containers, deployment)) === undefined) {
    return { kind: 'none', why: 'its service does not exist' }
  }
  const arns = await listServiceDeployments(containers, deployment, 'all')
  const read = await mapLimit(arns.slice(0, MOST_DEPLOYMENTS), READS_AT_ONCE, async (arn): Promise<ServiceDeployed> => {
    const state = await readServiceDeployment(containers, arn)
    const { taskDefinition } = await readServiceRevision(containers, state.target.arn)
    const [source] = state.sources
    const replaces = source === undefined ? undefined : await readServiceRevision(containers, source.arn)
    const owner = (await readDefinition(containers, taskDefinition))?.owner
    const run = owner === undefined ? undefined : runOfOwner(owner, about.environment, about.id)
    return { state, taskDefinition, replaces: replaces?.taskDefinition, run }
  })
  return judgeHistory({ ...about, place: 'service' }, asDeployments(about, read))
}

/**
 * Pure: deployments by ECS in the terms in which those of a group are judged. A deployment of ECS has no description: it is
 * the release where its task definition is of a run and was not there before, and a rollback where it brings the one of
 * before the newest release. One that changes no task definition changes no version.
 */
export function asDeployments(
  { environment, id }: { readonly environment: string; readonly id: string },
  deployed: readonly ServiceDeployed[],
): DeploymentState[] {
  const made: DeploymentState[] = []
  const seen = new Set<string>()
  let current: string | undefined
  let release: { readonly run: string; readonly id: string; readonly before: string | undefined } | undefined
  const oldestFirst = deployed.toSorted((a, b) => (a.state.createdAt < b.state.createdAt ? -1 : 1))
  const [oldest] = oldestFirst
  if (oldest?.replaces !== undefined) {
    current = oldest.replaces
    seen.add(current)
    const before = { id: nameOfArn(current), createdAt: shifted(oldest.state.createdAt, -1) }
    made.push(deploymentOf({ ...before, status: 'Succeeded', taskDefinition: current }))
  }
  for (const { state, taskDefinition, run } of oldestFirst) {
    const isRelease = run !== undefined && (!seen.has(taskDefinition) || run === release?.run)
    const isRollback = !isRelease && release !== undefined && taskDefinition === release.before
    if (!isRelease && taskDefinition === current) continue
    if (isRelease && run !== release?.run) release = { run, id: state.id, before: current }
    seen.add(taskDefinition)
    const end = endOfServiceDeployment(state.status)
    const goesBack = /^ROLLBACK_(REQUESTED|IN_PROGRESS)$/.test(state.status)
    made.push(
      deploymentOf({
        id: state.id,
        createdAt: state.createdAt,
        status: goesBack ? 'Failed' : STATUS[end],
        taskDefinition,
        ...(isRelease && { description: `test-deployments ${environment}/${id} 0, run ${run}, attempt 1` }),
        ...(isRollback && release && { undoes: release.id }),
      }),
    )
    if ((goesBack || end === 'rolled-back') && current !== undefined) {
      made.push(
        deploymentOf({
          id: `${state.id}${BACK}`,
          createdAt: shifted(state.createdAt, 1),
          status: goesBack ? 'InProgress' : 'Succeeded',
          taskDefinition: current,
          undoes: state.id,
        }),
      )
    }
    if (end === 'succeeded') current = taskDefinition
  }
  return made
}

const STATUS = {
  running: 'InProgress',
  succeeded: 'Succeeded',
  'rolled-back': 'Failed',
  'rollback-failed': 'Failed',
  stopped: 'Stopped',
} as const

/** A task definition as a revision of CodeDeploy's. */
export function revisionOfDefinition(taskDefinition: string): RevisionLocation {
  const content = JSON.stringify({ Resources: [{ service: { Properties: { TaskDefinition: taskDefinition } } }] })
  return { revisionType: 'AppSpecContent', appSpecContent: { content, sha256: digestOf(content) } }
}

function deploymentOf({
  taskDefinition,
  description = '',
  ...rest
}: Pick<DeploymentState, 'id' | 'status' | 'createdAt' | 'undoes'> & {
  readonly taskDefinition: string
  readonly description?: string
}): DeploymentState {
  return {
    ...rest,
    description,
    creator: 'ECS',
    revision: revisionOfDefinition(taskDefinition),
    isBlueGreen: false,
    isTerminationWait: false,
    functions: {},
  }
}

/** @param ms added to an ISO 8601 time */
function shifted(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}
