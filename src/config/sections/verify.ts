import { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import { KINDS } from '../../checks/contract.ts'
import { duration, text } from '../scalars.ts'

const common = {
  name: text.optional().describe('One sentence that is true or false.'),
  kind: z.enum(KINDS).optional(),
  timeout: duration.default(60_000).describe('Deadline of one look.'),
  delay: duration.default(0).describe('Wait before the first look.'),
  every: duration.default(2_000).describe('Pause between looks.'),
  count: z.int().min(1).max(10_000).default(1).describe('How many looks.'),
  failures: z.int().min(0).default(0).describe('How many looks may fail.'),
  errors: z.int().min(0).default(0).describe('How many looks may end without an answer.'),
  'dry-run': z.boolean().default(false).describe('Measure and show, but do not judge.'),
}

/** One check: what is common to all, and exactly one key of the table of checks with its options. */
export const check = z.union(
  Object.entries(CHECKS).map(([key, { options }]) => z.strictObject({ ...common, [key]: options })) as unknown as [
    z.ZodType<CheckInput>,
  ],
)

export interface CheckInput {
  readonly name?: string
  readonly kind?: (typeof KINDS)[number]
  readonly timeout: number
  readonly delay: number
  readonly every: number
  readonly count: number
  readonly failures: number
  readonly errors: number
  readonly 'dry-run': boolean
  /** Under the key of its check: the options. */
  readonly [key: string]: unknown
}
