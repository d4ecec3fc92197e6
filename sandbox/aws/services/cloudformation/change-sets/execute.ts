import { ServiceError } from '../../../../contract.ts'
import type { Call } from '../../../../contract.ts'
import { recordActual } from '../changes/drift-aware.ts'
import { invalid } from '../errors.ts'
import type { ChangeSet, Desired, Stack } from '../model.ts'
import { findChangeSet } from '../requests.ts'
import type { ChangeSetInput } from '../requests.ts'
import { runCreate } from '../stacks/create-stack.ts'
import { disablesRollback } from '../stacks/express.ts'
import { startOperation } from '../stacks/new-stack.ts'
import { assertUpdatable, onFailure } from '../stacks/operations.ts'
import { runUpdate } from '../stacks/update-stack.ts'
import type { Store } from '../store.ts'
import { rootOf } from './describe.ts'
import { setExecutionStatus } from './nested.ts'
import { runImport } from './resource-import.ts'

export interface ExecuteInput extends ChangeSetInput {
  readonly DisableRollback?: boolean
  readonly ClientRequestToken?: string
}

export function executeChangeSet(store: Store, input: ExecuteInput, call: Call): object {
  const changeSet = findChangeSet(store, call, input)
  const { stack, desired } = changeSet
  if (changeSet.parent) throw invalid(`Only the root change set can be executed: [${rootOf(changeSet).id}]`)
  if (changeSet.executionStatus !== 'AVAILABLE') {
    if (
      changeSet.executionStatus === 'EXECUTE_IN_PROGRESS' &&
      input.ClientRequestToken !== undefined &&
      stack.token === input.ClientRequestToken
    )
      return {}
    throw new ServiceError(
      'InvalidChangeSetStatus',
      `ChangeSet [${changeSet.id}] cannot be executed in its current ${changeSet.status === 'CREATE_COMPLETE' ? `execution status of [${changeSet.executionStatus}]` : `status of [${changeSet.status}]`}`,
    )
  }
  const creates = stack.status === 'REVIEW_IN_PROGRESS'
  if (!creates) assertUpdatable(stack)
  stack.changeSets = [changeSet]
  stack.executed = changeSet.id
  const keeps = disablesRollback(changeSet.deploymentConfig, input.DisableRollback)
  stack.disableRollback = keeps || changeSet.onStackFailure === 'DO_NOTHING'
  setExecutionStatus(changeSet, 'EXECUTE_IN_PROGRESS')
  if (changeSet.actual) recordActual(stack, changeSet.actual)
  stack.deploymentConfig = changeSet.deploymentConfig
  const run = () =>
    changeSet.importing
      ? runImport(store, stack, desired, changeSet.importing)
      : creates
        ? runCreation(store, stack, desired, changeSet)
        : runUpdate(store, stack, desired, { disableRollback: stack.disableRollback })
  startOperation(store, call, stack, creates ? 'CREATE_STACK' : 'UPDATE_STACK', input.ClientRequestToken, async () => {
    await run()
    const worked = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)
    setExecutionStatus(changeSet, worked ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED')
  })
  return {}
}

function runCreation(store: Store, stack: Stack, desired: Desired, changeSet: ChangeSet): Promise<void> {
  stack.current = desired
  return runCreate(store, stack, { onFailure: onFailure(changeSet.onStackFailure, stack.disableRollback) })
}
