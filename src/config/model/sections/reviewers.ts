import { z } from 'zod'

/** How many reviewers are required, and who must not approve. */
export const reviewers = z.strictObject({
  'at-least': z.int().min(1).max(6).default(1).describe('Number of required reviewers; a team counts as one.'),
  not: z
    .array(z.literal('trigger'))
    .default(['trigger'])
    .describe('Who must not approve: `trigger` is the person who started the run.'),
})
