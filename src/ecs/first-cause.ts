import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Containers } from '../aws/clients/containers.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import type { Json } from '../evidence/finding.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { listed, oneLine, plainLines } from '../support/text/text.ts'
import { endOfServiceDeployment, type ServiceDeploymentState, type ServiceRevision } from './service-deployment.ts'
import { readService, type NamedService, type ServiceEvent } from './service.ts'
import { readTasks, type TaskFacts } from './tasks.ts'

/** A target of the new revision that its load balancer does not find healthy. */
export interface UnhealthyTarget {
  readonly id: string
  readonly state: string
  /** `Target.ResponseCodeMismatch`, and AWS's sentence about it. */
  readonly reason: string
}

/** The end of the log of a container that failed. */
export interface LogTail {
  readonly container: string
  readonly group: string
  readonly stream: string
  readonly lines: readonly string[]
  /** Why it could not be read. */
  readonly unread?: string
}

/** What is known about why a deployment of a service failed. */
export interface CauseFacts {
  /** Events of the service since the deployment started, oldest first. */
  readonly events: readonly ServiceEvent[]
  /** Tasks of the new revision that failed, the first one first. */
  readonly stopped: readonly TaskFacts[]
  readonly unhealthy: readonly UnhealthyTarget[]
  readonly log?: LogTail
  /** What could not be read. */
  readonly unread: readonly string[]
}

export interface FirstCause {
  /** A statement: `the container web of task 1f… exited with 1`. */
  readonly why: string
  readonly advice: string
  readonly observed: readonly string[]
  readonly details: Json
}

type Reads = Pick<StateReads, 'describeTargetHealth' | 'getLogEvents'>
type Calls = Pick<Containers, 'describeServices' | 'listTasks' | 'describeTasks' | 'describeTaskDefinition'>

const LOG_LINES = 20
const SHOWN_EVENTS = 4
/** ECS stops tasks by itself when a deployment ends; that is no failure of theirs. */
const SCALED = /^Scaling activity initiated by/
const USER_STOPPED = 'UserInitiated'

/** Reads the cause of a failed deployment. What cannot be read is logged; rejects only when the job is cancelled. */
export async function collectCause(
  calls: { readonly containers: Calls; readonly reads: Reads; readonly cancelled: AbortSignal },
  named: NamedService,
  { revision, since }: { readonly revision: ServiceRevision; readonly since: string },
): Promise<CauseFacts> {
  const unread: string[] = []
  const attempt = async <T>(what: string, otherwise: T, read: () => Promise<T>): Promise<T> => {
    try {
      return await read()
    } catch (error) {
      calls.cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
      unread.push(`${what}: ${oneLine(messageOf(error))}`)
      return otherwise
    }
  }
  const [events, stopped, unhealthy] = await Promise.all([
    attempt('events of the service', [], async () => {
      const all = (await readService(calls.containers, named))?.events ?? []
      return all.filter(({ at }) => at >= since).toReversed()
    }),
    attempt('stopped tasks', [], async () =>
      failedTasks(await readTasks(calls.containers, named, 'STOPPED'), { revision, since }),
    ),
    attempt('health of targets', [], () => readUnhealthy(calls.reads, revision.targetGroups)),
  ])
  const log = await attempt<LogTail | undefined>('log of the container', undefined, () =>
    readTail(calls, stopped, revision.taskDefinition),
  )
  return { events, stopped, unhealthy, ...(log && { log }), unread }
}

/** Pure: the tasks of a revision that stopped by a failure of their own, the first one first. */
export function failedTasks(
  tasks: readonly TaskFacts[],
  { revision, since }: { readonly revision: Pick<ServiceRevision, 'taskDefinition'>; readonly since: string },
): TaskFacts[] {
  return tasks
    .filter(({ definition, stoppedAt }) => definition === revision.taskDefinition && stoppedAt >= since)
    .filter(({ stoppedReason, stopCode }) => !SCALED.test(stoppedReason) && stopCode !== USER_STOPPED)
    .toSorted((a, b) => (a.stoppedAt < b.stoppedAt ? -1 : 1))
}

