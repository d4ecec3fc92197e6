import type * as sdk from '@aws-sdk/client-auto-scaling'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { describeGroup, describeInstances } from './describe.ts'
import { PROCESSES, scalingGroups } from './groups.ts'
import type { ScalingGroup } from './groups.ts'
import { hookOperations } from './hooks.ts'
import { refreshOperations } from './refreshes.ts'
import { groupOf, invalid, page } from './requests.ts'

/** Whether a group has the tags of all filters; of the values of one, any. */
function matches({ tags }: ScalingGroup, filters: readonly sdk.Filter[]): boolean {
  return filters.every(({ Name: name = '', Values: values = [] }) => {
    if (name === 'tag-key') return tags.some(({ Key }) => values.includes(Key ?? ''))
    if (name === 'tag-value') return tags.some(({ Value }) => values.includes(Value ?? ''))
    if (!name.startsWith('tag:'))
      throw invalid(`Filter type ${name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`)
    return tags.some(({ Key, Value }) => Key === name.slice('tag:'.length) && values.includes(Value ?? ''))
  })
}

function checkCapacity({ min, max, desired }: { min: number; max: number; desired: number }): void {
  if (min > max)
    throw invalid('Max bound, ' + String(max) + ', must be greater than or equal to min bound, ' + String(min))
  if (desired < min || desired > max) {
    const bound = desired < min ? `above minimum value: ${min}` : `below maximum value: ${max}`
    throw invalid(`Desired capacity:${desired} must be specified ${bound}`)
  }
}

