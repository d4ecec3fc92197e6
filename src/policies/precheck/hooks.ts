import { isPlanned, type PlannedHook } from '../../cloudformation/hooks.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Rule } from '../contract.ts'

const CODE = 'change-set/hooks'
/** More names than these help nobody. */
const MOST_NAMES = 20

/** It is known which hooks will be asked when the change sets are executed. */
export const rule: Rule = {
  meta: {
    code: CODE,
    title: 'It is known which hooks will be asked about the changes',
    docs:
      'CloudFormation Hooks of the account can refuse a resource while it is deployed. Which ones will be asked is shown; ' +
      'what they answer only the deployment tells. Where CloudFormation does not tell which, nothing is proved.',
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
          title: `${environment.key}: CloudFormation does not tell which hooks will be asked about ${stack.name}`,
          subject,
          expected: 'PLANNED',
          observed: hooks.status,
          advice:
            `Run precheck again. If it stays so, see with \`${list}\` which hooks there are, ` +
            `and accept it: \`precheck.rules: { ${CODE}: { off: true, reason: …, owner: …, until: … } }\`.`,
          details,
        }
        const known = [...byName(hooks.hooks)].map(([name, planned]): Finding => {
          const stops = planned.some(({ mode }) => mode !== 'WARN')
          // Without advice: an account has few hooks, but each stack has all of them, and nothing is to be done.
          return {
            code: 'change-set/hook',
            outcome: 'skipped',
            title: `${environment.key}: the hook ${name} will be asked about ${planned.length} ${planned.length === 1 ? 'resource' : 'resources'}`,
            subject: `${subject}/hook/${name}`,
            expected: 'its answer, which only the deployment gives',
            observed: `${namesOf(planned)}; on refusal: ${stops ? 'the update fails and is rolled back' : 'a warning'}`,
            details,
          }
        })
        return isPlanned(hooks) ? known : [unknown, ...known]
      }),
    )
  },
}

function byName(hooks: readonly PlannedHook[]): Map<string, PlannedHook[]> {
  const found = new Map<string, PlannedHook[]>()
  for (const hook of hooks) found.set(hook.name, [...(found.get(hook.name) ?? []), hook])
  return found
}

function namesOf(planned: readonly PlannedHook[]): string {
  const names = planned.map(({ logicalId }) => logicalId)
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
