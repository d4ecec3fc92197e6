import { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import { commonOptions, type CheckInput } from '../../checks/common-options.ts'
import type { Phase } from '../../evidence/phase.ts'

/** Phases whose checks run in the process that has the deploy role: code of the repository must not run beside it. */
const BESIDE_DEPLOY_ROLE: ReadonlySet<Phase> = new Set<Phase>(['before-traffic', 'during', 'after-rollback'])

/** One check: the common keys, and the key of the table of checks with its options. */
export const check = z
  .union(
    Object.values(CHECKS).map(({ shape }) => z.strictObject({ ...commonOptions, ...shape })) as unknown as [
      z.ZodType<CheckInput>,
    ],
  )
  .superRefine((input, context) => {
    const own = Object.values(CHECKS).find(({ meta }) => meta.runsUserCode && input[meta.name] !== undefined)
    if (own === undefined || !BESIDE_DEPLOY_ROLE.has(input.phase)) return
    context.addIssue({
      code: 'custom',
      path: ['phase'],
      message: `expected after-deployment or production for \`${own.meta.name}\`, since in the phase ${input.phase} its command would run in the job that has the deploy role and could read its credentials`,
    })
  })