/** Auto Scaling: groups with real instances, processes, lifecycle hooks, instance refreshes and activities. */
export function createAutoScaling(world: World): Service {
  const groups = scalingGroups(world)
  const find = (call: Call, name: string | undefined): ScalingGroup => groupOf(world, call, name)
  const named = (call: Call, names: readonly string[] | undefined): ScalingGroup[] =>
    groups.list(call).filter(({ name }) => names === undefined || names.length === 0 || names.includes(name))

  function resize(group: ScalingGroup, desired: number): void {
    const { MinSize: min, MaxSize: max } = group.settings
    checkCapacity({ min, max, desired })
    const cause = `a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}, desired: ${desired} changing the desired capacity from ${group.desired} to ${desired}.`
    group.desired = desired
    void groups.scale(group, cause)
  }

  return {
    name: 'autoscaling',
    operations: {
      DescribeAutoScalingGroups(input: sdk.DescribeAutoScalingGroupsCommandInput, call) {
        const found = named(call, input.AutoScalingGroupNames).filter((group) => matches(group, input.Filters ?? []))
        const { items, more } = page(found, input, { usual: 50, most: 100 })
        return { AutoScalingGroups: items.map((group) => describeGroup(group, world.hosts)), ...more }
      },
      DescribeAutoScalingInstances(input: sdk.DescribeAutoScalingInstancesCommandInput, call) {
        const { InstanceIds: ids } = input
        const found = groups.list(call).flatMap((group) => describeInstances(group, world.hosts))
        const wanted = found.filter(
          ({ InstanceId: id = '' }) => ids === undefined || ids.length === 0 || ids.includes(id),
        )
        const { items, more } = page(wanted, input, { usual: 50, most: 50 })
        return { AutoScalingInstances: items, ...more }
      },
      CreateAutoScalingGroup(input: sdk.CreateAutoScalingGroupCommandInput, call) {
        const { Tags: tags, LifecycleHookSpecificationList: hooks, InstanceId: _instance, ...given } = input
        const { AutoScalingGroupName: name = '', MinSize: min = 0, MaxSize: max = 0 } = given
        checkCapacity({ min, max, desired: given.DesiredCapacity ?? min })
        if (
          given.LaunchTemplate === undefined &&
          given.LaunchConfigurationName === undefined &&
          given.MixedInstancesPolicy === undefined
        ) {
          throw invalid(
            'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
          )
        }
        const {
          TrafficSources: _sources,
          SkipZonalShiftValidation: _skip,
          InstanceLifecyclePolicy: _policy,
          ...known
        } = given
        const group = groups.create(
          call,
          { ...known, AutoScalingGroupName: name, MinSize: min, MaxSize: max },
          tags ?? [],
        )
        for (const { LifecycleHookName: hook = '', ...rest } of hooks ?? []) {
          group.hooks.set(hook, { ...rest, LifecycleHookName: hook, AutoScalingGroupName: name })
        }
        void groups.scale(
          group,
          `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${group.desired}.`,
        )
        return {}
      },
      UpdateAutoScalingGroup(input: sdk.UpdateAutoScalingGroupCommandInput, call) {
        const group = find(call, input.AutoScalingGroupName)
        const {
          SkipZonalShiftValidation: _skip,
          InstanceLifecyclePolicy: _policy,
          DesiredCapacity: wanted,
          ...rest
        } = input
        const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
        const settings = { ...group.settings, ...given }
        const { MinSize: min, MaxSize: max } = settings
        const desired = wanted ?? Math.min(Math.max(group.desired, min), max)
        checkCapacity({ min, max, desired })
        group.settings = settings
        if (desired !== group.desired) resize(group, desired)
        return {}
      },
      SetDesiredCapacity(input: sdk.SetDesiredCapacityCommandInput, call) {
        const group = find(call, input.AutoScalingGroupName)
        resize(group, input.DesiredCapacity ?? 0)
        return {}
      },
      async DeleteAutoScalingGroup(input: sdk.DeleteAutoScalingGroupCommandInput, call) {
        const group = find(call, input.AutoScalingGroupName)
        if (input.ForceDelete !== true && group.instances.size > 0) {
          throw new ServiceError(
            'ResourceInUse',
            'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
          )
        }
        void groups.remove(group)
        return {}
      },
      TerminateInstanceInAutoScalingGroup(input: sdk.TerminateInstanceInAutoScalingGroupCommandInput, call) {
        const id = input.InstanceId ?? ''
        const group = groups.list(call).find(({ instances }) => instances.has(id))
        if (group === undefined)
          throw invalid(`Instance Id not found - No managed instance found for instance ID: ${id}`)
        if (input.ShouldDecrementDesiredCapacity === true) {
          checkCapacity({ min: group.settings.MinSize, max: group.settings.MaxSize, desired: group.desired - 1 })
          group.desired -= 1
        }
        const cause = 'instance was taken out of service in response to a user request.'
        void groups.terminate(group, id, cause)
        void groups.scale(
          group,
          'an instance was launched in response to a difference between desired and actual capacity.',
        )
        return {
          Activity: group.activities.find(({ Description: text }) => text === `Terminating EC2 instance: ${id}`),
        }
      },
      DescribeScalingProcessTypes: () => ({ Processes: PROCESSES.map((ProcessName) => ({ ProcessName })) }),
      SuspendProcesses(input: sdk.SuspendProcessesCommandInput, call) {
        const group = find(call, input.AutoScalingGroupName)
        for (const name of processesOf(input)) {
          group.suspended.set(name, `User suspended at ${world.clock.now().toISOString()}`)
        }
        return {}
      },
      ResumeProcesses(input: sdk.ResumeProcessesCommandInput, call) {
        const group = find(call, input.AutoScalingGroupName)
        for (const name of processesOf(input)) group.suspended.delete(name)
        void groups.scale(
          group,
          'an instance was launched in response to a difference between desired and actual capacity.',
        )
        return {}
      },
      DescribeScalingActivities(input: sdk.DescribeScalingActivitiesCommandInput, call) {
        const { AutoScalingGroupName: name, ActivityIds: ids } = input
        const found = (name === undefined ? groups.list(call) : [find(call, name)])
          .flatMap(({ activities }) => activities)
          .filter(({ ActivityId: id }) => ids === undefined || ids.length === 0 || ids.includes(id ?? ''))
        const { items, more } = page(found, input, { usual: 100, most: 100 })
        return { Activities: items, ...more }
      },
      CreateOrUpdateTags(input: sdk.CreateOrUpdateTagsCommandInput, call) {
        for (const tag of input.Tags ?? []) {
          const group = find(call, tag.ResourceId)
          groups.retag(group, [...group.tags.filter(({ Key }) => Key !== tag.Key).map(toTag), tag])
        }
        return {}
      },
      DeleteTags(input: sdk.DeleteTagsCommandInput, call) {
        for (const tag of input.Tags ?? []) {
          const group = find(call, tag.ResourceId)
          groups.retag(group, group.tags.filter(({ Key }) => Key !== tag.Key).map(toTag))
        }
        return {}
      },
      ...hookOperations(world),
      ...refreshOperations(world),
    },
    permissions(operation, input, call) {
      // Reads have no resource.
      const name = operation.startsWith('Describe') ? undefined : input.AutoScalingGroupName
      const unknown = `arn:aws:autoscaling:${call.region}:${call.account}:autoScalingGroup:*:autoScalingGroupName/${asText(name)}`
      const arn = name === undefined ? '*' : (groups.find(call, asText(name))?.arn ?? unknown)
      return [{ action: `autoscaling:${operation}`, resource: arn }]
    },
  }
}

const toTag = ({ Key, ...rest }: sdk.TagDescription): sdk.Tag => ({ ...rest, Key: Key ?? '' })

/** The named processes; all when none is named. */
function processesOf({ ScalingProcesses: given }: { ScalingProcesses?: string[] | undefined }): readonly string[] {
  if (given === undefined || given.length === 0) return PROCESSES
  const wrong = given.find((name) => !PROCESSES.includes(name))
  if (wrong !== undefined) throw invalid(`${wrong} is not a valid ScalingProcess`)
  return given
}
