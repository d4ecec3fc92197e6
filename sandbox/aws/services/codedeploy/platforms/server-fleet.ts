import type * as sdk from '@aws-sdk/client-codedeploy'
import type { TargetGroup } from '../../../hosts/balancers.ts'
import type { Host } from '../../../hosts/hosts.ts'
import { homeKey } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { matchesFilter } from '../on-premises.ts'
import { failed, stopped } from '../run-deployment.ts'
import type { Deployment, Group, Target } from '../state.ts'

type Tags = Host['tags']

type Filters = readonly sdk.TagFilter[]

/** Whether tags match a list of filters: one of them; or a tag set: one of each of its lists. */
export function matchesTags(tags: Tags, filters: Filters = [], sets?: readonly Filters[]): boolean {
  const any = (each: Filters): boolean => each.some((filter) => matchesFilter(tags, filter))
  return sets === undefined ? any(filters) : sets.every(any)
}

type Ec2Filters = Pick<sdk.DeploymentGroupInfo, 'ec2TagFilters' | 'ec2TagSet' | 'autoScalingGroups'>

/** The EC2 instances that the filters select, and those of the Auto Scaling groups. */
export function ec2Hosts(
  { hosts, scalingHosts }: DeployContext,
  home: Home,
  { ec2TagFilters, ec2TagSet, autoScalingGroups }: Ec2Filters,
): Host[] {
  const tagged = hosts.list(home).filter(({ tags }) => matchesTags(tags, ec2TagFilters, ec2TagSet?.ec2TagSetList))
  const scaled = (autoScalingGroups ?? []).flatMap(({ name }) => scalingHosts(home, name ?? ''))
  return [...new Set([...tagged, ...scaled])]
}

/** The EC2 instances of a group. */
export function hostsOfGroup(context: DeployContext, { application, info, removed }: Group): Host[] {
  return ec2Hosts(context, application.home, info).filter(({ id }) => !removed.has(id))
}

/** The instances of a group: EC2 instances, then registered on-premises instances. */
export function fleetOf(context: DeployContext, group: Group): Host[] {
  const { home } = group.application
  const { onPremisesInstanceTagFilters: list, onPremisesTagSet: set } = group.info
  const onPremises = context.hosts.list(home, 'on-premises').filter(({ id, tags }) => {
    const registration = context.state.onPremises.get(homeKey(home, id))
    return registration?.info.deregisterTime === undefined && matchesTags(tags, list, set?.onPremisesTagSetList)
  })
  return [...hostsOfGroup(context, group), ...onPremises]
}

export function trafficGroups({ balancers }: DeployContext, { info, application }: Group): TargetGroup[] {
  if (info.deploymentStyle?.deploymentOption !== 'WITH_TRAFFIC_CONTROL') return []
  return (info.loadBalancerInfo?.targetGroupInfoList ?? []).flatMap(({ name }) => {
    const group = balancers.groupByName(application.home, name ?? '')
    return group === undefined ? [] : [group]
  })
}

export function instanceTarget(
  { state, clock }: DeployContext,
  deployment: Deployment,
  host: Host,
  events: readonly string[],
  label?: 'Blue' | 'Green',
): Target {
  const registration = state.onPremises.get(homeKey(host.home, host.id))
  const target: Target = {
    kind: 'instanceTarget',
    id: host.id,
    arn: registration?.info.instanceArn ?? `arn:aws:ec2:${host.home.region}:${host.home.account}:instance/${host.id}`,
    ...(label && { label }),
    status: 'Pending',
    updated: clock.now(),
    events: events.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: {},
  }
  deployment.targets.push(target)
  return target
}

/** Runs jobs so that at least `needed` instances stay in service; running and failed jobs are out of service. */
export async function fanOut<T>(
  deployment: Deployment,
  needed: number,
  jobs: readonly T[],
  work: (job: T) => Promise<boolean>,
): Promise<Outcome> {
  const total = jobs.length
  // A single instance is always taken out of service; otherwise it could never be deployed to.
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
