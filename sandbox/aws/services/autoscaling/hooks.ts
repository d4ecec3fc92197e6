import type * as sdk from '@aws-sdk/client-auto-scaling'
import type { Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { complete } from './groups.ts'
import { groupOf, invalid } from './requests.ts'

const HEARTBEAT_SECONDS = 3_600
/** The longest time that an instance waits: the smaller of 48 hours and a hundred heartbeats. */
const LONGEST_SECONDS = 172_800

/** Lifecycle hooks: instances wait for CompleteLifecycleAction, or until the heartbeat is over. */
export function hookOperations(world: World): Service['operations'] {
  return {
    PutLifecycleHook(input: sdk.PutLifecycleHookCommandInput, call) {
      const group = groupOf(world, call, input.AutoScalingGroupName)
      const { LifecycleHookName: name = '', ...given } = input
      const known = group.hooks.get(name)
      if (known === undefined && given.LifecycleTransition === undefined) {
        throw invalid('A valid LifecycleTransition is required.')
      }
      const heartbeat = given.HeartbeatTimeout ?? known?.HeartbeatTimeout ?? HEARTBEAT_SECONDS
      group.hooks.set(name, {
        DefaultResult: 'ABANDON',
        ...known,
        ...given,
        LifecycleHookName: name,
        HeartbeatTimeout: heartbeat,
        GlobalTimeout: Math.min(LONGEST_SECONDS, heartbeat * 100),
      })
      return {}
    },
    DescribeLifecycleHooks(input: sdk.DescribeLifecycleHooksCommandInput, call) {
      const { LifecycleHookNames: names } = input
      const hooks = [...groupOf(world, call, input.AutoScalingGroupName).hooks.values()]
      return {
        LifecycleHooks: hooks.filter(
          ({ LifecycleHookName: name = '' }) => names === undefined || names.length === 0 || names.includes(name),
        ),
      }
    },
    DeleteLifecycleHook(input: sdk.DeleteLifecycleHookCommandInput, call) {
      const { hooks } = groupOf(world, call, input.AutoScalingGroupName)
      if (!hooks.delete(input.LifecycleHookName ?? '')) {
        throw invalid(`No Lifecycle Hook found with name: ${input.LifecycleHookName}`)
      }
      return {}
    },
    CompleteLifecycleAction(input: sdk.CompleteLifecycleActionCommandInput, call) {
      const group = groupOf(world, call, input.AutoScalingGroupName)
      const member = group.instances.get(input.InstanceId ?? '')
      if (member === undefined || !member.state.endsWith(':Wait')) {
        throw invalid(`No active Lifecycle Action found with instance ID ${input.InstanceId}`)
      }
      const result = input.LifecycleActionResult
      if (result !== 'CONTINUE' && result !== 'ABANDON') throw invalid(`Invalid LifecycleActionResult: ${result}`)
      complete(member, result)
      return {}
    },
  }
}
