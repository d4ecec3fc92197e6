import { z } from 'zod'
import { duration } from '../../../support/option-types.ts'
import { KINDS } from '../../../evidence/kind.ts'
import { reviewers } from './reviewers.ts'

/** The policy that opens production. */
export const gate = z.strictObject({
  require: z
    .array(z.enum(KINDS))
    .optional()
    .describe('Kinds of checks that must have passed. Default: the kinds that are configured.'),
  'evidence-younger-than': duration.default(86_400_000),
  reviewers: reviewers.prefault({}).describe('What the GitHub environment of production must require.'),
})
