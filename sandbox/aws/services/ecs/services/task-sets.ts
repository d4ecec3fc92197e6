import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import { lastPart } from '../containers.ts'
import type { Containers, EcsService, TaskSet } from '../containers.ts'
import { shownSet } from '../describe.ts'
import { activeDefinition, clusterOf, invalid } from '../lookup.ts'
import type { EcsState } from '../state.ts'
import { notFound } from './operations.ts'

const HEALTHY_WITHIN_MS = 3_600_000
const ALL = 100

const noTaskSet = (): ServiceError =>
  new ServiceError('TaskSetNotFoundException', 'The specified task set was not found.')

/** Task sets of services with the controller EXTERNAL, which their owner makes, scales and moves by calls. */
export function taskSetOperations(containers: Containers, ecs: EcsState): Service['operations'] {
  interface Named {
    readonly cluster?: string | undefined
    readonly service?: string | undefined
  }
  function serviceOf(call: Call, input: Named): EcsService {
    const cluster = clusterOf(containers, call, input.cluster)
    const found = containers.service(call, cluster, input.service ?? '')
    if (found !== undefined) return found
    if (ecs.services.find(call, cluster, input.service ?? '') === undefined) throw notFound()
    throw invalid('The service does not have task sets: its deployment controller is ECS.')
  }
  /** CodeDeploy alone changes the task sets of its services. */
  function external(call: Call, input: Named): EcsService {
    const service = serviceOf(call, input)
    if (service.controller !== 'EXTERNAL') {
      throw invalid(`Unable to change task sets of a service with a ${service.controller} deployment controller.`)
    }
    return service
  }
  function setOf({ taskSets }: EcsService, given: string | undefined): TaskSet {
    const found = taskSets.find(({ id }) => id === given || lastPart(id) === lastPart(given ?? ''))
    if (found === undefined) throw noTaskSet()
    return found
  }
  function start(service: EcsService, set: TaskSet): void {
    void ecs.taskSets.start(service, set, HEALTHY_WITHIN_MS).then(() => void (set.running = set.desired))
  }

  return {
    CreateTaskSet(input: sdk.CreateTaskSetCommandInput, call) {
      const service = external(call, input)
      const definition = activeDefinition(containers, call, input.taskDefinition ?? '')
      const made = containers.addTaskSet(service, definition.taskDefinitionArn ?? '', input.loadBalancers?.[0])
      scaleTo(service, made, input.scale?.value ?? ALL)
      Object.assign(made, { externalId: input.externalId, startedBy: call.principal })
      start(service, made)
      return { taskSet: shownSet(service, made) }
    },
    UpdateTaskSet(input: sdk.UpdateTaskSetCommandInput, call) {
      const service = external(call, input)
      const set = setOf(service, input.taskSet)
      scaleTo(service, set, input.scale?.value ?? ALL)
      set.running = Math.min(set.running, set.desired)
      start(service, set)
      return { taskSet: shownSet(service, set) }
    },
    UpdateServicePrimaryTaskSet(input: sdk.UpdateServicePrimaryTaskSetCommandInput, call) {
      const service = external(call, input)
      const primary = setOf(service, input.primaryTaskSet)
      for (const set of service.taskSets) set.status = set === primary ? 'PRIMARY' : 'ACTIVE'
      service.taskDefinition = primary.taskDefinition
      return { taskSet: shownSet(service, primary) }
    },
    DeleteTaskSet(input: sdk.DeleteTaskSetCommandInput, call) {
      const service = external(call, input)
      const set = setOf(service, input.taskSet)
      if (set.desired > 0 && input.force !== true) {
        throw invalid('The task set cannot be deleted while it is scaled above 0.')
      }
      void ecs.taskSets.stop(service, set)
      service.taskSets = service.taskSets.filter((each) => each !== set)
      return { taskSet: { ...shownSet(service, set), status: 'DRAINING' } }
    },
    DescribeTaskSets(input: sdk.DescribeTaskSetsCommandInput, call) {
      const service = serviceOf(call, input)
      const wanted = input.taskSets ?? service.taskSets.map(({ id }) => id)
      const isKnown = (given: string): boolean =>
        service.taskSets.some(({ id }) => id === given || lastPart(id) === lastPart(given))
      return {
        taskSets: wanted.filter(isKnown).map((id) => shownSet(service, setOf(service, id))),
        failures: wanted.filter((id) => !isKnown(id)).map((arn) => ({ arn, reason: 'MISSING' })),
      }
    },
  }
}

/** A part of the service's desired count, rounded up (ECS API reference, TaskSet). */
function scaleTo({ desired }: EcsService, set: TaskSet, percent: number): void {
  set.scale = percent
  set.desired = Math.ceil((desired * percent) / ALL)
}
