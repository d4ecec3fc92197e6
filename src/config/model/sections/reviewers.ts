import { z } from 'zod'

/** How many reviewers are required, who must not approve, and what an approval must say. */
export const reviewers = z.strictObject({
  'at-least': z
    .int()
    .min(1)
    .max(6)
    .default(1)
    .describe(
      'Number of reviewers. GitHub starts a job of an environment after one approval, so there it counts who could approve (a team counts as one); with `approval: pull-request-review` so many people must have approved.',
    ),
  not: z
    .array(z.enum(['trigger', 'authors', 'bots']))
    .default(['trigger', 'bots'])
    .describe(
      'Who must not approve: `trigger` started the run or its attempt; `authors` wrote commits since the last release, also as Co-authored-by; `bots` are accounts of the type Bot, which those of Apps are.',
    ),
  digest: z
    .enum(['always', 'when-ambiguous'])
    .default('when-ambiguous')
    .describe('When the comment of an approval must name the digest of the evidence.'),
})
