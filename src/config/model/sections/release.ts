import { z } from 'zod'
import { OFFLINE } from '../../../evidence/chain/slots.ts'
import { lazy } from '../../../support/lazy.ts'
import { duration, identifier, roleArnOrPlaceholder, text } from '../../../support/option-types.ts'

/** `offline` is a value of the input `only`: the part of precheck without AWS calls. */
export const partId = identifier.refine((id) => id !== OFFLINE, {
  error: 'expected another id than `offline`, which is a value of `only`',
})

/** The parts of a release: stacks and deployments. Declared once for both environments. */

export const capability = z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'])

export const parameterValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

export const stack = z.strictObject({
  id: partId.optional().describe('Id of the stack in the rest of this file. Default: `stack`.'),
  name: text.describe('Name of the stack in AWS; {environment} is the name of the environment.'),
  template: text.describe('Path of the template, JSON or YAML, from the root of the workspace.'),
  parameters: z
    .union([text, parameterValues])
    .optional()
    .describe('Path of a parameter file ({environment} may be part of it), or the values themselves.'),
  capabilities: z.array(capability).default([]),
  tags: z.record(z.string(), z.string()).default({}),
  role: roleArnOrPlaceholder
    .optional()
    .describe('ARN of a service role for CloudFormation; `{account}` is the account of the deploy-role.'),
  'depends-on': z
    .array(identifier)
    .default([])
    .describe('Ids of stacks that must be deployed first; references to outputs count as dependencies.'),
  'template-bucket': text.optional().describe('Bucket for templates of more than 51,200 bytes.'),
  'asset-bucket': text
    .optional()
    .describe(
      'Bucket for local files that the template names, as `aws cloudformation package` uploads them; {environment} and {account} may be part of it.',
    ),
  timeout: duration.default(3_600_000).describe('Time limit of an operation on the stack.'),
})

const revision = lazy(() =>
  z.strictObject({
    directory: text
      .optional()
      .describe('Folder with an appspec.yml at the top level; for Lambda with the code of the function.'),
    archive: text.optional().describe('An existing zip, tar or tgz.'),
    bucket: text.optional().describe('Bucket for the archive; may refer to an output of a stack.'),
    prefix: z.string().default('test-deployments/').describe('Prefix of the key in the bucket.'),
  }),
)

/** A revision of servers may exist already: it is pinned, and read before anything is deployed. */
const serverRevision = () =>
  revision().extend({
    s3: z
      .strictObject({
        bucket: text.describe('Name of the bucket; it exists before the release, so it is no output of a stack.'),
        key: text.describe('Key of a zip, tar or tgz with an appspec.yml at its top.'),
        version: text.optional().describe('Version of the object.'),
        sha256: z
          .string()
          .regex(/^([0-9a-f]{64}|[A-Za-z0-9+/]{43}=)$/, {
            error: 'expected 64 hexadecimal digits, or the base64 of S3',
          })
          .optional()
          .describe('SHA-256 of the bytes of the object, as 64 hexadecimal digits, or in base64 as S3 shows it.'),
      })
      .optional()
      .describe(
        'An object that another process stored, by its `version`, its `sha256` or both. Environments with buckets of their own need `sha256`.',
      ),
    github: z
      .strictObject({
        repository: z
          .string()
          .regex(/^[\w.-]+\/[\w.-]+$/, { error: 'expected OWNER/NAME' })
          .describe('`OWNER/NAME` on github.com.'),
        commit: z
          .string()
          .regex(/^[0-9a-f]{40}$/, { error: 'expected the 40 hexadecimal digits of a commit, in lower case' })
          .optional()
          .describe('Id of the commit. Default: the commit of the run.'),
      })
      .optional()
      .describe('A commit that CodeDeploy fetches from GitHub itself.'),
  })

