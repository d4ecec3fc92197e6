import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { attributesWith, BALANCER_ATTRIBUTES, GROUP_ATTRIBUTES } from './attributes.ts'
import type { Attribute } from './attributes.ts'
import { describeGroup, describeListener, describeRule } from './describe.ts'
import { resourceOf } from './resources.ts'
import type { ElbResource, ElbType } from './resources.ts'

type Change = Readonly<Record<string, unknown>>

/** Changes outside of CloudFormation, which are drift of the resource. */
export function modifyOperations(world: World): Service['operations'] {
  /** Applies the members that are given; members of the API and properties have the same names. */
  async function modify(call: Call, type: ElbType, arn: string | undefined, change: Change): Promise<ElbResource> {
    const { live, properties } = await resourceOf(world, call, type, arn)
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    await world.live.tamper(live, { ...properties, ...Object.fromEntries(given) })
    return resourceOf(world, call, type, arn)
  }

  function checkGroups(actions: readonly sdk.Action[] | undefined): void {
    const groups = (actions ?? []).flatMap(({ TargetGroupArn: only, ForwardConfig: config }) => [
      ...(only === undefined ? [] : [only]),
      ...(config?.TargetGroups ?? []).map(({ TargetGroupArn: arn = '' }) => arn),
    ])
    const unknown = groups.find((arn) => world.balancers.group(arn) === undefined)
    if (unknown !== undefined) throw new ServiceError('TargetGroupNotFound', `Target groups '${unknown}' not found`)
  }

  /** The attributes that are set, with the changed ones; an unknown key is refused. */
  function merged(
    known: unknown,
    changed: readonly sdk.TargetGroupAttribute[] | undefined,
    all: Readonly<Record<string, string>>,
  ) {
    const set = new Map(((known as Attribute[] | undefined) ?? []).map(({ Key, Value }) => [Key, Value]))
    for (const { Key: key = '', Value: value = '' } of changed ?? []) {
      if (!(key in all)) {
        throw new ServiceError('InvalidConfigurationRequest', `Key '${key}' is not recognized`)
      }
      set.set(key, value)
    }
    return [...set].map(([Key, Value]) => ({ Key, Value }))
  }

  return {
    async ModifyListener(input: sdk.ModifyListenerCommandInput, call) {
      const { ListenerArn: arn, ...change } = input
      checkGroups(change.DefaultActions)
      return { Listeners: [describeListener(world, await modify(call, 'Listener', arn, change))] }
    },
    async ModifyRule(input: sdk.ModifyRuleCommandInput, call) {
      const { RuleArn: arn, ResetTransforms: _reset, ...change } = input
      checkGroups(change.Actions)
      return { Rules: [describeRule(world, await modify(call, 'ListenerRule', arn, change))] }
    },
    async ModifyTargetGroup(input: sdk.ModifyTargetGroupCommandInput, call) {
      const { TargetGroupArn: arn, ...change } = input
      return { TargetGroups: [describeGroup(world, await modify(call, 'TargetGroup', arn, change))] }
    },
    async ModifyTargetGroupAttributes(input: sdk.ModifyTargetGroupAttributesCommandInput, call) {
      const { properties } = await resourceOf(world, call, 'TargetGroup', input.TargetGroupArn)
      const TargetGroupAttributes = merged(properties.TargetGroupAttributes, input.Attributes, GROUP_ATTRIBUTES)
      await modify(call, 'TargetGroup', input.TargetGroupArn, { TargetGroupAttributes })
      return { Attributes: attributesWith(GROUP_ATTRIBUTES, TargetGroupAttributes) }
    },
    async ModifyLoadBalancerAttributes(input: sdk.ModifyLoadBalancerAttributesCommandInput, call) {
      const { properties } = await resourceOf(world, call, 'LoadBalancer', input.LoadBalancerArn)
      const LoadBalancerAttributes = merged(properties.LoadBalancerAttributes, input.Attributes, BALANCER_ATTRIBUTES)
      await modify(call, 'LoadBalancer', input.LoadBalancerArn, { LoadBalancerAttributes })
      return { Attributes: attributesWith(BALANCER_ATTRIBUTES, LoadBalancerAttributes) }
    },
  }
}
