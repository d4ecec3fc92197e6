import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type * as sdk from '@aws-sdk/client-ecs'
import type { PacedClock } from '../../../clock.ts'
import { closeServer, listenOnLoopback } from '../../../loopback.ts'
import type { Reachable } from '../../hosts/balancers.ts'
import { hexId, homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import type { ImageBehavior, Images } from './images.ts'
import type { TaskLogs } from './logs.ts'
import { arnOf, taskId } from './model.ts'
import type { EcsDurations, Revision } from './model.ts'

/** Exit code of a container that ends by SIGTERM. */
const TERMINATED = 143
const MAX_REASON = 255
const SECOND_MS = 1_000
const DEFAULT_CHECK_SECONDS = 30

export interface TaskRequest {
  readonly cluster: string
  readonly group: string
  readonly startedBy: string | undefined
  readonly definition: sdk.TaskDefinition
  readonly launchType: sdk.LaunchType
  readonly overrides?: sdk.TaskOverride | undefined
  readonly tags?: readonly sdk.Tag[] | undefined
  /** The subnets and security groups of a task with awsvpc. */
  readonly network?: sdk.NetworkConfiguration | undefined
  readonly revision?: Revision
  /** The digests of the revision's images, by container name. */
  readonly images?: readonly sdk.ContainerImage[]
}

/** A task. Its containers are one HTTP server of this process, which answers as their image's behaviour says. */
export interface RunningTask {
  readonly home: Home
  readonly request: TaskRequest
  readonly shown: sdk.Task & { taskArn: string; containers: sdk.Container[] }
  /** The private address: targets are `ADDRESS:PORT`. */
  readonly address: string
  port: number | undefined
  /** Whether it has passed its health checks, in the container and in its target groups. */
  healthy: boolean
  /** The target groups of its service in which it has passed the health checks. */
  readonly passed: Set<string>
  /** Resolves when it is STOPPED. */
  readonly ended: Promise<void>
}

export interface Tasks extends Reachable {
  start(home: Home, request: TaskRequest): RunningTask
  /** Stops a task; the first reason stays. */
  stop(task: RunningTask, code: sdk.TaskStopCode, reason: string): void
  list(home: Home, cluster: string): RunningTask[]
  /** Called when a task changes its status or health. */
  onChange(listener: (task: RunningTask) => void): void
  close(): Promise<void>
}

export const isStopped = ({ shown }: RunningTask): boolean => shown.lastStatus === 'STOPPED'
export const isStopping = ({ shown }: RunningTask): boolean => shown.desiredStatus === 'STOPPED'
export const isRunning = ({ shown }: RunningTask): boolean =>
  shown.lastStatus === 'RUNNING' && shown.desiredStatus === 'RUNNING'

export function createTasks(clock: PacedClock, durations: EcsDurations, images: Images, logs: TaskLogs): Tasks {
  const tasks = new Map<string, RunningTask[]>()
  const servers = new Map<RunningTask, Server>()
  const endings = new Map<RunningTask, () => void>()
  const listeners: ((task: RunningTask) => void)[] = []
  const changed = (task: RunningTask): void => {
    task.shown.version = (task.shown.version ?? 0) + 1
    for (const listener of listeners) listener(task)
  }
  const reach = (task: RunningTask, status: string): void => {
    task.shown.lastStatus = status
    for (const container of task.shown.containers) {
      if (container.lastStatus !== 'STOPPED') container.lastStatus = CONTAINER_STATUS[status] ?? status
    }
    changed(task)
  }

  async function run(task: RunningTask): Promise<void> {
    const { shown, request } = task
    const name = `${request.definition.family}:${request.definition.revision}`
    await clock.sleep(durations.provision)
    if (isStopping(task)) return
    reach(task, 'PENDING')
    shown.pullStartedAt = clock.now()
    await clock.sleep(durations.pull)
    if (isStopping(task)) return
    const behaviors = shown.containers.map((container) => ({
      container,
      behavior: images.take(container.image ?? '', name),
      digest: digestOf(task, container),
    }))
    for (const { container, behavior, digest } of behaviors) {
      const why = behavior.pullFails ?? ('missing' in digest ? digest.missing : undefined)
      if (why !== undefined) {
        container.reason = why
        return stop(task, 'TaskFailedToStart', why)
      }
      if ('digest' in digest) container.imageDigest = digest.digest
    }
    shown.pullStoppedAt = clock.now()
    for (const { container, behavior } of behaviors) {
      for (const line of behavior.log) logs.write(task.home, request.definition, container, shown.taskArn, line)
    }
    const early = behaviors.find(({ behavior }) => behavior.exit?.after === 0)
    if (early !== undefined) return exit(task, early.container, early.behavior)
    const { status, body, refuses } = behaviors[0]?.behavior ?? { status: 200 }
    const text = body ?? `${shown.containers[0]?.image ?? ''}\n`
    const server = createServer((message, response) => {
      message.resume()
      const isRefused = refuses !== undefined && message.url?.includes(refuses) === true
      response.writeHead(isRefused ? 400 : status, { 'content-type': 'text/plain' }).end(text)
    })
    servers.set(task, server)
    task.port = await listenOnLoopback(server)
    if (isStopping(task)) return
    shown.startedAt = clock.now()
    reach(task, 'RUNNING')
    for (const { container, behavior } of behaviors) {
      if (behavior.exit !== undefined) void exitLater(task, container, behavior)
    }
    void checkHealth(task, behaviors)
  }

  /** The digest of a container's image: that of the service revision, or the one that its tag has now. */
  function digestOf(task: RunningTask, { name, image = '' }: sdk.Container): ReturnType<Images['resolve']> {
    const known = task.request.images?.find((each) => each.containerName === name)?.imageDigest
    return known === undefined ? images.resolve(task.home, image) : { digest: known }
  }

  async function exitLater(task: RunningTask, container: sdk.Container, behavior: ImageBehavior): Promise<void> {
    await clock.sleep(behavior.exit?.after ?? 0)
    if (!isStopping(task)) exit(task, container, behavior)
  }

  /** A container exits; when it is essential, its task stops. */
  function exit(task: RunningTask, container: sdk.Container, { exit: how }: ImageBehavior): void {
    container.lastStatus = 'STOPPED'
    if (how !== undefined) container.exitCode = how.code
    if (how?.reason !== undefined) container.reason = how.reason
    const { essential = true } =
      task.request.definition.containerDefinitions?.find(({ name }) => name === container.name) ?? {}
    if (essential) stop(task, 'EssentialContainerExited', 'Essential container in task exited')
    else changed(task)
  }

  type Checked = readonly { readonly container: sdk.Container; readonly behavior: ImageBehavior }[]

  /** Runs the health checks of containers that have one. Other containers do not affect the health of their task. */
  async function checkHealth(task: RunningTask, behaviors: Checked): Promise<void> {
    const definitions = task.request.definition.containerDefinitions ?? []
    const checked = behaviors.flatMap(({ container, behavior }) => {
      const check = definitions.find(({ name }) => name === container.name)?.healthCheck
      return check === undefined ? [] : [{ container, behavior, check }]
    })
    const interval = Math.max(0, ...checked.map(({ check }) => check.interval ?? DEFAULT_CHECK_SECONDS))
    if (checked.length === 0) return
    await clock.sleep(interval * SECOND_MS)
    if (isStopping(task)) return
    for (const { container, behavior } of checked) container.healthStatus = behavior.health
    const healthy = checked.every(({ behavior }) => behavior.health === 'HEALTHY')
    task.shown.healthStatus = healthy ? 'HEALTHY' : 'UNHEALTHY'
    changed(task)
    if (!healthy && task.request.revision !== undefined) {
      stop(task, 'ServiceSchedulerInitiated', 'Task failed container health checks')
    }
  }

  function stop(task: RunningTask, code: sdk.TaskStopCode, reason: string): void {
    if (isStopping(task)) return
    const { shown } = task
    shown.desiredStatus = 'STOPPED'
    shown.stopCode = code
    shown.stoppedReason = reason.slice(0, MAX_REASON * 4)
    shown.stoppingAt = clock.now()
    void end(task)
  }

  async function end(task: RunningTask): Promise<void> {
    const { shown } = task
    const started = shown.startedAt !== undefined
    reach(task, started ? 'DEACTIVATING' : 'DEPROVISIONING')
    await clock.sleep(durations.stop)
    const server = servers.get(task)
    servers.delete(task)
    task.port = undefined
    if (server !== undefined) await closeServer(server)
    const now = clock.now()
    shown.executionStoppedAt = now
    shown.stoppedAt = now
    for (const container of shown.containers) {
      if (started && container.exitCode === undefined) container.exitCode = TERMINATED
    }
    shown.connectivity = 'DISCONNECTED'
    reach(task, 'STOPPED')
    endings.get(task)?.()
    endings.delete(task)
  }

  return {
    start(home, request) {
      const key = homeKey(home, request.cluster)
      const ending = Promise.withResolvers<void>()
      const shown = newTask(home, request, clock.now())
      const address = `10.0.${randomInt(256)}.${randomInt(1, 255)}`
      const task: RunningTask = {
        home,
        request,
        shown,
        address,
        port: undefined,
        healthy: false,
        passed: new Set(),
        ended: ending.promise,
      }
      shown.attachments = attachmentsOf(request, address)
      endings.set(task, ending.resolve)
      tasks.set(key, [...(tasks.get(key) ?? []), task])
      void run(task)
      return task
    },
    stop,
    list: (home, cluster) => tasks.get(homeKey(home, cluster)) ?? [],
    find(home, id) {
      const address = id.split(':')[0] ?? ''
      for (const [key, all] of tasks) {
        if (!key.startsWith(`${homeKey(home)}/`)) continue
        const port = all.find((task) => task.address === address)?.port
        if (port !== undefined) return { port }
      }
      return undefined
    },
    onChange: (listener) => void listeners.push(listener),
    async close() {
      const open = [...servers.values()]
      servers.clear()
      await Promise.all(open.map(closeServer))
    },
  }
}

/** The status of a container while its task has that status. */
const CONTAINER_STATUS: Readonly<Record<string, string>> = {
  PROVISIONING: 'PENDING',
  DEACTIVATING: 'RUNNING',
  DEPROVISIONING: 'STOPPED',
}

function newTask(home: Home, request: TaskRequest, created: Date): RunningTask['shown'] {
  const { cluster, definition, overrides } = request
  const id = taskId()
  const taskArn = arnOf(home, 'task', cluster, id)
  return {
    taskArn,
    clusterArn: arnOf(home, 'cluster', cluster),
    taskDefinitionArn: definition.taskDefinitionArn ?? '',
    availabilityZone: `${home.region}a`,
    connectivity: 'CONNECTED',
    connectivityAt: created,
    createdAt: created,
    desiredStatus: 'RUNNING',
    lastStatus: 'PROVISIONING',
    healthStatus: 'UNKNOWN',
    group: request.group,
    ...(request.startedBy !== undefined && { startedBy: request.startedBy }),
    launchType: request.launchType,
    ...(request.launchType === 'FARGATE' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...(definition.cpu !== undefined && { cpu: definition.cpu }),
    ...(definition.memory !== undefined && { memory: definition.memory }),
    overrides: overrides ?? { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    attributes: [],
    enableExecuteCommand: false,
    inferenceAccelerators: [],
    tags: [...(request.tags ?? [])],
    version: 1,
    containers: (definition.containerDefinitions ?? []).map(({ name, image, cpu }) => ({
      containerArn: arnOf(home, 'container', cluster, id, taskId()),
      taskArn,
      name: name ?? '',
      image: image ?? '',
      lastStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
      networkBindings: [],
      networkInterfaces: [],
      cpu: String(cpu ?? 0),
    })),
  }
}

/** The network interface of a task with awsvpc. */
function attachmentsOf({ definition, network }: TaskRequest, address: string): sdk.Attachment[] {
  if (definition.networkMode !== 'awsvpc') return []
  const subnets = network?.awsvpcConfiguration?.subnets ?? []
  const details = [
    ...subnets.slice(0, 1).map((value) => ({ name: 'subnetId', value })),
    { name: 'networkInterfaceId', value: hexId('eni-') },
    { name: 'privateIPv4Address', value: address },
  ]
  return [{ id: hexId('', 8), type: 'ElasticNetworkInterface', status: 'ATTACHED', details }]
}
