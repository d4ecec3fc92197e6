import { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import { commonOptions, type CheckInput } from '../../checks/common-options.ts'

/** One check: the common keys, and the key of the table of checks with its options. */
export const check = z.union(
  Object.values(CHECKS).map(({ shape }) => z.strictObject({ ...commonOptions, ...shape })) as unknown as [
    z.ZodType<CheckInput>,
  ],
)
