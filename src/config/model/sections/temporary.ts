import { z } from 'zod'
import {
  duration,
  httpUrl,
  identifier,
  region,
  roleArn,
  roleArnOrPlaceholder,
  text,
} from '../../../support/option-types.ts'

const EIGHT_HOURS_MS = 28_800_000
const MINUTE_MS = 60_000
const LONGEST_NAME = 40

/** Lower case, since names of buckets have no other; each copy needs a name of its own. */
const NAME = /^[a-z](?:[a-z0-9-]|\{(?:pull-request|run)\})*$/
const PLACEHOLDER = /\{(?:pull-request|run)\}/

const name = () =>
  z
    .string()
    .max(LONGEST_NAME, { error: `expected at most ${LONGEST_NAME} characters` })
    .refine((value) => NAME.test(value) && PLACEHOLDER.test(value), {
      error:
        'expected lower-case letters, digits and hyphens with {pull-request} or {run} in them, such as "pr-{pull-request}"',
    })

const value = () => z.union([z.string(), z.number(), z.boolean()])

/** Copies of pre-prod that live as long as a change. */
export const temporary = () =>
  z.strictObject({
    name: name().describe(
      'The value of {environment} in a temporary environment. `{pull-request}` is the number of the pull request, `{run}` the id of the workflow run.',
    ),
    'expires-after': duration
      .refine((milliseconds) => milliseconds >= MINUTE_MS, { error: 'expected at least 1m' })
      .default(EIGHT_HOURS_MS)
      .describe('How long an environment is kept after its last deployment; then `command: teardown` removes it.'),
    'github-environment': text
      .default('temporary')
      .describe('The GitHub environment in whose jobs temporary environments are made and removed.'),
    region: region.optional().describe("Default: pre-prod's."),
    'plan-role': roleArn.optional().describe("ARN of the role with which checks read; default: pre-prod's."),
    'deploy-role': roleArn
      .optional()
      .describe(
        "ARN of the role that makes and removes temporary environments, limited to their names (docs/iam/temporary-role.json); never pre-prod's or production's.",
      ),
    'service-role': roleArnOrPlaceholder
      .optional()
      .describe(
        'ARN of the service role for CloudFormation, where the stacks have one in `role`: never that of pre-prod.',
      ),
    parameters: z
      .record(identifier, z.record(z.string(), value()))
      .default({})
      .describe(
        'By stack id: values of parameters that are others than in pre-prod. {environment} is the name of the copy.',
      ),
    shared: z
      .array(text)
      .default([])
      .describe(
        'Resources (`STACK/LOGICAL-ID`) and exports (`STACK/OUTPUT`) whose fixed name does not keep copies apart, and is known to be harmless.',
      ),
    url: httpUrl
      .optional()
      .describe('Where the copy serves, such as "{stack.web.outputs.Url}": shown with its expiry.'),
    'empty-buckets': z
      .boolean()
      .default(false)
      .describe('Whether `command: teardown` deletes all objects of the buckets that the stacks delete.'),
  })

export type TemporaryInput = z.output<ReturnType<typeof temporary>>
