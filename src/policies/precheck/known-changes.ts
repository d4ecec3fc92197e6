import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import type { Finding } from '../../evidence/finding.ts'
import { placedChanges, unknownNestedStacks } from '../planned/changes.ts'
import type { Rule } from '../contract.ts'

/** What CloudFormation says about a change is understood. */
export const rule: Rule = {
  meta: {
    code: 'change/known',
    title: 'Every change is described by values that this version knows',
    docs:
      'CloudFormation adds new values for actions and replacements. A change with a value that this version ' +
      'does not know is not judged as harmless. Where CloudFormation did not give all values, a finding says so: the changes ' +
      'themselves are complete, since they are read a second time without values. Of a nested stack that its change set ' +
      'does not include, the changes are unknown.',
    codes: ['change/unrecognized', 'change/nested-unknown', 'change/values-unknown'],
  },
  judge(facts) {
    const unknown = placedChanges(facts).flatMap(({ environment, change, classified, subject }): Finding[] => {
      const words = classified?.unknownValues ?? []
      if (words.length === 0 && change.action !== 'Unknown') return []
      const name = environment.environment.key
      return [
        {
          code: 'change/unrecognized',
          outcome: 'inconclusive',
          title: `${name}: what would happen to ${change.logicalId} is described by values that this version does not know`,
          subject,
          expected: 'values that this version knows',
          observed: words.join(', ') || 'no action',
          advice:
            'Use a newer version of this action. Until then review this change in the CloudFormation console, and accept it: ' +
            '`precheck.rules: { change/known: { off: true, reason: …, owner: …, until: … } }`.',
          details: { environment: name, type: change.type },
        },
      ]
    })
    const nested = facts.environments.flatMap(({ environment, stacks }) =>
      stacks.flatMap(({ stack, plan, facts: changeSet }): Finding[] => {
        // A plan that the template alone gave says itself that it is provisional.
        const names = plan === undefined || changeSet === undefined ? [] : unknownNestedStacks(plan)
        if (names.length === 0) return []
        return [
          {
            code: 'change/nested-unknown',
            outcome: 'inconclusive',
            title: `${environment.key}: CloudFormation does not say what would change in nested stacks of ${stack.name}`,
            subject: `stack/${stack.id}`,
            expected: 'a change set for each nested stack',
            observed: names.join(', '),
            advice:
              'Run precheck again. If it stays so, review these nested stacks in the CloudFormation console, and accept them: ' +
              '`precheck.rules: { change/known: { off: true, reason: …, owner: …, until: … } }`.',
            details: { environment: environment.key },
          },
        ]
      }),
    )
    const untold = facts.environments.flatMap(({ environment, stacks }) =>
      stacks.flatMap(({ stack, facts: changeSet }): Finding[] => {
        const reasons = changeSet === undefined ? [] : reasonsOf(changeSet)
        if (reasons.length === 0) return []
        return [
          {
            code: 'change/values-unknown',
            outcome: 'noted',
            title: `${environment.key}: CloudFormation does not give all values that would change in ${stack.name}`,
            subject: `stack/${stack.id}`,
            expected: 'values before and after',
            observed: reasons.join('; '),
            details: { environment: environment.key },
          },
        ]
      }),
    )
    return [...unknown, ...nested, ...untold]
  },
}

function reasonsOf({ incomplete, nested }: ChangeSetFacts): string[] {
  return [...new Set([...incomplete, ...nested.flatMap(reasonsOf)])]
}
