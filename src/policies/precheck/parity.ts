import type { Rule } from '../contract.ts'
import { judgeParity } from '../parity.ts'

/** Pre-prod is made as production is. */
export const rule: Rule = {
  meta: {
    code: 'parity',
    title: 'Pre-prod is made as production is',
    docs:
      'Compares what both environments are made of, after taking out their names, accounts and regions. What concerns ' +
      'security and procedure blocks unless it is declared with a reason; capacity and the starting point only inform.',
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
  judge(facts) {
    const snapshots = facts.environments.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot]))
    return judgeParity(snapshots, facts.config.precheck.parity, facts.today)
  },
}
