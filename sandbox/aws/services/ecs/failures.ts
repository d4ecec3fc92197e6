import type * as sdk from '@aws-sdk/client-ecs'
import type { Managed, ServiceDeployment } from './model.ts'
import type { EcsContext } from './scheduler.ts'

const LEAST_THRESHOLD = 3
const MOST_THRESHOLD = 200
const DEFAULT_PERCENT = 50

/** The reason why a deployment does not succeed. */
export interface Failure {
  readonly kind: 'breaker' | 'alarm' | 'hook' | 'network' | 'rollback' | 'abort' | 'superseded'
  /** For `statusReason`. */
  readonly reason: string
  /** For the event of the service. */
  readonly event: string
  readonly rollback: boolean
}

/** The failures of task starts at which the circuit breaker opens. */
export function thresholdOf(
  { deploymentCircuitBreaker: breaker }: sdk.DeploymentConfiguration,
  desired: number,
): number {
  const { type = 'BOUNDED_PERCENT', value = DEFAULT_PERCENT } = breaker?.thresholdConfiguration ?? {}
  if (type === 'COUNT') return value
  const share = Math.ceil((desired * value) / 100)
  if (type === 'UNBOUNDED_PERCENT') return Math.max(1, share)
  return Math.min(MOST_THRESHOLD, Math.max(LEAST_THRESHOLD, share))
}

/** A check whether the deployment has to end: because of a request, the circuit breaker, or an alarm. */
export function watchFailures(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
): () => Failure | undefined {
  const { configuration, target, breaker, alarms } = deployment
  return () => {
    const requested = requestOf(deployment)
    if (requested !== undefined) return requested
    if (breaker.status === 'MONITORING' && target.failed >= breaker.threshold) {
      breaker.status = 'TRIGGERED'
      return {
        kind: 'breaker',
        reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
        event: 'deployment failed: tasks failed to start.',
        rollback: configuration.deploymentCircuitBreaker?.rollback === true,
      }
    }
    if (alarms.status !== 'MONITORING') return undefined
    const triggered = alarmsIn(context, service, configuration)
    if (triggered.length === 0) return undefined
    alarms.status = 'TRIGGERED'
    alarms.triggered = triggered
    return {
      kind: 'alarm',
      reason: `Service deployment rolled back because the alarm(s) ${triggered.join(', ')} were triggered.`,
      event: 'deployment failed: alarm detected.',
      rollback: configuration.alarms?.rollback === true,
    }
  }
}

/** A request to end the deployment: of a user, or by a newer deployment. */
function requestOf({ stop }: ServiceDeployment): Failure | undefined {
  if (stop === undefined) return undefined
  return {
    kind: stop.kind,
    reason: stop.reason ?? 'Service deployment was stopped by a user.',
    event: stop.kind === 'superseded' ? 'deployment was replaced by a newer one.' : 'deployment stopped.',
    rollback: stop.kind === 'rollback',
  }
}

/** The alarms of a deployment that are in ALARM. */
export const alarmsIn = (
  { alarms }: EcsContext,
  { home }: Managed,
  { alarms: configured }: sdk.DeploymentConfiguration,
): string[] => (configured?.alarmNames ?? []).filter((name) => alarms.find(home, name)?.state === 'ALARM')

/** Interval of checks while only task starts can fail a deployment. */
const BREAKER_MS = 30_000

/**
 * Waits for a simulated time, unless something ends the deployment before, or the function returns true.
 */
export async function waitOrFail(
  { clock, durations }: EcsContext,
  deployment: ServiceDeployment,
  ms: number,
  watch: () => Failure | undefined,
  enough: () => boolean = () => false,
): Promise<Failure | undefined> {
  const due = clock.elapsed() + ms
  const { alarms, breaker } = deployment
  const step = alarms.status === 'MONITORING' ? durations.alarms : breaker.status === 'MONITORING' ? BREAKER_MS : ms
  for (;;) {
    const failure = watch()
    if (failure !== undefined) return failure
    const left = due - clock.elapsed()
    if (left <= 0 || enough()) return undefined
    const poked = new Promise<void>((resolve) => (deployment.poke = resolve))
    await Promise.race([poked, clock.sleep(Math.min(left, step))])
  }
}
