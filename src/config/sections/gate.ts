import { z } from 'zod'
import { KINDS } from '../../checks/contract.ts'
import { duration } from '../scalars.ts'

/** What opens production. */
export const gate = z.strictObject({
  require: z
    .array(z.enum(KINDS))
    .optional()
    .describe('Kinds of checks that must have passed. Default: the kinds that are configured.'),
  'evidence-younger-than': duration.default(86_400_000),
  reviewers: z
    .strictObject({
      'at-least': z.int().min(1).max(6).default(1),
      not: z
        .array(z.literal('trigger'))
        .default(['trigger'])
        .describe('Who may not approve: the one who started the run.'),
    })
    .prefault({}),
})
