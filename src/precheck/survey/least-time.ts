import { leastTimeOf } from '../../aws/pace.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'

/** A shorter time is not announced. */
const WORTH_TELLING_MS = 1_000

/** `readsPerSecond`: the ceiling of reads of each service. */
export type PacedOptions = Pick<PlanOptions, 'ports' | 'environment'> & { readonly readsPerSecond: number }

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
