import type * as sdk from '@aws-sdk/client-codedeploy'
import { parse } from 'yaml'
import { errorName, errorText } from '../aws/errors.ts'
import { pagesOf } from '../aws/pages.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { round } from '../support/text/rounding.ts'
import type { CodeDeploy } from './client.ts'

/** A deployment as CodeDeploy describes it. */
export interface DeploymentState {
  readonly id: string
  /** AWS's status; may be one that its documentation does not list. */
  readonly status: string
  readonly creator: string
  readonly description: string
  readonly createdAt: string
  readonly startedAt?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  /** Undefined where CodeDeploy does not count. */
  readonly counts?: Counts
  /** Application and group; absent for a deployment that CloudFormation started. */
  readonly application?: string
  readonly group?: string
  /** The deployed revision. */
  readonly revision?: sdk.RevisionLocation
  readonly isBlueGreen: boolean
  /** Whether the wait before the original environment is terminated has begun: all traffic has moved. */
  readonly isTerminationWait: boolean
  /** Id of the deployment that restores the previous revision. */
  readonly rollback?: { readonly id: string }
  /** CodeDeploy's message about a rollback, also why there is none. */
  readonly rollbackMessage?: string
  /** For a rollback: the deployment that it reverts. */
  readonly undoes?: string
  /** Server, Lambda or ECS. */
  readonly platform?: string
  /** Lambda and ECS: the hook functions by lifecycle event. */
  readonly functions: Readonly<Record<string, string>>
}

/** Number of instances by state. */
export interface Counts {
  readonly pending: number
  readonly inProgress: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly ready: number
}

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

/** Statuses in which a deployment blocks its group. */
export const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const satisfies sdk.DeploymentStatus[]

/** AWS's limit of BatchGetDeploymentTargets. */
const TARGETS_PER_CALL = 25
const CALLS_AT_ONCE = 2

/** Whether a deployment has ended. An unknown status is not an end. */
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

/** Reads a deployment. Rejects with `aws/service` where the answer is about no deployment or about another one. */
export async function readDeployment(
  codedeploy: Pick<CodeDeploy, 'getDeployment'>,
  id: string,
): Promise<DeploymentState> {
  const { deploymentInfo: info } = await codedeploy.getDeployment({ deploymentId: id })
  if (info === undefined || (info.deploymentId !== undefined && info.deploymentId !== id)) {
    throw new ActionError('aws/service', {
      message: `codedeploy:GetDeployment for ${id} returned ${info?.deploymentId ?? 'no deployment'}`,
      subject: `deployment/${id}`,
      expected: id,
      observed: info?.deploymentId ?? 'nothing',
    })
  }
  return deploymentState(id, info)
}

/** AWS's limit of BatchGetDeployments. */
const DEPLOYMENTS_PER_CALL = 25

/** Reads many deployments, by a call for each 25; one that AWS does not describe is left out. */
export async function readDeployments(
  codedeploy: Pick<CodeDeploy, 'batchGetDeployments'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DeploymentState>> {
  const answers = await mapLimit(batchesOf(ids, DEPLOYMENTS_PER_CALL), CALLS_AT_ONCE, (deploymentIds) =>
    codedeploy.batchGetDeployments({ deploymentIds }),
  )
  return new Map(
    answers
      .flatMap(({ deploymentsInfo = [] }) => deploymentsInfo)
      .flatMap((info) => {
        const { deploymentId: id } = info
        return id === undefined || !ids.includes(id) ? [] : [[id, deploymentState(id, info)] as const]
      }),
  )
}

function batchesOf(ids: readonly string[], size: number): string[][] {
  const batches: string[][] = []
  for (let at = 0; at < ids.length; at += size) batches.push(ids.slice(at, at + size))
  return batches
}

function deploymentState(id: string, info: sdk.DeploymentInfo): DeploymentState {
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
    ...(info.deploymentOverview && { counts: countsOf(info.deploymentOverview) }),
    ...(info.applicationName !== undefined && { application: info.applicationName }),
    ...(info.deploymentGroupName !== undefined && { group: info.deploymentGroupName }),
    ...(info.revision && { revision: info.revision }),
    isBlueGreen: info.deploymentStyle?.deploymentType === 'BLUE_GREEN',
    isTerminationWait: info.instanceTerminationWaitTimeStarted === true,
    ...(rollbackId !== undefined && rollbackId !== id && { rollback: { id: rollbackId } }),
    ...(info.rollbackInfo?.rollbackMessage !== undefined && { rollbackMessage: info.rollbackInfo.rollbackMessage }),
    ...(undoes !== undefined && { undoes }),
    ...(info.computePlatform !== undefined && { platform: info.computePlatform }),
    functions: functionsOf(info.revision),
  }
}

