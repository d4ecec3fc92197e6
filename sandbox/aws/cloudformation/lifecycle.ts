import { Cancellation } from './cancellation.ts'
import { messageOf } from './errors.ts'
import { STACK_TYPE, USER_INITIATED, resourceBecomes, stackBecomes } from './events.ts'
import { same } from './equality.ts'
import { runInOrder, reversed } from './graph.ts'
import { deployGreen } from './green-deployment.ts'
import { askAboutStack } from './hooks.ts'
import { checkExports, usedExport } from './imports.ts'
import { invalid } from './errors.ts'
import { conditionHolds, evaluate } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import type { Desired, Output, ResourceRecord, Stack } from './model.ts'
import { needsOf } from './references.ts'
import { assertPermitted } from './permissions.ts'
import { adopt, createResource, isAllowed, needsReplacement, removeResource, updateResource } from './resource-work.ts'
import type { Target, Work } from './work.ts'
import { watchTriggers } from './rollback-triggers.ts'
import { activeResources, knownPart, scopeOf } from './scope.ts'
import { isTaggable } from './spec.ts'
import type { Store } from './store.ts'
import { textOf } from './text.ts'
import { liveResources } from './live.ts'

const list = (ids: readonly string[]) => `[${ids.toSorted().join(', ')}]`

function scopeNow(store: Store, stack: Stack, desired: Desired): Scope {
  return scopeOf(stack, desired, liveResources(stack.resources), (name) => store.exported(stack, name))
}

/** Creates and changes everything that `desired` asks for, or `only` that; returns why it did not work, if it did not. */
async function apply(work: Work, desired: Desired, only?: readonly string[]): Promise<string | undefined> {
  const { store, stack, cancellation } = work
  const scope = scopeNow(store, stack, desired)
  const active = activeResources(desired.template, scope)
  const needs = new Map(
    [...active].map(([id, d]) => [id, needsOf(d, desired.template, scope).filter((n) => active.has(n))]),
  )
  const failed = { create: [] as string[], update: [] as string[] }
  for (const record of only ? [] : stack.resources.values()) {
    const gone = !active.has(record.logicalId) && record.physicalId !== undefined
    if (gone && !isAllowed(work, record, 'Update:Delete')) failed.update.push(record.logicalId)
  }
  if (failed.update.length > 0) cancellation.cancel()
  let unevaluated: string | undefined
  await runInOrder(needs, async (id) => {
    if (cancellation.cancelled) return false
    if (only && !only.includes(id)) return true
    const existing = stack.resources.get(id)
    const definition = active.get(id)!
    const kind = existing?.physicalId === undefined ? 'create' : 'update'
    try {
      const target = { definition, ...knownPart(definition, scope), needs: needs.get(id) ?? [] }
      if (await step(work, id, existing, target)) return true
      failed[kind].push(id)
    } catch (error) {
      // What a template asks for and cannot have fails the stack, not one of its resources.
      unevaluated = `${messageOf(error)} `
    }
    cancellation.cancel()
    return false
  })
  if (unevaluated !== undefined) return unevaluated
  const told = [
    failed.create.length > 0 ? `The following resource(s) failed to create: ${list(failed.create)}. ` : '',
    failed.update.length > 0 ? `The following resource(s) failed to update: ${list(failed.update)}. ` : '',
  ].join('')
  if (told !== '') return told
  if (cancellation.cancelled) return USER_INITIATED
  if (only) return undefined
  try {
    const outputs = outputsOf(desired, scope)
    checkExports(store, stack, outputs)
    stack.outputs = outputs
    return undefined
  } catch (error) {
    return `${messageOf(error)} `
  }
}

async function step(work: Work, id: string, existing: ResourceRecord | undefined, target: Target): Promise<boolean> {
  if (existing?.physicalId === undefined) return createResource(work, id, target)
  const retagged = isTaggable(existing.type) && !same(work.stack.stable?.desired.tags ?? [], work.stack.current.tags)
  const asBefore = same(existing.properties, target.properties) && !existing.status.endsWith('_FAILED')
  const unchanged = asBefore && !retagged
  if (unchanged && existing.type !== STACK_TYPE) {
    adopt(existing, target)
    return true
  }
  const replaces = needsReplacement(existing.type, existing.properties, target.properties)
  if (!unchanged && !isAllowed(work, existing, replaces ? 'Update:Replace' : 'Update:Modify')) return false
  return updateResource(work, existing, target)
}

function outputsOf(desired: Desired, scope: Scope): Output[] {
  return Object.entries(desired.template.Outputs).flatMap(([key, output]) => {
    if (output.Condition !== undefined && !conditionHolds(output.Condition, scope)) return []
    const exported = output.Export === undefined ? undefined : textOf(evaluate(output.Export.Name, scope))
    return {
      OutputKey: key,
      OutputValue: outputText(evaluate(output.Value, scope)),
      ...(output.Description === undefined ? {} : { Description: outputText(output.Description) }),
      ...(exported === undefined ? {} : { ExportName: exported }),
    }
  })
}

