import type * as sdk from '@aws-sdk/client-codedeploy'
import { parse } from 'yaml'
import { errorName, errorText } from '../aws/errors.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import type { CodeDeploy } from './client.ts'

/** A deployment as CodeDeploy describes it. */
export interface DeploymentState {
  readonly id: string
  /** In AWS's words; may be one that its documentation does not list. */
  readonly status: string
  readonly creator: string
  readonly description: string
  readonly createdAt: string
  readonly startedAt?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly counts: Counts
  /** The deployment that brings the previous revision back. */
  readonly rollback?: { readonly id: string }
  /** What CodeDeploy says about a rollback, also why there is none. */
  readonly rollbackMessage?: string
  /** Of a rollback: the deployment that it undoes. */
  readonly undoes?: string
  /** Server, Lambda or ECS. */
  readonly platform?: string
  /** By lifecycle event, the functions that decide it; of Lambda and ECS. */
  readonly functions: Readonly<Record<string, string>>
}

/** Instances by how far they are. */
export interface Counts {
  readonly pending: number
  readonly inProgress: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly ready: number
}

/** One instance, function or service that is deployed to. */
export interface TargetState {
  readonly id: string
  readonly status: string
  readonly events: readonly LifecycleState[]
  /** Of Lambda and ECS: how much of the traffic, 0 to 100, goes to what is deployed. */
  readonly traffic?: { readonly to: string; readonly percent: number }
}

/** What an event of the lifecycle came to on one target. The diagnostics are what the agent sent: data. */
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

/** Statuses in which a deployment keeps its group busy. */
export const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const satisfies sdk.DeploymentStatus[]

/** AWS's limit of BatchGetDeploymentTargets. */
const TARGETS_PER_CALL = 25
const CALLS_AT_ONCE = 2

/** Where a status leaves a deployment. One that is not known is never an end. */
export function endOfDeployment(status: string): 'succeeded' | 'failed' | 'stopped' | 'running' {
  switch (status) {
    case 'Succeeded':
      return 'succeeded'
    case 'Failed':
      return 'failed'
    case 'Stopped':
      return 'stopped'
    default:
      return 'running'
  }
}

export async function readDeployment(
  codedeploy: Pick<CodeDeploy, 'getDeployment'>,
  id: string,
): Promise<DeploymentState> {
  const { deploymentInfo: info = {} } = await codedeploy.getDeployment({ deploymentId: id })
  const overview = info.deploymentOverview ?? {}
  const rollbackId = info.rollbackInfo?.rollbackDeploymentId
  const undoes = info.rollbackInfo?.rollbackTriggeringDeploymentId
  return {
    id,
    status: info.status ?? 'UNKNOWN',
    creator: info.creator ?? '',
    description: info.description ?? '',
    createdAt: (info.createTime ?? new Date(0)).toISOString(),
    ...(info.startTime && { startedAt: info.startTime.toISOString() }),
    ...(info.errorInformation?.code !== undefined && { errorCode: info.errorInformation.code }),
    ...(info.errorInformation?.message !== undefined && { errorMessage: info.errorInformation.message }),
    counts: {
      pending: overview.Pending ?? 0,
      inProgress: overview.InProgress ?? 0,
      succeeded: overview.Succeeded ?? 0,
      failed: overview.Failed ?? 0,
      skipped: overview.Skipped ?? 0,
      ready: overview.Ready ?? 0,
    },
    ...(rollbackId !== undefined && rollbackId !== id && { rollback: { id: rollbackId } }),
    ...(info.rollbackInfo?.rollbackMessage !== undefined && { rollbackMessage: info.rollbackInfo.rollbackMessage }),
    ...(undoes !== undefined && { undoes }),
    ...(info.computePlatform !== undefined && { platform: info.computePlatform }),
    functions: functionsOf(info.revision),
  }
}

/** What an AppSpec in the deployment itself says of functions; it is data, and may say anything. */
function functionsOf(revision: sdk.RevisionLocation | undefined): Record<string, string> {
  const text = revision?.appSpecContent?.content ?? revision?.string?.content
  if (text === undefined) return {}
  try {
    const spec = parse(text, { maxAliasCount: 0 }) as Record<string, unknown> | null
    const hooks: unknown = spec?.['Hooks'] ?? spec?.['hooks']
    const entries = (Array.isArray(hooks) ? hooks : []).flatMap((hook: unknown) => Object.entries(hook ?? {}))
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    return {}
  }
}

