import type { Service } from '../../../contract.ts'
import type { World } from '../../world.ts'

/** Quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; the sizes in bytes. */
const CONCURRENT_EXECUTIONS = 1000
const TOTAL_CODE_SIZE = 80_530_636_800
const CODE_SIZE_ZIPPED = 52_428_800
const CODE_SIZE_UNZIPPED = 262_144_000

/** GetAccountSettings. Concurrency is reserved by functions of stacks; code is that of `$LATEST`. */
export function settingsOperations({ existing, functions, scenario }: World): Service['operations'] {
  return {
    GetAccountSettings(_input: unknown, home) {
      const all = existing.list(home, 'AWS::Lambda::Function')
      const concurrent = scenario.quotas['lambda/ConcurrentExecutions'] ?? CONCURRENT_EXECUTIONS
      const reserved = all.reduce(
        (sum, { properties }) => sum + Number(properties.ReservedConcurrentExecutions ?? 0),
        0,
      )
      const sizes = all.map(({ physicalId }) => functions.find(home, physicalId))
      return {
        AccountLimit: {
          TotalCodeSize: scenario.quotas['lambda/TotalCodeSize'] ?? TOTAL_CODE_SIZE,
          CodeSizeUnzipped: CODE_SIZE_UNZIPPED,
          CodeSizeZipped: CODE_SIZE_ZIPPED,
          ConcurrentExecutions: concurrent,
          UnreservedConcurrentExecutions: concurrent - reserved,
        },
        AccountUsage: {
          TotalCodeSize: sizes.reduce((sum, fn) => sum + (fn === undefined ? 0 : functions.latest(fn).code.size), 0),
          FunctionCount: all.length,
        },
      }
    },
  }
}
