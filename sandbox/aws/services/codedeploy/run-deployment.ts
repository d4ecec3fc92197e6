import type * as sdk from '@aws-sdk/client-codedeploy'
import { register } from './applications.ts'
import type { DeployContext, Outcome, Platform } from './contract.ts'
import { MESSAGES } from './errors.ts'
import type { Deployment, StopRequest, Target } from './state.ts'
import { notifyDeployment, notifyInstance } from './triggers.ts'

export const failed = (code: keyof typeof MESSAGES, detail = ''): Outcome => ({
  status: 'Failed',
  error: { code, message: MESSAGES[code] + detail },
})

/** The outcome of a stopped deployment. */
export function stopped(request: StopRequest): Outcome {
  if (request.why === 'user')
    return { status: 'Stopped', error: { code: 'MANUAL_STOP', message: MESSAGES.MANUAL_STOP } }
  const names = (request.alarms ?? []).map((name) => `<${name}>`).join(' ')
  return { status: 'Stopped', error: { code: 'ALARM_ACTIVE', message: MESSAGES.ALARM_ACTIVE + names } }
}

/** Runs a deployment from Created to its end. Resolves when it has ended; never rejects. */
export async function runDeployment(
  context: DeployContext,
  deployment: Deployment,
  platform: Platform,
): Promise<Outcome> {
  const { clock, durations } = context
  const { info } = deployment
  const watch = new AbortController()
  await clock.sleep(durations.created)
  info.status = 'Queued'
  await clock.sleep(durations.queued)
  info.startTime = clock.now()
  info.status = 'InProgress'
  notifyDeployment(context, deployment)
  void watchAlarms(context, deployment, watch.signal)
  let outcome: Outcome
  try {
    outcome = deployment.stop === undefined ? await platform(deployment) : stopped(deployment.stop)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    outcome = { status: 'Failed', error: { code: 'INTERNAL_ERROR', message } }
  }
  watch.abort()
  finish(context, deployment, outcome)
  for (const target of deployment.targets) notifyInstance(context, deployment, target)
  notifyDeployment(context, deployment)
  return outcome
}

function finish({ clock }: DeployContext, deployment: Deployment, outcome: Outcome): void {
  const { info, group } = deployment
  const now = clock.now()
  for (const target of deployment.targets) skipPending(target, now)
  Object.assign(info, {
    completeTime: now,
    deploymentOverview: overview(deployment.targets),
    status: outcome.status,
    ...(outcome.error && { errorInformation: outcome.error }),
  })
  const last = {
    deploymentId: deployment.id,
    status: outcome.status,
    endTime: now,
    ...(info.createTime && { createTime: info.createTime }),
  }
  group.info.lastAttemptedDeployment = last
  if (outcome.status !== 'Succeeded' || info.revision === undefined) return
  group.info.lastSuccessfulDeployment = last
  group.info.targetRevision = info.revision
  const revision = register(group.application, info.revision, now)
  revision.info.firstUsedTime ??= now
  revision.info.lastUsedTime = now
  const name = group.info.deploymentGroupName ?? ''
  revision.info.deploymentGroups = [...new Set([...(revision.info.deploymentGroups ?? []), name])]
}

/** Marks what had not started when a deployment ended as skipped. */
export function skipPending(target: Target, now: Date): void {
  for (const event of target.events) if (event.status === 'Pending') event.status = 'Skipped'
  if (target.status === 'Pending' || target.status === 'InProgress') {
    target.status = 'Skipped'
    target.updated = now
  }
}

export function overview(targets: readonly Target[]): sdk.DeploymentOverview {
  const count = (...statuses: string[]): number => targets.filter(({ status }) => statuses.includes(status)).length
  return {
    Pending: count('Pending'),
    InProgress: count('InProgress'),
    Succeeded: count('Succeeded'),
    Failed: count('Failed'),
    Skipped: count('Skipped'),
    Ready: count('Ready'),
  }
}

async function watchAlarms(context: DeployContext, deployment: Deployment, signal: AbortSignal): Promise<void> {
  const { info, group, home } = deployment
  const configuration = info.overrideAlarmConfiguration ?? group.info.alarmConfiguration
  if (configuration?.enabled !== true) return
  const names = (configuration.alarms ?? []).map(({ name }) => name ?? '')
  while (!signal.aborted && deployment.stop === undefined) {
    const alarms = names.filter((name) => context.alarms.find(home, name)?.state === 'ALARM')
    if (alarms.length > 0) deployment.stop = { why: 'alarm', rollback: true, alarms }
    else await context.clock.sleep(context.durations.alarms)
  }
}
