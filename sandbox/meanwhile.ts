import type { Admin } from './aws/admin.ts'
import { asList, glob } from './aws/identity/policy.ts'
import type { Call } from './contract.ts'
import type { Scenario } from './scenario.ts'

/** Has what others do between two calls done before the call that it is to come before; each only once. */
export function createMeanwhile(
  { meanwhile }: Scenario,
  admin: () => Pick<Admin, 'play'>,
): (call: Call) => Promise<void> {
  const waiting = meanwhile.map((each) => ({ ...each, seen: 0 }))
  return async ({ service, operation, account, region }) => {
    for (const each of waiting) {
      if (!asList(each.before).some((pattern) => glob(pattern, `${service}:${operation}`))) continue
      if ((each.account ?? account) !== account || (each.region ?? region) !== region) continue
      each.seen += 1
      if (each.seen === each.after + 1) await admin().play(each.steps)
    }
  }
}
