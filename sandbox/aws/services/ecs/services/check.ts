import type * as sdk from '@aws-sdk/client-ecs'
import type { Balancers } from '../../../hosts/balancers.ts'
import { refused } from '../definition-check.ts'
import { invalid } from '../lookup.ts'
import { strategyOf } from '../model.ts'
import type { Settings } from '../model.ts'

const NAME = /^[a-zA-Z0-9_-]{1,255}$/
const MAX_BAKE_MINUTES = 1_440
/** Stages without a place to pause. */
const MOVING: ReadonlySet<string> = new Set(['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'])

export function checkName(name: string): void {
  if (!NAME.test(name)) throw invalid('The service name is not valid.')
}

/** Throws ECS's error for settings that cannot be deployed. */
export function checkSettings(settings: Settings, definition: sdk.TaskDefinition, balancers: Balancers): void {
  checkConfiguration(settings.deploymentConfiguration ?? {})
  const { loadBalancers = [] } = settings
  for (const balancer of loadBalancers) checkBalancer(balancer, definition, balancers)
  checkAdvanced(loadBalancers, strategyOf(settings.deploymentConfiguration) !== 'ROLLING')
}

/** A service without a launch type and capacity providers is on EC2 (ECS API reference, CreateService). */
export const withLaunchType = (settings: Settings): Settings =>
  settings.launchType === undefined && (settings.capacityProviderStrategy ?? []).length === 0
    ? { ...settings, launchType: 'EC2' }
    : settings

function checkConfiguration(configuration: sdk.DeploymentConfiguration): void {
  const { lifecycleHooks = [], bakeTimeInMinutes, linearConfiguration, canaryConfiguration } = configuration
  for (const { targetType = 'AWS_LAMBDA', hookTargetArn, lifecycleStages = [] } of lifecycleHooks) {
    if (!['AWS_LAMBDA', 'PAUSE'].includes(targetType)) {
      throw invalid('Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE')
    }
    if (targetType === 'PAUSE' && lifecycleStages.some((stage) => MOVING.has(stage))) {
      throw invalid('Invalid lifecycle stage provided for Pause Hook')
    }
    if (targetType === 'AWS_LAMBDA' && hookTargetArn === undefined) throw invalid('hookTargetArn is required.')
    if (lifecycleStages.length === 0) throw invalid('lifecycleStages is required.')
  }
  const strategy = strategyOf(configuration)
  if (strategy === 'BLUE_GREEN' && bakeTimeInMinutes === undefined) {
    throw invalid('bakeTimeInMinutes is required for the BLUE_GREEN deployment strategy.')
  }
  if ((bakeTimeInMinutes ?? 0) > MAX_BAKE_MINUTES) {
    throw invalid(`bakeTimeInMinutes must be between 0 and ${MAX_BAKE_MINUTES}.`)
  }
  if (linearConfiguration !== undefined && strategy !== 'LINEAR') {
    throw invalid('linearConfiguration is only valid for the LINEAR deployment strategy.')
  }
  if (canaryConfiguration !== undefined && strategy !== 'CANARY') {
    throw invalid('canaryConfiguration is only valid for the CANARY deployment strategy.')
  }
  const { earlySuccessCriteria } = configuration
  if (earlySuccessCriteria?.enable === true) throw refused('The sandbox does not play earlySuccessCriteria')
}

function checkBalancer(balancer: sdk.LoadBalancer, definition: sdk.TaskDefinition, balancers: Balancers): void {
  const { containerName: name, containerPort: port, targetGroupArn: group = '' } = balancer
  const container = definition.containerDefinitions?.find((each) => each.name === name)
  if (container === undefined) throw invalid(`The container ${name} does not exist in the task definition.`)
  if (container.portMappings?.some((mapping) => mapping.containerPort === port) !== true) {
    throw invalid(`The container ${name} did not have a container port ${port} defined.`)
  }
  if (balancers.group(group) === undefined) throw invalid(`The target group ${group} does not exist.`)
  if (balancer.advancedConfiguration === undefined && balancers.rulesTo(group).length === 0) {
    throw invalid(`The target group with targetGroupArn ${group} does not have an associated load balancer.`)
  }
}

function checkAdvanced(all: readonly sdk.LoadBalancer[], moving: boolean): void {
  const advanced = all.flatMap(({ advancedConfiguration }) => advancedConfiguration ?? [])
  if (moving && advanced.length < all.length) {
    throw invalid(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    )
  }
  if (advanced.length > 0 && advanced.length < all.length) {
    throw invalid('Either all or none of the provided loadBalancers must have advancedConfiguration defined')
  }
  for (const { productionListenerRule, testListenerRule } of advanced) {
    for (const [name, arn] of Object.entries({ productionListenerRule, testListenerRule })) {
      if (arn?.includes(':listener/app/')) {
        throw invalid(`${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`)
      }
    }
    if (productionListenerRule !== undefined && productionListenerRule === testListenerRule) {
      throw invalid(
        `The following rules cannot be used as both production and test listener rules: ${productionListenerRule}`,
      )
    }
  }
}