async function readUnhealthy(reads: Reads, groups: readonly string[]): Promise<UnhealthyTarget[]> {
  const found: UnhealthyTarget[] = []
  for (const group of groups) {
    const { TargetHealthDescriptions: targets = [] } = await reads.describeTargetHealth({ TargetGroupArn: group })
    for (const { Target: target, TargetHealth: health } of targets) {
      if (health?.State !== 'unhealthy') continue
      found.push({
        id: `${target?.Id ?? ''}:${target?.Port ?? ''}`,
        state: health.State,
        reason: [health.Reason, health.Description].filter(Boolean).join(': '),
      })
    }
  }
  return found
}

/** The last lines of the first container that failed, where its log goes to CloudWatch Logs in this region. */
async function readTail(
  calls: { readonly containers: Calls; readonly reads: Reads },
  stopped: readonly TaskFacts[],
  name: string,
): Promise<LogTail | undefined> {
  const [task] = stopped
  const failed = task?.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  if (task === undefined || failed === undefined) return undefined
  const { taskDefinition } = await calls.containers.describeTaskDefinition({ taskDefinition: name })
  const place = logPlaceOf(taskDefinition, failed.name, task.id)
  if (place === undefined) return undefined
  const { group, stream } = place
  const about = { container: failed.name, group, stream }
  try {
    const { events = [] } = await calls.reads.getLogEvents({
      logGroupName: group,
      logStreamName: stream,
      startFromHead: false,
      limit: LOG_LINES,
    })
    return { ...about, lines: events.flatMap(({ message = '' }) => plainLines(message)) }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    return { ...about, lines: [], unread: oneLine(messageOf(error)) }
  }
}

/** Pure: where the log of a container is; undefined for another driver, and without a prefix, as the stream has no known name. */
export function logPlaceOf(
  definition: TaskDefinition | undefined,
  container: string,
  task: string,
): { readonly group: string; readonly stream: string } | undefined {
  const { logConfiguration: log }: Partial<ContainerDefinition> =
    definition?.containerDefinitions?.find(({ name }) => name === container) ?? {}
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = log?.options ?? {}
  if (log?.logDriver !== 'awslogs' || group === undefined || prefix === undefined) return undefined
  return { group, stream: `${prefix}/${container}/${task}` }
}

