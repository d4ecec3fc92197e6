import type * as sdk from '@aws-sdk/client-ecs'
import { clusterArn } from '../services/ecs/containers.ts'
import type { Containers } from '../services/ecs/containers.ts'
import { asText } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind } from './live.ts'

/** Maps whose keys are chosen by the user. */
const MAPS = new Set(['DockerLabels', 'Options', 'DriverOpts', 'Labels'])
const NUMBERS =
  /^((Maximum|MinimumHealthy|Step|Canary)Percent|\w*BakeTimeInMinutes|TimeoutInMinutes|HealthCheckGracePeriodSeconds|Cpu|Memory(Reservation)?|(Container|Host)Port|Interval|Timeout|Retries|StartPeriod|St(art|op)Timeout|(Soft|Hard)Limit|SizeInGiB)$/

const FLAGS = /^(Enable|Rollback|ResetOnHealthyTask|Essential|EnableExecuteCommand|EnableECSManagedTags)$/

/** Templates may contain booleans as text. */
const asFlag = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value)

/**
 * Converts properties of a template to API members, recursively: `EFSVolumeConfiguration` → `efsVolumeConfiguration`.
 */
export function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asApi)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const known = name === 'FilesystemId' ? 'FileSystemId' : name
      const lower = known.replace(/^([A-Z]+(?=[A-Z][a-z])|[A-Z])/, (start) => start.toLowerCase())
      // Templates may contain numbers as text.
      const plain = MAPS.has(name) ? item : FLAGS.test(name) ? asFlag(item) : asApi(item)
      return [lower, NUMBERS.test(name) ? Number(item) : plain]
    }),
  )
}

/** AWS::ECS::Cluster: a name only. */
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

/** AWS::ECS::TaskDefinition: a revision; deleting it makes it inactive. */
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
