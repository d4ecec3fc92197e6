import type { Target } from '../contract.ts'
import { same } from '../drift/equality.ts'
import { messageOf } from '../errors.ts'
import { USER_INITIATED } from '../events.ts'
import { checkExports } from '../exports.ts'
import type { Desired, ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { reverseDependencies, runByDependencies } from '../template/dependency-order.ts'
import type { Scope } from '../template/intrinsics.ts'
import { liveResources } from '../template/live-resources.ts'
import { dependenciesOf } from '../template/references.ts'
import { isTaggable } from '../template/resource-specification.ts'
import { activeResources, evaluateTarget, scopeOf } from '../template/scope.ts'
import { STACK_TYPE } from '../template/template.ts'
import { outputsOf } from './outputs.ts'
import {
  applyAttributes,
  createResource,
  isAllowed,
  removeResource,
  requiresReplacement,
  updateResource,
} from './provision.ts'
import type { Work } from './work.ts'

/** Logical IDs as a status reason lists them. */
export const list = (ids: readonly string[]) => `[${ids.toSorted().join(', ')}]`

export function scopeNow(store: Store, stack: Stack, desired: Desired): Scope {
  return scopeOf(stack, desired, liveResources(stack.resources), (name) => store.exported(stack, name))
}

/** Creates and updates the resources of the template, or only those in `only`. @returns the reason of a failure */
export async function applyTemplate(
  work: Work,
  desired: Desired,
  only?: readonly string[],
): Promise<string | undefined> {
  const { store, stack, cancellation } = work
  const scope = scopeNow(store, stack, desired)
  const active = activeResources(desired.template, scope)
  const dependencies = new Map(
    [...active].map(([id, d]) => [id, dependenciesOf(d, desired.template, scope).filter((n) => active.has(n))]),
  )
  const failed = { create: [] as string[], update: [] as string[] }
  for (const record of only ? [] : stack.resources.values()) {
    const gone = !active.has(record.logicalId) && record.physicalId !== undefined
    if (gone && !isAllowed(work, record, 'Update:Delete')) failed.update.push(record.logicalId)
  }
  if (failed.update.length > 0) cancellation.cancel()
  let unevaluated: string | undefined
  await runByDependencies(dependencies, async (id) => {
    if (cancellation.cancelled) return false
    if (only && !only.includes(id)) return true
    const existing = stack.resources.get(id)
    const definition = active.get(id)!
    const kind = existing?.physicalId === undefined ? 'create' : 'update'
    try {
      const target = { definition, ...evaluateTarget(definition, scope), dependencies: dependencies.get(id) ?? [] }
      if (await applyResource(work, id, existing, target)) return true
      failed[kind].push(id)
    } catch (error) {
      // An expression that cannot be evaluated fails the stack, not the resource.
      unevaluated = `${messageOf(error)} `
    }
    cancellation.cancel()
    return false
  })
  if (unevaluated !== undefined) return unevaluated
  const problems = [
    failed.create.length > 0 ? `The following resource(s) failed to create: ${list(failed.create)}. ` : '',
    failed.update.length > 0 ? `The following resource(s) failed to update: ${list(failed.update)}. ` : '',
  ].join('')
  if (problems !== '') return problems
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

async function applyResource(
  work: Work,
  id: string,
  existing: ResourceRecord | undefined,
  target: Target,
): Promise<boolean> {
  if (existing?.physicalId === undefined) return createResource(work, id, target)
  const retagged = isTaggable(existing.type) && !same(work.stack.stable?.desired.tags ?? [], work.stack.current.tags)
  const asBefore = same(existing.properties, target.properties) && !existing.status.endsWith('_FAILED')
  const unchanged = asBefore && !retagged
  if (unchanged && existing.type !== STACK_TYPE) {
    applyAttributes(existing, target)
    return true
  }
  const replaces = requiresReplacement(existing.type, existing.properties, target.properties)
  if (!unchanged && !isAllowed(work, existing, replaces ? 'Update:Replace' : 'Update:Modify')) return false
  return updateResource(work, existing, target)
}

/** Deletes resources in reverse order of their dependencies. @returns the logical IDs whose deletion failed */
export async function removeResources(
  work: Work,
  records: readonly ResourceRecord[],
  cause: 'deleted' | 'replaced' | 'rolled back',
): Promise<string[]> {
  const byId = new Map(records.map((record) => [record.logicalId, record]))
  const dependencies = new Map(
    records.map((record) => [record.logicalId, record.dependencies.filter((id) => byId.has(id))]),
  )
  const { failed } = await runByDependencies(reverseDependencies(dependencies), (id) =>
    removeResource(work, byId.get(id)!, cause),
  )
  return failed
}