/** All targets of a deployment with their lifecycle; none while it has not started. */
export async function readTargets(
  codedeploy: Pick<CodeDeploy, 'listDeploymentTargets' | 'batchGetDeploymentTargets'>,
  deploymentId: string,
): Promise<TargetState[]> {
  const ids: string[] = []
  let nextToken: string | undefined
  do {
    try {
      const page = await codedeploy.listDeploymentTargets({ deploymentId, ...(nextToken && { nextToken }) })
      ids.push(...(page.targetIds ?? []))
      nextToken = page.nextToken
    } catch (error) {
      if (errorName(error) === 'DeploymentNotStartedException') return []
      throw error
    }
  } while (nextToken)
  const batches: string[][] = []
  for (let at = 0; at < ids.length; at += TARGETS_PER_CALL) batches.push(ids.slice(at, at + TARGETS_PER_CALL))
  const answers = await mapLimit(batches, CALLS_AT_ONCE, (targetIds) =>
    codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds }),
  )
  return answers.flatMap((answer) => (answer.deploymentTargets ?? []).map(targetState))
}

/** Whether functions decide its events, and no agents. */
export function isServerless({ platform }: Pick<DeploymentState, 'platform'>): boolean {
  return platform === 'Lambda' || platform === 'ECS'
}

function trafficOf({ lambdaTarget, ecsTarget }: sdk.DeploymentTarget): Pick<TargetState, 'traffic'> {
  const { targetVersion, targetVersionWeight } = lambdaTarget?.lambdaFunctionInfo ?? {}
  if (targetVersionWeight !== undefined) {
    return { traffic: { to: `version ${targetVersion}`, percent: Math.round(targetVersionWeight * 1_000) / 10 } }
  }
  const green = ecsTarget?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green')
  return green?.trafficWeight === undefined
    ? {}
    : { traffic: { to: 'the new task set', percent: Math.round(green.trafficWeight * 10) / 10 } }
}

/** AWS's target of whatever platform in our terms. */
export function targetState(target: sdk.DeploymentTarget): TargetState {
  const one = target.instanceTarget ?? target.lambdaTarget ?? target.ecsTarget ?? target.cloudFormationTarget ?? {}
  return {
    id: one.targetId ?? 'unknown',
    status: one.status ?? 'Unknown',
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

/** Functions report a status and no words: the event names at least the function. */
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

/**
 * Deployments of a group, or those that belong to something outside CodeDeploy (the ARN of a stack), newest first: those
 * that run, or those that were made since a moment.
 */
export async function listDeployments(
  codedeploy: Pick<CodeDeploy, 'listDeployments'>,
  of: { readonly application: string; readonly group: string } | { readonly externalId: string },
  which: { readonly since: Date } | 'active',
): Promise<string[]> {
  const ids: string[] = []
  let nextToken: string | undefined
  do {
    const page = await codedeploy.listDeployments({
      ...('externalId' in of
        ? { externalId: of.externalId }
        : { applicationName: of.application, deploymentGroupName: of.group }),
      ...(which === 'active' ? { includeOnlyStatuses: [...ACTIVE] } : { createTimeRange: { start: which.since } }),
      ...(nextToken && { nextToken }),
    })
    ids.push(...(page.deployments ?? []))
    nextToken = page.nextToken
  } while (nextToken)
  return ids
}

/** What a deployment group says about how it deploys. */
export interface GroupSettings {
  readonly alarms: readonly string[]
  /** Whether CodeDeploy itself brings the last working revision back after a failure. */
  readonly autoRollback: boolean
  readonly config: string
}

/** Reads a group. Rejects with `config/reference` where the application or the group does not exist. */
export async function readGroupSettings(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  group: { readonly id: string; readonly application: string; readonly group: string },
): Promise<GroupSettings> {
  const { deploymentGroupInfo: info = {} } = await describeGroup(codedeploy, group)
  const alarms = info.alarmConfiguration
  return {
    alarms: alarms?.enabled ? (alarms.alarms ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])) : [],
    autoRollback: info.autoRollbackConfiguration?.enabled ?? false,
    config: info.deploymentConfigName ?? '',
  }
}

async function describeGroup(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  { id, application, group }: { readonly id: string; readonly application: string; readonly group: string },
): ReturnType<CodeDeploy['getDeploymentGroup']> {
  try {
    return await codedeploy.getDeploymentGroup({ applicationName: application, deploymentGroupName: group })
  } catch (error) {
    if (!/^(Application|DeploymentGroup)DoesNotExistException$/.test(errorName(error))) throw error
    throw new ActionError('config/reference', {
      message: `CodeDeploy knows no deployment group ${group} of an application ${application}`,
      advice: `Correct \`application\` and \`group\` of the deployment ${id}, or make them in one of the stacks.`,
      subject: `deployment/${id}`,
      expected: `${application}/${group}`,
      observed: errorText(error),
      cause: error,
    })
  }
}
