import type { Properties } from '../../../../contract.ts'
import type { Target } from '../contract.ts'
import { differences } from '../drift/equality.ts'
import { ResourceFailure, messageOf } from '../errors.ts'
import { addResourceEvent, setResourceStatus } from '../events.ts'
import { invokeResourceHooks } from '../hooks/invoke.ts'
import type { DeletionPolicy, ResourceRecord } from '../model.ts'
import { identifiersOf, recreationOf } from '../template/resource-specification.ts'
import { STACK_TYPE } from '../template/template.ts'
import type { Json } from '../template/template.ts'
import { doneReason, operationTime } from './express.ts'
import { assertPermitted } from './permissions.ts'
import { awaitSignals } from './signals.ts'
import { denialOf } from './stack-policy.ts'
import type { PolicyAction } from './stack-policy.ts'
import type { Work } from './work.ts'

const INITIATED = 'Resource creation Initiated'
export const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'

function policyOf(value: Json | undefined): DeletionPolicy {
  return (typeof value === 'string' ? value : 'Delete') as DeletionPolicy
}

export function newRecord(work: Work, logicalId: string, target: Target): ResourceRecord {
  return {
    logicalId,
    type: target.definition.Type,
    physicalId: undefined,
    status: 'CREATE_IN_PROGRESS',
    reason: undefined,
    updatedAt: work.store.now(),
    revision: 0,
    properties: target.properties,
    attributes: {},
    deletionPolicy: policyOf(target.definition.DeletionPolicy),
    updateReplacePolicy: policyOf(target.definition.UpdateReplacePolicy),
    dependencies: target.dependencies,
    updatePolicy: target.updatePolicy,
    metadata: target.definition.Metadata,
    drift: { status: 'NOT_CHECKED' },
    signals: new Map(),
  }
}

/** Records the changes that do not touch the physical resource: policies, metadata and dependencies. */
export function applyAttributes(record: ResourceRecord, target: Target): void {
  record.deletionPolicy = policyOf(target.definition.DeletionPolicy)
  record.updateReplacePolicy = policyOf(target.definition.UpdateReplacePolicy)
  record.dependencies = target.dependencies
  record.updatePolicy = target.updatePolicy
  record.metadata = target.definition.Metadata
}

/** Creates the physical resource. It gets its ID after half of the duration, and is ready at its end. */
async function createPhysical(
  work: Work,
  record: ResourceRecord,
  target: Target,
  verb: 'creation' | 'update',
): Promise<void> {
  const { store, stack, cancellation } = work
  const { applied, ready } = operationTime(store, stack, record)
  const cancelled = `Resource ${verb} cancelled`
  const progress = verb === 'creation' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS'
  await cancellation.sleep(store.options.clock, applied, cancelled)
  const failure = store.takePlannedFailure(stack, record.logicalId, record.type, 'create')
  if (failure !== undefined) throw new ResourceFailure(failure)
  if (record.type === STACK_TYPE) {
    await store.nested.create(work, record, target, () => setResourceStatus(store, stack, record, progress, INITIATED))
    return
  }
  assertPermitted(
    store,
    stack,
    { ...record, physicalId: undefined },
    'create',
    store.resolveAll(target.properties, stack),
  )
  const owner = store.owner(stack, record.logicalId)
  const made = await store.handler(record.type).create(store.resolveAll(target.properties, stack), owner)
  record.physicalId = made.physicalId
  record.attributes = made.attributes
  setResourceStatus(store, stack, record, progress, INITIATED)
  await cancellation.sleep(store.options.clock, ready, cancelled)
  await awaitSignals(work, record, target.definition)
}

