import type * as sdk from '@aws-sdk/client-codedeploy'
import { waitUntil } from '../../../../clock.ts'
import type { DeployContext } from '../contract.ts'
import type { Deployment } from '../state.ts'

const MINUTE_MS = 60_000
const POLL_MS = 1_000

/** Steps of a traffic shift: the weight of the new version in per cent, and its duration. The last step has 100. */
export function stepsOf(routing: sdk.TrafficRoutingConfig | undefined): readonly { weight: number; minutes: number }[] {
  const whole = { weight: 100, minutes: 0 }
  if (routing?.type === 'TimeBasedCanary') {
    const { canaryPercentage: weight = 0, canaryInterval: minutes = 0 } = routing.timeBasedCanary ?? {}
    return [{ weight, minutes }, whole]
  }
  if (routing?.type === 'TimeBasedLinear') {
    const { linearPercentage: step = 100, linearInterval: minutes = 0 } = routing.timeBasedLinear ?? {}
    const before = Array.from({ length: Math.ceil(100 / step) - 1 }, (_, index) => ({
      weight: step * (index + 1),
      minutes,
    }))
    return [...before, whole]
  }
  return [whole]
}

/** Shifts the traffic step by step. @returns false when stopped */
export async function shiftTraffic(
  { clock }: DeployContext,
  deployment: Deployment,
  routing: sdk.TrafficRoutingConfig | undefined,
  setWeight: (weight: number) => void,
): Promise<boolean> {
  for (const { weight, minutes } of stepsOf(routing)) {
    setWeight(weight)
    const stay = { limit: minutes * MINUTE_MS, step: POLL_MS }
    if (await waitUntil(clock, stay, () => deployment.stop !== undefined)) return false
  }
  return deployment.stop === undefined
}
