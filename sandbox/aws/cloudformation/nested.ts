import { changesNothing } from './no-change.ts'
import { ResourceFailure, messageOf } from './errors.ts'
import { resourceBecomes } from './events.ts'
import { announceCleanup, beginUpdate, finishUpdate, rollBackUpdate, runCreate, runDelete } from './lifecycle.ts'
import type { Desired, ResourceRecord, Stack } from './model.ts'
import { physicalName } from './names.ts'
import { newStack, placeFor } from './new-stack.ts'
import { prepare, readDesired } from './requests.ts'
import type { StackPlace } from './requests.ts'
import type { NestedStacks, Target, Work } from './work.ts'
import type { Store } from './store.ts'
import { isObject } from './template.ts'
import { textOf } from './text.ts'

/** A stack's name has at most this many characters, a nested one's made-up name included. */
const NAME_LIMIT = 128

export type NestedProperties = Readonly<Record<string, unknown>>

/** The name of a nested stack that is yet to be: parent, resource, chance. */
export function nestedPlace(parent: Stack, logicalId: string): StackPlace {
  return placeFor(parent, physicalName(parent.name, logicalId, NAME_LIMIT))
}

/** What the parent's resource asks of the nested stack, evaluated. */
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
  const child = store.anywhere(record.physicalId ?? '')
  if (!child) throw new ResourceFailure(`Stack with id ${record.physicalId} does not exist`)
  return child
}

function outputsOf(child: Stack): Record<string, string> {
  return Object.fromEntries(child.outputs.map((output) => [`Outputs.${output.OutputKey}`, output.OutputValue]))
}

async function create(
  { store, stack, cancellation }: Work,
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

/** Does the nested stack's first half; its cleanup waits for the parent's, and so can still be rolled back. */
async function update({ store, stack, cancellation }: Work, record: ResourceRecord, target: Target): Promise<void> {
  const child = childOf(store, record)
  const desired = await nestedDesired(store, stack, child, target.properties, child.current)
  if (changesNothing(store, child, desired)) return
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

async function settle({ store, stack }: Work): Promise<void> {
  for (const child of store.childrenOf(stack)) {
    if (child.status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') await finishUpdate(store, child)
  }
}

async function remove({ store }: Work, record: ResourceRecord): Promise<void> {
  const child = childOf(store, record)
  if (child.status === 'DELETE_COMPLETE') return
  await runDelete(store, child, {})
  if (child.status !== 'DELETE_COMPLETE') {
    throw new ResourceFailure(`Embedded stack ${child.id} was not successfully deleted: ${child.reason ?? ''}`)
  }
}

async function rollBack({ store, stack }: Work, record: ResourceRecord, was: ResourceRecord): Promise<boolean> {
  const touched = record.revision !== was.revision || record.status.endsWith('_FAILED')
  if (!touched) return true
  resourceBecomes(store, stack, record, 'UPDATE_IN_PROGRESS')
  try {
    const child = childOf(store, record)
    if (child.stable) await rollBackUpdate(store, child, undefined)
    if (child.status === 'UPDATE_ROLLBACK_FAILED') throw new ResourceFailure(child.reason ?? '')
    Object.assign(record, { ...was, attributes: outputsOf(child) })
    resourceBecomes(store, stack, record, 'UPDATE_COMPLETE')
    return true
  } catch (error) {
    resourceBecomes(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}

export const nestedStacks: NestedStacks = { create, update, remove, rollBack, settle }
