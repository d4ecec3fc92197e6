import { ceilingKey, leastTimeOf } from '../../aws/pace.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'

/** A shorter time is not announced. */
const WORTH_TELLING_MS = 1_000

/** `readsPerSecond`: the ceiling of reads of each service. */
export type PacedOptions = Pick<PlanOptions, 'ports' | 'environment' | 'access'> & { readonly readsPerSecond: number }

/** Says before many reads how long the ceiling lets them take at least. `calls`: the service of each. */
export function tellLeastTime(
  { ports, environment, readsPerSecond }: PacedOptions,
  what: string,
  calls: readonly string[],
): void {
  const least = leastTimeOf(calls, readsPerSecond)
  if (least < WORTH_TELLING_MS) return
  ports.log.info(
    `${environment.key}: ${what} by about ${plural(calls.length, 'call')}, at most ${readsPerSecond} a second to each ` +
      `service (aws-calls-per-second): at least ${showDuration(least)}`,
  )
}

/**
 * Says how long the reads of several environments take together, where they share limits of services, as in one account and
 * region. `calls`: of each environment, the service of each call.
 */
export function tellSharedTime(
  each: readonly { readonly options: PacedOptions; readonly calls: readonly string[] }[],
): void {
  const [first] = each
  if (first === undefined) return
  const { ports, readsPerSecond } = first.options
  const keyed = each.map(({ options, calls }) => calls.map((service) => ceilingKey(service, options.access)))
  const together = leastTimeOf(keyed.flat(), readsPerSecond)
  const alone = Math.max(...keyed.map((calls) => leastTimeOf(calls, readsPerSecond)))
  if (together - alone < WORTH_TELLING_MS) return
  const names = each.map(({ options }) => options.environment.key).join(' and ')
  ports.log.info(`${names} share the limits of one account and region: together at least ${showDuration(together)}`)
}
