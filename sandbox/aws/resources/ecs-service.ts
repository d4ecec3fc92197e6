import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../contract.ts'
import type { Owner, Properties, SandboxClock, UpdateHow } from '../../contract.ts'
import { lastPart, serviceArn } from '../services/ecs/containers.ts'
import type { Containers, EcsService, ServiceGiven } from '../services/ecs/containers.ts'
import { strategyOf } from '../services/ecs/model.ts'
import type { Managed, ServiceDeployment, Settings } from '../services/ecs/model.ts'
import { checkSettings, withLaunchType } from '../services/ecs/services/check.ts'
import type { EcsState } from '../services/ecs/state.ts'
import { asText } from '../names.ts'
import { asApi } from './ecs.ts'
import { handlerMessage, nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

const DEFAULT_CLUSTER = 'default'
const SECOND_MS = 1_000
/** The time that CloudFormation waits for a rolling deployment, and for one with another strategy. */
const ROLLING_LIMIT_MS = 3 * 3_600_000
const SHIFTING_LIMIT_MS = 36 * 3_600_000

const SETTINGS: ReadonlySet<string> = new Set([
  'AvailabilityZoneRebalancing',
  'CapacityProviderStrategy',
  'DeploymentConfiguration',
  'EnableECSManagedTags',
  'EnableExecuteCommand',
  'HealthCheckGracePeriodSeconds',
  'LaunchType',
  'LoadBalancers',
  'NetworkConfiguration',
  'PlatformVersion',
  'PropagateTags',
  'ServiceConnectConfiguration',
  'ServiceRegistries',
  'VolumeConfigurations',
  'VpcLatticeConfigurations',
])

const settingsOf = (properties: Properties): Settings =>
  asApi(Object.fromEntries(Object.entries(properties).filter(([name]) => SETTINGS.has(name)))) as Settings

const clusterOf = ({ Cluster: cluster }: Properties): string => lastPart(asText(cluster, DEFAULT_CLUSTER))

const controllerOf = ({ DeploymentController: controller }: Properties): sdk.DeploymentControllerType =>
  asText((controller as Properties | undefined)?.Type, 'ECS') as sdk.DeploymentControllerType

/**
 * AWS::ECS::Service: with the controller ECS, its creation and its updates wait for the service deployment; with
 * CODE_DEPLOY it has task sets, which only CodeDeploy can change.
 */
export function serviceKind(containers: Containers, ecs: EcsState): Kind {
  const definitionOf = (owner: Owner, properties: Properties): string => {
    const reference = asText(properties.TaskDefinition)
    return containers.definition(owner, reference)?.taskDefinitionArn ?? reference
  }
  const counted = ({ physicalId, owner, properties }: LiveResource): EcsService | undefined =>
    containers.service(owner, clusterOf(properties), physicalId)
  const managed = ({ physicalId, owner, properties }: LiveResource): Managed | undefined =>
    ecs.services.find(owner, clusterOf(properties), physicalId)

  function check(owner: Owner, properties: Properties, operation: string): Settings {
    const settings = withLaunchType(settingsOf(properties))
    const definition = containers.definition(owner, asText(properties.TaskDefinition))
    try {
      if (definition === undefined) throw new ServiceError('ClientException', 'TaskDefinition not found.')
      checkSettings(settings, definition, ecs.balancers)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      throw invalidRequest(operation, error)
    }
    return settings
  }

  async function create(resource: LiveResource): Promise<void> {
    const { physicalId, owner, properties } = resource
    const given = givenOf(properties, lastPart(physicalId), definitionOf(owner, properties))
    if (given.controller !== 'ECS') {
      const made = containers.putService(owner, given)
      for (const set of made.taskSets) await ecs.taskSets.start(made, set, ROLLING_LIMIT_MS)
      return
    }
    const settings = check(owner, properties, 'CreateService')
    containers.addCluster(owner, given.cluster)
    const service = ecs.services.create(owner, { ...given, settings, by: `arn:aws:iam::${owner.account}:root` })
    try {
      await stabilize(ecs.clock, service.deployments[0])
    } catch (error) {
      await remove(service)
      throw error
    }
  }

  async function update(resource: LiveResource, previous: Properties, how?: UpdateHow): Promise<void> {
    const { owner, properties } = resource
    const service = managed(resource)
    if (service === undefined) return updateCounted(resource, previous)
    const settings = check(owner, properties, 'UpdateService')
    const deployment = ecs.services.update(service, {
      taskDefinition: definitionOf(owner, properties),
      desired: properties.DesiredCount === undefined ? undefined : Number(properties.DesiredCount),
      settings: { ...emptied(previous, properties), ...settings },
      force: nonceOf(properties) !== nonceOf(previous),
    })
    how?.progress?.()
    how?.onCancel?.(() => {
      if (deployment === undefined) return
      deployment.stop ??= { kind: 'rollback', reason: 'The update of the stack was cancelled.' }
      deployment.poke?.()
    })
    await stabilize(ecs.clock, deployment)
  }

  function updateCounted(resource: LiveResource, previous: Properties): void {
    const { owner, properties } = resource
    const service = counted(resource)
    if (service === undefined) return
    const taskDefinition = definitionOf(owner, properties)
    const moved = asText(properties.TaskDefinition) !== asText(previous.TaskDefinition)
    if (service.controller === 'CODE_DEPLOY' && moved && taskDefinition !== service.taskDefinition) {
      const why =
        'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.'
      throw invalidRequest('UpdateService', new ServiceError('InvalidParameterException', why))
    }
    Object.assign(service, { taskDefinition, desired: Number(properties.DesiredCount ?? 1) })
  }

  async function remove(service: Managed): Promise<void> {
    ecs.services.remove(service)
    while (service.status !== 'INACTIVE') await ecs.clock.sleep(SECOND_MS)
  }

  return {
    type: 'AWS::ECS::Service',
    identify(desired, owner) {
      const { account, region } = owner
      const name = nameOf(desired.ServiceName, owner)
      return serviceArn({ home: { account, region }, cluster: clusterOf(desired), name })
    },
    attributes: ({ physicalId }) => ({ Name: lastPart(physicalId), ServiceArn: physicalId }),
    created: create,
    updated: update,
    async removed(resource) {
      const { physicalId, owner, properties } = resource
      const service = managed(resource)
      if (service === undefined) {
        const gone = counted(resource)
        for (const set of gone?.taskSets ?? []) await ecs.taskSets.stop(gone as EcsService, set)
        containers.removeService(owner, clusterOf(properties), lastPart(physicalId))
      } else if (service.status === 'ACTIVE') await remove(service)
    },
    observe(resource) {
      const { owner, properties } = resource
      const service = managed(resource)
      const found = service ?? counted(resource)
      if (found === undefined || service?.status === 'INACTIVE') return undefined
      const actual = service?.revisions[0]?.taskDefinition ?? counted(resource)?.taskDefinition
      const { TaskDefinition: template, DesiredCount: wanted } = properties
      const same = containers.definition(owner, asText(template))?.taskDefinitionArn === actual
      return {
        ...properties,
        ...(template !== undefined && !same && { TaskDefinition: actual }),
        ...(wanted !== undefined && Number(wanted) !== found.desired && { DesiredCount: found.desired }),
      }
    },
  }
}

function givenOf(properties: Properties, name: string, taskDefinition: string): ServiceGiven {
  const { DesiredCount: desired, LoadBalancers: balancers } = properties
  const [balancer] = asApi(balancers ?? []) as sdk.LoadBalancer[]
  const controller = controllerOf(properties)
  return { cluster: clusterOf(properties), name, controller, taskDefinition, desired: Number(desired ?? 1), balancer }
}

/** The settings that an update removes from the template. */
function emptied(previous: Properties, properties: Properties): Partial<Settings> {
  const gone = Object.fromEntries(Object.entries(previous).filter(([name]) => !(name in properties)))
  return Object.fromEntries(Object.keys(settingsOf(gone)).map((name) => [name, undefined]))
}

const nonceOf = ({ ForceNewDeployment: force }: Properties): string =>
  asText((force as Properties | undefined)?.ForceNewDeploymentNonce)

const invalidRequest = (operation: string, { code, message }: ServiceError): Error =>
  handlerMessage(
    `Invalid request provided: ${operation} error: ${message} (Service: AmazonECS; Status Code: 400; Error Code: ${code})`,
    'InvalidRequest',
  )

/** Waits until the deployment has ended; throws CloudFormation's message when it did not succeed. */
async function stabilize(clock: SandboxClock, deployment: ServiceDeployment | undefined): Promise<void> {
  if (deployment === undefined) return
  const limit = strategyOf(deployment.configuration) === 'ROLLING' ? ROLLING_LIMIT_MS : SHIFTING_LIMIT_MS
  const ended = await Promise.race([deployment.ended.then(() => true), clock.sleep(limit).then(() => false)])
  if (!ended) throw handlerMessage('Exceeded attempts to wait', 'NotStabilized')
  if (deployment.status === 'SUCCESSFUL') return
  const what =
    deployment.breaker.status === 'TRIGGERED'
      ? 'ECS Deployment Circuit Breaker was triggered'
      : `ECS Deployment: ${deployment.reason ?? deployment.status}`
  throw handlerMessage(`Error occurred during operation '${what}'.`, 'GeneralServiceException')
}
