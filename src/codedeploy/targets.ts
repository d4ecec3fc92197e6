import type * as sdk from '@aws-sdk/client-codedeploy'
import { errorName } from '../aws/errors.ts'
import { pagesOf } from '../aws/pages.ts'
import { mapLimit } from '../support/limit.ts'
import { round } from '../support/text/rounding.ts'
import type { CodeDeploy } from './client.ts'
import { batchesOf, CALLS_AT_ONCE, type DeploymentState } from './deployment.ts'

/** A target: one instance, function or service. */
export interface TargetState {
  readonly id: string
  readonly status: string
  readonly events: readonly LifecycleState[]
  /** Of blue/green servers: Blue for the original instances, Green for their replacements. */
  readonly label?: string
  /** Lambda and ECS: percentage of the traffic, 0 to 100, to the new version. */
  readonly traffic?: { readonly to: string; readonly percent: number }
  /** ECS: name of the target group of the new task set. */
  readonly greenGroup?: string
}

/** The result of a lifecycle event on one target. The diagnostics come from the agent and are untrusted. */
export interface LifecycleState {
  readonly name: string
  readonly status: string
  readonly startedAt?: string
  readonly endedAt?: string
  readonly errorCode?: string
  readonly script?: string
  readonly message?: string
  readonly logTail?: string
}

/** AWS's limit of BatchGetDeploymentTargets. */
const TARGETS_PER_CALL = 25
/** All targets of a deployment with their lifecycle; none while it has not started. */
export async function readTargets(
  codedeploy: Pick<CodeDeploy, 'listDeploymentTargets' | 'batchGetDeploymentTargets'>,
  deploymentId: string,
): Promise<TargetState[]> {
  return describeTargets(codedeploy, deploymentId, await listTargets(codedeploy, deploymentId))
}

async function listTargets(
  codedeploy: Pick<CodeDeploy, 'listDeploymentTargets'>,
  deploymentId: string,
): Promise<string[]> {
  const listed = new Set<string>()
  try {
    const pages = pagesOf('nextToken', (next) => codedeploy.listDeploymentTargets({ deploymentId, ...next }))
    for await (const page of pages) for (const id of page.targetIds ?? []) listed.add(id)
  } catch (error) {
    if (errorName(error) === 'DeploymentNotStartedException') return []
    throw error
  }
  return [...listed]
}

/** Describes targets whose ids are known. One that AWS does not describe is unknown. */
export async function describeTargets(
  codedeploy: Pick<CodeDeploy, 'batchGetDeploymentTargets'>,
  deploymentId: string,
  ids: readonly string[],
): Promise<TargetState[]> {
  const answers = await mapLimit(batchesOf(ids, TARGETS_PER_CALL), CALLS_AT_ONCE, (targetIds) =>
    codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds }),
  )
  const told = new Map(
    answers
      .flatMap((answer) => answer.deploymentTargets ?? [])
      .filter((target) => (detailsOf(target).deploymentId ?? deploymentId) === deploymentId)
      .map(targetState)
      .map((target) => [target.id, target]),
  )
  // A target that is listed but not described, or is of another deployment, is unknown.
  return ids.map((id) => told.get(id) ?? { id, status: 'Unknown', events: [] })
}

/** Whether its events are hook functions, not scripts of agents. */
export function isServerless({ platform }: Pick<DeploymentState, 'platform'>): boolean {
  return platform === 'Lambda' || platform === 'ECS'
}

function trafficOf({ lambdaTarget, ecsTarget }: sdk.DeploymentTarget): Pick<TargetState, 'traffic' | 'greenGroup'> {
  const { targetVersion, targetVersionWeight } = lambdaTarget?.lambdaFunctionInfo ?? {}
  if (targetVersionWeight !== undefined) {
    return { traffic: { to: `version ${targetVersion}`, percent: round(targetVersionWeight * 100, 1) } }
  }
  const green = ecsTarget?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green')
  return {
    ...(green?.targetGroup?.name !== undefined && { greenGroup: green.targetGroup.name }),
    ...(green?.trafficWeight !== undefined && {
      traffic: { to: 'the new task set', percent: round(green.trafficWeight, 1) },
    }),
  }
}

type TargetDetails = Pick<sdk.InstanceTarget, 'deploymentId' | 'targetId' | 'status' | 'lifecycleEvents'>
function detailsOf(target: sdk.DeploymentTarget): TargetDetails {
  return target.instanceTarget ?? target.lambdaTarget ?? target.ecsTarget ?? target.cloudFormationTarget ?? {}
}

/** Converts AWS's target of any platform. */
function targetState(target: sdk.DeploymentTarget): TargetState {
  const one = detailsOf(target)
  return {
    id: one.targetId ?? 'unknown',
    status: one.status ?? 'Unknown',
    ...(target.instanceTarget?.instanceLabel !== undefined && { label: target.instanceTarget.instanceLabel }),
    ...trafficOf(target),
    events: (one.lifecycleEvents ?? []).map((event) => ({
      name: event.lifecycleEventName ?? '',
      status: event.status ?? 'Unknown',
      ...(event.startTime && { startedAt: event.startTime.toISOString() }),
      ...(event.endTime && { endedAt: event.endTime.toISOString() }),
      ...(event.diagnostics?.errorCode !== undefined && { errorCode: event.diagnostics.errorCode }),
      ...(event.diagnostics?.scriptName !== undefined && { script: event.diagnostics.scriptName }),
      ...(event.diagnostics?.message !== undefined && { message: event.diagnostics.message }),
      ...(event.diagnostics?.logTail !== undefined && { logTail: event.diagnostics.logTail }),
    })),
  }
}

/** Functions report a status without a message: the event gets the name of the function. */
export function withFunctions(
  targets: readonly TargetState[],
  functions: Readonly<Record<string, string>>,
): TargetState[] {
  return targets.map((target) => ({
    ...target,
    events: target.events.map((event) => {
      const script = event.script || functions[event.name]
      return script === undefined ? event : { ...event, script }
    }),
  }))
}
