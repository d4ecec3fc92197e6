import { USER_INITIATED, setStackStatus } from '../events.ts'
import { invokeStackHooks } from '../hooks/invoke.ts'
import type { Desired, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { activeResources } from '../template/scope.ts'
import { applyTemplate, removeResources, scopeNow } from './apply.ts'
import { Cancellation } from './cancellation.ts'
import { deployGreen } from './green-deployment.ts'
import { rollBackUpdate } from './roll-back-update.ts'
import { watchTriggers } from './rollback-triggers.ts'
import type { Work } from './work.ts'

export interface UpdateChoices {
  readonly disableRollback: boolean
  /** A stack policy that applies to this update in place of the stack's own. */
  readonly policy?: string | undefined
}

/** The first half of an update: all but the cleanup. @returns the reason of a failure */
export async function beginUpdate(
  store: Store,
  stack: Stack,
  desired: Desired,
  policy = stack.policy,
): Promise<string | undefined> {
  const clones = new Map([...stack.resources].map(([id, record]) => [id, { ...record }]))
  stack.stable ??= { desired: stack.current, resources: clones, replaced: [] }
  stack.current = desired
  stack.updatedAt = store.now()
  setStackStatus(store, stack, 'UPDATE_IN_PROGRESS', USER_INITIATED)
  const cancellation = new Cancellation()
  stack.cancel = () => cancellation.cancel()
  await store.pause('stack')
  const failure =
    (await invokeStackHooks(store, stack, 'UPDATE')) ??
    (await applyUpdate({ store, stack, cancellation, policy }, desired)) ??
    (await watchTriggers(store, stack))
  stack.cancel = undefined
  return failure
}

function applyUpdate(work: Work, desired: Desired): Promise<string | undefined> {
  if (!desired.green) return applyTemplate(work, desired)
  return deployGreen(work, desired.green, (only) => applyTemplate(work, desired, only))
}

/** Starts the cleanup phase. A nested stack enters it first, and waits there for its parent. */
export function announceCleanup(store: Store, stack: Stack): void {
  if (stack.status !== 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') {
    setStackStatus(store, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  }
}

/** The second half of an update: deletes replaced resources and those that the template no longer has. */
export async function finishUpdate(store: Store, stack: Stack): Promise<void> {
  announceCleanup(store, stack)

  const work = { store, stack, cancellation: new Cancellation() }
  const active = activeResources(stack.current.template, scopeNow(store, stack, stack.current))
  const gone = [...stack.resources.values()].filter((record) => !active.has(record.logicalId))
  await store.pause('stack')
  const remaining = [
    ...(await removeResources(work, stack.stable?.replaced ?? [], 'replaced')),
    ...(await removeResources(work, gone, 'deleted')),
  ]
  for (const record of gone) if (record.status !== 'DELETE_FAILED') stack.resources.delete(record.logicalId)
  await store.nested.finishUpdates(stack)
  stack.stable = undefined
  const note = 'Update successful. One or more resources could not be deleted.'
  setStackStatus(store, stack, 'UPDATE_COMPLETE', remaining.length > 0 ? note : undefined)
}

export async function runUpdate(store: Store, stack: Stack, desired: Desired, choices: UpdateChoices): Promise<void> {
  const failure = await beginUpdate(store, stack, desired, choices.policy)
  if (failure === undefined) await finishUpdate(store, stack)
  else if (choices.disableRollback) setStackStatus(store, stack, 'UPDATE_FAILED', failure)
  else await rollBackUpdate(store, stack, failure)
}
