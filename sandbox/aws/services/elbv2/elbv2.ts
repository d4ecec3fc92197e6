import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { TargetGroup } from '../../hosts/balancers.ts'
import { balancerOf, listenerOf } from '../../hosts/listeners.ts'
import { asText } from '../../names.ts'
import { tagsOf } from '../../registry/tags.ts'
import type { World } from '../../world.ts'
import { attributesWith, BALANCER_ATTRIBUTES, GROUP_ATTRIBUTES } from './attributes.ts'
import { certificateOperations } from './certificates.ts'
import { describeBalancer, describeDefaultRule, describeGroup, describeListener, describeRule } from './describe.ts'
import { describeHealth, targetId } from './health.ts'
import { modifyOperations } from './modify.ts'
import { named, notFound, page, resourceOf, resourcesOf } from './resources.ts'
import type { ElbType } from './resources.ts'

/** A target group of the service; throws AWS's error when it does not exist. */
function groupOf(world: World, arn: string | undefined): TargetGroup {
  const group = world.balancers.group(arn ?? '')
  if (group === undefined) throw notFound('TargetGroup')
  return group
}

/** The longest simulated time in which a registered target becomes healthy. */
const LONGEST_MS = 24 * 3_600_000
const TAGGED: readonly ElbType[] = ['LoadBalancer', 'TargetGroup', 'Listener', 'ListenerRule']

