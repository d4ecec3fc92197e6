import type * as sdk from '@aws-sdk/client-codedeploy'
import { randomInt } from 'node:crypto'
import { asText } from '../names.ts'
import { InvalidAppSpec, readAppSpec } from './app-spec.ts'
import type { AppSpec } from './app-spec.ts'
import { retire, waitUntilReady } from './blue-green.ts'
import { configOf } from './configs.ts'
import { beginEvent, skipRest, stopped } from './engine.ts'
import type { Outcome, Workshop } from './engine.ts'
import { hookFailed, runHook } from './hooks.ts'
import { shiftTraffic } from './shift.ts'
import type { Deployment, Target } from './state.ts'

const INSTALL = ['BeforeInstall', 'Install', 'AfterInstall']
const TEST = ['AllowTestTraffic', 'AfterAllowTestTraffic']
const ROUTE = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']

/** ECS: a second task set beside the first, tested, given the traffic; then the first one ends. */
export async function deployEcs(workshop: Workshop, deployment: Deployment): Promise<Outcome> {
  const { group, info, home } = deployment
  const [service] = group.info.ecsServices ?? []
  const [pair] = group.info.loadBalancerInfo?.targetGroupPairInfoList ?? []
  if (service === undefined)
    return {
      status: 'Failed',
      error: { code: 'INVALID_ECS_SERVICE', message: 'The deployment group names no ECS service.' },
    }
  if (pair === undefined)
    return {
      status: 'Failed',
      error: { code: 'MISSING_ELB_INFORMATION', message: 'The deployment group names no pair of target groups.' },
    }
  let spec: AppSpec
  try {
    spec = checked(readAppSpec(info.revision, workshop.objects))
  } catch (error) {
    if (!(error instanceof InvalidAppSpec)) throw error
    return { status: 'Failed', error: { code: 'INVALID_REVISION', message: error.message } }
  }
  const events = [...INSTALL, ...(pair.testTrafficRoute === undefined ? [] : TEST), ...ROUTE]
  const target = ecsTarget(workshop, deployment, service, pair, events)
  const [blue, green] = target.details.taskSetsInfo as [sdk.ECSTaskSet, sdk.ECSTaskSet]
  const setWeight = (weight: number): void => {
    green.trafficWeight = weight
    blue.trafficWeight = 100 - weight
  }
  const back = (outcome: Outcome): Outcome => {
    setWeight(0)
    Object.assign(green, { status: 'ACTIVE', runningCount: 0, desiredCount: 0 })
    target.status = 'Failed'
    skipRest(target, workshop.clock.now())
    return outcome
  }
  /** Events without traffic in them; gives the bad end, if it is one. */
  const run = async (names: readonly string[]): Promise<Outcome | undefined> => {
    for (const name of names) {
      if (deployment.stop !== undefined) return back(stopped(deployment.stop))
      if (!(await runHook(workshop, deployment, target, name, spec))) return back(hookFailed(deployment, name))
      if (name === 'Install') Object.assign(green, { runningCount: green.desiredCount, pendingCount: 0 })
    }
    return undefined
  }

  const installed = await run([...INSTALL, ...(pair.testTrafficRoute === undefined ? [] : TEST)])
  if (installed !== undefined) return installed
  const held = await waitUntilReady(workshop, deployment)
  if (held !== undefined) return back(held)
  const before = await run(['BeforeAllowTraffic'])
  if (before !== undefined) return before
  const end = beginEvent(workshop, target, 'AllowTraffic')
  const routing = configOf(workshop.state, home, info.deploymentConfigName ?? '').trafficRoutingConfig
  const shifted = await shiftTraffic(workshop, deployment, routing, setWeight)
  end(shifted ? 'Succeeded' : 'Failed')
  if (!shifted) return back(stopped(deployment.stop ?? { why: 'user', rollback: false }))
  const after = await run(['AfterAllowTraffic'])
  if (after !== undefined) return after
  Object.assign(green, { status: 'PRIMARY' })
  Object.assign(blue, { status: 'ACTIVE' })
  await retire(workshop, deployment, async () => void Object.assign(blue, { desiredCount: 0, runningCount: 0 }))
  if (deployment.stop !== undefined) return back(stopped(deployment.stop))
  Object.assign(target, { status: 'Succeeded', updated: workshop.clock.now() })
  return { status: 'Succeeded' }
}

function checked(spec: AppSpec): AppSpec {
  const { type, properties } = spec
  if (type !== 'AWS::ECS::Service') throw new InvalidAppSpec(`The AppSpec file has a resource of type ${type}`)
  const balancer = properties.LoadBalancerInfo as { ContainerName?: unknown; ContainerPort?: unknown } | undefined
  if (asText(properties.TaskDefinition) === '') throw new InvalidAppSpec('The AppSpec file must have a TaskDefinition')
  if (balancer?.ContainerName === undefined || typeof balancer.ContainerPort !== 'number') {
    throw new InvalidAppSpec('The AppSpec file must have a ContainerName and a ContainerPort')
  }
  return spec
}

const taskSet = (label: 'Blue' | 'Green', group: string | undefined): sdk.ECSTaskSet => ({
  identifer: `ecs-svc/${String(randomInt(2 ** 47)).padStart(19, '9')}`,
  desiredCount: 1,
  pendingCount: label === 'Green' ? 1 : 0,
  runningCount: label === 'Green' ? 0 : 1,
  status: label === 'Green' ? 'ACTIVE' : 'PRIMARY',
  trafficWeight: label === 'Green' ? 0 : 100,
  taskSetLabel: label,
  ...(group !== undefined && { targetGroup: { name: group } }),
})

function ecsTarget(
  { clock }: Workshop,
  deployment: Deployment,
  service: sdk.ECSService,
  pair: sdk.TargetGroupPairInfo,
  events: readonly string[],
): Target {
  const { account, region } = deployment.home
  const [first, second] = pair.targetGroups ?? []
  const target: Target = {
    kind: 'ecsTarget',
    id: `${service.clusterName}:${service.serviceName}`,
    arn: `arn:aws:ecs:${region}:${account}:service/${service.clusterName}/${service.serviceName}`,
    status: 'Pending',
    updated: clock.now(),
    events: events.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: { taskSetsInfo: [taskSet('Blue', first?.name), taskSet('Green', second?.name)] },
  }
  deployment.targets.push(target)
  return target
}
