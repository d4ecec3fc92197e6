import type * as sdk from '@aws-sdk/client-ecs'
import type { Service } from '../../../contract.ts'
import { clusterArn, lastPart } from './containers.ts'
import type { Containers } from './containers.ts'
import { checkDefinition } from './definition-check.ts'
import { deploymentOperations } from './services/deployment-operations.ts'
import { definitionOf, invalid, listed } from './lookup.ts'
import { serviceOperations } from './services/operations.ts'
import type { EcsState } from './state.ts'
import { taskSetOperations } from './services/task-sets.ts'
import { taskOperations } from './task-operations.ts'

const CLUSTER_NAME = /^[a-zA-Z0-9_-]{1,255}$/

/** Amazon ECS, as deployments need it. */
export function createEcs(containers: Containers, ecs: EcsState): Service {
  return {
    name: 'ecs',
    operations: {
      ...definitionOperations(containers),
      ...clusterOperations(containers),
      ...serviceOperations(containers, ecs),
      ...taskSetOperations(containers, ecs),
      ...taskOperations(containers, ecs),
      ...deploymentOperations(containers, ecs),
    },
  }
}

function definitionOperations(containers: Containers): Service['operations'] {
  return {
    RegisterTaskDefinition(input: sdk.RegisterTaskDefinitionCommandInput, call) {
      checkDefinition(input)
      return { taskDefinition: containers.register(call, input, call.principal), tags: input.tags ?? [] }
    },
    DescribeTaskDefinition(input: sdk.DescribeTaskDefinitionCommandInput, call) {
      const taskDefinition = definitionOf(containers, call, input.taskDefinition ?? '')
      return {
        taskDefinition,
        ...(input.include?.includes('TAGS') === true && { tags: [...containers.tagsOf(taskDefinition)] }),
      }
    },
    DeregisterTaskDefinition(input: sdk.DeregisterTaskDefinitionCommandInput, call) {
      const found = definitionOf(containers, call, input.taskDefinition ?? '')
      return { taskDefinition: Object.assign(found, { status: 'INACTIVE' }) }
    },
    ListTaskDefinitions(input: sdk.ListTaskDefinitionsCommandInput, call) {
      const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input
      const found = containers
        .definitions(call)
        .filter((each) => each.status === status && (familyPrefix === undefined || each.family === familyPrefix))
        .map(({ taskDefinitionArn: arn = '' }) => arn)
      return listed('taskDefinitionArns', sort === 'DESC' ? found.toReversed() : found, input)
    },
  }
}

function clusterOperations(containers: Containers): Service['operations'] {
  const shown = (home: { account: string; region: string }, name: string): sdk.Cluster => ({
    clusterArn: clusterArn(home, name),
    clusterName: name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    statistics: [],
    tags: [],
  })
  return {
    CreateCluster(input: sdk.CreateClusterCommandInput, call) {
      const name = input.clusterName ?? 'default'
      if (!CLUSTER_NAME.test(name)) throw invalid('Cluster name contains invalid characters.')
      containers.addCluster(call, name)
      const settings = input.settings ?? [{ name: 'containerInsights', value: 'disabled' }]
      return { cluster: { ...shown(call, name), settings } }
    },
    DescribeClusters(input: sdk.DescribeClustersCommandInput, call) {
      const names = (input.clusters ?? ['default']).map(lastPart)
      const known = containers.clusters(call)
      return {
        clusters: names.filter((name) => known.has(name)).map((name) => shown(call, name)),
        failures: names
          .filter((name) => !known.has(name))
          .map((name) => ({ arn: clusterArn(call, name), reason: 'MISSING' })),
      }
    },
    ListClusters: (input: sdk.ListClustersCommandInput, call) =>
      listed(
        'clusterArns',
        [...containers.clusters(call)].map((name) => clusterArn(call, name)),
        input,
      ),
  }
}
