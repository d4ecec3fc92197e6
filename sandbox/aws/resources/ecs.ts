import type * as sdk from '@aws-sdk/client-ecs'
import type { Owner, Properties } from '../../contract.ts'
import { clusterArn, lastPart, serviceArn } from '../ecs/containers.ts'
import type { Containers, EcsService, ServiceGiven } from '../ecs/containers.ts'
import { asText } from '../names.ts'
import { handlerMessage, nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

const DEFAULT_CLUSTER = 'default'

/** Of these the keys are the user's own. */
const MAPS = new Set(['DockerLabels', 'Options', 'DriverOpts', 'Labels'])
const NUMBERS =
  /^(Cpu|Memory(Reservation)?|(Container|Host)Port|Interval|Timeout|Retries|StartPeriod|St(art|op)Timeout|(Soft|Hard)Limit|SizeInGiB)$/

/** A template's members as the API has them: `EFSVolumeConfiguration` → `efsVolumeConfiguration`, and so on inside. */
function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asApi)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const known = name === 'FilesystemId' ? 'FileSystemId' : name
      const lower = known.replace(/^([A-Z]+(?=[A-Z][a-z])|[A-Z])/, (start) => start.toLowerCase())
      // Templates may have numbers as texts.
      return [lower, NUMBERS.test(name) ? Number(item) : MAPS.has(name) ? item : asApi(item)]
    }),
  )
}

/** AWS::ECS::Cluster: a name. */
export function clusterKind(containers: Containers): Kind {
  return {
    type: 'AWS::ECS::Cluster',
    identify: (desired, owner) => nameOf(desired.ClusterName, owner),
    attributes: ({ physicalId, owner }) => ({ Arn: clusterArn(owner, physicalId) }),
    created: ({ physicalId, owner }) => containers.addCluster(owner, physicalId),
    removed: ({ physicalId, owner }) => containers.removeCluster(owner, physicalId),
    observe: ({ physicalId, properties }) => ({ ...properties, ClusterName: physicalId }),
  }
}

/** AWS::ECS::TaskDefinition: each one is a revision; removing it makes it inactive. */
export function taskDefinitionKind(containers: Containers): Kind {
  return {
    type: 'AWS::ECS::TaskDefinition',
    identify(desired, owner) {
      const input = asApi(desired) as sdk.RegisterTaskDefinitionCommandInput
      const { cpu, memory, containerDefinitions = [] } = input
      const given = {
        ...input,
        containerDefinitions,
        family: nameOf(desired.Family, owner),
        ...(cpu !== undefined && { cpu: asText(cpu) }),
        ...(memory !== undefined && { memory: asText(memory) }),
      }
      return containers.register(owner, given, 'cloudformation.amazonaws.com').taskDefinitionArn ?? ''
    },
    attributes: ({ physicalId }) => ({ TaskDefinitionArn: physicalId }),
    removed({ physicalId, owner }) {
      Object.assign(containers.definition(owner, physicalId) ?? {}, { status: 'INACTIVE' })
    },
  }
}

/** AWS::ECS::Service: with the controller CODE_DEPLOY it has task sets, which CodeDeploy alone may change. */
export function serviceKind(containers: Containers): Kind {
  const clusterOf = ({ Cluster: cluster }: Properties): string => lastPart(asText(cluster, DEFAULT_CLUSTER))
  const find = ({ physicalId, owner, properties }: LiveResource): EcsService | undefined =>
    containers.service(owner, clusterOf(properties), physicalId)
  const givenOf = (properties: Properties, name: string, owner: Owner): ServiceGiven => {
    const { DeploymentController: controller, DesiredCount: desired, LoadBalancers: balancers } = properties
    const [balancer] = (asApi(balancers ?? []) ?? []) as sdk.LoadBalancer[]
    const reference = asText(properties.TaskDefinition)
    return {
      cluster: clusterOf(properties),
      name,
      controller: asText((controller as Properties | undefined)?.Type, 'ECS') as sdk.DeploymentControllerType,
      taskDefinition: containers.definition(owner, reference)?.taskDefinitionArn ?? reference,
      desired: Number(desired ?? 1),
      balancer,
    }
  }
  return {
    type: 'AWS::ECS::Service',
    identify(desired, owner) {
      const { account, region } = owner
      const name = nameOf(desired.ServiceName, owner)
      return serviceArn({ home: { account, region }, cluster: clusterOf(desired), name })
    },
    attributes: ({ physicalId }) => ({ Name: lastPart(physicalId), ServiceArn: physicalId }),
    created: ({ physicalId, owner, properties }) =>
      void containers.putService(owner, givenOf(properties, lastPart(physicalId), owner)),
    updated(resource, previous) {
      const { owner, properties } = resource
      const service = find(resource)
      if (service === undefined) return
      const wanted = givenOf(properties, service.name, owner)
      const moved = asText(properties.TaskDefinition) !== asText(previous.TaskDefinition)
      if (service.controller === 'CODE_DEPLOY' && moved && wanted.taskDefinition !== service.taskDefinition) {
        throw handlerMessage(
          'Invalid request provided: UpdateService error: Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException)',
          'InvalidRequest',
        )
      }
      Object.assign(service, { taskDefinition: wanted.taskDefinition, desired: wanted.desired })
    },
    removed({ physicalId, owner, properties }) {
      containers.removeService(owner, clusterOf(properties), lastPart(physicalId))
    },
    observe(resource) {
      const service = find(resource)
      if (service === undefined) return undefined
      const { TaskDefinition: template, DesiredCount: wanted } = resource.properties
      const same = containers.definition(resource.owner, asText(template))?.taskDefinitionArn === service.taskDefinition
      return {
        ...resource.properties,
        ...(template !== undefined && !same && { TaskDefinition: service.taskDefinition }),
        ...(wanted !== undefined && Number(wanted) !== service.desired && { DesiredCount: service.desired }),
      }
    },
  }
}