/** Elastic Load Balancing v2, over the proxies and the resources that templates made. */
export function createElbv2(world: World): Service {
  const { balancers } = world

  async function describeRules(input: sdk.DescribeRulesCommandInput, call: Call): Promise<sdk.Rule[]> {
    const rules = await resourcesOf(world, call, 'ListenerRule')
    const { ListenerArn: arn, RuleArns: arns } = input
    if (arns !== undefined && arns.length > 0) {
      const listeners = await resourcesOf(world, call, 'Listener')
      const all = [
        ...rules.map((rule) => describeRule(world, rule)),
        ...listeners.flatMap((each) => describeDefaultRule(world, each)),
      ]
      const found = all.filter(({ RuleArn: rule = '' }) => arns.includes(rule))
      if (found.length < arns.length) throw notFound('ListenerRule')
      return found
    }
    if (arn === undefined) throw new ServiceError('ValidationError', 'A listener ARN or rule ARNs must be specified')
    const listener = await resourceOf(world, call, 'Listener', arn)
    const own = rules.filter((rule) => listenerOf(rule.arn) === arn)
    const sorted = own.toSorted((left, right) => Number(left.properties.Priority) - Number(right.properties.Priority))
    return [...sorted.map((rule) => describeRule(world, rule)), ...describeDefaultRule(world, listener)]
  }

  return {
    name: 'elbv2',
    operations: {
      async DescribeLoadBalancers(input: sdk.DescribeLoadBalancersCommandInput, call) {
        const all = await resourcesOf(world, call, 'LoadBalancer')
        const found = named(all, 'LoadBalancer', { arns: input.LoadBalancerArns, names: input.Names })
        const { items, more } = page(found, input)
        return { LoadBalancers: items.map((each) => describeBalancer(each)), ...more }
      },
      async DescribeLoadBalancerAttributes(input: sdk.DescribeLoadBalancerAttributesCommandInput, call) {
        const { properties } = await resourceOf(world, call, 'LoadBalancer', input.LoadBalancerArn)
        return { Attributes: attributesWith(BALANCER_ATTRIBUTES, properties.LoadBalancerAttributes) }
      },
      async DescribeListeners(input: sdk.DescribeListenersCommandInput, call) {
        const { LoadBalancerArn: balancer, ListenerArns: arns } = input
        if (balancer === undefined && (arns ?? []).length === 0) {
          throw new ServiceError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN')
        }
        if (balancer !== undefined) await resourceOf(world, call, 'LoadBalancer', balancer)
        const all = await resourcesOf(world, call, 'Listener')
        const own = all.filter(({ arn }) => balancer === undefined || balancerOf(arn) === balancer)
        const { items, more } = page(named(own, 'Listener', { arns }), input)
        return { Listeners: items.map((each) => describeListener(world, each)), ...more }
      },
      async DescribeRules(input: sdk.DescribeRulesCommandInput, call) {
        const { items, more } = page(await describeRules(input, call), input)
        return { Rules: items, ...more }
      },
      async DescribeTargetGroups(input: sdk.DescribeTargetGroupsCommandInput, call) {
        const { LoadBalancerArn: balancer } = input
        if (balancer !== undefined) await resourceOf(world, call, 'LoadBalancer', balancer)
        const all = await resourcesOf(world, call, 'TargetGroup')
        const found = named(all, 'TargetGroup', { arns: input.TargetGroupArns, names: input.Names })
          .map((each) => describeGroup(world, each))
          .filter(({ LoadBalancerArns: users = [] }) => balancer === undefined || users.includes(balancer))
        const { items, more } = page(found, input)
        return { TargetGroups: items, ...more }
      },
      async DescribeTargetGroupAttributes(input: sdk.DescribeTargetGroupAttributesCommandInput, call) {
        const { properties } = await resourceOf(world, call, 'TargetGroup', input.TargetGroupArn)
        return { Attributes: attributesWith(GROUP_ATTRIBUTES, properties.TargetGroupAttributes) }
      },
      async DescribeTargetHealth(input: sdk.DescribeTargetHealthCommandInput, call) {
        const resource = await resourceOf(world, call, 'TargetGroup', input.TargetGroupArn)
        const group = groupOf(world, resource.arn)
        return { TargetHealthDescriptions: await describeHealth(world, resource, group, input.Targets) }
      },
      async RegisterTargets(input: sdk.RegisterTargetsCommandInput, call) {
        const { arn } = await resourceOf(world, call, 'TargetGroup', input.TargetGroupArn)
        const group = groupOf(world, arn)
        for (const { Id: id = '' } of input.Targets ?? []) {
          if (id.startsWith('i-') && world.hosts.find(call, id) === undefined) {
            throw new ServiceError(
              'InvalidTarget',
              `The following targets are not in a running state and cannot be registered: '${id}'`,
            )
          }
        }
        for (const target of input.Targets ?? []) {
          const id = targetId(group, target)
          if (!group.targets.has(id)) void balancers.register(group, id, LONGEST_MS)
        }
        return {}
      },
      async DeregisterTargets(input: sdk.DeregisterTargetsCommandInput, call) {
        const { arn } = await resourceOf(world, call, 'TargetGroup', input.TargetGroupArn)
        const group = groupOf(world, arn)
        for (const target of input.Targets ?? []) void balancers.deregister(group, targetId(group, target))
        return {}
      },
      async DescribeTags(input: sdk.DescribeTagsCommandInput, call) {
        const all = (await Promise.all(TAGGED.map((type) => resourcesOf(world, call, type)))).flat()
        return {
          TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
            const found = all.find((each) => each.arn === arn)
            if (found === undefined) throw notFound(typeOf(arn))
            return { ResourceArn: arn, Tags: tagsOf({ ...found.live, properties: found.properties }) }
          }),
        }
      },
      ...certificateOperations(world),
      ...modifyOperations(world),
    },
    permissions: (operation, input) => [
      { action: `elasticloadbalancing:${operation}`, resource: resourceArn(operation, input) },
    ],
  }
}

/** The resource of a call that changes something; reads have none. */
function resourceArn(operation: string, input: Readonly<Record<string, unknown>>): string {
  if (operation.startsWith('Describe')) return '*'
  return asText(input.TargetGroupArn ?? input.RuleArn ?? input.ListenerArn ?? input.LoadBalancerArn, '*')
}

const typeOf = (arn: string): ElbType =>
  arn.includes(':loadbalancer/')
    ? 'LoadBalancer'
    : arn.includes(':listener-rule/')
      ? 'ListenerRule'
      : arn.includes(':listener/')
        ? 'Listener'
        : 'TargetGroup'
