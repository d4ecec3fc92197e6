import type { Rule } from '../contract.ts'
import { judgeParity } from '../comparison/parity.ts'

/** Pre-prod mirrors production. */
export const rule: Rule = {
  meta: {
    code: 'parity',
    title: 'Pre-prod mirrors production, except for declared differences',
    docs:
      'Compares the contents of both environments without their names, accounts and regions, deployment groups and their ' +
      'alarms as this release makes them, boundary and policies of service roles as IAM has them. A value that only the deployment shows is compared by what both templates say; ' +
      'where that is not the same, it is inconclusive. A difference that concerns ' +
      'security and procedure blocks unless it is declared with a reason; capacity and the starting point only inform; none in one environment only (0) is no capacity.',
    codes: [
      'parity/differs',
      'parity/not-known-yet',
      'parity/capacity',
      'parity/start',
      'parity/mirrors',
      'parity/one-environment',
      'parity/allowance-expired',
      'parity/allowance-unused',
    ],
  },
  judge(facts) {
    const snapshots = facts.environments.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot]))
    return judgeParity(snapshots, facts.config.precheck.parity, facts.today)
  },
}
