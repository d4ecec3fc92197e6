import { z } from 'zod'
import { KINDS } from '../evidence/kind.ts'
import { AFTER_DEPLOYMENT, PHASES } from '../evidence/phase.ts'
import { duration, identifier, oneOrMore, text } from '../support/option-types.ts'

/** SendCommand takes as many targets. */
const MOST_TAGS = 5

/** Options that every check has, beside those of its own shape. */
export const commonOptions = {
  name: text.optional().describe('A statement that the check proves or disproves. Default: made from the options.'),
  kind: z.enum(KINDS).optional().describe('What it proves. Default: that of the check.'),
  phase: z
    .enum(PHASES)
    .default(AFTER_DEPLOYMENT)
    .describe(
      'When it runs: `before-traffic` in a deployment that waits before the new version gets traffic, `during` from before the first change to the end of the bake, `after-deployment` by `verify`, `after-rollback` in a rehearsed rollback, `production` by `verify` of production alone. `approval` is the phase of `manual` tests, which have no other.',
    ),
  on: z
    .enum(['runner', 'hosts'])
    .default('runner')
    .describe(
      'Where it is made: on this runner, or on each host of the server deployments (`file`, `service`, `tcp`, `http` and `tls`). On hosts it is part of the revision, as a hook of ValidateService, and so of the phase before-traffic; where all deployments are local, it is made on this host.',
    ),
  through: z
    .literal('ssm')
    .optional()
    .describe(
      'Only for `on: hosts`: made by `verify` of pre-prod through Systems Manager, on the instances that have `tags`, and not in a hook. For revisions that exist already, and hosts without a deployment.',
    ),
  tags: z
    .record(text, oneOrMore(text))
    .refine((tags) => Object.keys(tags).length >= 1 && Object.keys(tags).length <= MOST_TAGS, {
      error: `expected one to ${MOST_TAGS} tags`,
    })
    .optional()
    .describe(
      'Only for `through: ssm`: tags that the instances have, all of them; of several values of a tag any one. They must select hosts of pre-prod only, as `Environment: "{environment}"`.',
    ),
  deployment: oneOrMore(identifier)
    .optional()
    .describe('Only for `on: hosts` in a hook: ids of the deployments on whose hosts it is made. Default: all.'),
  after: oneOrMore(text)
    .optional()
    .describe(
      'Names of earlier checks that must have ended before this one starts. Checks that only read run side by side; those that change something, load something or measure a time run alone, in the order of the file.',
    ),
  timeout: duration.optional().describe('Deadline of one attempt. Default: that of the check.'),
  delay: duration.default(0).describe('Wait before the first attempt.'),
  every: duration.default(2_000).describe('Pause between attempts.'),
  count: z.int().min(1).max(10_000).default(1).describe('Least number of attempts.'),
  failures: z.int().min(0).default(0).describe('How many attempts may fail.'),
  errors: z.int().min(0).default(0).describe('How many attempts may end in an error or inconclusive.'),
  'steady-for': duration
    .optional()
    .describe(
      'Attempts go on until they have passed without a break for this long; one that does not pass starts the time again.',
    ),
  'dry-run': z.boolean().default(false).describe('Measure and show, but do not judge.'),
}

/** What is common to all checks; the options of the check stand beside it, under names that only its own shape knows. */
export type CheckInput = z.output<z.ZodObject<typeof commonOptions>> & { readonly [key: string]: unknown }
