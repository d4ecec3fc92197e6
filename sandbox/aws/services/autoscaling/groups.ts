import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-auto-scaling'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import type { Balancers } from '../../hosts/balancers.ts'
import type { Host, Hosts } from '../../hosts/hosts.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

/** The members of a group that its creator sets. */
export type GroupSettings = Partial<Omit<sdk.AutoScalingGroup, 'Instances' | 'Tags'>> & {
  readonly AutoScalingGroupName: string
  readonly MinSize: number
  readonly MaxSize: number
}

export interface ScalingGroup {
  readonly home: Home
  readonly name: string
  readonly arn: string
  readonly created: Date
  settings: GroupSettings
  desired: number
  tags: readonly sdk.TagDescription[]
  /** In order of their launch. */
  readonly instances: Map<string, Member>
  /** Suspended processes, with the reason. */
  readonly suspended: Map<string, string>
  readonly hooks: Map<string, sdk.LifecycleHook>
  /** By hook: who completes the lifecycle action of an instance, where no client does. */
  readonly waiters: Map<string, (instance: string) => Promise<'CONTINUE' | 'ABANDON'>>
  /** Newest first. */
  readonly activities: sdk.Activity[]
  /** Newest first. */
  readonly refreshes: sdk.InstanceRefresh[]
  /** The number of launches so far, which decides the next zone. */
  launches: number
  deleting: boolean
}

export interface Member {
  readonly id: string
  readonly zone: string
  readonly template: sdk.LaunchTemplateSpecification | undefined
  state: sdk.LifecycleState
  health: 'Healthy' | 'Unhealthy'
}

export interface ScalingGroups {
  create(home: Home, settings: GroupSettings, tags: readonly sdk.Tag[]): ScalingGroup
  find(home: Home, name: string): ScalingGroup | undefined
  list(home: Home): ScalingGroup[]
  retag(group: ScalingGroup, tags: readonly sdk.Tag[]): void
  /** Launches or terminates instances until the group has its desired capacity; resolves when that is done. */
  scale(group: ScalingGroup, cause: string): Promise<void>
  launch(group: ScalingGroup, cause: string): Promise<void>
  terminate(group: ScalingGroup, id: string, cause: string): Promise<void>
  remove(group: ScalingGroup): Promise<void>
  /** The instances in service of a group. */
  hostsOf(home: Home, name: string): Host[]
}

export const PROCESSES = [
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
]

/** Simulated time from the launch of an instance to InService, and of a termination. */
const LAUNCH_MS = 10_000
const TERMINATE_MS = 5_000
const HOOK_TIMEOUT_SECONDS = 3_600
/** Interval at which a waiting instance is polled. */
const HOOK_STEP_MS = 1_000

/** Ends the wait of an instance: an abandoned launch ends in termination, an abandoned termination continues. */
export function complete(member: Member, result: 'CONTINUE' | 'ABANDON'): void {
  const [transition, step] = member.state.split(':')
  if (step !== 'Wait') return
  member.state =
    result === 'ABANDON' ? 'Terminating' : transition === 'Pending' ? 'Pending:Proceed' : 'Terminating:Proceed'
}

interface Surroundings {
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly clock: SandboxClock
}

/** The Auto Scaling groups of all accounts, whose instances are hosts of the sandbox. */
export const scalingGroups = perWorld(createScalingGroups)

