import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2'
import type { SandboxClock } from '../../../contract.ts'
import type { Balancers, Probe, TargetGroup } from '../../hosts/balancers.ts'
import type { ElbResource } from './resources.ts'

type Health = sdk.TargetHealth

const RUNNING = 'Target registration is in progress'
/** After that time a target that was registered is checked. */
const REGISTRATION_MS = 2_000

const unused = (Reason: sdk.TargetHealthReasonEnum, Description: string): Health => ({
  State: 'unused',
  Reason,
  Description,
})

/** The result of a probe in DescribeTargetHealth. */
function healthOf(probe: Probe): Health {
  switch (probe) {
    case 'healthy':
      return { State: 'healthy' }
    case 'gone':
      return unused('Target.InvalidState', 'Target is in the stopped state')
    case 'timeout':
      return { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' }
    case 'refused':
      return { State: 'unhealthy', Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' }
    default:
      return {
        State: 'unhealthy',
        Reason: 'Target.ResponseCodeMismatch',
        Description: `Health checks failed with these codes: [${probe}]`,
      }
  }
}

/**
 * The health of a registered target, by one check at the time of the call. Within its first checks a target is initial;
 * when they fail too often it is unhealthy.
 */
async function healthOfTarget(
  balancers: Balancers,
  clock: SandboxClock,
  group: TargetGroup,
  { id, unhealthyAfter }: { readonly id: string; readonly unhealthyAfter: number },
): Promise<Health> {
  const target = group.targets.get(id)
  if (target === undefined) {
    return group.draining?.has(id) === true
      ? {
          State: 'draining',
          Reason: 'Target.DeregistrationInProgress',
          Description: 'Target deregistration is in progress',
        }
      : unused('Target.NotRegistered', 'Target is not registered to the target group')
  }
  if (balancers.rulesTo(group.arn).length === 0) {
    return unused('Target.NotInUse', 'Target group is not configured to receive traffic from the load balancer')
  }
  const probe = await balancers.probe(group, id)
  if (target.initial !== true || probe === 'gone') return healthOf(probe)
  const since = clock.now().getTime() - (target.since?.getTime() ?? 0)
  if (since < REGISTRATION_MS) return { State: 'initial', Reason: 'Elb.RegistrationInProgress', Description: RUNNING }
  if (probe !== 'healthy' && since >= unhealthyAfter * group.health.intervalMs) return healthOf(probe)
  return { State: 'initial', Reason: 'Elb.InitialHealthChecking', Description: 'Initial health checks in progress' }
}

const UNHEALTHY_THRESHOLD = 2

/** `10.0.1.7:8080` as address and port; an instance has the port of its group. */
function describeTarget(id: string, port: number): sdk.TargetDescription {
  const [address = id, own] = id.split(':')
  return own === undefined ? { Id: id, Port: port } : { Id: address, Port: Number(own) }
}

/** The ID of a target in its group, which has the port for addresses. */
export function targetId(group: TargetGroup, { Id: id = '', Port: port }: sdk.TargetDescription): string {
  const withPort = `${id}:${port}`
  return group.targets.has(withPort) || group.draining?.has(withPort) === true ? withPort : id
}

/** The health of the asked targets, or of all of the group. */
export async function describeHealth(
  { balancers, clock }: { readonly balancers: Balancers; readonly clock: SandboxClock },
  { properties }: ElbResource,
  group: TargetGroup,
  asked: readonly sdk.TargetDescription[] | undefined,
): Promise<sdk.TargetHealthDescription[]> {
  const port = Number(properties.Port ?? 80)
  const unhealthyAfter = Number(properties.UnhealthyThresholdCount ?? UNHEALTHY_THRESHOLD)
  const ids =
    asked === undefined || asked.length === 0
      ? [...group.targets.keys(), ...(group.draining ?? [])]
      : asked.map((target) => targetId(group, target))
  return Promise.all(
    ids.map(async (id) => {
      const target = describeTarget(id, port)
      return {
        Target: target,
        HealthCheckPort: String(target.Port),
        TargetHealth: await healthOfTarget(balancers, clock, group, { id, unhealthyAfter }),
      }
    }),
  )
}
