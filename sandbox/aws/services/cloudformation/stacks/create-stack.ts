import { USER_INITIATED, setStackStatus } from '../events.ts'
import { invokeStackHooks } from '../hooks/invoke.ts'
import type { Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { applyTemplate, list, removeResources } from './apply.ts'
import { Cancellation } from './cancellation.ts'
import { runDelete } from './delete-stack.ts'
import { watchTriggers } from './rollback-triggers.ts'

export interface CreateChoices {
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'
}

export async function runCreate(store: Store, stack: Stack, choices: CreateChoices): Promise<void> {
  setStackStatus(store, stack, 'CREATE_IN_PROGRESS', USER_INITIATED)
  const cancellation = new Cancellation()
  stack.cancel = () => cancellation.cancel()
  await store.pause('stack')
  const failure =
    (await invokeStackHooks(store, stack, 'CREATE')) ??
    (await applyTemplate({ store, stack, cancellation }, stack.current)) ??
    (await watchTriggers(store, stack))
  stack.cancel = undefined
  if (failure === undefined) {
    setStackStatus(store, stack, 'CREATE_COMPLETE')
    return
  }
  if (choices.onFailure === 'DO_NOTHING') {
    setStackStatus(store, stack, 'CREATE_FAILED', failure)
    return
  }
  if (choices.onFailure === 'DELETE') {
    await runDelete(store, stack, { reason: `${failure}Delete requested by user.` })
    return
  }
  await rollBackCreation(store, stack, `${failure}Rollback requested by user.`)
}

export async function rollBackCreation(store: Store, stack: Stack, reason: string): Promise<void> {
  setStackStatus(store, stack, 'ROLLBACK_IN_PROGRESS', reason)
  await store.pause('stack')
  const work = { store, stack, cancellation: new Cancellation() }
  stack.outputs = []
  const remaining = await removeResources(work, [...stack.resources.values()], 'rolled back')
  if (remaining.length > 0) {
    setStackStatus(store, stack, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: ${list(remaining)}. `)
  } else setStackStatus(store, stack, 'ROLLBACK_COMPLETE')
}
