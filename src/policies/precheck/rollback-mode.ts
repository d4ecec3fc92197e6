import type { Finding } from '../../evidence/finding.ts'
import type { Rule } from '../contract.ts'

/** A failing update is rolled back, and a complete update is stable. */
export const rule: Rule = {
  meta: {
    code: 'stack/rollback-mode',
    title: 'A failing update is rolled back, and a complete update is stable',
    docs:
      'In EXPRESS mode CloudFormation completes before resources are stable, so that its completion proves nothing; ' +
      'with rollback disabled a failing update leaves the stack half way.',
    codes: ['stack/express-mode', 'stack/rollback-disabled'],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      environment.stacks.flatMap(({ stack, before, facts: changeSet }): Finding[] => {
        const name = environment.environment.key
        const base = { outcome: 'fail', subject: `stack/${stack.id}`, details: { environment: name } } as const
        const mode = changeSet?.deploymentMode ?? before?.deploymentMode ?? 'STANDARD'
        const disabled = changeSet === undefined ? before?.disableRollback === true : changeSet.disableRollback
        return [
          ...(mode === 'STANDARD'
            ? []
            : [
                {
                  ...base,
                  code: 'stack/express-mode' as const,
                  title: `${name}: ${stack.name} would be updated in ${mode} mode`,
                  expected: 'STANDARD',
                  observed: mode,
                  advice: `Deploy ${stack.name} once with \`aws cloudformation update-stack --stack-name ${stack.name} --use-previous-template --deployment-config Mode=STANDARD\`.`,
                },
              ]),
          ...(disabled
            ? [
                {
                  ...base,
                  code: 'stack/rollback-disabled' as const,
                  title: `${name}: a failing update of ${stack.name} would not be rolled back`,
                  expected: 'rollback',
                  observed: 'rollback is disabled',
                  advice: `Enable it with \`aws cloudformation update-stack --stack-name ${stack.name} --use-previous-template --no-disable-rollback\`.`,
                },
              ]
            : []),
        ]
      }),
    )
  },
}
