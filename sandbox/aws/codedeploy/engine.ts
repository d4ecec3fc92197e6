import type * as sdk from '@aws-sdk/client-codedeploy'
import type { PacedClock } from '../../clock.ts'
import type { DeployRevision } from '../../../src/codedeploy/agent/types.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import type { Balancers } from '../hosts/balancers.ts'
import type { Containers } from '../ecs/containers.ts'
import type { Functions } from '../functions/functions.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { ObjectStore } from '../s3/store.ts'
import { register } from './applications.ts'
import { WHY } from './errors.ts'
import type { HookBehavior } from './hooks.ts'
import type { CodeDeployState, Deployment, StopRequest, Target } from './state.ts'

/** How long CodeDeploy's own steps take, in simulated milliseconds. */
export interface Durations {
  /** In the state Created, and in Queued. */
  readonly created: number
  readonly queued: number
  /** What the service and the agent's polling add to each lifecycle event. */
  readonly event: number
  /** Between two looks at alarms. */
  readonly alarms: number
  /** How long an event waits for an agent that does not answer. */
  readonly silence: number
  /** How long AllowTraffic waits for a target to become healthy. */
  readonly healthy: number
}

export const DURATIONS: Durations = {
  created: 1_000,
  queued: 2_000,
  event: 1_000,
  alarms: 5_000,
  silence: 300_000,
  healthy: 3_600_000,
}

/** What deployments are made of. */
export interface Workshop {
  readonly state: CodeDeployState
  readonly clock: PacedClock
  readonly durations: Durations
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly alarms: Alarms
  readonly objects: ObjectStore
  readonly functions: Functions
  readonly containers: Containers
  /** What a hook function does; undefined: somebody else has to report for it. */
  readonly behaviorOf: (functionName: string) => HookBehavior | undefined
  /** The host agent. */
  readonly deployRevision: DeployRevision
  /** Aborted when the sandbox closes: running scripts end. */
  readonly closing: AbortSignal
}

export interface Outcome {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped'
  readonly error?: { readonly code: sdk.ErrorCode; readonly message: string }
}

export const failed = (code: keyof typeof WHY, detail = ''): Outcome => ({
  status: 'Failed',
  error: { code, message: WHY[code] + detail },
})

/** What a deployment that was asked to stop ends with. */
export function stopped(request: StopRequest): Outcome {
  if (request.why === 'user') return { status: 'Stopped', error: { code: 'MANUAL_STOP', message: WHY.MANUAL_STOP } }
  const names = (request.alarms ?? []).map((name) => `<${name}>`).join(' ')
  return { status: 'Stopped', error: { code: 'ALARM_ACTIVE', message: WHY.ALARM_ACTIVE + names } }
}

export type Platform = (deployment: Deployment) => Promise<Outcome>

/** Takes a deployment from Created to its end. Resolves when it has ended; never rejects. */
export async function conduct(workshop: Workshop, deployment: Deployment, platform: Platform): Promise<Outcome> {
  const { clock, durations } = workshop
  const { info } = deployment
  const watch = new AbortController()
  await clock.sleep(durations.created)
  info.status = 'Queued'
  await clock.sleep(durations.queued)
  info.startTime = clock.now()
  info.status = 'InProgress'
  void watchAlarms(workshop, deployment, watch.signal)
  let outcome: Outcome
  try {
    outcome = deployment.stop === undefined ? await platform(deployment) : stopped(deployment.stop)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    outcome = { status: 'Failed', error: { code: 'INTERNAL_ERROR', message } }
  }
  watch.abort()
  finish(workshop, deployment, outcome)
  return outcome
}

function finish({ clock }: Workshop, deployment: Deployment, outcome: Outcome): void {
  const { info, group } = deployment
  const now = clock.now()
  for (const target of deployment.targets) skipRest(target, now)
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

/** What had not begun when a deployment ended is skipped. */
export function skipRest(target: Target, now: Date): void {
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

async function watchAlarms(workshop: Workshop, deployment: Deployment, signal: AbortSignal): Promise<void> {
  const { info, group, home } = deployment
  const configuration = info.overrideAlarmConfiguration ?? group.info.alarmConfiguration
  if (configuration?.enabled !== true) return
  const names = (configuration.alarms ?? []).map(({ name }) => name ?? '')
  while (!signal.aborted && deployment.stop === undefined) {
    const alarms = names.filter((name) => workshop.alarms.find(home, name)?.state === 'ALARM')
    if (alarms.length > 0) deployment.stop = { why: 'alarm', rollback: true, alarms }
    else await workshop.clock.sleep(workshop.durations.alarms)
  }
}

/** A lifecycle event begins; gives what ends it. */
export function beginEvent(workshop: Workshop, target: Target, name: string) {
  const event = target.events.find((each) => each.lifecycleEventName === name)
  if (event === undefined) throw new Error(`${target.id} has no lifecycle event ${name}`)
  const now = workshop.clock.now()
  event.status = 'InProgress'
  event.startTime = now
  target.status = 'InProgress'
  target.updated = now
  return (status: sdk.LifecycleEventStatus, diagnostics?: sdk.Diagnostics): void => {
    const end = workshop.clock.now()
    event.status = status
    event.endTime = end
    if (diagnostics !== undefined) event.diagnostics = diagnostics
    target.updated = end
  }
}

/** What the API shows of an event that went well. */
export const SUCCESS: sdk.Diagnostics = { errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: '' }
