import { randomInt } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ecs'
import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'

/** A task set of a service; the one with the production traffic is PRIMARY. */
export interface TaskSet {
  readonly id: string
  readonly taskDefinition: string
  readonly created: Date
  desired: number
  /** Percent of the service's desired count; 100 where CodeDeploy made it. */
  scale?: number
  /** The creator, where it is not CodeDeploy. */
  startedBy?: string
  externalId?: string | undefined
  running: number
  status: 'PRIMARY' | 'ACTIVE'
  readonly balancer?: sdk.LoadBalancer | undefined
}

export interface EcsService {
  readonly home: Home
  readonly cluster: string
  readonly name: string
  readonly controller: sdk.DeploymentControllerType
  readonly created: Date
  /** The initial task definition, which applies when there are no task sets. */
  taskDefinition: string
  desired: number
  taskSets: TaskSet[]
}

export interface ServiceGiven {
  readonly cluster: string
  readonly name: string
  readonly controller: sdk.DeploymentControllerType
  readonly taskDefinition: string
  readonly desired: number
  readonly balancer?: sdk.LoadBalancer | undefined
}

/**
 * Task definitions, clusters, and the services whose tasks CodeDeploy or an external controller counts in task sets. No
 * tasks of these run.
 */
export interface Containers {
  /** Registers the next revision of a family. */
  register(home: Home, input: sdk.RegisterTaskDefinitionCommandInput, by: string): sdk.TaskDefinition
  /** Finds a task definition by ARN, `FAMILY:REVISION`, or the newest active one of a family. */
  definition(home: Home, reference: string): sdk.TaskDefinition | undefined
  definitions(home: Home): readonly sdk.TaskDefinition[]
  /** The tags of a registered task definition. */
  tagsOf(definition: sdk.TaskDefinition): readonly sdk.Tag[]
  clusters(home: Home): ReadonlySet<string>
  addCluster(home: Home, name: string): void
  removeCluster(home: Home, name: string): void
  putService(home: Home, given: ServiceGiven): EcsService
  service(home: Home, cluster: string, name: string): EcsService | undefined
  removeService(home: Home, cluster: string, name: string): void
  services(home: Home): readonly EcsService[]
  /** Adds a task set beside the primary one. */
  addTaskSet(service: EcsService, taskDefinition: string, balancer: sdk.LoadBalancer | undefined): TaskSet
}

const definitionArn = ({ region, account }: Home, name: string): string =>
  `arn:aws:ecs:${region}:${account}:task-definition/${name}`

export const clusterArn = ({ region, account }: Home, name: string): string =>
  `arn:aws:ecs:${region}:${account}:cluster/${name}`

export const serviceArn = ({
  home: { region, account },
  cluster,
  name,
}: Pick<EcsService, 'home' | 'cluster' | 'name'>) => `arn:aws:ecs:${region}:${account}:service/${cluster}/${name}`

/** The last part of an ARN, or the given name. */
export const lastPart = (reference: string): string => reference.split('/').at(-1) ?? ''

const taskSetId = (): string => `ecs-svc/${String(randomInt(2 ** 47)).padStart(19, '9')}`

export function createContainers(clock: SandboxClock): Containers {
  const definitions = new Map<string, sdk.TaskDefinition[]>()
  const definitionTags = new WeakMap<sdk.TaskDefinition, readonly sdk.Tag[]>()
  const services = new Map<string, EcsService>()
  const clusters = new Map<string, Set<string>>()
  const clustersOf = (home: Home): Set<string> => {
    const key = homeKey(home)
    const found = clusters.get(key) ?? new Set()
    clusters.set(key, found)
    return found
  }
  const taskSet = (given: Pick<TaskSet, 'taskDefinition' | 'desired' | 'status' | 'balancer'>): TaskSet => ({
    ...given,
    id: taskSetId(),
    created: clock.now(),
    running: given.status === 'PRIMARY' ? given.desired : 0,
  })

  return {
    register(home, input, by) {
      const { tags = [], family = '', ...given } = input
      const key = homeKey(home, family)
      const known = definitions.get(key) ?? []
      const revision = known.length + 1
      const made: sdk.TaskDefinition = {
        ...given,
        ...withDefaults(input),
        family,
        revision,
        taskDefinitionArn: definitionArn(home, `${family}:${revision}`),
        status: 'ACTIVE',
        registeredAt: clock.now(),
        registeredBy: by,
      }
      definitions.set(key, [...known, made])
      definitionTags.set(made, tags)
      return made
    },
    definition(home, reference) {
      if (reference.startsWith('arn:') && !reference.startsWith(definitionArn(home, ''))) return undefined
      const [family = '', revision] = lastPart(reference).split(':')
      const known = definitions.get(homeKey(home, family)) ?? []
      return revision === undefined
        ? known.findLast(({ status }) => status === 'ACTIVE')
        : known.find((each) => String(each.revision) === revision)
    },
    definitions: (home) =>
      [...definitions].filter(([key]) => key.startsWith(`${homeKey(home)}/`)).flatMap(([, each]) => each),
    tagsOf: (definition) => definitionTags.get(definition) ?? [],
    clusters: clustersOf,
    addCluster: (home, name) => void clustersOf(home).add(name),
    removeCluster: (home, name) => void clustersOf(home).delete(name),
    putService(home, { cluster, name, controller, taskDefinition, desired, balancer }) {
      clustersOf(home).add(cluster)
      const { account, region } = home
      const service: EcsService = {
        home: { account, region },
        cluster,
        name,
        controller,
        created: clock.now(),
        taskDefinition,
        desired,
        taskSets:
          controller === 'CODE_DEPLOY' ? [taskSet({ taskDefinition, desired, status: 'PRIMARY', balancer })] : [],
      }
      services.set(homeKey(home, cluster, name), service)
      return service
    },
    service: (home, cluster, name) => services.get(homeKey(home, lastPart(cluster), lastPart(name))),
    services: (home) => [...services.values()].filter((service) => homeKey(service.home) === homeKey(home)),
    removeService: (home, cluster, name) => void services.delete(homeKey(home, cluster, name)),
    addTaskSet(service, taskDefinition, balancer) {
      const made = taskSet({ taskDefinition, desired: service.desired, status: 'ACTIVE', balancer })
      service.taskSets.push(made)
      return made
    },
  }
}

/** The members that ECS adds to a task definition. */
function withDefaults(input: sdk.RegisterTaskDefinitionCommandInput): Partial<sdk.TaskDefinition> {
  const { networkMode, cpu, memory, containerDefinitions = [], volumes = [], placementConstraints = [] } = input
  const awsvpc = networkMode === 'awsvpc'
  return {
    volumes,
    placementConstraints,
    compatibilities: ['EC2', ...(awsvpc && cpu !== undefined && memory !== undefined ? ['FARGATE' as const] : [])],
    containerDefinitions: containerDefinitions.map((container) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      ...container,
      portMappings: (container.portMappings ?? []).map((port) => ({
        ...port,
        protocol: port.protocol ?? 'tcp',
        hostPort: port.hostPort ?? (awsvpc ? (port.containerPort ?? 0) : 0),
      })),
    })),
  }
}
