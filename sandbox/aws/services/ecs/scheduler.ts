import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ecs'
import type { PacedClock } from '../../../clock.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import { untilNext } from '../cloudwatch/metrics.ts'
import type { HookBehavior } from '../codedeploy/contract.ts'
import type { Balancers, TargetGroup } from '../../hosts/balancers.ts'
import type { Containers } from './containers.ts'
import type { Images } from './images.ts'
import { running } from './model.ts'
import type { EcsDurations, Managed, Revision } from './model.ts'
import { isRunning, isStopped, isStopping } from './tasks.ts'
import type { RunningTask, Tasks } from './tasks.ts'

/** The services that ECS's scheduler and deployments use. */
export interface EcsContext {
  readonly clock: PacedClock
  readonly durations: EcsDurations
  readonly containers: Containers
  readonly tasks: Tasks
  readonly images: Images
  readonly balancers: Balancers
  readonly alarms: Alarms
  /** The behaviour of a hook function; undefined when the scenario has none. */
  readonly behaviorOf: (functionName: string) => HookBehavior | undefined
}

/** Failures of task starts after which the service is reported as unable to start tasks, and retries slowly. */
const IMPAIRED = 3
const RETRY_MS = 30_000
/** Failed health checks after which a target is unhealthy. */
const UNHEALTHY_AFTER = 2
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

export const groupOf = ({ name }: Managed): string => `service:${name}`

export function addEvent(context: Pick<EcsContext, 'clock'>, service: Managed, message: string): void {
  service.events.unshift({
    id: randomUUID(),
    createdAt: context.clock.now(),
    message: `(service ${service.name}) ${message}`,
  })
}

/** The tasks of a service, or of one of its revisions, that are not stopped. */
export function tasksOf({ tasks }: Pick<EcsContext, 'tasks'>, service: Managed, revision?: Revision): RunningTask[] {
  return tasks
    .list(service.home, service.cluster)
    .filter((task) => task.request.group === groupOf(service) && !isStopped(task))
    .filter((task) => revision === undefined || task.request.revision === revision)
}

/** The newest revision, and those that have or want tasks. */
export const activeRevisions = (context: Pick<EcsContext, 'tasks'>, service: Managed): Revision[] =>
  service.revisions.filter(
    (revision, index) => index === 0 || revision.wanted > 0 || tasksOf(context, service, revision).length > 0,
  )

/** The tasks of a revision that continue. */
export const lastingOf = (context: EcsContext, service: Managed, revision: Revision): RunningTask[] =>
  tasksOf(context, service, revision).filter((task) => !isStopping(task) && !drained.has(task))

/** Tasks that the scheduler stops because there are too many. */
const drained = new WeakSet<RunningTask>()

/** The target group of a load balancer of a revision. */
export const targetGroupOf = ({ alternate }: Revision, balancer: sdk.LoadBalancer): string =>
  (alternate ? balancer.advancedConfiguration?.alternateTargetGroupArn : undefined) ?? balancer.targetGroupArn ?? ''

/** Keeps the number of tasks of each revision, until the service is inactive. */
export async function schedule(context: EcsContext, service: Managed): Promise<void> {
  const { clock, durations } = context
  while (service.status !== 'INACTIVE') {
    const woken = new Promise<void>((resolve) => (service.wake = resolve))
    if (adjust(context, service)) await woken
    else await clock.sleep(retryOf(service) ?? durations.tick)
  }
}

const retryOf = ({ revisions }: Managed): number | undefined =>
  (revisions[0]?.failed ?? 0) >= IMPAIRED ? RETRY_MS : undefined

/** Starts missing tasks and stops surplus ones. @returns whether nothing is left to do */
function adjust(context: EcsContext, service: Managed): boolean {
  const busy = service.revisions.map((revision) => adjustRevision(context, service, revision))
  service.revisions = activeRevisions(context, service)
  const changing = service.deployments.some(running)
  if (service.status === 'DRAINING' && tasksOf(context, service).length === 0) service.status = 'INACTIVE'
  const settled = !changing && !busy.includes(true) && service.status !== 'DRAINING'
  if (!settled) service.steady = false
  else if (!service.steady) {
    service.steady = true
    addEvent(context, service, 'has reached a steady state.')
  }
  return settled
}

function adjustRevision(context: EcsContext, service: Managed, revision: Revision): boolean {
  const lasting = lastingOf(context, service, revision)
  const missing = revision.wanted - lasting.length
  // A failed deployment starts no tasks.
  if (missing > 0 && revision.rollout !== 'FAILED') startTasks(context, service, revision, missing)
  if (missing < 0) {
    // Tasks that are not healthy go first, then the newest.
    const order = lasting.toSorted((left, right) => Number(left.healthy) - Number(right.healthy))
    stopTasks(context, service, revision, order.slice(0, -missing))
  }
  const all = tasksOf(context, service, revision)
  const waits = revision.rollout !== 'FAILED' && (missing !== 0 || !lasting.every(({ healthy }) => healthy))
  return waits || all.some((task) => isStopping(task) || drained.has(task))
}

