import { z } from 'zod'
import { duration, identifier, text } from '../scalars.ts'

/** What the release consists of: stacks and deployments. Declared once; both environments are made from it. */

const capability = z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'])

export const stack = z.strictObject({
  id: identifier.optional().describe('How the rest of this file calls the stack. Default: `stack`.'),
  name: text.describe('Name of the stack in AWS; {environment} stands for the environment.'),
  template: text.describe('Path of the template, JSON or YAML, from the root of the workspace.'),
  parameters: z
    .union([text, z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))])
    .optional()
    .describe('Path of a parameter file ({environment} may be part of it), or the values themselves.'),
  capabilities: z.array(capability).default([]),
  tags: z.record(z.string(), z.string()).default({}),
  role: text
    .optional()
    .describe('ARN of a service role for CloudFormation; `{account}` is the account of the deploy-role.'),
  'depends-on': z
    .array(identifier)
    .default([])
    .describe('Ids of stacks that must be there first; references to outputs count by themselves.'),
  'template-bucket': text.optional().describe('Bucket for templates of more than 51,200 bytes.'),
  timeout: duration.default(3_600_000).describe('How long an operation on the stack may take.'),
})

const revision = z.strictObject({
  directory: text
    .optional()
    .describe('Folder with an appspec.yml at its top; for Lambda with the code of the function.'),
  archive: text.optional().describe('A zip, tar or tgz that was made before.'),
  bucket: text.optional().describe('Where the archive is uploaded to; may refer to an output of a stack.'),
  prefix: z.string().default('test-deployments/').describe('Beginning of the key in the bucket.'),
})

const server = z.strictObject({
  id: identifier.optional(),
  platform: z.literal('server').describe('CodeDeploy on EC2 or on-premises instances.'),
  application: text,
  group: text.describe('Name of the deployment group; {environment} stands for the environment.'),
  revision,
  'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
  'file-exists': z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
  'ignore-application-stop-failures': z.boolean().default(false),
  timeout: duration.default(3_600_000),
})

const appspec = text.describe(
  'Path of the AppSpec, YAML or JSON, from the root of the workspace. Texts in it may refer to {environment} and to outputs of stacks.',
)

const lambda = z.strictObject({
  id: identifier.optional(),
  platform: z.literal('lambda').describe('CodeDeploy on an alias of a Lambda function.'),
  application: text,
  group: text,
  appspec: appspec.describe(
    'Path of the AppSpec. CurrentVersion may be left out: it is what the alias points to. So may TargetVersion, where a `revision` is published.',
  ),
  revision: revision.optional().describe('The code. It is published as the version that the alias moves to.'),
  'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
  timeout: duration.default(3_600_000),
})

const ecs = z.strictObject({
  id: identifier.optional(),
  platform: z.literal('ecs').describe('CodeDeploy on a service of Amazon ECS.'),
  application: text,
  group: text,
  appspec,
  'task-definition': text
    .optional()
    .describe(
      'Path of a task definition, JSON, as for RegisterTaskDefinition: it is registered, and the AppSpec gets its ARN.',
    ),
  'deployment-config': text.optional().describe('Overrides the configuration of the group.'),
  timeout: duration.default(3_600_000),
})

const local = z.strictObject({
  id: identifier.optional(),
  platform: z.literal('local').describe('This very host, with no AWS at all.'),
  application: text.default('local'),
  group: text.default('{environment}').describe('Given to the hooks as DEPLOYMENT_GROUP_NAME.'),
  revision,
  root: text
    .optional()
    .describe(
      'Folder for what the agent keeps between deployments. Default: a folder in RUNNER_TEMP, or in `.test-deployments`.',
    ),
  'destination-root': text.optional().describe('Destinations land below this folder; hooks find it in DESTDIR.'),
  'file-exists': z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
  'ignore-application-stop-failures': z.boolean().default(false),
  'agent-compatible': z.boolean().default(false).describe("Do it as AWS's agent does, also where that hurts."),
  environment: z.record(z.string(), z.string()).default({}).describe('Variables for the hooks.'),
  timeout: duration.default(3_600_000),
})

export const deployment = z.discriminatedUnion('platform', [server, lambda, ecs, local])

export type StackInput = z.output<typeof stack>
export type DeploymentInput = z.output<typeof deployment>
