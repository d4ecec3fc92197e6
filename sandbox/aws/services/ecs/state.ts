import type { PacedClock } from '../../../clock.ts'
import type { HookBehavior } from '../codedeploy/contract.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import type { Balancers } from '../../hosts/balancers.ts'
import type { Containers } from './containers.ts'
import { createImages } from './images.ts'
import type { ImageBehavior, Images, Registry } from './images.ts'
import { createTaskLogs } from './logs.ts'
import type { LogSink } from './logs.ts'
import { ECS_DURATIONS } from './model.ts'
import type { EcsDurations } from './model.ts'
import type { EcsContext } from './scheduler.ts'
import { createServiceStore } from './services/store.ts'
import type { ServiceStore } from './services/store.ts'
import { createTasks } from './tasks.ts'
import { createTaskSetServing } from './task-set-serving.ts'
import type { TaskSetServing } from './task-set-serving.ts'
import type { Tasks } from './tasks.ts'

/** The state of ECS. */
export interface EcsTasks {
  readonly clock: PacedClock
  readonly durations: EcsDurations
  readonly images: Images
  readonly tasks: Tasks
}

export interface EcsState extends EcsTasks {
  readonly services: ServiceStore
  readonly balancers: Balancers
  readonly taskSets: TaskSetServing
  /** Ends all tasks. */
  close(): Promise<void>
}

export function createEcsTasks(
  clock: PacedClock,
  durations: Partial<EcsDurations>,
  behaviors: Readonly<Record<string, ImageBehavior>>,
  others: { readonly registry: Registry; readonly logs: LogSink },
): EcsTasks {
  const all = { ...ECS_DURATIONS, ...durations }
  const images = createImages(behaviors, others.registry)
  const logs = createTaskLogs(others.logs)
  return { clock, durations: all, images, tasks: createTasks(clock, all, images, logs) }
}

export function createEcsState(
  ecs: EcsTasks,
  given: {
    readonly containers: Containers
    readonly balancers: Balancers
    readonly alarms: Alarms
    readonly behaviorOf: (functionName: string) => HookBehavior | undefined
  },
): EcsState {
  const context: EcsContext = { ...ecs, ...given }
  return {
    ...ecs,
    balancers: given.balancers,
    services: createServiceStore(context),
    taskSets: createTaskSetServing(ecs, given),
    close: () => ecs.tasks.close(),
  }
}
