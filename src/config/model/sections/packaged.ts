import { z } from 'zod'
import { duration, identifier, oneOrMore, roleArnOrPlaceholder, text } from '../../../support/option-types.ts'
import { lazy } from '../../../support/lazy.ts'
import { capability, partId, parameterValues } from './release.ts'

/** Stacks that other tools build: a cloud assembly of the CDK, or the output of `sam build`. */

const patterns = lazy(() => oneOrMore(text))

export const cdk = () =>
  z.strictObject({
    cdk: text.describe(
      'Folder with the cloud assembly that `cdk synth` writes, from the root of the workspace: `cdk.out`; {environment} may be part of it.',
    ),
    stacks: z
      .union([patterns(), z.strictObject({ preprod: patterns(), production: patterns() })])
      .optional()
      .describe(
        'Stacks of each environment, by globs of their paths as for `cdk deploy`: `{environment}/*`, or lists for `preprod` and `production`. Default: the stage that is named as the environment; without stages all stacks.',
      ),
    tags: z.record(z.string(), z.string()).default({}),
    role: roleArnOrPlaceholder
      .optional()
      .describe('ARN of a service role for CloudFormation. Default: the execution role that the assembly names.'),
    images: z
      .record(z.string(), text)
      .optional()
      .describe(
        'Where container images of the assembly come from, by the name or hash of the asset: `HOST/REPOSITORY@sha256:…`, or a path in the workspace of a file with such a text, an archive of `docker save` or an OCI layout. Default: `command: package` builds them with docker.',
      ),
    timeout: duration.default(3_600_000).describe('Time limit of an operation on each stack.'),
  })

export const sam = () =>
  z.strictObject({
    sam: text.describe('Folder that `sam build` writes, from the root of the workspace: `.aws-sam/build`.'),
    id: partId.optional().describe('Id of the stack in the rest of this file. Default: `stack`.'),
    name: text
      .optional()
      .describe(
        'Name of the stack in AWS. Default: `stack_name` of samconfig.toml for the environment, else for `default`.',
      ),
    parameters: parameterValues
      .optional()
      .describe(
        'Values of parameters. Default: `parameter_overrides` of samconfig.toml, each of which a value here replaces.',
      ),
    capabilities: z
      .array(capability)
      .optional()
      .describe('Default: `capabilities` of samconfig.toml. CAPABILITY_AUTO_EXPAND is not needed for AWS::Serverless.'),
    tags: z.record(z.string(), z.string()).default({}).describe('Added to the `tags` of samconfig.toml.'),
    role: roleArnOrPlaceholder
      .optional()
      .describe('ARN of a service role for CloudFormation. Default: `role_arn` of samconfig.toml.'),
    'depends-on': z.array(identifier).default([]).describe('Ids of stacks that must be deployed first.'),
    'asset-bucket': text
      .optional()
      .describe('Bucket for code and other files. Default: `s3_bucket` of samconfig.toml.'),
    'template-bucket': text
      .optional()
      .describe('Bucket for a template of more than 51,200 bytes. Default: `asset-bucket`.'),
    timeout: duration.default(3_600_000).describe('Time limit of an operation on the stack.'),
  })

export type CdkInput = z.output<ReturnType<typeof cdk>>
export type SamInput = z.output<ReturnType<typeof sam>>
