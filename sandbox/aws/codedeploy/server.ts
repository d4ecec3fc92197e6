import type * as sdk from '@aws-sdk/client-codedeploy'
import type { TargetGroup } from '../hosts/balancers.ts'
import type { Host } from '../hosts/hosts.ts'
import { configOf, healthyHostsNeeded } from './configs.ts'
import { failed, stopped } from './engine.ts'
import type { Outcome, Workshop } from './engine.ts'
import { EVENTS, runEvents } from './instance.ts'
import type { Deployment, Group, Target } from './state.ts'

type Tags = Host['tags']

/** Whether an instance's tags match: any filter of a list, one of each list of a set. */
export function matchesTags(tags: Tags, group: Pick<sdk.DeploymentGroupInfo, 'ec2TagFilters' | 'ec2TagSet'>): boolean {
  const any = (filters: readonly sdk.EC2TagFilter[]): boolean => filters.some((filter) => matchesFilter(tags, filter))
  const { ec2TagFilters: filters = [], ec2TagSet } = group
  if (ec2TagSet?.ec2TagSetList !== undefined) return ec2TagSet.ec2TagSetList.every(any)
  return any(filters)
}

function matchesFilter(tags: Tags, { Key, Value, Type }: sdk.EC2TagFilter): boolean {
  switch (Type) {
    case 'KEY_ONLY':
      return tags.some((tag) => tag.Key === Key)
    case 'VALUE_ONLY':
      return tags.some((tag) => tag.Value === Value)
    default:
      return tags.some((tag) => tag.Key === Key && tag.Value === Value)
  }
}

export function trafficGroups({ balancers }: Workshop, { info, application }: Group): TargetGroup[] {
  if (info.deploymentStyle?.deploymentOption !== 'WITH_TRAFFIC_CONTROL') return []
  return (info.loadBalancerInfo?.targetGroupInfoList ?? []).flatMap(({ name }) => {
    const group = balancers.groupByName(application.home, name ?? '')
    return group === undefined ? [] : [group]
  })
}

export function instanceTarget(
  deployment: Deployment,
  host: Host,
  events: readonly string[],
  now: Date,
  label?: 'Blue' | 'Green',
): Target {
  const target: Target = {
    kind: 'instanceTarget',
    id: host.id,
    arn: `arn:aws:ec2:${host.home.region}:${host.home.account}:instance/${host.id}`,
    ...(label && { label }),
    status: 'Pending',
    updated: now,
    events: events.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: {},
  }
  deployment.targets.push(target)
  return target
}

/** In-place: the instances of the group, as many at once as its configuration allows. */
export async function deployInPlace(workshop: Workshop, deployment: Deployment): Promise<Outcome> {
  const { group, info } = deployment
  const hosts = workshop.hosts.list(group.application.home).filter((host) => matchesTags(host.tags, group.info))
  if (hosts.length === 0) return failed('NO_INSTANCES')
  const groups = trafficGroups(workshop, group)
  const events = groups.length > 0 ? EVENTS.inPlaceBalanced : EVENTS.inPlace
  const jobs = hosts.map((host) => ({
    deployment,
    host,
    groups,
    target: instanceTarget(deployment, host, events, workshop.clock.now()),
  }))
  const needed = healthyHostsNeeded(
    configOf(workshop.state, deployment.home, info.deploymentConfigName ?? ''),
    hosts.length,
  )
  return fanOut(deployment, needed, jobs, async (job) => {
    const good = await runEvents(workshop, job, events)
    if (good) Object.assign(job.target, { status: 'Succeeded', updated: workshop.clock.now() })
    return good
  })
}

/**
 * Works on jobs, never leaving fewer than `needed` of them in service: those being worked on and those that failed
 * are out of service.
 */
export async function fanOut<T>(
  deployment: Deployment,
  needed: number,
  jobs: readonly T[],
  work: (job: T) => Promise<boolean>,
): Promise<Outcome> {
  const total = jobs.length
  // A group of one is always taken out of service; else it could never be deployed to.
  const keep = total === 1 ? 0 : needed
  if (keep >= total) return failed('HEALTH_CONSTRAINTS_INVALID')
  const waiting = [...jobs]
  const running = new Set<Promise<void>>()
  let succeeded = 0
  let broken = 0
  const mayStart = (): boolean =>
    deployment.stop === undefined && waiting.length > 0 && running.size + broken < total - keep
  const follow = async (job: T): Promise<void> => {
    if (await work(job)) succeeded += 1
    else broken += 1
  }

  while (mayStart() || running.size > 0) {
    while (mayStart()) {
      const run: Promise<void> = follow(waiting.shift() as T).finally(() => running.delete(run))
      running.add(run)
    }
    await Promise.race(running)
  }
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  return waiting.length === 0 && succeeded >= Math.max(1, keep) ? { status: 'Succeeded' } : failed('HEALTH_CONSTRAINTS')
}