/** Outputs are texts, and what turns out to be none fails the stack. */
function outputText(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'object') {
    throw invalid('Template format error: Every Value member must be a string.')
  }
  return textOf(value)
}

/** Removes resources, those first that nobody needs; returns the ones that stayed although they should not. */
async function removeAll(
  work: Work,
  records: readonly ResourceRecord[],
  leaving: 'deleted' | 'replaced' | 'rolled back',
): Promise<string[]> {
  const byId = new Map(records.map((record) => [record.logicalId, record]))
  const needs = new Map(records.map((record) => [record.logicalId, record.needs.filter((id) => byId.has(id))]))
  const { failed } = await runInOrder(reversed(needs), (id) => removeResource(work, byId.get(id)!, leaving))
  return failed
}

export interface CreateChoices {
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'
}

export async function runCreate(store: Store, stack: Stack, choices: CreateChoices): Promise<void> {
  stackBecomes(store, stack, 'CREATE_IN_PROGRESS', USER_INITIATED)
  const cancellation = new Cancellation()
  stack.cancel = () => cancellation.cancel()
  await store.pause('stack')
  const problem =
    (await askAboutStack(store, stack, 'CREATE')) ??
    (await apply({ store, stack, cancellation }, stack.current)) ??
    (await watchTriggers(store, stack))
  stack.cancel = undefined
  if (problem === undefined) {
    stackBecomes(store, stack, 'CREATE_COMPLETE')
    return
  }
  if (choices.onFailure === 'DO_NOTHING') {
    stackBecomes(store, stack, 'CREATE_FAILED', problem)
    return
  }
  if (choices.onFailure === 'DELETE') {
    await runDelete(store, stack, { reason: `${problem}Delete requested by user.` })
    return
  }
  await rollBackCreation(store, stack, `${problem}Rollback requested by user.`)
}

