import type { Containers } from '../../aws/containers-client.ts'
import type { StateReads } from '../../aws/state-clients.ts'
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
import { FIRST_PAUSE_MS, SLOWEST_PAUSE_MS } from '../pace.ts'
import type { RunningService } from './running-service.ts'
import { ServiceLog } from './service-log.ts'

export interface ServiceCalls {
  readonly containers: Containers
  readonly reads: StateReads
}

/** Answers the pause before traffic; `stopped` where the deployment was asked to stop and to roll back. */
export type HoldService = (pause: HookState, state: ServiceDeploymentState) => Promise<'continued' | 'stopped' | 'left'>

/** Events are read once in so many looks: a call more every ten seconds. */
const LOOKS_PER_EVENTS = 5
/** What a deployment that succeeded shows late in the answers about tasks. */
const LATEST_MS = 20_000

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
  const { clock, log, cancelled } = world.ports
  const { containers } = calls
  const began = clock.now().getTime()
  const story = new ServiceLog(world, running, began, hold !== undefined)
  let held: string | undefined
  let looks = 0
  const wait = () =>
    poll(
      {
        clock,
        signal: cancelled,
        first: FIRST_PAUSE_MS,
        slowest: SLOWEST_PAUSE_MS,
        timeout: Math.max(0, began + running.timeout - clock.now().getTime()),
        subject: `deployment/${running.id}`,
        waitingFor: `${running.deploymentArn} to end`,
        onTimeout: `It is still running; look at it with \`${describeDeploymentCommand(running.deploymentArn, running.region)}\` before you start another.`,
      },
      patiently(log, running.id, async () => {
        const state = await readServiceDeployment(containers, running.deploymentArn)
        const ended = endOfServiceDeployment(state.status) !== 'running'
        if (ended || looks++ % LOOKS_PER_EVENTS === 0)
          story.events((await readService(containers, running))?.events ?? [], state.createdAt)
        story.status(state)
        const pause = hold && held === undefined ? checkPauseOf(state) : undefined
        return ended || pause ? { state, pause } : undefined
      }),
    )
  let found = await wait()
  if (hold && found.pause) {
    held = found.pause.id
    await hold(found.pause, found.state)
    found = await wait()
  }
  return endOf(world, calls, running, found.state, began)
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
  const isEarly = await endsEarly(calls, running)
  const until =
    clock.now().getTime() + (isEarly ? Math.max(LATEST_MS, began + running.timeout - clock.now().getTime()) : LATEST_MS)
  for (;;) {
    const succeeded = endOfServiceDeployment(state.status) === 'succeeded'
    const desired = (await readService(containers, running))?.desired ?? 0
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

/** Whether ECS may call a deployment a success before all its tasks are healthy. */
async function endsEarly({ containers }: ServiceCalls, running: RunningService): Promise<boolean> {
  const found = await readService(containers, running)
  return found?.configuration.earlySuccessCriteria?.enable === true
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
