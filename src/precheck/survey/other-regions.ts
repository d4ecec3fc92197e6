import { readStack } from '../../cloudformation/stack.ts'
import type { Finding } from '../../evidence/finding.ts'
import { withGrace } from '../../support/processes/grace.ts'
import { mapLimit } from '../../support/limit.ts'
import type { StackPlan, PlanOptions } from '../../plan/contract.ts'

/** Regions that are often configured by mistake, beside the region of the job. */
const USUAL_REGION = 'us-east-1'
/** In the wrong region all stacks are missing; a few suffice to detect it. */
const MOST_ASKED = 3
/** The answer of another region is only advice: precheck does not wait longer for it. */
const PATIENCE_MS = 1_500

/**
 * Stacks that are planned as new although another region has one of that name: a second one would be created. That may be
 * intended, so it does not block. No finding without the permission or a timely answer.
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
      const there = await withGrace(readStack(cloudformation, name), AbortSignal.timeout(PATIENCE_MS))
      if (there?.arn.split(':')[3] !== region) return []
      return [
        {
          code: 'stack/in-other-region',
          outcome: 'noted',
          title: `${environment.key}: the stack ${name} does not exist in ${environment.region}, but in ${region}`,
          subject: `stack/${id}`,
          expected: `a stack in ${environment.region}`,
          observed: `${there.arn}, ${there.status}`,
          advice: `Set \`region: ${region}\` for ${environment.key} if you mean that stack; otherwise the deployment creates a second one.`,
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
