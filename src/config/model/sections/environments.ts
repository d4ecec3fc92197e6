import { z } from 'zod'
import { duration, httpUrl, region, roleArn, text } from '../../../support/option-types.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../environment-keys.ts'
import { whereNamed, type Names } from './named.ts'
import { reviewers } from './reviewers.ts'
import { temporary } from './temporary.ts'

const environment = z.strictObject({
  name: text
    .optional()
    .describe(
      'The value of {environment}, and the name of the GitHub environment. Default: the key. Where names of stacks have {environment}, a name that no stack can have, such as "customer/production", is that of the GitHub environment only, and {environment} is the key.',
    ),
  'github-environment': text
    .optional()
    .describe('Name of the GitHub environment where it differs, such as "customer/production". Default: `name`.'),
  region: region.optional().describe('Default: AWS_REGION.'),
  'plan-role': roleArn.optional().describe('ARN of the role that only reads and creates change sets.'),
  'verify-role': roleArn
    .optional()
    .describe(
      'ARN of the role of checks. Default: the `plan-role`, except for checks that act: `invoke`, `path`, and `through: ssm`.',
    ),
  'deploy-role': roleArn
    .optional()
    .describe('ARN of the role that deploys; trusted only for jobs of this environment.'),
  url: httpUrl
    .optional()
    .describe(
      'Where the environment serves, such as "{stack.web.outputs.Url}": the output `url` of the step that deploys, which GitHub shows with its deployment.',
    ),
  bake: duration
    .optional()
    .describe(
      'How long the alarms of deployments, and the checks of the phase during, go on after the last change, at least. Default: as long as the alarms need.',
    ),
})

const unprotected = z.strictObject({
  none: text.describe(
    'The reason why a deployment to pre-prod needs no approval; it is shown to the reviewers of production.',
  ),
})

const preprod = (names: Names) =>
  environment.extend({
    approval: z
      .union([reviewers, unprotected])
      .prefault({})
      .describe(
        'What the GitHub environment of pre-prod must require before a deployment: reviewers, or `none` and the reason. For production: `gate.reviewers`.',
      ),
    temporary: whereNamed(names('temporary'), temporary)
      .optional()
      .describe('Copies of pre-prod, each with its own stacks, for steps with the input `temporary`.'),
  })

/** The environments of a release. */
export const environments = (names: Names) =>
  z.strictObject({
    preprod: preprod(names).prefault({}),
    production: environment.prefault({}),
  } satisfies Record<EnvironmentKey, unknown>)

export type EnvironmentsInput = z.output<ReturnType<typeof environments>>

/** The name of the GitHub environment whose rules protect an environment. */
export function githubEnvironmentOf(declared: EnvironmentsInput, key: EnvironmentKey): string {
  const { name, 'github-environment': github } = declared[key]
  return github ?? name ?? key
}

/** By command: the GitHub environment in which its job deploys. Pre-prod without an approval may be deployed to by any job. */
export function deployingEnvironments(declared: EnvironmentsInput): Readonly<Record<string, string>> {
  const guarded = ENVIRONMENT_KEYS.filter((key) => key !== 'preprod' || !('none' in declared.preprod.approval))
  return Object.fromEntries(guarded.map((key) => [`deploy-${key}`, githubEnvironmentOf(declared, key)]))
}
