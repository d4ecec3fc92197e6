import type { PlannedCheck } from '../../checks/engine/select.ts'

/** What a check takes at least, in milliseconds. */
export function leastMs({ delay, every, count, steadyFor = 0 }: PlannedCheck['sampling']): number {
  return delay + Math.max((count - 1) * every, steadyFor)
}
