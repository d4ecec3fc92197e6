import type { TargetDescription, TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import { z } from 'zod'
import { errorName } from '../aws/errors.ts'
import { pagesOf } from '../aws/pages.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import { ActionError } from '../support/errors.ts'
import { lazy } from '../support/lazy.ts'
import { duration, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { readDesired } from './engine/desired-targets.ts'

const POLL_MS = 10_000
const DEFAULT_SETTLE_MS = 5 * 60_000
const CALLS_MS = 2 * 60_000
const NAMED_AT_MOST = 5
/** DescribeInstances takes more, but its answers grow. */
const INSTANCES_A_CALL = 100

const details = lazy(() =>
  z.strictObject({
    group: text.describe('ARN or name of the target group.'),
    healthy: z
      .int()
      .min(1)
      .optional()
      .describe('Least number of healthy targets. Default: what `desired-by` wants, otherwise 1.'),
    'desired-by': z
      .union([z.strictObject({ 'scaling-group': text }), z.strictObject({ cluster: text, service: text })])
      .optional()
      .describe('The Auto Scaling group or the ECS service whose desired number of targets must be healthy.'),
    zones: z.int().min(1).default(1).describe('Least number of Availability Zones with a healthy target.'),
    settles: duration
      .default(DEFAULT_SETTLE_MS)
      .describe('How long targets that are still registered or checked for the first time are waited for.'),
  }),
)

interface Options {
  readonly targets: z.output<ReturnType<typeof details>>
}

interface TargetFacts {
  /** `i-0123:8080` */
  readonly name: string
  readonly state: string
  readonly reason: string
  /** Undefined where it is not known. */
  readonly zone: string | undefined
  /** Where a zonal shift or an override keeps traffic away. */
  readonly override: string | undefined
}

interface Facts {
  /** The target group does not exist. */
  readonly missing: boolean
  /** Load balancers that use the group. */
  readonly balancers: number
  /** Health checks of the group are not disabled. */
  readonly isChecked: boolean
  readonly desired?: number
  readonly targets: readonly TargetFacts[]
}

export const check = defineCheck({
  meta: {
    name: 'targets',
    title: 'All targets of a load balancer are healthy',
    docs: 'Reads the health of each target of a target group of Elastic Load Balancing, and compares the healthy ones with the number that is wanted and the zones that they are in. A target that is unhealthy or unused fails, with its reason; one that drains does not count. A target that is still registered or checked for the first time is waited for. A group without targets, one that no load balancer uses, one whose health checks are disabled, and one of a service or an Auto Scaling group that desires no target is not a pass.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({
    targets: z
      .union([text, details()])
      .transform((value) => (typeof value === 'string' ? details().parse({ group: value }) : value)),
  }),
  nameOf: ({ targets }: Options) => `the targets of ${nameOfGroup(targets.group)} are healthy`,
  timeoutOf: ({ targets }: Options) => targets.settles + CALLS_MS,
  observe,
  judge,
})

/** The name in an ARN `…:targetgroup/NAME/ID`. */
const nameOfGroup = (group: string): string => /:targetgroup\/([^/]+)\//.exec(group)?.[1] ?? group

async function observe({ targets }: Options, { ports, access, signal }: CheckContext): Promise<Facts> {
  const { clock } = ports
  const reads = await ports.connect.state(access)
  const group = await readGroup(reads, targets.group)
  if (group === undefined) return { missing: true, balancers: 0, isChecked: false, targets: [] }
  const until = clock.now().getTime() + targets.settles
  for (;;) {
    const desired = await readDesired(reads, targets['desired-by'])
    const { TargetHealthDescriptions: found = [] } = await reads.describeTargetHealth({
      TargetGroupArn: group.TargetGroupArn,
      Include: ['All'],
    })
    const healthy = namesOf(found.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy')).size
    const settles =
      found.some(({ TargetHealth }) => TargetHealth?.State === 'initial') || healthy < (targets.healthy ?? desired ?? 1)
    if (!settles || clock.now().getTime() >= until) {
      return {
        missing: false,
        balancers: group.LoadBalancerArns?.length ?? 0,
        isChecked: group.HealthCheckEnabled !== false,
        ...(desired !== undefined && { desired }),
        targets: await withZones(reads, group, found),
      }
    }
    await clock.sleep(POLL_MS, signal)
  }
}

async function readGroup(
  reads: Pick<StateReads, 'describeTargetGroups'>,
  named: string,
): Promise<TargetGroup | undefined> {
  try {
    const { TargetGroups = [] } = await reads.describeTargetGroups(
      named.startsWith('arn:') ? { TargetGroupArns: [named] } : { Names: [named] },
    )
    return TargetGroups.find(({ TargetGroupArn, TargetGroupName }) => [TargetGroupArn, TargetGroupName].includes(named))
  } catch (error) {
    if (error instanceof ActionError && errorName(error).startsWith('TargetGroupNotFound')) return undefined
    throw error
  }
}

/** A target group of instances does not tell their zones. */
async function withZones(
  reads: Pick<StateReads, 'describeInstances'>,
  { TargetType: type }: TargetGroup,
  found: readonly TargetHealthDescription[],
): Promise<TargetFacts[]> {
  const ids = type === 'instance' ? [...new Set(found.map(({ Target }) => Target?.Id ?? ''))] : []
  const zones = new Map<string, string>()
  for (let at = 0; at < ids.length; at += INSTANCES_A_CALL) {
    const InstanceIds = ids.slice(at, at + INSTANCES_A_CALL)
    const pages = pagesOf('NextToken', (next) =>
      reads.describeInstances({ Filters: [{ Name: 'instance-id', Values: InstanceIds }], ...next }),
    )
    for await (const { Reservations = [] } of pages) {
      for (const { InstanceId = '', Placement } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        if (Placement?.AvailabilityZone !== undefined) zones.set(InstanceId, Placement.AvailabilityZone)
      }
    }
  }
  return found.map(({ Target, TargetHealth, AdministrativeOverride: override }) => ({
    name: nameOfTarget(Target),
    state: TargetHealth?.State ?? 'unknown',
    reason: [TargetHealth?.Reason, TargetHealth?.Description].filter(Boolean).join(': '),
    zone: zones.get(Target?.Id ?? '') ?? (Target?.AvailabilityZone === 'all' ? undefined : Target?.AvailabilityZone),
    override: override?.State === undefined || override.State === 'no_override' ? undefined : override.State,
  }))
}

const nameOfTarget = ({ Id: id = '', Port: port }: TargetDescription = { Id: '' }): string =>
  port === undefined ? id : `${id}:${port}`

/** A target that is listed twice is one. */
const namesOf = (found: readonly TargetHealthDescription[]): Set<string> =>
  new Set(found.map(({ Target }) => nameOfTarget(Target)))

const DRAINING = new Set(['draining', 'unhealthy.draining'])
const BAD = new Set(['unhealthy', 'unused'])

function judge({ targets: options }: Options, { missing, balancers, isChecked, desired, targets }: Facts): Judgement {
  // Where nothing is wanted, nothing is proven.
  const wanted = Math.max(options.healthy ?? desired ?? 1, 1)
  const group = nameOfGroup(options.group)
  const expected = `${plural(wanted, 'healthy target')} in ${plural(options.zones, 'zone')} at least, and no other`
  if (missing) {
    return {
      outcome: 'error',
      title: `the target group ${group} does not exist`,
      expected,
      observed: 'no such target group',
      advice: 'Correct `targets`: `aws elbv2 describe-target-groups`.',
    }
  }
  const counted = targets.filter(({ state }) => !DRAINING.has(state))
  const healthy = [
    ...new Map(counted.filter(({ state }) => state === 'healthy').map((target) => [target.name, target])).values(),
  ]
  const zones = new Set(healthy.flatMap(({ zone }) => (zone === undefined ? [] : [zone])))
  const draining = targets.length - counted.length
  const states = [...Map.groupBy(targets, ({ state }) => state)].map(([state, list]) => `${list.length} ${state}`)
  const observed = `${states.join(', ') || 'no target'}${zones.size > 0 ? ` in ${[...zones].toSorted().join(', ')}` : ''}`
  const base = { expected, measurements: [{ name: 'healthy targets', unit: 'count' as const, value: healthy.length }] }
  const bad = counted.filter(({ state }) => BAD.has(state))
  const lookAt = `See \`aws elbv2 describe-target-health --target-group-arn ${options.group}\`, and the log of the target.`
  if (bad.length > 0) {
    return {
      ...base,
      outcome: 'fail',
      title: `${plural(bad.length, 'target')} of ${counted.length} not healthy: ${listed(bad.map(shown), NAMED_AT_MOST)}`,
      observed,
      advice: lookAt,
    }
  }
  const unsure = counted.filter(
    ({ name, state, override }) => name === '' || state !== 'healthy' || override !== undefined || !isChecked,
  )
  if (unsure.length > 0) {
    return {
      ...base,
      outcome: 'inconclusive',
      title: `${plural(unsure.length, 'target')} of ${counted.length} in a state that proves nothing: ${listed(unsure.map(shown), NAMED_AT_MOST)}`,
      observed: `${observed}${isChecked ? '' : ', health checks disabled'}, after ${showDuration(options.settles)}`,
      advice: 'Give the check a longer `settles`, or enable health checks of the target group.',
    }
  }
  if (healthy.length < wanted) {
    const nothing = counted.length === 0
    return {
      ...base,
      outcome: 'fail',
      title: nothing
        ? `no target is registered${draining > 0 ? ` but ${draining} ${draining === 1 ? 'drains' : 'drain'}` : ''}`
        : `${healthy.length} of ${plural(wanted, 'target')} healthy`,
      observed,
      advice: `Check what registers targets with ${group}: the service, the Auto Scaling group or the deployment.`,
    }
  }
  if (balancers === 0) {
    return {
      ...base,
      outcome: 'inconclusive',
      title: 'no load balancer uses the target group',
      observed,
      advice: 'Name the target group to which a listener forwards.',
    }
  }
  const unknown = healthy.filter(({ zone }) => zone === undefined)
  // Functions and load balancers have no zone of their own; each target is in one at least.
  if (Math.max(zones.size, 1) < options.zones) {
    const isKnown = unknown.length === 0
    return {
      ...base,
      outcome: isKnown ? 'fail' : 'inconclusive',
      title: isKnown
        ? `healthy targets in ${plural(zones.size, 'zone')} instead of ${options.zones}`
        : `the zones of ${plural(unknown.length, 'healthy target')} are not known`,
      observed,
      advice: isKnown
        ? 'Let the service or the Auto Scaling group use subnets of more zones.'
        : 'Leave `zones` out where the targets are addresses outside of the VPC.',
    }
  }
  if (desired === 0 && options.healthy === undefined) {
    return {
      ...base,
      outcome: 'inconclusive',
      title: `${plural(healthy.length, 'target')} healthy, and none is desired`,
      observed: `${observed}; desired: 0`,
      advice: 'Let the service or the Auto Scaling group desire at least one target, or give the check `healthy`.',
    }
  }
  return {
    ...base,
    outcome: 'pass',
    title: `${plural(healthy.length, 'target')} healthy${zones.size > 0 ? ` in ${plural(zones.size, 'zone')}` : ''}${draining > 0 ? `, ${draining} draining` : ''}`,
    observed: `${observed}; wanted: ${wanted}`,
  }
}

function shown({ name, state, reason, override }: TargetFacts): string {
  const why = [override === undefined ? state : `${state}, ${override}`, oneLine(reason)].filter(Boolean).join(' ')
  return `${name} ${why}`
}
