import type { Task } from '@aws-sdk/client-ecs'
import type { Containers } from '../aws/clients/containers.ts'
import { pagesOf } from '../aws/pages.ts'
import { nameOfArn } from './names.ts'
import type { NamedService } from './service.ts'

/** A container of a task. */
export interface ContainerFacts {
  readonly name: string
  readonly image: string
  readonly digest: string | undefined
  /** Undefined while it runs, and where it never started. */
  readonly exitCode: number | undefined
  readonly reason: string
}

export interface TaskFacts {
  /** The last part of its ARN. */
  readonly id: string
  /** ARN of its task definition. */
  readonly definition: string
  /** As AWS writes them. */
  readonly status: string
  readonly desiredStatus: string
  readonly health: string
  readonly stopCode: string
  readonly stoppedReason: string
  /** ISO 8601, UTC; empty where it has not stopped. */
  readonly stoppedAt: string
  readonly containers: readonly ContainerFacts[]
}

/** Limit of DescribeTasks. */
const TASKS_A_CALL = 100

/** The tasks of a service. ECS shows stopped ones for an hour at least. */
export async function readTasks(
  containers: Pick<Containers, 'listTasks' | 'describeTasks'>,
  { cluster, service }: NamedService,
  desiredStatus: 'RUNNING' | 'STOPPED',
): Promise<TaskFacts[]> {
  const arns: string[] = []
  for await (const { taskArns = [] } of pagesOf('nextToken', (next) =>
    containers.listTasks({ cluster, serviceName: service, desiredStatus, ...next }),
  ))
    arns.push(...taskArns)
  const tasks: TaskFacts[] = []
  for (let at = 0; at < arns.length; at += TASKS_A_CALL) {
    const described = await containers.describeTasks({ cluster, tasks: arns.slice(at, at + TASKS_A_CALL) })
    tasks.push(...(described.tasks ?? []).map(factsOf))
  }
  return tasks
}

function factsOf(task: Task): TaskFacts {
  return {
    id: nameOfArn(task.taskArn ?? ''),
    definition: task.taskDefinitionArn ?? '',
    status: task.lastStatus ?? 'UNKNOWN',
    desiredStatus: task.desiredStatus ?? 'UNKNOWN',
    health: task.healthStatus ?? 'UNKNOWN',
    stopCode: task.stopCode ?? '',
    stoppedReason: task.stoppedReason ?? '',
    stoppedAt: task.stoppedAt?.toISOString() ?? '',
    containers: (task.containers ?? []).map(({ name, image, imageDigest: digest, exitCode, reason }) => ({
      name: name ?? '',
      image: image ?? '',
      digest,
      exitCode,
      reason: reason ?? '',
    })),
  }
}

/** Whether it is to run, and does. */
export function isRunning({ status, desiredStatus }: TaskFacts): boolean {
  return status === 'RUNNING' && desiredStatus === 'RUNNING'
}
