import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-auto-scaling'
import { ServiceError } from '../../../contract.ts'
import type { Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { groupOf, page } from './requests.ts'
import { scalingGroups } from './groups.ts'
import type { ScalingGroup } from './groups.ts'

const ACTIVE = new Set(['Pending', 'InProgress', 'Cancelling'])
const START_MS = 5_000

/** Instance refreshes: instances are replaced one after the other, old ones terminated first. */
export function refreshOperations(world: World): Service['operations'] {
  const groups = scalingGroups(world)

  async function run(group: ScalingGroup, refresh: sdk.InstanceRefresh): Promise<void> {
    await world.clock.sleep(START_MS)
    const cancelled = (): boolean => refresh.Status === 'Cancelling'
    if (!cancelled()) refresh.Status = 'InProgress'
    const old = [...group.instances.keys()]
    for (const [index, id] of old.entries()) {
      if (cancelled()) break
      const cause = `an instance was replaced by the instance refresh ${refresh.InstanceRefreshId}.`
      await groups.terminate(group, id, cause)
      await groups.launch(group, cause)
      const done = index + 1
      Object.assign(refresh, {
        PercentageComplete: Math.floor((done / old.length) * 100),
        InstancesToUpdate: old.length - done,
      })
    }
    Object.assign(refresh, { Status: cancelled() ? 'Cancelled' : 'Successful', EndTime: world.clock.now() })
  }

  return {
    StartInstanceRefresh(input: sdk.StartInstanceRefreshCommandInput, call) {
      const group = groupOf(world, call, input.AutoScalingGroupName)
      if (group.refreshes.some(({ Status: status }) => ACTIVE.has(status ?? ''))) {
        throw new ServiceError(
          'InstanceRefreshInProgress',
          'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
        )
      }
      const refresh: sdk.InstanceRefresh = {
        InstanceRefreshId: randomUUID(),
        AutoScalingGroupName: group.name,
        Status: 'Pending',
        StartTime: world.clock.now(),
        PercentageComplete: 0,
        InstancesToUpdate: group.instances.size,
        ...(input.Preferences && { Preferences: input.Preferences }),
        ...(input.DesiredConfiguration && { DesiredConfiguration: input.DesiredConfiguration }),
      }
      group.refreshes.unshift(refresh)
      const template = input.DesiredConfiguration?.LaunchTemplate
      if (template !== undefined) group.settings = { ...group.settings, LaunchTemplate: template }
      void run(group, refresh)
      return { InstanceRefreshId: refresh.InstanceRefreshId }
    },
    DescribeInstanceRefreshes(input: sdk.DescribeInstanceRefreshesCommandInput, call) {
      const { InstanceRefreshIds: ids } = input
      const all = groupOf(world, call, input.AutoScalingGroupName).refreshes
      const found = all.filter(
        ({ InstanceRefreshId: id = '' }) => ids === undefined || ids.length === 0 || ids.includes(id),
      )
      const { items, more } = page(found, input, { usual: 50, most: 100 })
      return { InstanceRefreshes: items, ...more }
    },
    CancelInstanceRefresh(input: sdk.CancelInstanceRefreshCommandInput, call) {
      const group = groupOf(world, call, input.AutoScalingGroupName)
      const active = group.refreshes.find(({ Status: status }) => status === 'Pending' || status === 'InProgress')
      if (active === undefined) {
        throw new ServiceError(
          'ActiveInstanceRefreshNotFound',
          `No in progress or pending Instance Refresh found for Auto Scaling group ${group.name}`,
        )
      }
      active.Status = 'Cancelling'
      return { InstanceRefreshId: active.InstanceRefreshId }
    },
  }
}