/** An absent number makes the sum smaller than the number of targets, which is detected. */
function countsOf(overview: sdk.DeploymentOverview): Counts {
  return {
    pending: overview.Pending ?? 0,
    inProgress: overview.InProgress ?? 0,
    succeeded: overview.Succeeded ?? 0,
    failed: overview.Failed ?? 0,
    skipped: overview.Skipped ?? 0,
    ready: overview.Ready ?? 0,
  }
}

/** The hook functions in the AppSpec of the deployment, which is untrusted input. */
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
export function targetState(target: sdk.DeploymentTarget): TargetState {
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

/**
 * Deployments of a group, or of an external id (the ARN of a stack), newest first: those that run, or those that were created
 * since a time.
 */
export async function listDeployments(
  codedeploy: Pick<CodeDeploy, 'listDeployments'>,
  of: { readonly application: string; readonly group: string } | { readonly externalId: string },
  which: { readonly since: Date } | 'active',
): Promise<string[]> {
  const ids: string[] = []
  const asked = {
    ...('externalId' in of
      ? { externalId: of.externalId }
      : { applicationName: of.application, deploymentGroupName: of.group }),
    ...(which === 'active' ? { includeOnlyStatuses: [...ACTIVE] } : { createTimeRange: { start: which.since } }),
  }
  const pages = pagesOf('nextToken', (next) => codedeploy.listDeployments({ ...asked, ...next }))
  for await (const page of pages) ids.push(...(page.deployments ?? []))
  return ids
}

/** The deployment settings of a group. */
export interface GroupSettings {
  readonly alarms: readonly string[]
  /** Whether CodeDeploy rolls back automatically after a failure. */
  readonly autoRollback: boolean
  readonly config: string
  /** What CodeDeploy answers of the group. */
  readonly info: sdk.DeploymentGroupInfo
}

/** Reads a group. Rejects with `config/reference` where the application or the group does not exist. */
export async function readGroupSettings(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  group: { readonly id: string; readonly application: string; readonly group: string },
): Promise<GroupSettings> {
  const { deploymentGroupInfo: info } = await describeGroup(codedeploy, group)
  if (info === undefined) {
    throw new ActionError('aws/service', {
      message: `codedeploy:GetDeploymentGroup returned no group for ${group.application}/${group.group}`,
      subject: `deployment/${group.id}`,
      expected: 'a deployment group',
      observed: 'nothing',
    })
  }
  const alarms = info.alarmConfiguration
  return {
    alarms: alarms?.enabled ? (alarms.alarms ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])) : [],
    autoRollback: info.autoRollbackConfiguration?.enabled ?? false,
    config: info.deploymentConfigName ?? '',
    info,
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
      message: `the deployment group ${group} of the application ${application} does not exist in CodeDeploy`,
      advice: `Correct \`application\` and \`group\` of the deployment ${id}, or create them in one of the stacks.`,
      subject: `deployment/${id}`,
      expected: `${application}/${group}`,
      observed: errorText(error),
      cause: error,
    })
  }
}
