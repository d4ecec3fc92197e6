import { USER_INITIATED, setStackStatus } from '../events.ts'
import { exportInUse } from '../exports.ts'
import { invokeStackHooks } from '../hooks/invoke.ts'
import type { Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { list, removeResources } from './apply.ts'
import { Cancellation } from './cancellation.ts'

export interface DeleteChoices {
  readonly retain?: readonly string[]
  readonly force?: boolean
  readonly reason?: string
}

export async function runDelete(store: Store, stack: Stack, choices: DeleteChoices): Promise<void> {
  const previousStatus = stack.status
  setStackStatus(store, stack, 'DELETE_IN_PROGRESS', choices.reason ?? USER_INITIATED)
  await store.pause('stack')
  const used = exportInUse(store, stack)
  if (used !== undefined) {
    setStackStatus(store, stack, previousStatus, used)
    return
  }
  const refusal = await invokeStackHooks(store, stack, 'DELETE')
  if (refusal !== undefined) {
    setStackStatus(store, stack, 'DELETE_FAILED', refusal)
    return
  }
  const work = { store, stack, cancellation: new Cancellation() }
  const records = [...stack.resources.values()].filter((record) => record.status !== 'DELETE_COMPLETE')
  for (const record of records) if (choices.retain?.includes(record.logicalId)) record.deletionPolicy = 'Retain'
  const remaining = await removeResources(work, records, 'deleted')
  if (remaining.length > 0 && !choices.force) {
    setStackStatus(store, stack, 'DELETE_FAILED', `The following resource(s) failed to delete: ${list(remaining)}. `)
    return
  }
  stack.outputs = []
  stack.deletedAt = store.now()
  setStackStatus(store, stack, 'DELETE_COMPLETE')
}
