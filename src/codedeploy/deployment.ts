import type * as sdk from '@aws-sdk/client-codedeploy'
import { parse } from 'yaml'
import { pagesOf } from '../aws/pages.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
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

/** Statuses in which a deployment blocks its group. */
const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const satisfies sdk.DeploymentStatus[]
export const CALLS_AT_ONCE = 2

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

export function batchesOf(ids: readonly string[], size: number): string[][] {
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
