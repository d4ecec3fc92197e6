import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import { lastPart, serviceArn } from '../containers.ts'
import type { Containers } from '../containers.ts'
import { shownManaged, shownWithTaskSets } from '../describe.ts'
import { activeDefinition, checkCount, clusterOf, invalid, listed } from '../lookup.ts'
import type { Managed } from '../model.ts'
import { checkName, checkSettings, withLaunchType } from './check.ts'
import type { EcsState } from '../state.ts'

const MAX_SERVICES = 10
const LIST_PAGE = 10
const HEALTHY_WITHIN_MS = 3_600_000

const CODE_DEPLOY =
  'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.'

export const notFound = (): ServiceError => new ServiceError('ServiceNotFoundException', 'Service not found.')

export function serviceOperations(containers: Containers, ecs: EcsState): Service['operations'] {
  const { services } = ecs
  const others = (call: Call, cluster: string) =>
    [...containers.services(call)].filter((service) => service.cluster === cluster)

  function active(call: Call, cluster: string, name: string): Managed {
    const found = services.find(call, cluster, name)
    if (found === undefined) throw notFound()
    if (found.status !== 'ACTIVE') throw new ServiceError('ServiceNotActiveException', 'Service was not ACTIVE.')
    return found
  }

  return {
    CreateService(input: sdk.CreateServiceCommandInput, call) {
      const { cluster: given, serviceName: name = '', taskDefinition = '', desiredCount = 1, tags, ...settings } = input
      checkName(name)
      const cluster = clusterOf(containers, call, given)
      const existing = services.find(call, cluster, name)
      if (existing?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.')
      if (existing?.status === 'ACTIVE' || containers.service(call, cluster, name) !== undefined) {
        throw invalid('Creation of service was not idempotent.')
      }
      const definition = activeDefinition(containers, call, taskDefinition)
      const arn = definition.taskDefinitionArn ?? ''
      const controller = input.deploymentController?.type ?? 'ECS'
      if (controller !== 'ECS') {
        const [balancer] = settings.loadBalancers ?? []
        const made = containers.putService(call, {
          cluster,
          name,
          controller,
          taskDefinition: arn,
          desired: desiredCount,
          balancer,
        })
        for (const set of made.taskSets) void ecs.taskSets.start(made, set, HEALTHY_WITHIN_MS)
        return { service: shownWithTaskSets(made) }
      }
      checkSettings(settings, definition, ecs.balancers)
      const made = services.create(call, {
        cluster,
        name,
        taskDefinition: arn,
        desired: desiredCount,
        settings: withLaunchType(settings),
        by: call.principal,
        ...(tags && { tags }),
      })
      return { service: shownManaged(ecs, made) }
    },
    UpdateService(input: sdk.UpdateServiceCommandInput, call) {
      const { cluster: given, service: name = '', taskDefinition, desiredCount, forceNewDeployment, ...rest } = input
      const cluster = clusterOf(containers, call, given)
      const other = containers.service(call, cluster, name)
      if (other !== undefined) {
        if (taskDefinition !== undefined && other.controller === 'CODE_DEPLOY') throw invalid(CODE_DEPLOY)
        other.desired = desiredCount ?? other.desired
        return { service: shownWithTaskSets(other) }
      }
      const service = active(call, cluster, name)
      const { deploymentController: _controller, ...changes } = rest
      const settings = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      const reference = taskDefinition ?? service.revisions[0]?.taskDefinition ?? ''
      const definition =
        taskDefinition === undefined
          ? containers.definition(call, reference)
          : activeDefinition(containers, call, reference)
      if (definition !== undefined) {
        checkSettings({ ...service.settings, ...settings }, definition, ecs.balancers)
      }
      services.update(service, {
        taskDefinition: taskDefinition === undefined ? undefined : definition?.taskDefinitionArn,
        desired: desiredCount,
        force: forceNewDeployment,
        settings,
      })
      return { service: shownManaged(ecs, service) }
    },
    DeleteService(input: sdk.DeleteServiceCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const other = containers.service(call, cluster, input.service ?? '')
      if (other !== undefined) {
        for (const set of other.taskSets) void ecs.taskSets.stop(other, set)
        containers.removeService(call, cluster, other.name)
        return { service: { ...shownWithTaskSets(other), status: 'INACTIVE' } }
      }
      const service = active(call, cluster, input.service ?? '')
      if (service.desired > 0 && input.force !== true) {
        throw invalid('The service cannot be stopped while it is scaled above 0.')
      }
      services.remove(service)
      return { service: { ...shownManaged(ecs, { ...service, status: 'DRAINING' }), status: service.status } }
    },
    DescribeServices(input: sdk.DescribeServicesCommandInput, call) {
      const names = input.services ?? []
      checkCount('Services', names, MAX_SERVICES)
      const cluster = clusterOf(containers, call, input.cluster)
      const found = names.map((given): sdk.Service | sdk.Failure => {
        const managed = services.find(call, cluster, given)
        if (managed !== undefined) {
          const tags = input.include?.includes('TAGS') === true && { tags: managed.tags }
          return { ...shownManaged(ecs, managed), ...tags }
        }
        const other = containers.service(call, cluster, given)
        if (other !== undefined) return shownWithTaskSets(other)
        return { arn: serviceArn({ home: call, cluster, name: lastPart(given) }), reason: 'MISSING' }
      })
      return {
        services: found.filter((each) => 'serviceArn' in each),
        failures: found.filter((each) => 'reason' in each),
      }
    },
    ListServices(input: sdk.ListServicesCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const managed = services.list(call, cluster).filter(({ status }) => status === 'ACTIVE')
      return listed('serviceArns', [...managed, ...others(call, cluster)].map(serviceArn), input, LIST_PAGE)
    },
  }
}