const dependsOn = lazy(() =>
  z
    .array(identifier)
    .optional()
    .describe(
      'Ids of stacks and deployments that must have ended before. Without it these are all stacks and, for a server deployment, the server deployments before it, which may have the same hosts. References to outputs count as dependencies.',
    ),
)

const server = () =>
  z.strictObject({
    id: partId.optional(),
    platform: z.literal('server').describe('CodeDeploy on EC2 or on-premises instances.'),
    application: text,
    group: text.describe('Name of the deployment group; {environment} is the name of the environment.'),
    revision: serverRevision(),
    'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
    'file-exists': z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
    'ignore-application-stop-failures': z.boolean().default(false),
    'depends-on': dependsOn(),
    timeout: duration.default(3_600_000),
  })

const appspec = lazy(() =>
  text.describe(
    'Path of the AppSpec, YAML or JSON, from the root of the workspace. Texts in it may refer to {environment} and to outputs of stacks.',
  ),
)

const lambda = () =>
  z.strictObject({
    id: partId.optional(),
    platform: z.literal('lambda').describe('CodeDeploy on an alias of a Lambda function.'),
    application: text,
    group: text,
    appspec: appspec().describe(
      'Path of the AppSpec. CurrentVersion is optional: it is the version of the alias. TargetVersion is optional where a `revision` is published.',
    ),
    revision: revision().optional().describe('The code. It is published as the version that the alias moves to.'),
    'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
    'depends-on': dependsOn(),
    timeout: duration.default(3_600_000),
  })

const ecs = () =>
  z.strictObject({
    id: partId.optional(),
    platform: z.literal('ecs').describe('CodeDeploy on a service of Amazon ECS.'),
    application: text,
    group: text,
    appspec: appspec(),
    'task-definition': text
      .optional()
      .describe(
        'Path of a task definition, JSON, as for RegisterTaskDefinition: it is registered, and the AppSpec gets its ARN.',
      ),
    'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
    'depends-on': dependsOn(),
    timeout: duration.default(3_600_000),
  })

const ecsNative = () =>
  z.strictObject({
    id: partId.optional(),
    platform: z
      .literal('ecs-native')
      .describe('A service of Amazon ECS, deployed by ECS itself: rolling, blue/green, linear or canary.'),
    cluster: text.describe('Name of the cluster; {environment} is the name of the environment.'),
    service: text.describe('Name of the service. Its deployment controller is ECS.'),
    'task-definition': text.describe(
      'Path of a task definition, JSON, as for RegisterTaskDefinition. Texts in it may refer to {environment} and to outputs of stacks.',
    ),
    'depends-on': dependsOn(),
    timeout: duration
      .default(3_600_000)
      .describe('Time limit of a deployment, with its pauses, its bake time and what its alarms need.'),
  })

const local = () =>
  z.strictObject({
    id: partId.optional(),
    platform: z.literal('local').describe('The host that runs the action, without AWS.'),
    application: text.default('local'),
    group: text.default('{environment}').describe('DEPLOYMENT_GROUP_NAME of the hooks.'),
    revision: revision(),
    root: text
      .optional()
      .describe(
        'Folder for the state of the agent between deployments. Default: a folder in RUNNER_TEMP, or in `.test-deployments`.',
      ),
    'destination-root': text.optional().describe('Folder below which files are installed; DESTDIR of the hooks.'),
    'file-exists': z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
    'ignore-application-stop-failures': z.boolean().default(false),
    'agent-compatible': z
      .boolean()
      .default(false)
      .describe('Behave like the agent of AWS, also where that is harmful.'),
    environment: z.record(z.string(), z.string()).default({}).describe('Variables for the hooks.'),
    'depends-on': dependsOn(),
    timeout: duration.default(3_600_000),
  })

export const deployment = () => z.discriminatedUnion('platform', [server(), lambda(), ecs(), ecsNative(), local()])

export type StackInput = z.output<typeof stack>
export type DeploymentInput = z.output<ReturnType<typeof deployment>>
