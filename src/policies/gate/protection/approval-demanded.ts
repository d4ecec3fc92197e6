import type { ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'approval-demanded',
    title: 'Where no approval is needed, the configuration says why.',
    docs: 'Both environments need a reviewer. `environments.preprod.approval: { none: REASON }` declares that pre-prod needs none: its GitHub environment is then not audited, and the reason is shown to the reviewers of production.',
    codes: ['gate/no-approval'],
  },
  judge({ reviewers, environment, key }) {
    if (!('none' in reviewers)) return []
    return [
      {
        code: 'gate/no-approval',
        outcome: 'skipped',
        title: `${key} is deployed to without an approval: ${reviewers.none}`,
        subject: `environment/${environment}`,
        expected: 'an approval by a reviewer',
        observed: `none, as environments.${key}.approval declares`,
        advice: `Remove \`environments.${key}.approval\` when the reason no longer holds.`,
      },
    ]
  },
}
