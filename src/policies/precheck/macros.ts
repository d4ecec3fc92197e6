import { unreviewedTransforms } from '../../cloudformation/template/transforms.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Rule } from '../contract.ts'

/** No macro runs, and no object is fetched, while a change set is made, unless it is allowed by name. */
export const rule: Rule = {
  meta: {
    code: 'template/macro',
    title: 'No macro runs while a change set is made, unless it is allowed by name',
    docs:
      'A macro is code that runs while CloudFormation makes a change set, and AWS::Include fetches an ' +
      'object that is not part of the release. A stack with one that is not listed in precheck.transforms is not planned.',
    codes: ['template/macro'],
  },
  judge(facts) {
    const allowed = facts.config.precheck.transforms
    const seen = new Map<string, Finding>()
    for (const environment of facts.environments) {
      for (const { stack, source } of environment.stacks) {
        for (const name of unreviewedTransforms(source.template.transforms, allowed)) {
          const inSection = source.template.body['Transform'] !== undefined
          seen.set(`${stack.id} ${name}`, {
            code: 'template/macro',
            outcome: 'fail',
            title: `${stack.template} uses ${name}, which runs code or fetches objects while a change set is made`,
            subject: `stack/${stack.id}/transform/${name}`,
            expected: 'no macro, or one that precheck.transforms allows by name',
            observed: name,
            advice: `Review what ${name} does, then allow it: precheck.transforms: [${name}].`,
            source: source.template.source(inSection ? ['Transform'] : []),
          })
        }
      }
    }
    return [...seen.values()]
  },
}
