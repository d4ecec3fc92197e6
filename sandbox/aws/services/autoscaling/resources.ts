import type * as sdk from '@aws-sdk/client-auto-scaling'
import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import type { World } from '../../world.ts'
import { scalingGroups } from './groups.ts'
import type { GroupSettings, ScalingGroup } from './groups.ts'

const NUMBERS = ['MinSize', 'MaxSize', 'DesiredCapacity', 'HealthCheckGracePeriod', 'MaxInstanceLifetime'] as const
/** Properties with the same name and shape in the API. */
const SAME = [
  'AvailabilityZones',
  'CapacityRebalance',
  'HealthCheckType',
  'LaunchConfigurationName',
  'LaunchTemplate',
  'LoadBalancerNames',
  'MixedInstancesPolicy',
  'NewInstancesProtectedFromScaleIn',
  'PlacementGroup',
  'TargetGroupARNs',
  'TerminationPolicies',
] as const

/** AWS::AutoScaling::AutoScalingGroup: complete when its instances are in service. */
export function scalingGroupKind(world: World): Kind {
  const groups = scalingGroups(world)
  const find = ({ owner, physicalId }: LiveResource): ScalingGroup | undefined => groups.find(owner, physicalId)
  const tagsOf = (properties: Properties): sdk.Tag[] => (properties.Tags as sdk.Tag[] | undefined) ?? []

  async function apply(resource: LiveResource): Promise<void> {
    const group = find(resource)
    if (group === undefined) return
    group.settings = { ...group.settings, ...settingsOf(group.name, resource.properties) }
    const { MinSize: min, MaxSize: max, DesiredCapacity: desired } = group.settings
    group.desired = Math.min(Math.max(desired ?? group.desired, min), max)
    groups.retag(group, tagsOf(resource.properties))
    await groups.scale(group, 'a user request updated the AutoScalingGroup.')
  }

  return {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    identify: (desired, owner) => nameOf(desired.AutoScalingGroupName, owner),
    attributes: (resource) => ({ AutoScalingGroupARN: find(resource)?.arn ?? '' }),
    async created({ physicalId, owner, properties }) {
      const group = groups.create(owner, settingsOf(physicalId, properties), tagsOf(properties))
      for (const hook of (properties.LifecycleHookSpecificationList as sdk.LifecycleHook[] | undefined) ?? []) {
        group.hooks.set(hook.LifecycleHookName ?? '', { ...hook, AutoScalingGroupName: physicalId })
      }
      await groups.scale(
        group,
        `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${group.desired}.`,
      )
    },
    updated: apply,
    tampered: apply,
    async removed(resource) {
      const group = find(resource)
      if (group !== undefined) await groups.remove(group)
    },
    observe(resource) {
      const group = find(resource)
      return group && { ...resource.properties, ...observed(group, resource.properties) }
    },
  }
}

/** What the API can change, in the types of the template, which may have texts for numbers. */
function observed(group: ScalingGroup, declared: Properties): Properties {
  const { MinSize: min, MaxSize: max } = group.settings
  const actual: Properties = {
    MinSize: min,
    MaxSize: max,
    DesiredCapacity: group.desired,
    Tags: group.tags.map(({ Key, Value, PropagateAtLaunch }) => ({ Key, Value, PropagateAtLaunch })),
  }
  const named = Object.entries(actual).filter(([name]) => declared[name] !== undefined)
  return Object.fromEntries(
    named.map(([name, value]) => [name, typeof declared[name] === 'string' ? asText(value) : value]),
  )
}

function settingsOf(name: string, properties: Properties): GroupSettings {
  const numbers = NUMBERS.filter((key) => properties[key] !== undefined).map((key) => [key, Number(properties[key])])
  const same = SAME.filter((key) => properties[key] !== undefined).map((key) => [key, properties[key]])
  const { VPCZoneIdentifier: subnets, Cooldown: cooldown } = properties
  return {
    MinSize: 0,
    MaxSize: 0,
    ...(Object.fromEntries([...numbers, ...same]) as Partial<GroupSettings>),
    ...(Array.isArray(subnets) && { VPCZoneIdentifier: subnets.join(',') }),
    ...(cooldown !== undefined && { DefaultCooldown: Number(cooldown) }),
    AutoScalingGroupName: name,
  }
}
