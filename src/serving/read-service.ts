import type { Container, Task } from '@aws-sdk/client-ecs'
import { pagesOf } from '../aws/pages.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import { ActionError } from '../support/errors.ts'
import type { ImageOfContainer, RunningTasks, ServedByService } from './contract.ts'

/** Limit of DescribeTasks. */
const TASKS_A_CALL = 100
const RUNNING = 'RUNNING'

/** The task definition of a service, and what its running tasks run. */
export async function readService(
  reads: Pick<StateReads, 'describeServices' | 'listTasks' | 'describeTasks'>,
  { cluster, service: serviceName }: { readonly cluster: string; readonly service: string },
): Promise<ServedByService> {
  const { services = [], failures = [] } = await reads.describeServices({ cluster, services: [serviceName] })
  const service = services.find((one) => one.serviceName === serviceName)
  // Under CodeDeploy a service has task sets, of which the PRIMARY serves.
  const primary = service?.taskSets?.find(({ status }) => status === 'PRIMARY')
  const others = new Set((service?.taskSets ?? []).filter((set) => set !== primary).map(({ id }) => id))
  // An EXTERNAL service without task sets has none, or an empty one.
  const taskDefinition = primary?.taskDefinition || service?.taskDefinition || undefined
  if (service === undefined || taskDefinition === undefined || service.status === 'INACTIVE') {
    const observed = failures[0]?.reason ?? service?.status ?? 'nothing'
    throw new ActionError('aws/service', {
      message: `ecs:DescribeServices did not return the task definition of ${cluster}/${serviceName}: ${observed}`,
      subject: `service/${cluster}/${serviceName}`,
      expected: 'an active service with a task definition',
      observed,
    })
  }
  const arns: string[] = []
  const pages = pagesOf('nextToken', (next) =>
    reads.listTasks({ cluster, serviceName, desiredStatus: RUNNING, ...next }),
  )
  for await (const { taskArns = [] } of pages) arns.push(...taskArns)
  const tasks: Task[] = []
  for (let at = 0; at < arns.length; at += TASKS_A_CALL) {
    const described = await reads.describeTasks({ cluster, tasks: arns.slice(at, at + TASKS_A_CALL) })
    tasks.push(...(described.tasks ?? []))
  }
  const running = tasks.filter(
    ({ lastStatus, desiredStatus, startedBy }) =>
      lastStatus === RUNNING && desiredStatus === RUNNING && (startedBy === undefined || !others.has(startedBy)),
  )
  return {
    kind: 'service',
    taskDefinition,
    desired: service.desiredCount ?? 0,
    // A task that ended between both calls is not described.
    changing: arns.length - running.length,
    running: [...Map.groupBy(running, ({ taskDefinitionArn = 'unknown' }) => taskDefinitionArn)].map(
      ([definition, list]) => runningTasks(definition, list),
    ),
  }
}

function runningTasks(taskDefinition: string, tasks: readonly Task[]): RunningTasks {
  const containers = tasks.flatMap(({ containers: own = [] }) => own)
  const images = [...Map.groupBy(containers, ({ name = '' }) => name)].map(
    ([name, list]) => [name, distinct(list)] as const,
  )
  return { taskDefinition, count: tasks.length, images: Object.fromEntries(images) }
}

function distinct(containers: readonly Container[]): ImageOfContainer[] {
  const found = new Map(
    containers.map(({ image = '', imageDigest: digest }) => [
      `${image} ${digest}`,
      { image, ...(digest !== undefined && { digest }) },
    ]),
  )
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image)
}
