import { ResourceFailure, messageOf } from './errors.ts'
import { STACK_TYPE, resourceBecomes, tell } from './events.ts'
import { doneReason, timeOf } from './express.ts'
import { askAboutResource } from './hooks.ts'
import type { Properties } from '../../contract.ts'
import type { DeletionPolicy, ResourceRecord } from './model.ts'
import { awaitSignals } from './signals.ts'
import { differences } from './equality.ts'
import { assertPermitted } from './permissions.ts'
import { identifiersOf, recreationOf } from './spec.ts'
import { denialOf } from './stack-policy.ts'
import type { PolicyAction } from './stack-policy.ts'
import type { Json } from './template.ts'
import type { Target, Work } from './work.ts'

export const INITIATED = 'Resource creation Initiated'
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
    needs: target.needs,
    updatePolicy: target.updatePolicy,
    metadata: target.definition.Metadata,
    drift: { status: 'NOT_CHECKED' },
    signals: new Map(),
  }
}

/** What changes without touching the physical resource: policies, metadata, the graph. */
export function adopt(record: ResourceRecord, target: Target): void {
  record.deletionPolicy = policyOf(target.definition.DeletionPolicy)
  record.updateReplacePolicy = policyOf(target.definition.UpdateReplacePolicy)
  record.needs = target.needs
  record.updatePolicy = target.updatePolicy
  record.metadata = target.definition.Metadata
}

/** Makes the physical resource; half of its time passes before it has an ID, half until it is ready. */
async function make(work: Work, record: ResourceRecord, target: Target, verb: 'creation' | 'update'): Promise<void> {
  const { store, stack, cancellation } = work
  const { applied, ready } = timeOf(store, stack, record)
  const cancelled = `Resource ${verb} cancelled`
  const progress = verb === 'creation' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS'
  await cancellation.sleep(store.options.clock, applied, cancelled)
  const failure = store.plannedFailure(stack, record.logicalId, record.type, 'create')
  if (failure !== undefined) throw new ResourceFailure(failure)
  if (record.type === STACK_TYPE) {
    await store.nested.create(work, record, target, () => resourceBecomes(store, stack, record, progress, INITIATED))
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
  resourceBecomes(store, stack, record, progress, INITIATED)
  await cancellation.sleep(store.options.clock, ready, cancelled)
  await awaitSignals(work, record, target.definition)
}

export async function createResource(work: Work, logicalId: string, target: Target): Promise<boolean> {
  const { store, stack } = work
  const record = newRecord(work, logicalId, target)
  stack.resources.set(logicalId, record)
  resourceBecomes(store, stack, record, 'CREATE_IN_PROGRESS')
  try {
    await askAboutResource(store, stack, record, 'CREATE')
    await make(work, record, target, 'creation')
    resourceBecomes(store, stack, record, 'CREATE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    resourceBecomes(store, stack, record, 'CREATE_FAILED', messageOf(error))
    return false
  }
}

/** True when the change asks for a new physical resource. */
export function needsReplacement(type: string, before: object, after: object): boolean {
  if (type === STACK_TYPE) return false
  return differences(before, after).some((difference) => recreationOf(type, difference.path) === 'Always')
}

/** Whether the stack policy lets this happen to a resource; tells it when not, before anything else is told of it. */
export function isAllowed({ store, stack, policy }: Work, record: ResourceRecord, action: PolicyAction): boolean {
  const denial = denialOf(policy, action, record)
  if (denial !== undefined) resourceBecomes(store, stack, record, 'UPDATE_FAILED', denial)
  return denial === undefined
}

export async function updateResource(work: Work, record: ResourceRecord, target: Target): Promise<boolean> {
  const { store, stack } = work
  const before = record.properties
  const replaces = needsReplacement(record.type, before, target.properties)
  const old = { ...record }
  adopt(record, target)
  record.properties = target.properties
  resourceBecomes(store, stack, record, 'UPDATE_IN_PROGRESS', replaces ? REPLACING : undefined)
  try {
    await askAboutResource(store, stack, record, 'UPDATE')
    if (replaces) await replace(work, record, old, target)
    else await change(work, record, before, target)
    resourceBecomes(store, stack, record, 'UPDATE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    resourceBecomes(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}

async function change(work: Work, record: ResourceRecord, before: object, target: Target): Promise<void> {
  const { store, stack, cancellation } = work
  const { applied, ready } = timeOf(store, stack, record)
  await cancellation.sleep(store.options.clock, applied + ready, 'Resource update cancelled')
  const failure = store.plannedFailure(stack, record.logicalId, record.type, 'update')
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
        progress: () => resourceBecomes(store, stack, record, 'UPDATE_IN_PROGRESS'),
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

async function replace(work: Work, record: ResourceRecord, old: ResourceRecord, target: Target): Promise<void> {
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
  await make(work, record, target, 'update')
  work.stack.stable?.replaced.push(old)
}

/**
 * Removes one physical resource. `leaving` says why: with the whole stack, because the template dropped or replaced it,
 * or because the operation that made it is rolled back.
 */
export async function removeResource(
  work: Work,
  record: ResourceRecord,
  leaving: 'deleted' | 'replaced' | 'rolled back',
): Promise<boolean> {
  const { store, stack } = work
  const policy = leaving === 'replaced' ? record.updateReplacePolicy : record.deletionPolicy
  const say = leaving === 'replaced' ? tell : resourceBecomes
  if (record.physicalId === undefined) {
    say(store, stack, record, 'DELETE_COMPLETE')
    return true
  }
  if (policy === 'Retain' || (policy === 'RetainExceptOnCreate' && leaving !== 'rolled back')) {
    say(store, stack, record, 'DELETE_SKIPPED')
    return true
  }
  say(store, stack, record, 'DELETE_IN_PROGRESS')
  try {
    if (leaving === 'deleted') await askAboutResource(store, stack, record, 'DELETE')
    const { applied, ready } = timeOf(store, stack, record)
    await store.options.clock.sleep(applied + ready)
    const failure = store.plannedFailure(stack, record.logicalId, record.type, 'delete')
    if (failure !== undefined) throw new ResourceFailure(failure)
    if (record.type !== STACK_TYPE) assertPermitted(store, stack, record, 'delete')
    if (record.type === STACK_TYPE) await store.nested.remove(work, record)
    else await store.handler(record.type).remove(record.physicalId, store.owner(stack, record.logicalId))
    say(store, stack, record, 'DELETE_COMPLETE', doneReason(stack, record))
    return true
  } catch (error) {
    say(store, stack, record, 'DELETE_FAILED', messageOf(error))
    return false
  }
}
