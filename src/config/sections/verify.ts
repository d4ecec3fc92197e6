import { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import { KINDS } from '../../checks/contract.ts'
import { duration, text } from '../scalars.ts'

const common = {
  name: text.optional().describe('One sentence that is true or false. Default: made from what is checked.'),
  kind: z.enum(KINDS).optional().describe('What it proves. Default: that of the check.'),
  timeout: duration.optional().describe('Deadline of one look. Default: that of the check.'),
  delay: duration.default(0).describe('Wait before the first look.'),
  every: duration.default(2_000).describe('Pause between looks.'),
  count: z.int().min(1).max(10_000).default(1).describe('How many looks, at least.'),
  failures: z.int().min(0).default(0).describe('How many looks may fail.'),
  errors: z.int().min(0).default(0).describe('How many looks may end without an answer.'),
  'steady-for': duration
    .optional()
    .describe('Looks go on until they have passed one after another for so long; a look that does not begins it anew.'),
  'dry-run': z.boolean().default(false).describe('Measure and show, but do not judge.'),
}

/** One check: what is common to all, and the key of the table of checks with its options and what may stand beside it. */
export const check = z.union(
  Object.values(CHECKS).map(({ shape }) => z.strictObject({ ...common, ...shape })) as unknown as [
    z.ZodType<CheckInput>,
  ],
)

/** What is common to all checks; the options of the check stand beside it, under names that only its own shape knows. */
export type CheckInput = z.output<z.ZodObject<typeof common>> & { readonly [key: string]: unknown }
