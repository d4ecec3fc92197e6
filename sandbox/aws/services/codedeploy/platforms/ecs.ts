import type * as sdk from '@aws-sdk/client-codedeploy'
import { serviceArn } from '../../ecs/containers.ts'
import type { EcsService } from '../../ecs/containers.ts'
import { asText } from '../../../names.ts'
import { configOf } from '../configs.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { beginEvent } from '../lifecycle-events.ts'
import { skipPending, stopped } from '../run-deployment.ts'
import type { Deployment, Target } from '../state.ts'
import { InvalidAppSpec, readAppSpec } from './app-spec.ts'
import type { AppSpec } from './app-spec.ts'
import { terminateBlue, waitUntilReady } from './blue-green.ts'
import { hookFailed, runHook } from './hooks.ts'
import { taskSetsOf } from './task-sets.ts'
import type { TaskSets } from './task-sets.ts'
import { shiftTraffic } from './traffic-shift.ts'

const INSTALL = ['BeforeInstall', 'Install', 'AfterInstall']
const TEST = ['AllowTestTraffic', 'AfterAllowTestTraffic']
const ROUTE = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']

/** ECS: creates the green task set, tests it, shifts the traffic to it, and terminates the blue one. */
export async function deployEcs(context: DeployContext, deployment: Deployment): Promise<Outcome> {
  const { group, info, home } = deployment
  const [named] = group.info.ecsServices ?? []
  const [pair] = group.info.loadBalancerInfo?.targetGroupPairInfoList ?? []
  if (named === undefined) return wrong('INVALID_ECS_SERVICE', 'The deployment group names no ECS service.')
  if (pair === undefined)
    return wrong('MISSING_ELB_INFORMATION', 'The deployment group names no pair of target groups.')
  const { clusterName = '', serviceName = '' } = named
  const service = context.containers.service(home, clusterName, serviceName)
  if (service?.controller !== 'CODE_DEPLOY') {
    const why = service === undefined ? 'could not be found' : 'does not have the deployment controller CODE_DEPLOY'
    return wrong('INVALID_ECS_SERVICE', `The ECS service ${clusterName}/${serviceName} ${why}.`)
  }
  let spec: AppSpec
  try {
    spec = checked(readAppSpec(info.revision, context.objects))
  } catch (error) {
    if (!(error instanceof InvalidAppSpec)) throw error
    return wrong('INVALID_REVISION', error.message)
  }
  const events = [...INSTALL, ...(pair.testTrafficRoute === undefined ? [] : TEST), ...ROUTE]
  const sets = taskSetsOf(context, service, pair, spec)
  const target = ecsTarget(context, deployment, service, sets, events)
  const back = (outcome: Outcome): Outcome => {
    sets.restoreBlue()
    target.status = 'Failed'
    skipPending(target, context.clock.now())
    return outcome
  }
  /** Runs events that do not move traffic. @returns the outcome if one fails */
  const run = async (names: readonly string[]): Promise<Outcome | undefined> => {
    for (const name of names) {
      if (deployment.stop !== undefined) return back(stopped(deployment.stop))
      if (name === 'Install') {
        const refused = await install(context, target, sets)
        if (refused !== undefined) return back(wrong('ECS_UPDATE_ERROR', refused))
      } else if (name === 'AllowTestTraffic') {
        const end = beginEvent(context, target, name)
        await context.clock.sleep(context.durations.event)
        sets.testGreen()
        end('Succeeded')
      } else if (!(await runHook(context, deployment, target, name, spec))) return back(hookFailed(deployment, name))
    }
    return undefined
  }

  const installed = await run([...INSTALL, ...(pair.testTrafficRoute === undefined ? [] : TEST)])
  if (installed !== undefined) return installed
  const held = await waitUntilReady(context, deployment)
  if (held !== undefined) return back(held)
  const before = await run(['BeforeAllowTraffic'])
  if (before !== undefined) return before
  const end = beginEvent(context, target, 'AllowTraffic')
  const routing = configOf(context.state, home, info.deploymentConfigName ?? '').trafficRoutingConfig
  const shifted = await shiftTraffic(context, deployment, routing, (weight) => sets.shiftTo(weight))
  end(shifted ? 'Succeeded' : 'Failed')
  if (!shifted) return back(stopped(deployment.stop ?? { why: 'user', rollback: false }))
  const after = await run(['AfterAllowTraffic'])
  if (after !== undefined) return after
  sets.takeOver()
  await terminateBlue(context, deployment, () => Promise.resolve(sets.retireBlue()))
  if (deployment.stop !== undefined) return back(stopped(deployment.stop))
  Object.assign(target, { status: 'Succeeded', updated: context.clock.now() })
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

/** A guess. */
const UNHEALTHY = 'The deployment timed out while waiting for the replacement task set to become healthy.'

const wrong = (code: sdk.ErrorCode, message: string): Outcome => ({ status: 'Failed', error: { code, message } })

/** Creates the green task set. @returns ECS's error, if it rejects it */
async function install(context: DeployContext, target: Target, sets: TaskSets): Promise<string | undefined> {
  const end = beginEvent(context, target, 'Install')
  await context.clock.sleep(context.durations.event)
  const refused = sets.install() ?? ((await sets.healthy()) ? undefined : UNHEALTHY)
  end(refused === undefined ? 'Succeeded' : 'Failed')
  return refused
}

function ecsTarget(
  { clock }: DeployContext,
  deployment: Deployment,
  service: EcsService,
  sets: TaskSets,
  events: readonly string[],
): Target {
  const target: Target = {
    kind: 'ecsTarget',
    id: `${service.cluster}:${service.name}`,
    arn: serviceArn(service),
    status: 'Pending',
    updated: clock.now(),
    events: events.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: { taskSetsInfo: sets.shown },
  }
  deployment.targets.push(target)
  return target
}