function startTasks(context: EcsContext, service: Managed, revision: Revision, count: number): void {
  const { containers, images, tasks } = context
  const definition = containers.definition(service.home, revision.taskDefinition)
  if (definition === undefined) return
  if (revision.images.length === 0) {
    revision.images = (definition.containerDefinitions ?? []).map(({ name = '', image = '' }) => {
      const found = images.resolve(service.home, image)
      return { containerName: name, image, ...('digest' in found && { imageDigest: found.digest }) }
    })
  }
  const started = Array.from({ length: count }, () =>
    tasks.start(service.home, {
      cluster: service.cluster,
      group: groupOf(service),
      startedBy: revision.id,
      definition,
      launchType: service.settings.launchType ?? 'FARGATE',
      network: revision.settings.networkConfiguration,
      revision,
      images: revision.images,
    }),
  )
  addEvent(context, service, `has started ${count} tasks: ${idsOf(started)}.`)
}

function stopTasks(context: EcsContext, service: Managed, revision: Revision, surplus: readonly RunningTask[]): void {
  if (surplus.length === 0) return
  const why = `Scaling activity initiated by (deployment ${service.revisions[0]?.id ?? revision.id})`
  for (const task of surplus) {
    drained.add(task)
    void deregister(context, task).then(() => context.tasks.stop(task, 'ServiceSchedulerInitiated', why))
  }
  addEvent(context, service, `has stopped ${surplus.length} running tasks: ${idsOf(surplus)}.`)
}

const idsOf = (tasks: readonly RunningTask[]): string =>
  tasks.map(({ shown }) => `(task ${shown.taskArn.split('/').at(-1)})`).join(' ')

interface Registration {
  readonly group: TargetGroup
  readonly id: string
}

function registrationsOf({ balancers }: EcsContext, { request, address }: RunningTask): Registration[] {
  const { revision } = request
  return (revision?.settings.loadBalancers ?? []).flatMap((balancer) => {
    const group = revision && balancers.group(targetGroupOf(revision, balancer))
    return group === undefined ? [] : [{ group, id: `${address}:${balancer.containerPort}` }]
  })
}

async function deregister(context: EcsContext, task: RunningTask): Promise<void> {
  const all = registrationsOf(context, task)
  await Promise.all(all.map(({ group, id }) => context.balancers.deregister(group, id)))
}

/** Reacts to a change of a task of a service. */
export function taskChanged(context: EcsContext, service: Managed, task: RunningTask): void {
  const { revision } = task.request
  if (revision === undefined) return
  if (isRunning(task) && task.shown.version !== undefined && !watched.has(task)) {
    watched.add(task)
    for (const each of registrationsOf(context, task)) void watchTarget(context, service, task, each)
  }
  if (isRunning(task) && !task.healthy && isHealthy(task)) {
    task.healthy = true
    if (service.settings.deploymentConfiguration?.deploymentCircuitBreaker?.resetOnHealthyTask !== false) {
      revision.failed = 0
    }
  }
  if (task.shown.lastStatus === 'STOPPED') {
    if (!drained.has(task) && !task.healthy && task.shown.stopCode !== 'UserInitiated')
      countFailure(context, service, revision)
  } else if (isStopping(task) && !drained.has(task)) void deregister(context, task)
  service.wake()
}

const watched = new WeakSet<RunningTask>()

/** Without a health check a task is healthy when it runs. */
function isHealthy({ request, shown, passed }: RunningTask): boolean {
  const checks = (request.definition.containerDefinitions ?? []).some(({ healthCheck }) => healthCheck !== undefined)
  const balanced = request.revision?.settings.loadBalancers?.length ?? 0
  return (!checks || shown.healthStatus === 'HEALTHY') && passed.size >= balanced
}

function countFailure(context: EcsContext, service: Managed, revision: Revision): void {
  revision.failed += 1
  revision.updated = context.clock.now()
  if (revision.failed !== IMPAIRED) return
  addEvent(
    context,
    service,
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  )
}

/** Registers a task in a target group, and checks its health there while it runs. */
async function watchTarget(
  context: EcsContext,
  service: Managed,
  task: RunningTask,
  { group, id }: Registration,
): Promise<void> {
  const { clock, balancers, tasks } = context
  const grace = clock.elapsed() + (service.settings.healthCheckGracePeriodSeconds ?? 0) * SECOND_MS
  const target: { inFlight: number; initial?: boolean } = { inFlight: 0, initial: true }
  group.targets.set(id, target)
  addEvent(context, service, `registered 1 targets in (target-group ${group.arn})`)
  let good = 0
  let bad = 0
  while (isRunning(task) && !drained.has(task)) {
    const ok = await clock.busy(balancers.check(group, id))
    if (!isRunning(task)) return
    good = ok ? good + 1 : 0
    bad = ok ? 0 : bad + 1
    if (good >= group.health.healthyAfter && !task.passed.has(group.arn)) {
      delete target.initial
      task.passed.add(group.arn)
      taskChanged(context, service, task)
    }
    if (bad >= UNHEALTHY_AFTER && clock.elapsed() >= grace) {
      const port = id.split(':')[1] ?? ''
      addEvent(
        context,
        service,
        `(task ${task.shown.taskArn.split('/').at(-1)}) (port ${port}) is unhealthy in (target-group ${group.arn}) due to (reason Health checks failed).`,
      )
      tasks.stop(task, 'ServiceSchedulerInitiated', `Task failed ELB health checks in (target-group ${group.arn})`)
      return
    }
    // A target that has passed is checked each minute, like the metrics.
    await clock.sleep(task.passed.has(group.arn) ? untilNext(MINUTE_MS, clock) : group.health.intervalMs)
  }
}
