import type { Plan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { judgeParity } from '../parity.ts'
import { sharedStacks, type Place } from '../shared-stacks.ts'
import type { GateRule } from './contract.ts'

/** Prechecks that were limited by `only` saw a part each, and parity is about the whole. */
const unseen: Finding = {
  code: 'parity/unseen',
  outcome: 'inconclusive',
  title: 'No precheck saw a whole environment, so pre-prod and production were not compared',
  subject: 'parity',
  expected: 'a snapshot of preprod and of production',
  observed: 'none',
  advice: 'Let one precheck of each environment look at everything: without `only`.',
}

/** Pre-prod is made as production is, also where two jobs saw one environment each. */
export const rule: GateRule = {
  meta: {
    code: 'gate/mirrors',
    title: 'Pre-prod is made as production is',
    docs:
      'A precheck that saw both environments has compared them. Where two jobs saw one each, as in accounts that do not ' +
      'know each other, their snapshots are compared here, by the same rules; and that they have no stack in common.',
    codes: [
      'parity/differs',
      'parity/capacity',
      'parity/start',
      'parity/mirrors',
      'parity/one-side',
      'parity/unseen',
      'parity/allowance-expired',
      'parity/allowance-unused',
      'stack/shared',
    ],
  },
  judge({ chain, parity, today }) {
    const prechecks = chain.links.map(({ evidence }) => evidence).filter(({ slot }) => slot.command === 'precheck')
    const seen = prechecks.map(({ snapshots }) => snapshots)
    const parts = prechecks.length > 0 && prechecks.every(({ slot }) => slot.phase !== undefined)
    if (parts && seen.flat().length === 0) return [unseen]
    const together = seen.some((snapshots) => new Set(snapshots.map(({ environment }) => environment)).size > 1)
    if (together) return []
    const plans = prechecks.flatMap((evidence) => evidence.plans)
    return [
      ...sharedStacks(placesIn(plans, 'preprod'), placesIn(plans, 'production')),
      ...judgeParity(seen.flat(), parity, today),
    ]
  },
}

function placesIn(plans: readonly Plan[], environment: string): Place[] {
  return plans
    .filter((plan) => plan.environment === environment)
    .flatMap(({ changeSets }) =>
      changeSets.flatMap(({ stack, stackName, stackArn }) =>
        stackArn === undefined ? [] : [{ id: stack, name: stackName, arn: stackArn }],
      ),
    )
}
