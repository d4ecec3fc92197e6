import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import type { ChangeSet } from '../model.ts'
import { nextToken, page } from '../paging.ts'
import { findChangeSet, requireStack } from '../requests.ts'
import type { ChangeSetInput } from '../requests.ts'
import type { Store } from '../store.ts'
import { createChangeSet } from './create.ts'
import type { CreateInput } from './create.ts'
import { describeChangeSet, summary } from './describe.ts'
import { executeChangeSet } from './execute.ts'
import type { ExecuteInput } from './execute.ts'
import { deleteNestedChangeSets } from './nested.ts'

const SETS_ON_A_PAGE = 100

export function changeSetOperations(store: Store): Service['operations'] {
  return {
    CreateChangeSet: (input: CreateInput, call: Call) => createChangeSet(store, input, call),

    DescribeChangeSet(input: ChangeSetInput & { IncludePropertyValues?: boolean }, call: Call) {
      const changeSet = findChangeSet(store, call, input)
      return describeChangeSet(store, changeSet, input)
    },

    ListChangeSets(input: ChangeSetInput, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      const open = stack.changeSets.filter((c) => c.executionStatus !== 'EXECUTE_COMPLETE')
      const { items, next } = page(open, store.options.pages?.changeSets ?? SETS_ON_A_PAGE, input.NextToken)
      return { Summaries: items.map(summary), ...nextToken(next) }
    },

    DeleteChangeSet(input: ChangeSetInput, call: Call) {
      const name = input.ChangeSetName ?? ''
      if (!name.startsWith('arn:') && input.StackName === undefined) {
        throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.')
      }
      if (name.startsWith('arn:') && !store.stacksOf(call).some((s) => s.changeSets.some((c) => c.id === name)))
        return {}
      if (!name.startsWith('arn:')) {
        const stack = requireStack(store, call, input.StackName)
        if (!stack.changeSets.some((c) => c.name === name && c.executionStatus !== 'EXECUTE_COMPLETE')) return {}
      }
      remove(store, findChangeSet(store, call, input))
      return {}
    },

    ExecuteChangeSet: (input: ExecuteInput, call: Call) => executeChangeSet(store, input, call),
  }
}

function remove(store: Store, changeSet: ChangeSet): void {
  if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw new ServiceError(
      'InvalidChangeSetStatus',
      `The change set [${changeSet.id}] is in EXECUTE_IN_PROGRESS state and can not be deleted.`,
    )
  }
  deleteNestedChangeSets(store, changeSet)
  const siblings = changeSet.stack.changeSets
  siblings.splice(siblings.indexOf(changeSet), 1)
}