export async function createResource(work: Work, logicalId: string, target: Target): Promise<boolean> {
  const { store, stack } = work
  const record = newRecord(work, logicalId, target)
  stack.resources.set(logicalId, record)
  setResourceStatus(store, stack, record, 'CREATE_IN_PROGRESS')
  try {
    await invokeResourceHooks(store, stack, record, 'CREATE')
    await createPhysical(work, record, target, 'creation')
    setResourceStatus(store, stack, record, 'CREATE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    setResourceStatus(store, stack, record, 'CREATE_FAILED', messageOf(error))
    return false
  }
}

/** Whether the change of properties requires a new physical resource. */
export function requiresReplacement(type: string, before: object, after: object): boolean {
  if (type === STACK_TYPE) return false
  return differences(before, after).some((difference) => recreationOf(type, difference.path) === 'Always')
}

/** Whether the stack policy allows the action on a resource; a denial fails the resource before any other event. */
export function isAllowed({ store, stack, policy }: Work, record: ResourceRecord, action: PolicyAction): boolean {
  const denial = denialOf(policy, action, record)
  if (denial !== undefined) setResourceStatus(store, stack, record, 'UPDATE_FAILED', denial)
  return denial === undefined
}

export async function updateResource(work: Work, record: ResourceRecord, target: Target): Promise<boolean> {
  const { store, stack } = work
  const before = record.properties
  const replaces = requiresReplacement(record.type, before, target.properties)
  const old = { ...record }
  applyAttributes(record, target)
  record.properties = target.properties
  setResourceStatus(store, stack, record, 'UPDATE_IN_PROGRESS', replaces ? REPLACING : undefined)
  try {
    await invokeResourceHooks(store, stack, record, 'UPDATE')
    if (replaces) await replacePhysical(work, record, old, target)
    else await updatePhysical(work, record, before, target)
    setResourceStatus(store, stack, record, 'UPDATE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    setResourceStatus(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}

async function updatePhysical(work: Work, record: ResourceRecord, before: object, target: Target): Promise<void> {
  const { store, stack, cancellation } = work
  const { applied, ready } = operationTime(store, stack, record)
  await cancellation.sleep(store.options.clock, applied + ready, 'Resource update cancelled')
  const failure = store.takePlannedFailure(stack, record.logicalId, record.type, 'update')
  if (failure !== undefined) throw new ResourceFailure(failure)
  if (record.type === STACK_TYPE) {
    await store.nested.update(work, record, target)
    return
  }
  assertPermitted(store, stack, record, 'update')
  const owner = store.owner(stack, record.logicalId)
  const update = store
    .handler(record.type)
    .update(
      record.physicalId ?? '',
      store.resolveAll(target.properties, stack),
      store.resolveAll(before, stack) as Properties,
      owner,
      {
        updatePolicy: target.updatePolicy,
        progress: () => setResourceStatus(store, stack, record, 'UPDATE_IN_PROGRESS'),
        onCancel: (stop) => cancellation.passOn(stop),
      },
    )
  const made = await update.catch((error: unknown) => {
    if (cancellation.cancelled) throw new ResourceFailure('Resource update cancelled', true)
    throw error
  })
  record.physicalId = made.physicalId
  record.attributes = made.attributes
}

async function replacePhysical(work: Work, record: ResourceRecord, old: ResourceRecord, target: Target): Promise<void> {
  if (work.stack.disableRollback) {
    throw new ResourceFailure('Replacement type updates not supported on stack with disable-rollback')
  }
  const name = identifiersOf(record.type)[0]
  const given = name === undefined ? undefined : target.properties[name]
  if (given !== undefined && given === old.physicalId) {
    throw new ResourceFailure(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${given} and update the stack again.`,
    )
  }
  await createPhysical(work, record, target, 'update')
  work.stack.stable?.replaced.push(old)
}

/** Deletes a physical resource, unless its policy retains it. `cause` selects the policy and how it is reported. */
export async function removeResource(
  work: Work,
  record: ResourceRecord,
  cause: 'deleted' | 'replaced' | 'rolled back',
): Promise<boolean> {
  const { store, stack } = work
  const policy = cause === 'replaced' ? record.updateReplacePolicy : record.deletionPolicy
  const report = cause === 'replaced' ? addResourceEvent : setResourceStatus
  if (record.physicalId === undefined) {
    report(store, stack, record, 'DELETE_COMPLETE')
    return true
  }
  if (policy === 'Retain' || (policy === 'RetainExceptOnCreate' && cause !== 'rolled back')) {
    report(store, stack, record, 'DELETE_SKIPPED')
    return true
  }
  report(store, stack, record, 'DELETE_IN_PROGRESS')
  try {
    if (cause === 'deleted') await invokeResourceHooks(store, stack, record, 'DELETE')
    const { applied, ready } = operationTime(store, stack, record)
    await store.options.clock.sleep(applied + ready)
    const failure = store.takePlannedFailure(stack, record.logicalId, record.type, 'delete')
    if (failure !== undefined) throw new ResourceFailure(failure)
    if (record.type !== STACK_TYPE) assertPermitted(store, stack, record, 'delete')
    if (record.type === STACK_TYPE) await store.nested.remove(record)
    else await store.handler(record.type).remove(record.physicalId, store.owner(stack, record.logicalId))
    report(store, stack, record, 'DELETE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    report(store, stack, record, 'DELETE_FAILED', messageOf(error))
    return false
  }
}
