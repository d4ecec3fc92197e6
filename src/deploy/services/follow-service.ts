import type { Containers } from '../../aws/clients/containers.ts'
import type { StateReads } from '../../aws/clients/state-reads.ts'
import { collectCause, firstCause, type FirstCause } from '../../ecs/first-cause.ts'
import { judgeServiceEnd, type ServiceEnd } from '../../ecs/judge-end.ts'
import { checkPauseOf } from '../../ecs/pause.ts'
import {
  describeDeploymentCommand,
  endOfServiceDeployment,
  readServiceDeployment,
  readServiceRevision,
  type HookState,
  type ServiceDeploymentState,
  type ServiceRevision,
} from '../../ecs/service-deployment.ts'
import { readService } from '../../ecs/service.ts'
import { readTasks } from '../../ecs/tasks.ts'
import { blocks } from '../../evidence/verdict.ts'
import { poll } from '../../support/poll.ts'
import { patiently, type FollowWorld } from '../stacks/follow-stack.ts'
import { SharedStatuses } from '../deployments/shared-statuses.ts'
import { alignedClock, detailsPause, FIRST_READ_MS, SLOWEST_PAUSE_MS } from '../pace.ts'
import type { RunningService } from './running-service.ts'
import { ServiceLog } from './service-log.ts'

export interface ServiceCalls {
  readonly containers: Containers
  readonly reads: StateReads
}

/** Answers the pause before traffic; `stopped` where the deployment was asked to stop and to roll back. */
export type HoldService = (pause: HookState, state: ServiceDeploymentState) => Promise<'continued' | 'stopped' | 'left'>

/** Its events are read, too, and its end costs more calls, so that it is read less often than a stack. */
const SERVICE_PAUSE_MS = 2_900
/** Between two reads of the events of a service that is followed alone. */
const EVENTS_PAUSE_MS = 15_000
/** What a deployment that succeeded shows late in the answers about tasks. */
const LATEST_MS = 20_000
/** Revision, service, and the tasks that run or failed. */
const CALLS_AT_END = 4

/**
 * Follows a deployment of a service to its end, with its rollback: stages, hooks, traffic, alarms and events of the service
 * are lines in the log. At the pause before traffic `hold` is called once. Rejects with a `timeout` error while it still runs,
 * or with the signal's reason when cancelled.
 */
export async function followService(
  world: FollowWorld,
  calls: ServiceCalls,
  running: RunningService,
  hold?: HoldService,
): Promise<ServiceEnd> {
  const { log, cancelled } = world.ports
  const { services } = world.statuses ?? new SharedStatuses(world.ports.clock, log)
  const clock = alignedClock(world.ports.clock, () => services.followers)
  const { containers } = calls
  const began = clock.now().getTime()
  const serviceLog = new ServiceLog(world, running, began, hold !== undefined)
  let held: string | undefined
  let eventsRead = began
  const readEvents = async (since: string): Promise<void> => {
    eventsRead = clock.now().getTime()
    serviceLog.events((await readService(containers, running))?.events ?? [], since)
  }
  const look = async () => {
    const shared = await services.read(containers, running.deploymentArn)
    const state = shared ?? (await readServiceDeployment(containers, running.deploymentArn))
    const ended = endOfServiceDeployment(state.status) !== 'running'
    const pause = shared ? detailsPause(services.followers) : EVENTS_PAUSE_MS
    if (ended) await services.details(1, () => readEvents(state.createdAt))
    else if (clock.now().getTime() - eventsRead >= pause)
      await services.spareDetails(1, () => readEvents(state.createdAt))
    serviceLog.status(state)
    const checkPause = hold && held === undefined ? checkPauseOf(state) : undefined
    return ended || checkPause ? { state, pause: checkPause } : undefined
  }
  const wait = () =>
    services.follow(async () => {
      await clock.sleep(FIRST_READ_MS, cancelled)
      return poll(
        {
          clock,
          signal: cancelled,
          first: SERVICE_PAUSE_MS,
          slowest: SERVICE_PAUSE_MS,
          timeout: Math.max(0, began + running.timeout - clock.now().getTime()),
          subject: `deployment/${running.id}`,
          waitingFor: `${running.deploymentArn} to end`,
          onTimeout: `It is still running: see \`${describeDeploymentCommand(running.deploymentArn, running.region)}\` before you start another.`,
        },
        patiently(log, running.id, look),
      )
    })
  let found = await wait()
  if (hold && found.pause) {
    held = found.pause.id
    await hold(found.pause, found.state)
    found = await wait()
  }
  return services.details(CALLS_AT_END, () => endOf(world, calls, running, found.state, began))
}

/** The end of a deployment with what runs then, or with what failed first. */
async function endOf(
  { ports: { clock, log, cancelled } }: FollowWorld,
  calls: ServiceCalls,
  running: RunningService,
  state: ServiceDeploymentState,
  began: number,
): Promise<ServiceEnd> {
  const { containers } = calls
  const { id, cluster, service, region, expected } = running
  const revision = await readServiceRevision(containers, state.target.arn)
  const ended = clock.now().getTime()
  for (;;) {
    const succeeded = endOfServiceDeployment(state.status) === 'succeeded'
    const found = await readService(containers, running)
    const desired = found?.desired ?? 0
    // ECS may call a deployment a success before all its tasks are healthy.
    const isEarly = found?.configuration.earlySuccessCriteria?.enable === true
    const until = isEarly ? Math.max(ended + LATEST_MS, began + running.timeout) : ended + LATEST_MS
    const end: ServiceEnd = {
      id,
      cluster,
      service,
      region,
      state,
      revision,
      ...(expected !== undefined && { expected }),
      desired,
      tasks: succeeded ? await readTasks(containers, running, 'RUNNING') : [],
      ms: clock.now().getTime() - began,
    }
    if (!succeeded) return { ...end, cause: await causeOf(calls, running, { state, revision, region, cancelled }) }
    const settled = !judgeServiceEnd(end).some(blocks)
    if (settled || clock.now().getTime() >= until) return end
    log.info(`${id}: ${state.status}, and its tasks do not all run the revision yet; they are read again`)
    await clock.sleep(SLOWEST_PAUSE_MS, cancelled)
  }
}

export async function causeOf(
  calls: ServiceCalls,
  named: { readonly cluster: string; readonly service: string },
  {
    state,
    revision,
    region,
    cancelled,
  }: {
    readonly state: ServiceDeploymentState
    readonly revision: ServiceRevision
    readonly region: string
    readonly cancelled: AbortSignal
  },
): Promise<FirstCause> {
  const facts = await collectCause({ ...calls, cancelled }, named, { revision, since: state.createdAt })
  return firstCause(facts, state, region)
}