/** Pure: what failed first, by the most direct fact. */
export function firstCause(facts: CauseFacts, state: ServiceDeploymentState, region: string): FirstCause {
  const { events, stopped, unhealthy, log, unread } = facts
  const told = events.slice(-SHOWN_EVENTS).map(({ at, message }) => `${at} ${oneLine(message)}`)
  const observed = [
    `${state.status}${state.reason === '' ? '' : `: ${oneLine(state.reason)}`}`,
    ...(unhealthy.length > 0
      ? [
          `unhealthy targets: ${listed(
            unhealthy.map(({ id, reason }) => `${id} ${oneLine(reason)}`),
            SHOWN_EVENTS,
          )}`,
        ]
      : []),
    ...unread.map((text) => `not read: ${text}`),
  ]
  const details = {
    deploymentArn: state.arn,
    events: told,
    ...(log && { log: [...log.lines], logStream: `${log.group} ${log.stream}` }),
  }
  const { alarms, hooks } = state
  if (alarms.triggered.length > 0) {
    return {
      why: `the alarm ${alarms.triggered.join(', ')} was in ALARM`,
      advice: `See \`aws cloudwatch describe-alarm-history --region ${region} --alarm-name ${alarms.triggered[0]}\`.`,
      observed,
      details,
    }
  }
  const hook = hooks.find(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
  const inReason = HOOK.test(state.reason)
  if (hook || inReason) {
    return {
      why: inReason ? oneLine(state.reason) : `the hook ${hook?.target ?? hook?.id} ended ${hook?.status}`,
      advice: EXPIRED_PAUSE.test(state.reason) ? ANSWER_IN_TIME : 'Read the log of the hook function.',
      observed,
      details,
    }
  }
  const [task] = stopped
  // A stop is no failure of tasks.
  if (task && endOfServiceDeployment(state.status) !== 'succeeded' && !STOPPED_BY.test(state.reason))
    return ofTask(task, facts, { observed, details, region })
  const [target] = unhealthy
  if (target && !STOPPED_BY.test(state.reason)) {
    return {
      why: `the target ${target.id} is unhealthy: ${oneLine(target.reason)}`,
      advice: HEALTH_ADVICE,
      observed,
      details,
    }
  }
  return {
    why: state.reason === '' ? `ECS gives no reason for ${state.status}` : oneLine(state.reason),
    advice: `See \`aws ecs describe-service-deployments --region ${region} --service-deployment-arns ${state.arn}\`.`,
    observed: [...observed, ...told],
    details,
  }
}

const HOOK = /lifecycle hook|pause hook/i
const EXPIRED_PAUSE = /pause hook timed out/i
const ANSWER_IN_TIME =
  'Run the job again, and answer the pause before it expires: its log has the time and the command. Or give the hook a longer `TimeoutConfiguration`.'
const STOPPED_BY = /stopped by a user/i
const HEALTH_ADVICE =
  'Compare the path and the port of the health check with what the container answers, and give the service a HealthCheckGracePeriodSeconds of its start time.'
const OUT_OF_MEMORY = 137

function ofTask(
  task: TaskFacts,
  { log, stopped }: CauseFacts,
  {
    observed,
    details,
    region,
  }: { readonly observed: readonly string[]; readonly details: Json; readonly region: string },
): FirstCause {
  const failed = task.containers.find(
    ({ exitCode, reason }) => (exitCode !== undefined && exitCode !== 0) || reason !== '',
  )
  const more = stopped.length > 1 ? [`${stopped.length} tasks of the new revision stopped`] : []
  const lines = log?.lines.slice(-3).map((line) => `| ${line}`) ?? []
  const unread = log?.unread === undefined ? [] : [`log ${log.group} ${log.stream} not read: ${log.unread}`]
  const all = [...observed, `${task.stopCode}: ${oneLine(task.stoppedReason)}`, ...more, ...lines, ...unread]
  const place =
    log &&
    `\`aws logs get-log-events --region ${region} --log-group-name ${log.group} --log-stream-name ${log.stream}\``
  if (failed?.exitCode !== undefined && failed.exitCode !== 0 && !/health check/i.test(task.stoppedReason)) {
    return {
      why: `the container ${failed.name} of task ${task.id} exited with ${failed.exitCode}${failed.reason === '' ? '' : ` (${oneLine(failed.reason)})`}${lines.length > 0 ? `: ${log?.lines.at(-1)}` : ''}`,
      advice:
        failed.exitCode === OUT_OF_MEMORY
          ? 'The container was killed, as for memory: compare its memory limit with what it uses.'
          : place === undefined
            ? 'Read the log of the container: an essential container must not exit.'
            : `Read the log of the container: ${place}.`,
      observed: all,
      details,
    }
  }
  const reason = failed?.reason !== undefined && failed.reason !== '' ? failed.reason : task.stoppedReason
  return {
    why: `task ${task.id} stopped: ${oneLine(reason)}`,
    advice: adviceOn(reason),
    observed: all,
    details,
  }
}

function adviceOn(reason: string): string {
  if (/CannotPullContainer/i.test(reason))
    return 'Push the image that the task definition names, by its digest, and let the execution role pull it (ecr:BatchGetImage, ecr:GetDownloadUrlForLayer).'
  if (/ResourceInitialization|CannotStartContainer|secret/i.test(reason))
    return 'Let the execution role read the secrets and write the log group that the task definition names, and the tasks reach those services.'
  if (/health check/i.test(reason)) return HEALTH_ADVICE
  return 'Read the reason of the stopped task, correct the task definition, and start the release again.'
}
