import type { Plan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { placeKey, type Place } from '../../evidence/place.ts'
import { isOffline } from '../../evidence/chain/slots.ts'
import { judgeParity, parityPairs } from '../comparison/parity.ts'
import { sharedStacks, type PlacedStack } from '../shared-stacks.ts'
import type { GateRule } from './contract.ts'

/** Prechecks that were limited by `only` saw a part each, and parity is about the whole. */
const unseen: Finding = {
  code: 'parity/not-compared',
  outcome: 'inconclusive',
  title: 'No precheck examined a whole environment, so pre-prod and production were not compared',
  subject: 'parity',
  expected: 'a snapshot of preprod and of production',
  observed: 'none',
  advice: 'Run one precheck of each environment without `only`.',
}

/** Pre-prod mirrors production, also where two jobs saw one environment each. */
export const rule: GateRule = {
  meta: {
    code: 'gate/mirrors',
    title: 'Pre-prod mirrors production, except for declared differences',
    docs:
      'A precheck of both environments compares them. Where two jobs examined one each, as in accounts that do not ' +
      'trust each other, their snapshots are compared here, by the same rules, and the two must not share a stack.',
    codes: [
      'parity/differs',
      'parity/not-known-yet',
      'parity/capacity',
      'parity/start',
      'parity/mirrors',
      'parity/one-environment',
      'parity/not-compared',
      'parity/allowance-expired',
      'parity/allowance-unused',
      'stack/shared',
    ],
  },
  judge({ chain, environments, parity, today }) {
    const prechecks = chain.links
      .map(({ evidence }) => evidence)
      .filter(({ slot }) => slot.command === 'precheck' && !isOffline(slot))
    const seen = prechecks.map(({ snapshots }) => snapshots)
    const parts = prechecks.length > 0 && prechecks.every(({ slot }) => slot.phase !== undefined)
    if (parts && seen.flat().length === 0) return [unseen]
    const pairs = parityPairs(seen.flat(), environments)
    const together = (...places: readonly Place[]): boolean =>
      seen.some((snapshots) => places.every((place) => snapshots.some((each) => placeKey(each) === placeKey(place))))
    if (pairs.length > 0 && pairs.every(({ rehearsed, target }) => together(rehearsed, target))) return []
    const plans = prechecks.flatMap((evidence) => evidence.plans)
    return [
      ...sharedStacks(inOrder(plans, environments).flatMap(stacksOf)),
      ...judgeParity(seen.flat(), parity, today, environments),
    ]
  },
}

function inOrder(plans: readonly Plan[], environments: readonly string[]): Plan[] {
  return plans.toSorted((a, b) => environments.indexOf(a.environment) - environments.indexOf(b.environment))
}

function stacksOf({ environment, changeSets }: Plan): PlacedStack[] {
  return changeSets.flatMap(({ stack, stackName, stackArn }) =>
    stackArn === undefined ? [] : [{ environment, id: stack, name: stackName, arn: stackArn }],
  )
}