function createScalingGroups({ hosts, balancers, clock }: Surroundings): ScalingGroups {
  const groups = new Map<string, ScalingGroup>()

  const targetGroupsOf = ({ settings }: ScalingGroup) =>
    (settings.TargetGroupARNs ?? []).flatMap((arn) => balancers.group(arn) ?? [])

  function start(
    group: ScalingGroup,
    verb: 'Launching a new' | 'Terminating',
    id: string,
    cause: string,
  ): sdk.Activity {
    const activity: sdk.Activity = {
      ActivityId: randomUUID(),
      AutoScalingGroupName: group.name,
      AutoScalingGroupARN: group.arn,
      Description: `${verb} EC2 instance: ${id}`,
      Cause: `At ${clock.now().toISOString().replace('.000Z', 'Z')} ${cause}`,
      StartTime: clock.now(),
      StatusCode: 'InProgress',
      Progress: 50,
      Details: '{}',
    }
    group.activities.unshift(activity)
    return activity
  }

  function end(activity: sdk.Activity, status: 'Successful' | 'Cancelled' = 'Successful'): void {
    Object.assign(activity, { StatusCode: status, Progress: 100, EndTime: clock.now() })
  }

  /** Waits for the lifecycle hooks of a transition. @returns whether the instance continues */
  async function waitForHooks(group: ScalingGroup, member: Member, transition: string): Promise<boolean> {
    const launching = transition === 'autoscaling:EC2_INSTANCE_LAUNCHING'
    for (const hook of group.hooks.values()) {
      if (hook.LifecycleTransition !== transition) continue
      const waiting = launching ? 'Pending:Wait' : 'Terminating:Wait'
      member.state = waiting
      void group.waiters
        .get(hook.LifecycleHookName ?? '')?.(member.id)
        .then((result) => complete(member, result))
      // A process that completes the action without a client sends heartbeats.
      const seconds = group.waiters.has(hook.LifecycleHookName ?? '') ? hook.GlobalTimeout : hook.HeartbeatTimeout
      const deadline = clock.now().getTime() + (seconds ?? HOOK_TIMEOUT_SECONDS) * 1_000
      const state = (): string => member.state
      while (state() === waiting && clock.now().getTime() < deadline) await clock.sleep(HOOK_STEP_MS)
      const goesOn = state() === waiting ? hook.DefaultResult === 'CONTINUE' : state() !== 'Terminating'
      if (!goesOn) return false
    }
    return true
  }

  async function launch(group: ScalingGroup, cause: string): Promise<void> {
    const zones = group.settings.AvailabilityZones ?? [`${group.home.region}a`]
    const zone = zones[group.launches % zones.length] ?? `${group.home.region}a`
    group.launches += 1
    const own = group.tags.filter(({ PropagateAtLaunch: propagated }) => propagated === true)
    const tags = own.map(({ Key, Value }) => ({ Key: Key ?? '', Value: Value ?? '' }))
    const host = await hosts.launch(
      group.home,
      [...tags, { Key: 'aws:autoscaling:groupName', Value: group.name }],
      clock.now(),
    )
    const member: Member = {
      id: host.id,
      zone,
      template: group.settings.LaunchTemplate,
      state: 'Pending',
      health: 'Healthy',
    }
    group.instances.set(host.id, member)
    const activity = start(group, 'Launching a new', host.id, cause)
    await clock.sleep(LAUNCH_MS)
    if (!(await waitForHooks(group, member, 'autoscaling:EC2_INSTANCE_LAUNCHING'))) {
      end(activity, 'Cancelled')
      group.instances.delete(host.id)
      await hosts.terminate(group.home, host.id)
      return
    }
    if (!group.suspended.has('AddToLoadBalancer')) {
      for (const target of targetGroupsOf(group)) target.targets.set(host.id, { inFlight: 0 })
    }
    member.state = 'InService'
    end(activity)
  }

  async function terminate(group: ScalingGroup, id: string, cause: string): Promise<void> {
    const member = group.instances.get(id)
    if (member === undefined || member.state.startsWith('Terminating')) return
    const activity = start(group, 'Terminating', id, cause)
    member.state = 'Terminating'
    await Promise.all(targetGroupsOf(group).map((target) => balancers.deregister(target, id)))
    await waitForHooks(group, member, 'autoscaling:EC2_INSTANCE_TERMINATING')
    await clock.sleep(TERMINATE_MS)
    await hosts.terminate(group.home, id)
    group.instances.delete(id)
    end(activity)
  }

  const staying = (group: ScalingGroup): Member[] =>
    [...group.instances.values()].filter(({ state }) => !state.startsWith('Terminating'))

  async function scale(group: ScalingGroup, cause: string): Promise<void> {
    const missing = group.desired - staying(group).length
    if (missing > 0 && !group.suspended.has('Launch')) {
      await Promise.all(Array.from({ length: missing }, () => launch(group, cause)))
    }
    if (missing < 0 && !group.suspended.has('Terminate')) {
      const oldest = staying(group).slice(0, -missing)
      await Promise.all(oldest.map(({ id }) => terminate(group, id, cause)))
    }
  }

  function retag(group: ScalingGroup, tags: readonly sdk.Tag[]): void {
    group.tags = tags.map(({ Key, Value, PropagateAtLaunch: propagated }) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      Key,
      Value,
      PropagateAtLaunch: propagated ?? false,
    }))
  }

  return {
    create(home, settings, tags) {
      const name = settings.AutoScalingGroupName
      if (groups.has(homeKey(home, name))) {
        throw new ServiceError(
          'AlreadyExists',
          `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
        )
      }
      const arn = `arn:aws:autoscaling:${home.region}:${home.account}:autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`
      const group: ScalingGroup = {
        home: { account: home.account, region: home.region },
        name,
        arn,
        created: clock.now(),
        settings,
        desired: settings.DesiredCapacity ?? settings.MinSize,
        tags: [],
        instances: new Map(),
        suspended: new Map(),
        hooks: new Map(),
        waiters: new Map(),
        activities: [],
        refreshes: [],
        launches: 0,
        deleting: false,
      }
      retag(group, tags)
      groups.set(homeKey(home, name), group)
      return group
    },
    find: (home, name) => groups.get(homeKey(home, name)),
    list: (home) => [...groups.values()].filter((group) => homeKey(group.home) === homeKey(home)),
    retag,
    scale,
    launch,
    terminate,
    async remove(group) {
      group.deleting = true
      group.desired = 0
      await Promise.all(
        staying(group).map(({ id }) => terminate(group, id, 'the group was deleted, so this instance was terminated.')),
      )
      groups.delete(homeKey(group.home, group.name))
    },
    hostsOf(home, name) {
      const group = groups.get(homeKey(home, name))
      const members = [...(group?.instances.values() ?? [])].filter(({ state }) => state === 'InService')
      return members.flatMap(({ id }) => hosts.find(home, id) ?? [])
    },
  }
}
