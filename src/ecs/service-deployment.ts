import type * as sdk from '@aws-sdk/client-ecs'
import type { Containers } from '../aws/clients/containers.ts'
import { pagesOf } from '../aws/pages.ts'
import { ActionError } from '../support/errors.ts'
import { nameOfArn } from './names.ts'
import type { NamedService } from './service.ts'

/** Tasks and traffic of one revision of a service. */
export interface RevisionShare {
  readonly arn: string
  readonly requested: number
  readonly running: number
  readonly pending: number
  /** Percent; undefined where the strategy does not shift traffic. */
  readonly production?: number
  readonly test?: number
}

/** A hook of the present stage. */
export interface HookState {
  readonly id: string
  /** AWS_LAMBDA or PAUSE. */
  readonly type: string
  readonly target?: string
  /** As AWS writes it; AWAITING_ACTION of a pause. */
  readonly status: string
  /** ISO 8601, UTC. */
  readonly expiresAt?: string
  /** What ECS does at the timeout of a pause: CONTINUE or ROLLBACK. */
  readonly timeoutAction?: string
}

/** A deployment that ECS makes of a service. */
export interface ServiceDeploymentState {
  readonly arn: string
  /** The last part of its ARN. */
  readonly id: string
  readonly status: string
  readonly reason: string
  /** As AWS writes it; a stage that is not known is none of the last ones. Undefined before the first, and of rolling ones. */
  readonly stage?: string
  readonly strategy: string
  readonly target: RevisionShare
  readonly sources: readonly RevisionShare[]
  readonly hooks: readonly HookState[]
  readonly rollback?: { readonly reason: string; readonly revision: string }
  readonly breaker: { readonly status: string; readonly failures: number; readonly threshold: number }
  readonly alarms: {
    readonly status: string
    readonly names: readonly string[]
    readonly triggered: readonly string[]
  }
  /** ISO 8601, UTC; of one that has not started, when it was created. */
  readonly startedAt: string
  readonly createdAt: string
}

/** What is deployed by a deployment: the content of a revision of the service. */
export interface ServiceRevision {
  readonly arn: string
  readonly taskDefinition: string
  /** By container: the digest that ECS resolved the tag of its image to. */
  readonly digests: ReadonlyMap<string, string>
  /** ARNs of the target groups that its tasks are in. */
  readonly targetGroups: readonly string[]
}

export type EndOfServiceDeployment = 'running' | 'succeeded' | 'rolled-back' | 'rollback-failed' | 'stopped'

const ENDS: Readonly<Record<string, EndOfServiceDeployment>> = {
  SUCCESSFUL: 'succeeded',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
  ROLLBACK_FAILED: 'rollback-failed',
  STOPPED: 'stopped',
}

/** Pure: how a status ends. One that is not known is waited out, as it may not be final. */
export function endOfServiceDeployment(status: string): EndOfServiceDeployment {
  return ENDS[status] ?? 'running'
}

/** The most that DescribeServiceDeployments takes. */
const DEPLOYMENTS_PER_CALL = 20

const ACTIVE: readonly sdk.ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
]

/** ARNs of the deployments of a service, newest first. `active`: those that have not ended. ECS keeps those of 90 days. */
export async function listServiceDeployments(
  containers: Pick<Containers, 'listServiceDeployments'>,
  { cluster, service }: NamedService,
  which: 'active' | 'newest' | 'all',
): Promise<string[]> {
  // The order of the list is not documented.
  const found: sdk.ServiceDeploymentBrief[] = []
  const status = which === 'active' ? { status: [...ACTIVE] } : {}
  for await (const page of pagesOf('nextToken', (next) =>
    containers.listServiceDeployments({ cluster, service, ...status, ...next }),
  )) {
    found.push(...(page.serviceDeployments ?? []))
  }
  const ordered = found.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
  const arns = ordered.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  return which === 'newest' ? arns.slice(0, 1) : arns
}

export async function readServiceDeployment(
  containers: Pick<Containers, 'describeServiceDeployments'>,
  arn: string,
): Promise<ServiceDeploymentState> {
  const { serviceDeployments: [found] = [], failures = [] } = await containers.describeServiceDeployments({
    serviceDeploymentArns: [arn],
  })
  if (found === undefined || found.serviceDeploymentArn !== arn) {
    throw new ActionError('aws/service', {
      message: `ecs:DescribeServiceDeployments did not return ${arn}: ${found?.serviceDeploymentArn ?? failures[0]?.reason ?? 'no reason'}`,
      subject: `service-deployment/${nameOfArn(arn)}`,
    })
  }
  return stateOf(found, arn)
}

