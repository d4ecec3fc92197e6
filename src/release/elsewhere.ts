import { readStack } from '../cloudformation/stack.ts'
import type { Finding } from '../evidence/finding.ts'
import { mapLimit } from '../support/limit.ts'
import { withinGrace } from './grace.ts'
import type { PlanOptions, StackPlan } from './plan.ts'

/** Where stacks end up by mistake, beside the region that the job itself is set to. */
const USUAL_REGION = 'us-east-1'
/** Whoever is in the wrong region misses all stacks; a few of them tell it. */
const MOST_ASKED = 3

/**
 * Stacks that are planned as new ones although a region nearby has one of that name: a second one would be made. That
 * may be meant, so it blocks nothing; who may not look there, or gets no answer soon, learns nothing.
 */
export async function lookElsewhere(options: PlanOptions, stacks: readonly StackPlan[]): Promise<Finding[]> {
  const { ports, access, environment } = options
  const { env } = ports.place
  const regions = [...new Set([env['AWS_REGION'], env['AWS_DEFAULT_REGION'], USUAL_REGION])].filter(
    (region) => region !== undefined && region !== '' && region !== environment.region,
  ) as string[]
  const missing = stacks.filter(({ before, plan }) => before === undefined && plan?.kind === 'create')
  const asked = missing
    .slice(0, MOST_ASKED)
    .flatMap(({ stack }) => regions.map((region) => ({ id: stack.id, name: stack.name, region })))
  const found = await mapLimit(asked, asked.length, async ({ id, name, region }): Promise<Finding[]> => {
    try {
      const cloudformation = await ports.connect.cloudformation({ ...access, region })
      const there = await withinGrace(ports.clock, readStack(cloudformation, name))
      if (there?.arn.split(':')[3] !== region) return []
      return [
        {
          code: 'stack/elsewhere',
          outcome: 'skipped',
          title: `${environment.key}: there is no ${name} in ${environment.region}, but there is one in ${region}`,
          subject: `stack/${id}`,
          expected: `a stack in ${environment.region}`,
          observed: `${there.arn}, ${there.status}`,
          advice: `Set \`region: ${region}\` for ${environment.key} where that one is meant; otherwise a second one will be made.`,
          details: { environment: environment.key },
        },
      ]
    } catch {
      ports.cancelled.throwIfAborted()
      return []
    }
  })
  return found.flat()
}
