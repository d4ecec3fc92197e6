import type * as sdk from '@aws-sdk/client-codedeploy'
import type { SandboxClock } from '../../../contract.ts'
import type { CodeDeployState, Deployment, Target } from './state.ts'

interface TriggerContext {
  readonly state: CodeDeployState
  readonly clock: SandboxClock
}

/** Times are seconds since 1970, as text. */
const seconds = (date: Date | undefined): string => String((date?.getTime() ?? 0) / 1_000)

/** Sends a message for each trigger of the deployment's group that names the event. */
function send(
  { state, clock }: TriggerContext,
  { group, home }: Deployment,
  event: sdk.TriggerEventType,
  members: object,
): void {
  for (const trigger of group.info.triggerConfigurations ?? []) {
    if (trigger.triggerEvents?.includes(event) !== true) continue
    const message = {
      region: home.region,
      accountId: home.account,
      eventTriggerName: trigger.triggerName ?? '',
      ...members,
    }
    state.notifications.push({
      topicArn: trigger.triggerTargetArn ?? '',
      time: clock.now(),
      event,
      message: JSON.stringify(message),
    })
  }
}

const ENDED = { Succeeded: 'DeploymentSuccess', Failed: 'DeploymentFailure', Stopped: 'DeploymentStop' } as const

/** Notifies of the status that a deployment has come to; a rollback has an event of its own. */
export function notifyDeployment(context: TriggerContext, deployment: Deployment): void {
  const { info } = deployment
  const status = info.status ?? ''
  const rolledBack = info.rollbackInfo?.rollbackTriggeringDeploymentId !== undefined
  const event = status === 'InProgress' ? 'DeploymentStart' : ENDED[status as keyof typeof ENDED]
  const members = {
    applicationName: info.applicationName,
    deploymentId: info.deploymentId,
    deploymentGroupName: info.deploymentGroupName,
    createTime: seconds(info.createTime),
    completeTime: info.completeTime === undefined ? null : seconds(info.completeTime),
    status: status === 'InProgress' ? 'CREATED' : status.toUpperCase(),
    ...(info.deploymentOverview && { deploymentOverview: JSON.stringify(info.deploymentOverview) }),
    ...(info.errorInformation && {
      errorInformation: JSON.stringify({
        ErrorCode: info.errorInformation.code,
        ErrorMessage: info.errorInformation.message,
      }),
    }),
  }
  send(context, deployment, event, members)
  if (event === 'DeploymentStart' && rolledBack) send(context, deployment, 'DeploymentRollback', members)
}

/** Notifies of an instance whose lifecycle events have ended. */
export function notifyInstance(context: TriggerContext, deployment: Deployment, target: Target): void {
  if (target.kind !== 'instanceTarget') return
  const event =
    target.status === 'Succeeded' ? 'InstanceSuccess' : target.status === 'Failed' ? 'InstanceFailure' : undefined
  if (event === undefined) return
  send(context, deployment, event, {
    deploymentId: deployment.id,
    instanceId: target.arn,
    lastUpdatedAt: seconds(target.updated),
    instanceStatus: target.status,
    lifecycleEvents: target.events.map(({ lifecycleEventName, status, startTime, endTime }) => ({
      LifecycleEvent: lifecycleEventName,
      LifecycleEventStatus: status,
      ...(startTime && { StartTime: seconds(startTime) }),
      ...(endTime && { EndTime: seconds(endTime) }),
    })),
  })
}