/** Deployments by ARN: one call for twenty. Those that ECS does not return are absent. */
export async function readServiceDeployments(
  containers: Pick<Containers, 'describeServiceDeployments'>,
  arns: readonly string[],
): Promise<ReadonlyMap<string, ServiceDeploymentState>> {
  const states = new Map<string, ServiceDeploymentState>()
  for (let at = 0; at < arns.length; at += DEPLOYMENTS_PER_CALL) {
    const serviceDeploymentArns = arns.slice(at, at + DEPLOYMENTS_PER_CALL)
    const { serviceDeployments: found = [] } = await containers.describeServiceDeployments({ serviceDeploymentArns })
    for (const each of found) {
      const arn = each.serviceDeploymentArn ?? ''
      states.set(arn, stateOf(each, arn))
    }
  }
  return states
}

export async function readServiceRevision(
  containers: Pick<Containers, 'describeServiceRevisions'>,
  arn: string,
): Promise<ServiceRevision> {
  const { serviceRevisions: [found] = [], failures = [] } = await containers.describeServiceRevisions({
    serviceRevisionArns: [arn],
  })
  if (found?.taskDefinition === undefined || found.serviceRevisionArn !== arn) {
    const told = found?.taskDefinition === undefined ? failures[0]?.reason : found.serviceRevisionArn
    throw new ActionError('aws/service', {
      message: `ecs:DescribeServiceRevisions did not return the task definition of ${arn}: ${told ?? 'no reason'}`,
      subject: `service-revision/${nameOfArn(arn)}`,
    })
  }
  const digests = (found.containerImages ?? []).flatMap(({ containerName: name, imageDigest: digest }) =>
    name === undefined || digest === undefined ? [] : [[name, digest] as const],
  )
  return {
    arn,
    taskDefinition: found.taskDefinition,
    digests: new Map(digests),
    targetGroups: (found.resolvedConfiguration?.loadBalancers ?? found.loadBalancers ?? []).flatMap(
      ({ targetGroupArn }) => targetGroupArn ?? [],
    ),
  }
}

function stateOf(found: sdk.ServiceDeployment, arn: string): ServiceDeploymentState {
  const { deploymentCircuitBreaker: breaker, alarms, rollback, lifecycleStage: stage } = found
  const created = found.createdAt?.toISOString() ?? ''
  return {
    arn,
    id: nameOfArn(arn),
    status: found.status ?? 'of an unknown status',
    reason: found.statusReason ?? '',
    ...(stage !== undefined && { stage }),
    strategy: found.deploymentConfiguration?.strategy ?? 'ROLLING',
    target: shareOf(found.targetServiceRevision ?? {}),
    sources: (found.sourceServiceRevisions ?? []).map(shareOf),
    hooks: (found.lifecycleHookDetails ?? []).map(hookOf),
    ...(rollback && {
      rollback: { reason: rollback.reason ?? '', revision: rollback.serviceRevisionArn ?? '' },
    }),
    breaker: {
      status: breaker?.status ?? 'DISABLED',
      failures: breaker?.failureCount ?? 0,
      threshold: breaker?.threshold ?? 0,
    },
    alarms: {
      status: alarms?.status ?? 'DISABLED',
      names: alarms?.alarmNames ?? [],
      triggered: alarms?.triggeredAlarmNames ?? [],
    },
    createdAt: created,
    startedAt: found.startedAt?.toISOString() ?? created,
  }
}

function shareOf(summary: sdk.ServiceRevisionSummary): RevisionShare {
  const { requestedProductionTrafficWeight: production, requestedTestTrafficWeight: test } = summary
  return {
    arn: summary.arn ?? '',
    requested: summary.requestedTaskCount ?? 0,
    running: summary.runningTaskCount ?? 0,
    pending: summary.pendingTaskCount ?? 0,
    ...(production !== undefined && { production }),
    ...(test !== undefined && { test }),
  }
}

function hookOf(detail: sdk.DeploymentLifecycleHookDetail): HookState {
  const { hookId, targetType, targetArn: target, status, expiresAt, timeoutAction } = detail
  return {
    id: hookId ?? '',
    type: targetType ?? 'of an unknown type',
    ...(target !== undefined && { target }),
    status: status ?? 'of an unknown status',
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(timeoutAction !== undefined && { timeoutAction }),
  }
}

/** The command that shows a deployment of a service. */
export function describeDeploymentCommand(arn: string, region: string): string {
  return `aws ecs describe-service-deployments --region ${region} --service-deployment-arns ${arn}`
}
