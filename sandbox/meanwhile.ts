import { isDeepStrictEqual } from 'node:util'
import type { Step } from './actions.ts'
import { asList } from './aws/identity/policy.ts'
import { glob } from './aws/identity/text-match.ts'
import type { Call, Meanwhile } from './contract.ts'
import type { Scenario } from './scenario.ts'

/**
 * Executes the scenario's `meanwhile` steps, each once. A failed step is passed to `complain`, and the client's call
 * continues.
 */
export function createMeanwhile(
  { meanwhile }: Scenario,
  admin: () => { play(steps: readonly Step[]): Promise<void> },
  complain: (text: string) => void,
): Meanwhile {
  const waiting = meanwhile.map((each) => ({ ...each, seen: 0 }))
  let playing: Promise<void> = Promise.resolve()

  async function play(due: (each: (typeof waiting)[number]) => boolean): Promise<void> {
    for (const each of waiting.filter(due)) {
      each.seen += 1
      if (each.seen !== each.after + 1) continue
      playing = playing
        .then(() => admin().play(each.steps))
        .catch((error: unknown) => complain(`meanwhile: ${String(error)}`))
    }
    await playing
  }

  return {
    before: (call) => play((each) => 'before' in each && concerns(each, each.before, call)),
    answered: (call, input) =>
      play((each) => 'answered' in each && concerns(each, each.answered, call) && holds(input, each.input)),
  }
}

function concerns(
  where: { readonly account?: string | undefined; readonly region?: string | undefined },
  calls: string | readonly string[],
  { service, operation, account, region }: Call,
): boolean {
  if ((where.account ?? account) !== account || (where.region ?? region) !== region) return false
  return asList(calls).some((pattern) => glob(pattern, `${service}:${operation}`))
}

const holds = (input: object, wanted: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([name, value]) => isDeepStrictEqual((input as Record<string, unknown>)[name], value))
