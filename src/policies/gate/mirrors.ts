import { judgeParity } from '../parity.ts'
import type { GateRule } from './contract.ts'

/** Pre-prod is made as production is, also where two jobs saw one environment each. */
export const rule: GateRule = {
  meta: {
    code: 'gate/mirrors',
    title: 'Pre-prod is made as production is',
    docs:
      'A precheck that saw both environments has compared them. Where two jobs saw one each, as in accounts that do not ' +
      'know each other, their snapshots are compared here, by the same rules.',
    codes: [
      'parity/differs',
      'parity/capacity',
      'parity/start',
      'parity/mirrors',
      'parity/one-side',
      'parity/allowance-expired',
      'parity/allowance-unused',
    ],
  },
  judge({ chain, parity, today }) {
    const seen = chain.links
      .filter(({ evidence }) => evidence.slot.command === 'precheck')
      .map(({ evidence }) => evidence.snapshots)
    const together = seen.some((snapshots) => new Set(snapshots.map(({ environment }) => environment)).size > 1)
    return together ? [] : judgeParity(seen.flat(), parity, today)
  },
}
