import { changeSetOperations } from './change-sets.ts'
import { driftOperations } from './drift.ts'
import { hookOperations } from './hook-operations.ts'
import { nestedStacks } from './nested.ts'
import type { CloudFormation, CloudFormationOptions } from './options.ts'
import { queryOperations } from './queries.ts'
import { stackOperations } from './stacks.ts'
import { Store } from './store.ts'

export type {
  CloudFormation,
  CloudFormationOptions,
  Durations,
  PageSizes,
  PlannedFailure,
  Tampering,
} from './options.ts'

/** CloudFormation of one partition: all accounts and regions, told apart by who calls. */
export function createCloudFormation(options: CloudFormationOptions): CloudFormation {
  const store = new Store(options, nestedStacks)
  return {
    name: 'cloudformation',
    operations: {
      ...stackOperations(store),
      ...changeSetOperations(store),
      ...hookOperations(store),
      ...queryOperations(store),
      ...driftOperations(store),
    },
    tamper(stackName, logicalId, how) {
      const stack = store.anywhere(stackName)
      const record = stack?.resources.get(logicalId)
      if (!stack || !record?.physicalId) throw new Error(`No resource ${logicalId} in a stack ${stackName}`)
      if (how.drift !== undefined) store.forced.set(`${stack.id} ${logicalId}`, how)
      if (how.properties === undefined) return
      if (options.handlers.find(record.type)) {
        throw new Error(`${record.type} is a real resource of the sandbox: change it through its own service`)
      }
      store.generic.tamper(record.type, record.physicalId, stack, how.properties)
    },
    fail: (failure) => store.fail(failure),
    settled: () => store.settled(),
  }
}
