import { isUnchanged } from '../changes/unchanged.ts'
import type { NestedStacks, StackOperation, Target } from '../contract.ts'
import { ResourceFailure, messageOf } from '../errors.ts'
import { setResourceStatus } from '../events.ts'
import type { Desired, ResourceRecord, Stack, StackPlace } from '../model.ts'
import { physicalName } from '../names.ts'
import type { Store } from '../store.ts'
import { isObject } from '../template/template.ts'
import { textOf } from '../template/text.ts'
import { runCreate } from './create-stack.ts'
import { runDelete } from './delete-stack.ts'
import { prepare, readDesired } from './desired.ts'
import { newStack, placeFor } from './new-stack.ts'
import { rollBackUpdate } from './roll-back-update.ts'
import { announceCleanup, beginUpdate, finishUpdate } from './update-stack.ts'

/** Maximum length of a stack name, including the generated names of nested stacks. */
const NAME_LIMIT = 128

export type NestedProperties = Readonly<Record<string, unknown>>

/** The place of a new nested stack, with a generated name. */
export function nestedPlace(parent: Stack, logicalId: string): StackPlace {
  return placeFor(parent, physicalName(parent.name, logicalId, NAME_LIMIT))
}

/** The desired state of a nested stack, from the evaluated properties of its resource in the parent. */
export async function nestedDesired(
  store: Store,
  parent: Stack,
  place: StackPlace,
  properties: NestedProperties,
  previous: Desired | undefined,
): Promise<Desired> {
  const parameters = isObject(properties['Parameters']) ? properties['Parameters'] : {}
  const list = (value: unknown) => (Array.isArray(value) ? value : [])
  const read = await readDesired(
    store,
    place,
    {
      TemplateURL: textOf(properties['TemplateURL']),
      Parameters: Object.entries(parameters).map(([key, value]) => ({
        ParameterKey: key,
        ParameterValue: Array.isArray(value) ? value.map(textOf).join(',') : textOf(value),
      })),
      Tags: [...parent.current.tags, ...list(properties['Tags'])],
      NotificationARNs: list(properties['NotificationARNs']).map(textOf),
      Capabilities: parent.current.capabilities,
    },
    previous,
    { macrosNeedConsent: true },
  )
  return prepare(store, place, read)
}

function childOf(store: Store, record: ResourceRecord): Stack {
  const child = store.findAnywhere(record.physicalId ?? '')
  if (!child) throw new ResourceFailure(`Stack with id ${record.physicalId} does not exist`)
  return child
}

function outputsOf(child: Stack): Record<string, string> {
  return Object.fromEntries(child.outputs.map((output) => [`Outputs.${output.OutputKey}`, output.OutputValue]))
}

async function create(
  store: Store,
  { stack, cancellation }: StackOperation,
  record: ResourceRecord,
  target: Target,
  initiated: () => void,
): Promise<void> {
  const reviewed = store
    .childrenOf(stack)
    .find((child) => child.parentResource === record.logicalId && child.status === 'REVIEW_IN_PROGRESS')
  const place = reviewed ?? nestedPlace(stack, record.logicalId)
  const desired = await nestedDesired(store, stack, place, target.properties, undefined)
  const child = reviewed ?? newStack(store, place, desired, { stack, logicalId: record.logicalId })
  child.current = desired
  record.physicalId = child.id
  initiated()
  cancellation.passOn(() => child.cancel?.())
  await runCreate(store, child, { onFailure: 'DO_NOTHING' })
  if (child.status !== 'CREATE_COMPLETE') {
    throw new ResourceFailure(`Embedded stack ${child.id} was not successfully created: ${child.reason ?? ''}`)
  }
  record.attributes = outputsOf(child)
}

/** Updates a nested stack up to its cleanup, which waits for the parent's: until then it can still be rolled back. */
async function update(
  store: Store,
  { stack, cancellation }: StackOperation,
  record: ResourceRecord,
  target: Target,
): Promise<void> {
  const child = childOf(store, record)
  const desired = await nestedDesired(store, stack, child, target.properties, child.current)
  if (isUnchanged(store, child, desired)) return
  cancellation.passOn(() => child.cancel?.())
  const problem = await beginUpdate(store, child, desired)
  if (problem !== undefined) {
    await rollBackUpdate(store, child, problem)
    throw new ResourceFailure(
      `Embedded stack ${child.id} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: ${problem}`,
    )
  }
  announceCleanup(store, child)
  record.attributes = outputsOf(child)
}

async function finishUpdates(store: Store, stack: Stack): Promise<void> {
  for (const child of store.childrenOf(stack)) {
    if (child.status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') await finishUpdate(store, child)
  }
}

async function remove(store: Store, record: ResourceRecord): Promise<void> {
  const child = childOf(store, record)
  if (child.status === 'DELETE_COMPLETE') return
  await runDelete(store, child, {})
  if (child.status !== 'DELETE_COMPLETE') {
    throw new ResourceFailure(`Embedded stack ${child.id} was not successfully deleted: ${child.reason ?? ''}`)
  }
}

async function rollBack(store: Store, stack: Stack, record: ResourceRecord, before: ResourceRecord): Promise<boolean> {
  const touched = record.revision !== before.revision || record.status.endsWith('_FAILED')
  if (!touched) return true
  setResourceStatus(store, stack, record, 'UPDATE_IN_PROGRESS')
  try {
    const child = childOf(store, record)
    if (child.stable) await rollBackUpdate(store, child, undefined)
    if (child.status === 'UPDATE_ROLLBACK_FAILED') throw new ResourceFailure(child.reason ?? '')
    Object.assign(record, { ...before, attributes: outputsOf(child) })
    setResourceStatus(store, stack, record, 'UPDATE_COMPLETE')
    return true
  } catch (error) {
    setResourceStatus(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}

export function nestedStacks(store: Store): NestedStacks {
  return {
    create: (operation, record, target, initiated) => create(store, operation, record, target, initiated),
    update: (operation, record, target) => update(store, operation, record, target),
    remove: (record) => remove(store, record),
    rollBack: (stack, record, before) => rollBack(store, stack, record, before),
    finishUpdates: (stack) => finishUpdates(store, stack),
  }
}
