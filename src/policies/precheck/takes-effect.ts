import type { Rule } from '../contract.ts'
import { aliasesLeftBehind } from '../effects/aliases.ts'
import { apisWithoutEffect } from '../effects/apis.ts'
import { noEffect, plannedStack } from '../effects/contract.ts'
import { functionsWithoutEffect } from '../effects/functions.ts'
import { launchTemplatesWithoutEffect } from '../effects/launch-templates.ts'
import { layersWithoutEffect } from '../effects/layers.ts'
import { stateMachinesWithoutEffect } from '../effects/state-machines.ts'
import { taskDefinitionsWithoutEffect } from '../effects/task-definitions.ts'

/** A changed function, API, state machine, layer, launch template or task definition is also what serves. */
export const rule: Rule = {
  meta: {
    code: 'change/takes-effect',
    title: 'What is changed is also what serves',
    docs:
      'Lambda and Step Functions publish a version, and API Gateway a deployment, only when the resource is created or ' +
      'replaced: a changed function or state machine behind an alias, or a changed API behind a stage, is otherwise green ' +
      'without an effect. The same is true of a launch template whose version is a number or the default one in its group, ' +
      'of a layer of which a function names an earlier version, and of a task definition of which a service names an ' +
      'earlier revision. A deployment of an API that does not depend on what ' +
      'changes may be made before it.',
    codes: ['change/no-effect'],
  },
  judge: ({ environments }) =>
    environments.flatMap((environment) => [
      ...environment.stacks.flatMap((facts) => {
        const stack = plannedStack(environment, facts)
        return [
          ...functionsWithoutEffect(stack),
          ...apisWithoutEffect(stack),
          ...launchTemplatesWithoutEffect(stack),
          ...layersWithoutEffect(stack),
          ...stateMachinesWithoutEffect(stack),
          ...taskDefinitionsWithoutEffect(stack),
        ].map((each) => noEffect(stack, each))
      }),
      ...aliasesLeftBehind(environment),
    ]),
}
