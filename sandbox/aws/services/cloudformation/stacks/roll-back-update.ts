import { messageOf } from '../errors.ts'
import { setResourceStatus, setStackStatus } from '../events.ts'
import type { ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { runByDependencies } from '../template/dependency-order.ts'
import { STACK_TYPE } from '../template/template.ts'
import { list, removeResources, scopeNow } from './apply.ts'
import { Cancellation } from './cancellation.ts'
import { outputsOf } from './outputs.ts'
import { assertPermitted } from './permissions.ts'
import type { Work } from './work.ts'

/** Restores the last stable state, except for the resources in `skip`. */
export async function rollBackUpdate(
  store: Store,
  stack: Stack,
  reason: string | undefined,
  skip: readonly string[] = [],
): Promise<void> {
  const stable = stack.stable
  if (!stable) return
  setStackStatus(store, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
  await store.pause('stack')
  const work = { store, stack, cancellation: new Cancellation() }
  const failed: string[] = []
  const created: ResourceRecord[] = []
  const replaced: ResourceRecord[] = []
  for (const record of stack.resources.values()) if (!stable.resources.has(record.logicalId)) created.push(record)
  const dependencies = new Map(
    [...stable.resources.values()].map((r) => [r.logicalId, r.dependencies.filter((n) => stable.resources.has(n))]),
  )
  await runByDependencies(dependencies, async (id) => {
    const ok = await restore(work, stable.resources.get(id)!, skip.includes(id), replaced)
    if (!ok) failed.push(id)
    return ok
  })
  if (failed.length > 0) {
    setStackStatus(
      store,
      stack,
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: ${list(failed)}. `,
    )
    return
  }
  // A rollback keeps the service role that the failed update set.
  stack.current = { ...stable.desired, roleArn: stack.current.roleArn }
  setStackStatus(store, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  await store.pause('stack')
  await removeResources(work, replaced, 'replaced')
  await removeResources(work, created, 'rolled back')
  for (const record of created) if (record.status !== 'DELETE_FAILED') stack.resources.delete(record.logicalId)
  stack.outputs = outputsOf(stack.current, scopeNow(store, stack, stack.current))
  stack.stable = undefined
  setStackStatus(store, stack, 'UPDATE_ROLLBACK_COMPLETE')
}

async function restore(
  work: Work,
  before: ResourceRecord,
  skip: boolean,
  replaced: ResourceRecord[],
): Promise<boolean> {
  const { store, stack } = work
  const record = stack.resources.get(before.logicalId)
  if (!record) return true
  if (record.type === STACK_TYPE) return store.nested.rollBack(stack, record, before)
  const touched =
    record.physicalId !== before.physicalId || record.status.endsWith('_FAILED') || record.revision !== before.revision
  if (!touched || skip) {
    if (skip) setResourceStatus(store, stack, record, 'UPDATE_COMPLETE')
    return true
  }
  if (record.physicalId !== before.physicalId) {
    replaced.push({ ...record, updateReplacePolicy: 'Delete' })
    const old = { physicalId: before.physicalId, attributes: before.attributes, properties: before.properties }
    Object.assign(record, { ...before, ...old })
    setResourceStatus(store, stack, record, 'UPDATE_IN_PROGRESS')
    setResourceStatus(store, stack, record, 'UPDATE_COMPLETE')
    return true
  }
  setResourceStatus(store, stack, record, 'UPDATE_IN_PROGRESS')
  try {
    await store.options.clock.sleep(store.duration(stack, record.logicalId, record.type))
    const failure = store.takePlannedFailure(stack, record.logicalId, record.type, 'rollback')
    if (failure !== undefined) throw new Error(failure)
    assertPermitted(store, stack, record, 'update')
    const owner = store.owner(stack, record.logicalId)
    const made = await store
      .handler(record.type)
      .update(
        before.physicalId ?? '',
        store.resolveAll(before.properties, stack),
        store.resolveAll(record.properties, stack),
        owner,
        {
          updatePolicy: before.updatePolicy,
          rollsBack: true,
        },
      )
    Object.assign(record, { ...before, physicalId: made.physicalId, attributes: made.attributes })
    setResourceStatus(store, stack, record, 'UPDATE_COMPLETE')
    return true
  } catch (error) {
    setResourceStatus(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}
