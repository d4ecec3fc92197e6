import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { LoadBalancer } from '@aws-sdk/client-ecs'
import { lastPart } from '../../ecs/containers.ts'
import type { Containers, EcsService, TaskSet } from '../../ecs/containers.ts'
import { asText } from '../../../names.ts'
import type { DeployContext } from '../contract.ts'
import type { AppSpec } from './app-spec.ts'

/** The task sets of a deployment, in CodeDeploy's targets and in ECS. */
export interface TaskSets {
  readonly shown: readonly [blue: sdk.ECSTaskSet, green: sdk.ECSTaskSet]
  /** Creates the green task set. @returns ECS's error, if it rejects it */
  install(): string | undefined
  /** @returns whether the tasks of the green task set became healthy */
  healthy(): Promise<boolean>
  /** Leads the test listener to the green task set. */
  testGreen(): void
  /** Shifts `percent` of the traffic to the green task set. */
  shiftTo(percent: number): void
  takeOver(): void
  retireBlue(): void
  /** Returns all traffic to the blue task set and deletes the green one. */
  restoreBlue(): void
}

export type TaskSetContext = Pick<DeployContext, 'containers' | 'balancers' | 'taskSets' | 'durations'>

const nameOf = ({ targetGroupArn }: LoadBalancer): string | undefined => targetGroupArn?.split('/').at(-2)

export function taskSetsOf(
  { containers, balancers, taskSets, durations }: TaskSetContext,
  service: EcsService,
  { targetGroups = [], prodTrafficRoute, testTrafficRoute }: sdk.TargetGroupPairInfo,
  spec: AppSpec,
): TaskSets {
  const primary = service.taskSets.find(({ status }) => status === 'PRIMARY')
  const names = targetGroups.map(({ name }) => name ?? '')
  const used = primary?.balancer && nameOf(primary.balancer)
  const [blueGroup, greenGroup] = used !== undefined && used === names[1] ? names.toReversed() : names
  const blue = describeTaskSet('Blue', blueGroup, service.desired)
  const green = describeTaskSet('Green', greenGroup, service.desired)
  if (primary !== undefined) blue.identifer = primary.id
  let made: TaskSet | undefined
  const arnOf = (name: string | undefined): string =>
    balancers.groupByName(service.home, name ?? '')?.arn ?? countedGroup(service, name)
  const lead = (route: sdk.TrafficRoute | undefined, percent: number): void => {
    for (const each of route?.listenerArns ?? []) taskSets.shift(each, [arnOf(blueGroup), arnOf(greenGroup)], percent)
  }
  const remove = (gone: TaskSet | undefined): void => {
    service.taskSets = service.taskSets.filter((each) => each !== gone)
  }
  return {
    shown: [blue, green],
    install() {
      const reference = asText(spec.properties.TaskDefinition)
      const why = refusalOf(containers, service, reference, spec)
      if (why !== undefined) return why
      const arn = containers.definition(service.home, reference)?.taskDefinitionArn ?? reference
      made = containers.addTaskSet(service, arn, balancerOf(arnOf(greenGroup), spec))
      made.running = made.desired
      Object.assign(green, { identifer: made.id, runningCount: made.running, pendingCount: 0 })
      return undefined
    },
    healthy: () => (made === undefined ? Promise.resolve(false) : taskSets.start(service, made, durations.healthy)),
    testGreen: () => lead(testTrafficRoute, 100),
    shiftTo(percent) {
      lead(prodTrafficRoute, percent)
      green.trafficWeight = percent
      blue.trafficWeight = 100 - percent
    },
    takeOver() {
      green.status = 'PRIMARY'
      blue.status = 'ACTIVE'
      if (primary !== undefined) primary.status = 'ACTIVE'
      if (made === undefined) return
      made.status = 'PRIMARY'
      service.taskDefinition = made.taskDefinition
    },
    retireBlue() {
      Object.assign(blue, { desiredCount: 0, runningCount: 0 })
      if (primary !== undefined) void taskSets.stop(service, primary)
      remove(primary)
    },
    restoreBlue() {
      Object.assign(green, { status: 'ACTIVE', runningCount: 0, desiredCount: 0, trafficWeight: 0 })
      Object.assign(blue, { status: 'PRIMARY', trafficWeight: 100 })
      if (primary !== undefined) Object.assign(primary, { status: 'PRIMARY' })
      service.taskDefinition = primary?.taskDefinition ?? service.taskDefinition
      lead(prodTrafficRoute, 0)
      lead(testTrafficRoute, 0)
      if (made !== undefined) void taskSets.stop(service, made)
      remove(made)
    },
  }
}

function describeTaskSet(label: 'Blue' | 'Green', group: string | undefined, desired: number): sdk.ECSTaskSet {
  const isGreen = label === 'Green'
  return {
    desiredCount: desired,
    pendingCount: isGreen ? desired : 0,
    runningCount: isGreen ? 0 : desired,
    status: isGreen ? 'ACTIVE' : 'PRIMARY',
    trafficWeight: isGreen ? 0 : 100,
    taskSetLabel: label,
    ...(group !== undefined && { targetGroup: { name: group } }),
  }
}

/** The container and port of the AppSpec. */
function containerOf({ properties }: AppSpec): { name: string; port: number } {
  const info = properties.LoadBalancerInfo as { ContainerName?: unknown; ContainerPort?: unknown }
  return { name: asText(info.ContainerName), port: Number(info.ContainerPort) }
}

function balancerOf(targetGroupArn: string, spec: AppSpec): LoadBalancer {
  const { name: containerName, port: containerPort } = containerOf(spec)
  return { containerName, containerPort, targetGroupArn }
}

/** The ARN of a target group that does not exist in the sandbox: its task sets are only counted. */
function countedGroup({ home }: EcsService, group: string | undefined): string {
  return `arn:aws:elasticloadbalancing:${home.region}:${home.account}:targetgroup/${group}/${'0'.repeat(16)}`
}

/** ECS's error for a task set that cannot be created, as CodeDeploy reports it. */
function refusalOf(containers: Containers, { home }: EcsService, reference: string, spec: AppSpec): string | undefined {
  const said = (why: string, code = 'ClientException'): string =>
    `The ECS service cannot be updated due to an unexpected error: ${why} (Service: AmazonECS; Status Code: 400; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null). Check your ECS service status.`
  const [, revision] = lastPart(reference).split(':')
  if (revision !== undefined && !/^\d+$/.test(revision)) {
    return said(`Invalid revision number. Number: ${revision}`, 'InvalidParameterException')
  }
  const definition = containers.definition(home, reference)
  if (definition === undefined) return said('TaskDefinition not found.')
  if (definition.status !== 'ACTIVE') return said('TaskDefinition is inactive')
  const { name, port } = containerOf(spec)
  const container = definition.containerDefinitions?.find((each) => each.name === name)
  if (container === undefined) {
    return said(`The container ${name} does not exist in the task definition.`, 'InvalidParameterException')
  }
  if (container.portMappings?.some(({ containerPort }) => containerPort === port) === true) return undefined
  return said(`The container ${name} did not have a container port ${port} defined.`, 'InvalidParameterException')
}
