import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../contract.ts'
import type { Call, Service } from '../../contract.ts'
import { pageOf } from '../pages.ts'
import { clusterArn, lastPart, serviceArn } from './containers.ts'
import type { Containers, EcsService, TaskSet } from './containers.ts'
import { checkDefinition, refused } from './definition-check.ts'

const PAGE = 100
const MOST_SERVICES = 10
const DEFAULT_CLUSTER = 'default'

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** Amazon ECS's API, as far as deployments need it. */
export function createEcs(containers: Containers): Service {
  function definitionOf(call: Call, reference: string): sdk.TaskDefinition {
    const [, revision] = lastPart(reference).split(':')
    if (revision !== undefined && !/^\d+$/.test(revision)) {
      throw invalid(`Invalid revision number. Number: ${revision}`)
    }
    const found = containers.definition(call, reference)
    if (found === undefined) throw refused('Unable to describe task definition.')
    return found
  }

  const clusterOf = (call: Call, given: string | undefined): string => {
    const name = lastPart(given ?? DEFAULT_CLUSTER)
    if (containers.clusters(call).has(name)) return name
    throw new ServiceError('ClusterNotFoundException', 'Cluster not found.')
  }

  return {
    name: 'ecs',
    operations: {
      RegisterTaskDefinition(input: sdk.RegisterTaskDefinitionCommandInput, call) {
        checkDefinition(input)
        return { taskDefinition: containers.register(call, input, call.principal), tags: input.tags ?? [] }
      },
      DescribeTaskDefinition: (input: sdk.DescribeTaskDefinitionCommandInput, call) => ({
        taskDefinition: definitionOf(call, input.taskDefinition ?? ''),
      }),
      DeregisterTaskDefinition(input: sdk.DeregisterTaskDefinitionCommandInput, call) {
        const found = definitionOf(call, input.taskDefinition ?? '')
        return { taskDefinition: Object.assign(found, { status: 'INACTIVE' }) }
      },
      ListTaskDefinitions(input: sdk.ListTaskDefinitionsCommandInput, call) {
        const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input
        const found = containers
          .definitions(call)
          .filter((each) => each.status === status && (familyPrefix === undefined || each.family === familyPrefix))
          .map(({ taskDefinitionArn: arn = '' }) => arn)
        const ordered = sort === 'DESC' ? found.toReversed() : found
        const token = (): Error => invalid('Invalid token')
        const { items, next } = pageOf(ordered, input.maxResults ?? PAGE, input.nextToken, token)
        return { taskDefinitionArns: items, ...(next !== undefined && { nextToken: next }) }
      },
      DescribeServices(input: sdk.DescribeServicesCommandInput, call) {
        const names = input.services ?? []
        if (names.length === 0) throw invalid('Services cannot be empty.')
        if (names.length > MOST_SERVICES) throw invalid(`Services cannot have more than ${MOST_SERVICES} elements`)
        const cluster = clusterOf(call, input.cluster)
        const found = names.map((given) => {
          const service = containers.service(call, cluster, given)
          const name = lastPart(given)
          return service ?? { arn: serviceArn({ home: call, cluster, name }), reason: 'MISSING' }
        })
        return {
          services: found.filter((each) => 'name' in each).map(shown),
          failures: found.filter((each) => 'reason' in each),
        }
      },
    },
  }
}

function shown(service: EcsService): sdk.Service {
  const { home, cluster, name, controller, desired, taskSets } = service
  const primary = taskSets.find(({ status }) => status === 'PRIMARY')
  const balancers = primary?.balancer === undefined ? [] : [primary.balancer]
  return {
    serviceArn: serviceArn(service),
    serviceName: name,
    clusterArn: clusterArn(home, cluster),
    status: 'ACTIVE',
    desiredCount: desired,
    runningCount: taskSets.reduce((sum, { running }) => sum + running, 0),
    pendingCount: 0,
    launchType: 'FARGATE',
    taskDefinition: primary?.taskDefinition ?? service.taskDefinition,
    deploymentController: { type: controller },
    loadBalancers: balancers,
    serviceRegistries: [],
    deployments: [],
    events: [],
    taskSets: taskSets.map((set) => shownSet(service, set)),
    createdAt: service.created,
    schedulingStrategy: 'REPLICA',
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  }
}

function shownSet(service: EcsService, set: TaskSet): sdk.TaskSet {
  const { region, account } = service.home
  return {
    id: set.id,
    taskSetArn: `arn:aws:ecs:${region}:${account}:task-set/${service.cluster}/${service.name}/${set.id}`,
    serviceArn: serviceArn(service),
    clusterArn: clusterArn(service.home, service.cluster),
    startedBy: 'CODE_DEPLOY',
    status: set.status,
    taskDefinition: set.taskDefinition,
    computedDesiredCount: set.desired,
    pendingCount: set.desired - set.running,
    runningCount: set.running,
    createdAt: set.created,
    updatedAt: set.created,
    launchType: 'FARGATE',
    loadBalancers: set.balancer === undefined ? [] : [set.balancer],
    serviceRegistries: [],
    scale: { value: 100, unit: 'PERCENT' },
    stabilityStatus: set.running === set.desired ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: set.created,
    tags: [],
  }
}