export async function rollBackCreation(store: Store, stack: Stack, reason: string): Promise<void> {
  stackBecomes(store, stack, 'ROLLBACK_IN_PROGRESS', reason)
  await store.pause('stack')
  const work = { store, stack, cancellation: new Cancellation() }
  stack.outputs = []
  const stayed = await removeAll(work, [...stack.resources.values()], 'rolled back')
  if (stayed.length > 0) {
    stackBecomes(store, stack, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: ${list(stayed)}. `)
  } else stackBecomes(store, stack, 'ROLLBACK_COMPLETE')
}

export interface UpdateChoices {
  readonly disableRollback: boolean
  /** The stack policy of this update alone, in place of the stack's own. */
  readonly policy?: string | undefined
}

/** First half of an update: everything but removing what is no longer needed; returns why it did not work. */
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
  stackBecomes(store, stack, 'UPDATE_IN_PROGRESS', USER_INITIATED)
  const cancellation = new Cancellation()
  stack.cancel = () => cancellation.cancel()
  await store.pause('stack')
  const problem =
    (await askAboutStack(store, stack, 'UPDATE')) ??
    (await change({ store, stack, cancellation, policy }, desired)) ??
    (await watchTriggers(store, stack))
  stack.cancel = undefined
  return problem
}

function change(work: Work, desired: Desired): Promise<string | undefined> {
  if (!desired.green) return apply(work, desired)
  return deployGreen(work, desired.green, (only) => apply(work, desired, only))
}

/** A nested stack says so when its own half is done, and waits there for its parent. */
export function announceCleanup(store: Store, stack: Stack): void {
  if (stack.status !== 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') {
    stackBecomes(store, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  }
}

/** Second half: the old physical resources and the ones that the template no longer has. */
export async function finishUpdate(store: Store, stack: Stack): Promise<void> {
  announceCleanup(store, stack)

  const work = { store, stack, cancellation: new Cancellation() }
  const active = activeResources(stack.current.template, scopeNow(store, stack, stack.current))
  const gone = [...stack.resources.values()].filter((record) => !active.has(record.logicalId))
  await store.pause('stack')
  const stayed = [
    ...(await removeAll(work, stack.stable?.replaced ?? [], 'replaced')),
    ...(await removeAll(work, gone, 'deleted')),
  ]
  for (const record of gone) if (record.status !== 'DELETE_FAILED') stack.resources.delete(record.logicalId)
  await store.nested.settle(work)
  stack.stable = undefined
  const note = 'Update successful. One or more resources could not be deleted.'
  stackBecomes(store, stack, 'UPDATE_COMPLETE', stayed.length > 0 ? note : undefined)
}

export async function runUpdate(store: Store, stack: Stack, desired: Desired, choices: UpdateChoices): Promise<void> {
  const problem = await beginUpdate(store, stack, desired, choices.policy)
  if (problem === undefined) await finishUpdate(store, stack)
  else if (choices.disableRollback) stackBecomes(store, stack, 'UPDATE_FAILED', problem)
  else await rollBackUpdate(store, stack, problem)
}

/** Back to the last stable state; `skip` names resources that are taken as they are. */
export async function rollBackUpdate(
  store: Store,
  stack: Stack,
  reason: string | undefined,
  skip: readonly string[] = [],
): Promise<void> {
  const stable = stack.stable
  if (!stable) return
  stackBecomes(store, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
  await store.pause('stack')
  const work = { store, stack, cancellation: new Cancellation() }
  const failed: string[] = []
  const created: ResourceRecord[] = []
  const renewed: ResourceRecord[] = []
  for (const record of stack.resources.values()) if (!stable.resources.has(record.logicalId)) created.push(record)
  const needs = new Map(
    [...stable.resources.values()].map((r) => [r.logicalId, r.needs.filter((n) => stable.resources.has(n))]),
  )
  await runInOrder(needs, async (id) => {
    const ok = await restore(work, stable.resources.get(id)!, skip.includes(id), renewed)
    if (!ok) failed.push(id)
    return ok
  })
  if (failed.length > 0) {
    stackBecomes(
      store,
      stack,
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: ${list(failed)}. `,
    )
    return
  }
  // A service role stays with the stack, whatever becomes of the update that brought it.
  stack.current = { ...stable.desired, roleArn: stack.current.roleArn }
  stackBecomes(store, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  await store.pause('stack')
  await removeAll(work, renewed, 'replaced')
  await removeAll(work, created, 'rolled back')
  for (const record of created) if (record.status !== 'DELETE_FAILED') stack.resources.delete(record.logicalId)
  stack.outputs = outputsOf(stack.current, scopeNow(store, stack, stack.current))
  stack.stable = undefined
  stackBecomes(store, stack, 'UPDATE_ROLLBACK_COMPLETE')
}

async function restore(work: Work, was: ResourceRecord, skip: boolean, renewed: ResourceRecord[]): Promise<boolean> {
  const { store, stack } = work
  const record = stack.resources.get(was.logicalId)
  if (!record) return true
  if (record.type === STACK_TYPE) return store.nested.rollBack(work, record, was)
  const touched =
    record.physicalId !== was.physicalId || record.status.endsWith('_FAILED') || record.revision !== was.revision
  if (!touched || skip) {
    if (skip) resourceBecomes(store, stack, record, 'UPDATE_COMPLETE')
    return true
  }
  if (record.physicalId !== was.physicalId) {
    renewed.push({ ...record, updateReplacePolicy: 'Delete' })
    const old = { physicalId: was.physicalId, attributes: was.attributes, properties: was.properties }
    Object.assign(record, { ...was, ...old })
    resourceBecomes(store, stack, record, 'UPDATE_IN_PROGRESS')
    resourceBecomes(store, stack, record, 'UPDATE_COMPLETE')
    return true
  }
  resourceBecomes(store, stack, record, 'UPDATE_IN_PROGRESS')
  try {
    await store.options.clock.sleep(store.duration(stack, record.logicalId, record.type))
    const failure = store.plannedFailure(stack, record.logicalId, record.type, 'rollback')
    if (failure !== undefined) throw new Error(failure)
    assertPermitted(store, stack, record, 'update')
    const owner = store.owner(stack, record.logicalId)
    const made = await store
      .handler(record.type)
      .update(
        was.physicalId ?? '',
        store.resolveAll(was.properties, stack),
        store.resolveAll(record.properties, stack),
        owner,
        {
          updatePolicy: was.updatePolicy,
          rollsBack: true,
        },
      )
    Object.assign(record, { ...was, physicalId: made.physicalId, attributes: made.attributes })
    resourceBecomes(store, stack, record, 'UPDATE_COMPLETE')
    return true
  } catch (error) {
    resourceBecomes(store, stack, record, 'UPDATE_FAILED', messageOf(error))
    return false
  }
}

export interface DeleteChoices {
  readonly retain?: readonly string[]
  readonly force?: boolean
  readonly reason?: string
}

export async function runDelete(store: Store, stack: Stack, choices: DeleteChoices): Promise<void> {
  const before = stack.status
  stackBecomes(store, stack, 'DELETE_IN_PROGRESS', choices.reason ?? USER_INITIATED)
  await store.pause('stack')
  const used = usedExport(store, stack)
  if (used !== undefined) {
    stackBecomes(store, stack, before, used)
    return
  }
  const objected = await askAboutStack(store, stack, 'DELETE')
  if (objected !== undefined) {
    stackBecomes(store, stack, 'DELETE_FAILED', objected)
    return
  }
  const work = { store, stack, cancellation: new Cancellation() }
  const records = [...stack.resources.values()].filter((record) => record.status !== 'DELETE_COMPLETE')
  for (const record of records) if (choices.retain?.includes(record.logicalId)) record.deletionPolicy = 'Retain'
  const stayed = await removeAll(work, records, 'deleted')
  if (stayed.length > 0 && !choices.force) {
    stackBecomes(store, stack, 'DELETE_FAILED', `The following resource(s) failed to delete: ${list(stayed)}. `)
    return
  }
  stack.outputs = []
  stack.deletedAt = store.now()
  stackBecomes(store, stack, 'DELETE_COMPLETE')
}
