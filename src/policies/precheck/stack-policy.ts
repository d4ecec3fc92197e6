import { canonical } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Rule } from '../contract.ts'

/** Each stack has the policy that its parameter file gives. */
export const rule: Rule = {
  meta: {
    code: 'stack/policy',
    title: 'Each stack has the policy that its parameter file gives',
    docs:
      "CodePipeline's form of parameters may carry a stack policy, and CodePipeline sets it. This action does not change " +
      'stack policies: the policy in the file is compared with that of the stack, and a difference is reported.',
    codes: ['stack/policy-not-set'],
  },
  judge(facts) {
    return facts.environments.flatMap(({ environment, stacks, snapshot }) =>
      stacks.flatMap(({ stack, source }): Finding[] => {
        const given = source.parameters?.stackPolicy
        const exists = snapshot?.facts[`stacks/${stack.id}/start/exists`]
        // Without a snapshot, as of a part of the stacks, nothing is known of what the stack has.
        if (given === undefined || exists === undefined || exists === null) return []
        const has = snapshot?.facts[`stacks/${stack.id}/policy`]
        if (has !== undefined && canonical(has) === canonical(given)) return []
        return [
          {
            code: 'stack/policy-not-set',
            outcome: 'noted',
            title: `${environment.key}: ${stack.name} does not have the stack policy of its parameter file`,
            subject: `stack/${stack.id}`,
            expected: JSON.stringify(given),
            observed: has === undefined || has === null ? 'none' : JSON.stringify(has),
            advice: `Set it with \`aws cloudformation set-stack-policy --stack-name ${stack.name} --region ${environment.region} --stack-policy-body …\`: this action leaves stack policies as they are.`,
            details: { environment: environment.key },
          },
        ]
      }),
    )
  },
}
