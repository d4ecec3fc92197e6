import { z } from 'zod'
import { lazy } from '../support/lazy.ts'
import { text } from '../support/option-types.ts'
import { defineCheck } from './contract.ts'

/** A team's slug, as GitHub writes it in its address. */
const team = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, { error: "expected the team's slug, such as quality-assurance" })

/** What the configuration says about a person's test. */
export const manualTest = lazy(() =>
  z.strictObject({
    what: text.describe('What is tested, for the person who approves.'),
    by: team.describe('Slug of the team of which a member must approve the deployment to production.'),
  }),
)

export type ManualTest = z.output<ReturnType<typeof manualTest>>

/** Nothing is measured: the gate and deploy-production judge the approval. */
export const check = defineCheck({
  meta: {
    name: 'manual',
    title: "A person's test, recorded by the approval of production",
    docs: 'The gate lists the test as waiting for the team. deploy-production passes it only with an approval of a member of that team. GitHub does not show members of teams to the job; so the environment of production must require that team, and no other, of its reviewers: whoever approved and is not required by name is then a member. Anything else is inconclusive.',
    kind: 'acceptance',
    runsUserCode: false,
  },
  shape: () => ({ manual: manualTest().describe('A test that a person does before the approval of production.') }),
  nameOf: ({ manual }) => `${manual.what} (${manual.by})`,
  timeoutOf: () => 1,
  observe: async () => Promise.resolve(undefined),
  judge: () => ({
    outcome: 'inconclusive',
    title: 'a test by a person is judged by the approval of production alone',
    advice: 'Read the answer of deploy-production.',
  }),
})
