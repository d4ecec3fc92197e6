import { isPlanned, type PlannedHook } from '../../cloudformation/change-sets/hooks.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { Rule } from '../contract.ts'

const CODE = 'change-set/hooks'
/** Names that a finding lists at most. */
const MOST_NAMES = 20

/** It is known which hooks will be asked when the change sets are executed. */
export const rule: Rule = {
  meta: {
    code: CODE,
    title: 'The hooks that will be invoked for the changes are known',
    docs:
      'CloudFormation Hooks of the account can refuse a resource while it is deployed. Those that will be invoked are shown; ' +
      'their answer is known only during the deployment. Where CloudFormation does not list them, nothing is proved.',
    codes: ['change-set/hook', 'change-set/hooks-unknown'],
  },
  judge(facts) {
    return facts.environments.flatMap(({ environment, stacks }) =>
      stacks.flatMap(({ stack, hooks }): Finding[] => {
        if (hooks === undefined) return []
        const subject = `stack/${stack.id}`
        const details = { environment: environment.key }
        const list = `aws cloudformation list-types --type HOOK --visibility PRIVATE --region ${environment.region}`
        const unknown: Finding = {
          code: 'change-set/hooks-unknown',
          outcome: 'inconclusive',
          title: `${environment.key}: CloudFormation does not list the hooks that will be invoked for ${stack.name}`,
          subject,
          expected: 'PLANNED',
          observed: hooks.status,
          advice:
            `Run precheck again. If it stays so, list the hooks with \`${list}\`, ` +
            `and accept it: \`precheck.rules: { ${CODE}: { off: true, reason: …, owner: …, until: … } }\`.`,
          details,
        }
        const known = [...Map.groupBy(hooks.hooks, ({ name }) => name)].map(([name, planned]): Finding => {
          const stops = planned.some(({ mode }) => mode !== 'WARN')
          // Without advice: an account has few hooks, but each stack has all of them, and nothing is to be done.
          return {
            code: 'change-set/hook',
            outcome: 'noted',
            title: `${environment.key}: the hook ${name} will be invoked for ${plural(planned.length, 'resource')}`,
            subject: `${subject}/hook/${name}`,
            expected: 'its answer during the deployment',
            observed: `${namesOf(planned)}; on refusal: ${stops ? 'the update fails and is rolled back' : 'a warning'}`,
            details,
          }
        })
        return isPlanned(hooks) ? known : [unknown, ...known]
      }),
    )
  },
}

function namesOf(planned: readonly PlannedHook[]): string {
  return listed(
    planned.map(({ logicalId }) => logicalId),
    MOST_NAMES,
  )
}
