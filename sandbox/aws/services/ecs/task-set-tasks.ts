import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ecs'
import type { Home } from '../../names.ts'
import type { Containers, EcsService, TaskSet } from './containers.ts'
import { clusterArn } from './containers.ts'
import type { Images } from './images.ts'
import { arnOf } from './model.ts'

/** The running tasks of task sets that are only counted, as ECS shows them. `served`: IDs of the sets whose tasks run. */
export function tasksOfTaskSets(
  {
    containers,
    images,
    served,
  }: { readonly containers: Containers; readonly images: Images; readonly served: ReadonlySet<string> },
  home: Home,
  cluster: string,
): sdk.Task[] {
  return containers
    .services(home)
    .filter((service) => service.cluster === cluster)
    .flatMap((service) =>
      service.taskSets
        .filter(({ id }) => !served.has(id))
        .flatMap((set) =>
          Array.from({ length: set.running }, (_, index) => shownTask({ containers, images, service, set }, index)),
        ),
    )
}

function shownTask(
  from: {
    readonly containers: Containers
    readonly images: Images
    readonly service: EcsService
    readonly set: TaskSet
  },
  index: number,
): sdk.Task {
  const { containers, images, service, set } = from
  const { home, cluster, name } = service
  const id = createHash('sha256').update(`${set.id} ${index}`).digest('hex').slice(0, 32)
  const taskArn = arnOf(home, 'task', cluster, id)
  const definition = containers.definition(home, set.taskDefinition)
  return {
    taskArn,
    clusterArn: clusterArn(home, cluster),
    taskDefinitionArn: definition?.taskDefinitionArn ?? set.taskDefinition,
    group: `service:${name}`,
    startedBy: set.id,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    createdAt: set.created,
    startedAt: set.created,
    containers: (definition?.containerDefinitions ?? []).map((container) => {
      const found = images.resolve(home, container.image ?? '')
      return {
        name: container.name,
        image: container.image,
        lastStatus: 'RUNNING',
        taskArn,
        ...('digest' in found && { imageDigest: found.digest }),
      }
    }),
  }
}
