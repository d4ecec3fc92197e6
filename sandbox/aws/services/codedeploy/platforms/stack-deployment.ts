import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Properties, StackDeployment, StackDeploymentRequest } from '../../../../contract.ts'
import { asText, capitals } from '../../../names.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { beginEvent } from '../lifecycle-events.ts'
import { runDeployment, skipPending, stopped } from '../run-deployment.ts'
import type { Deployment, Target } from '../state.ts'
import type { AppSpec } from './app-spec.ts'
import { hookFailed, runHook } from './hooks.ts'
import { shiftTraffic } from './traffic-shift.ts'

const MINUTE_MS = 60_000
const TEST = ['AllowTestTraffic', 'AfterAllowTestTraffic']

/**
 * Starts a blue/green deployment for CloudFormation. It has no application and no group, its external ID is the stack
 * ID, and its target is the stack's service.
 */
export function deployForStack(context: DeployContext, request: StackDeploymentRequest): StackDeployment {
  const { state, clock } = context
  const id = `d-${capitals(9)}`
  const { home } = request
  const application = { home, name: '', info: {}, groups: new Map(), revisions: [], tags: [] }
  const deployment: Deployment = {
    id,
    home,
    group: { application, info: {}, tags: [], removed: new Set() },
    info: {
      deploymentId: id,
      status: 'Created',
      createTime: clock.now(),
      creator: 'CloudFormation',
      computePlatform: 'ECS',
      externalId: request.stackId,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    },
    targets: [],
    hooks: new Map(),
  }
  state.deployments.set(id, deployment)
  const target = targetOf(context, deployment, request)
  const ended = runDeployment(context, deployment, () => run(context, deployment, target, request))
  return {
    id,
    ended: ended.then(({ status, error }) => ({ status, message: error?.message ?? status })),
    stop: () => void (deployment.stop ??= { why: 'user', rollback: false }),
  }
}

async function run(
  context: DeployContext,
  deployment: Deployment,
  target: Target,
  { properties, install, route }: StackDeploymentRequest,
): Promise<Outcome> {
  const { clock } = context
  const functions = Object.entries((properties.LifecycleEventHooks ?? {}) as Properties)
  const spec: AppSpec = {
    name: target.id,
    type: 'AWS::ECS::Service',
    properties: {},
    hooks: new Map(functions.map(([event, name]) => [event, asText(name)])),
  }
  const back = (outcome: Outcome): Outcome => {
    target.details.targetVersionWeight = 0
    target.status = 'Failed'
    skipPending(target, clock.now())
    return outcome
  }
  for (const { lifecycleEventName: name = '' } of target.events) {
    if (deployment.stop !== undefined) return back(stopped(deployment.stop))
    if (name === 'Install' || name === 'AllowTraffic') {
      const end = beginEvent(context, target, name)
      const shifted = name === 'Install' || (await shift(context, deployment, target, properties))
      const worked = shifted && (name === 'Install' ? await install() : await route())
      end(worked ? 'Succeeded' : 'Failed')
      if (!shifted) return back(stopped(deployment.stop ?? { why: 'user', rollback: false }))
      if (!worked) return back({ status: 'Failed', error: CLOUDFORMATION_FAILED })
    } else if (!(await runHook(context, deployment, target, name, spec))) return back(hookFailed(deployment, name))
  }
  const options = (properties.AdditionalOptions ?? {}) as Properties
  await clock.sleep(Number(options.TerminationWaitTimeInMinutes ?? 0) * MINUTE_MS)
  Object.assign(target, { status: 'Succeeded', updated: clock.now() })
  return { status: 'Succeeded' }
}

const CLOUDFORMATION_FAILED = {
  code: 'CLOUDFORMATION_STACK_FAILURE',
  message: 'The deployment failed because the update of its CloudFormation stack failed.',
} as const

function shift(
  context: DeployContext,
  deployment: Deployment,
  target: Target,
  properties: Properties,
): Promise<boolean> {
  return shiftTraffic(context, deployment, routingOf(properties), (weight) => {
    target.details.targetVersionWeight = weight
  })
}

/** The traffic routing of the hook; by default a canary of 15 per cent for five minutes. */
function routingOf({ TrafficRoutingConfig: config }: Properties): sdk.TrafficRoutingConfig {
  const given = (config ?? { Type: 'TimeBasedCanary' }) as Properties
  const type = asText(given.Type) as sdk.TrafficRoutingType
  const detail = (given[type] ?? {}) as Properties
  const [percentage, interval] = [Number(detail.StepPercentage ?? 15), Number(detail.BakeTimeMins ?? 5)]
  return {
    type,
    timeBasedCanary: { canaryPercentage: percentage, canaryInterval: interval },
    timeBasedLinear: { linearPercentage: percentage, linearInterval: interval },
  }
}

function targetOf({ clock }: DeployContext, deployment: Deployment, request: StackDeploymentRequest): Target {
  const [application] = (request.properties.Applications ?? []) as readonly Properties[]
  const routing = ((application?.ECSAttributes ?? {}) as Properties).TrafficRouting as Properties | undefined
  const tested = routing?.TestTrafficRoute === undefined ? [] : TEST
  const events = [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    ...tested,
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ]
  const target: Target = {
    kind: 'cloudFormationTarget',
    id: request.target,
    arn: request.target,
    status: 'Pending',
    updated: clock.now(),
    events: events.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: { resourceType: 'AWS::ECS::Service', targetVersionWeight: 0 },
  }
  deployment.targets.push(target)
  return target
}
