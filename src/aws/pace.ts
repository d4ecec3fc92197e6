import type { Clock } from '../support/runtime.ts'

/** How many reads a second are made of each service of an account and region, where the configuration does not say. */
export const DEFAULT_CALLS_PER_SECOND = 5

/**
 * Calls that may be made at once after a pause, in seconds of the rate. AWS's limits are buckets of that proportion where it
 * publishes them: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html (capacity 100, 20 a second).
 */
const BURST_SECONDS = 5

/** Waits until the next call may be made. */
export type Turn = (signal?: AbortSignal) => Promise<void>

/** A bucket of `perSecond` tokens a second, full at the start: a ceiling, under which AWS may still throttle. */
function paced(clock: Clock, perSecond: number): Turn {
  const capacity = Math.max(1, perSecond * BURST_SECONDS)
  let tokens = capacity
  let at = clock.now().getTime()
  return async (signal) => {
    const now = clock.now().getTime()
    tokens = Math.min(capacity, tokens + ((now - at) / 1_000) * perSecond)
    at = now
    tokens -= 1
    // Each caller takes its token at once, so that callers wait for different moments.
    if (tokens < 0) await clock.sleep((-tokens / perSecond) * 1_000, signal)
  }
}

/** The ceiling of all reads of a run, of all clients: a bucket for each key, which is a service of an account and region. */
export function readCeiling(
  clock: Clock,
  perSecond: () => number,
): (key: string, signal?: AbortSignal) => Promise<void> {
  const turns = new Map<string, Turn>()
  return (key, signal) => {
    const turn = turns.get(key) ?? paced(clock, perSecond())
    turns.set(key, turn)
    return turn(signal)
  }
}

/** Operations that change nothing: only these wait, so that no change and no stop of a deployment comes late. */
const READ = /^(BatchDescribe|BatchGet|Describe|Detect|Filter|Get|Head|List|Lookup|Simulate)/

export function isRead(operation: string): boolean {
  return READ.test(operation)
}

/** Services whose endpoint, and limit, is one for all regions. */
const GLOBAL = new Set(['iam'])

/** The account of a role, and the region, of which a service has a limit; `own`: the credentials of the job. */
export function ceilingKey(
  service: string,
  { region, role }: { readonly region: string; readonly role?: string },
): string {
  const account = role?.split(':')[4] ?? 'own'
  return `${account} ${GLOBAL.has(service) ? 'global' : region} ${service}`
}

/** How long so many calls take at least, in milliseconds. */
function leastTime(calls: number, perSecond: number): number {
  return (Math.max(0, calls - perSecond * BURST_SECONDS) / perSecond) * 1_000
}

/** Milliseconds that calls take at least; each is named by its service. */
export function leastTimeOf(calls: readonly string[], perSecond: number): number {
  const counted = [...Map.groupBy(calls, (service) => service).values()].map(({ length }) => length)
  return Math.max(0, ...counted.map((count) => leastTime(count, perSecond)))
}
