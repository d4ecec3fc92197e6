import { settingsOf, type ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'admin-bypass',
    title: 'Administrators cannot start a waiting job without an approval.',
    docs: "GitHub does not document this setting in its API, so it is often unknown. It does not block: inside of the environment's job the missing approval is detected, and the deployment stops.",
    codes: ['gate/admin-bypass', 'gate/no-admin-bypass'],
  },
  judge(facts) {
    const { environment } = facts.github ?? {}
    if (!environment || facts.channel === 'pull-request-review') return []
    const subject = `environment/${facts.environment}`
    const expected = 'administrators cannot bypass the rules'
    if (environment.adminsCanBypass === false) {
      return [{ code: 'gate/no-admin-bypass', outcome: 'pass', title: expected, subject, expected, observed: expected }]
    }
    const known = environment.adminsCanBypass === true
    return [
      {
        code: 'gate/admin-bypass',
        outcome: 'noted',
        title: known
          ? `administrators can bypass the rules of ${facts.environment}; the deployment job stops without an approval`
          : `GitHub does not say whether administrators can bypass the rules of ${facts.environment}`,
        subject,
        expected,
        observed: known ? 'they can' : 'unknown',
        advice: `Switch off "Allow administrators to bypass configured protection rules": ${settingsOf(facts)}.`,
      },
    ]
  },
}
