import type * as sdk from '@aws-sdk/client-codedeploy'
import { errorName } from '../aws/errors.ts'
import { ActionError } from '../support/errors.ts'
import type { CodeDeploy } from './client.ts'
import type { DeploymentState } from './deployment.ts'
import type { TargetState } from './targets.ts'

/**
 * The wait of a deployment before it moves traffic: the new version runs, and users are on the old one. Only blue/green
 * deployments to servers and to ECS have it, where the group's deploymentReadyOption is STOP_DEPLOYMENT. After the traffic
 * has moved there is another wait, TERMINATION_WAIT, which nothing in this project ever ends.
 */

const SHIFT = 'AllowTraffic'

/** Pure: whether a deployment waits before it moves traffic. */
export function isBeforeTraffic(
  state: Pick<DeploymentState, 'status' | 'isTerminationWait'>,
  targets: readonly TargetState[],
): boolean {
  const moved = targets.some(({ events }) =>
    events.some(({ name, status }) => name === SHIFT && status !== 'Pending' && status !== 'Unknown'),
  )
  return state.status === 'Ready' && !state.isTerminationWait && !moved
}

/** The wait of a group, or why it has none. */
export type GroupWait =
  | { readonly waits: true; readonly minutes: number }
  | { readonly waits: false; readonly why: string; readonly expected: string; readonly change: string }

type Waiting = Pick<sdk.DeploymentGroupInfo, 'deploymentStyle' | 'blueGreenDeploymentConfiguration'>

const LINE =
  'BlueGreenDeploymentConfiguration: { DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 60 } }'

/**
 * Pure: whether deployments of a group wait before traffic, and are stopped by AWS at the timeout. With
 * CONTINUE_DEPLOYMENT traffic moves at once.
 */
export function waitOf(platform: 'server' | 'ecs', group: Waiting): GroupWait {
  const { deploymentStyle: style, blueGreenDeploymentConfiguration: configuration } = group
  if (style?.deploymentType !== 'BLUE_GREEN') {
    return {
      waits: false,
      why:
        platform === 'server' ? 'deploys in place, so the new version never runs without traffic' : 'is not blue/green',
      expected: 'DeploymentType: BLUE_GREEN',
      change:
        'Make its deployments blue/green (`DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }`)',
    }
  }
  const { actionOnTimeout: action, waitTimeInMinutes: minutes = 0 } = configuration?.deploymentReadyOption ?? {}
  if (action === 'STOP_DEPLOYMENT' && minutes > 0) return { waits: true, minutes }
  return {
    waits: false,
    why:
      action === 'STOP_DEPLOYMENT'
        ? 'waits no minute before it is stopped'
        : 'moves the traffic at once, and without anybody who allows it',
    expected: 'ActionOnTimeout: STOP_DEPLOYMENT, and at least one minute of WaitTimeInMinutes',
    change: `Add to the properties of the group in its template: \`${LINE}\``,
  }
}

/**
 * Lets a deployment go on that waits before traffic. An answer that it waits no more follows its own request whose response
 * was lost, or another's: either way the deployment goes on.
 * @returns whether this call, and no other, let it go on
 */
export async function endReadyWait(
  codedeploy: Pick<CodeDeploy, 'continueDeployment'>,
  deploymentId: string,
): Promise<boolean> {
  try {
    await codedeploy.continueDeployment({ deploymentId, deploymentWaitType: 'READY_WAIT' })
    return true
  } catch (error) {
    if (errorName(error) === 'DeploymentIsNotInReadyStateException') return false
    if (error instanceof ActionError && error.code === 'aws/unreachable') return false
    throw error
  }
}
