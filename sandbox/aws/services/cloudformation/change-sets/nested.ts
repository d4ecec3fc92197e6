import { outputsMayChange } from '../changes/plan-changes.ts'
import { USER_INITIATED, setStackStatus } from '../events.ts'
import type { ChangeSet, Desired, Stack } from '../model.ts'
import { changeSetArn, suffix } from '../names.ts'
import { nestedDesired, nestedPlace } from '../stacks/nested-stacks.ts'
import { NOTHING, newStack } from '../stacks/new-stack.ts'
import type { Store } from '../store.ts'
import { sortByDependencies } from '../template/dependency-order.ts'
import { KNOWN_AFTER_APPLY, UNKNOWN } from '../template/intrinsics.ts'
import { liveResources } from '../template/live-resources.ts'
import { dependenciesOf } from '../template/references.ts'
import { activeResources, propertiesOf, scopeOf } from '../template/scope.ts'
import { STACK_TYPE } from '../template/template.ts'

/** Computes a nested change set: its changes, or the reason why it failed. */
export type Plan = (changeSet: ChangeSet) => Promise<void>

/** Creates a change set for each nested stack of the template; a new nested stack is created in REVIEW_IN_PROGRESS. */
export async function createNestedChangeSets(
  store: Store,
  parent: ChangeSet,
  desired: Desired,
  plan: Plan,
): Promise<void> {
  const { stack } = parent
  const live = liveResources(stack.resources)
  const created = new Map<string, ChangeSet>()
  const resources = {
    ...live,
    attribute: (id: string, name: string) => (outputsMayChange(created.get(id)) ? UNKNOWN : live.attribute(id, name)),
  }
  const scope = scopeOf(stack, desired, resources, (name) => store.exportedOrUnknown(stack, name))
  const active = activeResources(desired.template, scope)
  for (const logicalId of sortByDependencies(
    new Map([...active].map(([id, d]) => [id, dependenciesOf(d, desired.template, scope)])),
  )) {
    const definition = active.get(logicalId)
    if (definition?.Type !== STACK_TYPE) continue
    const properties = placeholders(propertiesOf(definition, scope)) as Record<string, unknown>
    const child = nestedStack(store, stack, logicalId)
    const previous = child?.status === 'REVIEW_IN_PROGRESS' ? undefined : child?.current
    const place = child ?? nestedPlace(stack, logicalId)
    const nestedState = await nestedDesired(store, { ...stack, current: desired }, place, properties, previous)
    const nested = child ?? newStack(store, place, NOTHING, { stack, logicalId })
    if (!child) setStackStatus(store, nested, 'REVIEW_IN_PROGRESS', USER_INITIATED)
    const changeSet: ChangeSet = {
      ...parent,
      id: changeSetArn(stack.region, stack.account, `${parent.name}-${logicalId}-${suffix()}`),
      name: `${parent.name}-${logicalId}`,
      stack: nested,
      type: previous ? 'UPDATE' : 'CREATE',
      createdAt: store.now(),
      desired: nestedState,
      parent,
      children: [],
      changes: [],
      changesWithValues: [],
      validations: [],
      status: 'CREATE_IN_PROGRESS',
      executionStatus: 'UNAVAILABLE',
    }
    nested.changeSets.push(changeSet)
    parent.children.push(changeSet)
    await plan(changeSet)
    created.set(logicalId, changeSet)
  }
}

function nestedStack(store: Store, parent: Stack, logicalId: string): Stack | undefined {
  return store.childrenOf(parent).find((child) => child.parentResource === logicalId)
}

function placeholders(value: unknown): unknown {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY
  if (Array.isArray(value)) return value.map(placeholders)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, placeholders(item)]))
}

/** Deletes nested change sets, and the stacks that exist only for their review. */
export function deleteNestedChangeSets(store: Store, changeSet: ChangeSet): void {
  for (const child of changeSet.children) {
    deleteNestedChangeSets(store, child)
    child.stack.changeSets = child.stack.changeSets.filter((other) => other !== child)
    if (child.stack.status === 'REVIEW_IN_PROGRESS') setStackStatus(store, child.stack, 'DELETE_COMPLETE')
  }
}

/** Sets the execution status of a change set and of all change sets nested in it. */
export function setExecutionStatus(changeSet: ChangeSet, executionStatus: string): void {
  changeSet.executionStatus = executionStatus
  for (const child of changeSet.children) setExecutionStatus(child, executionStatus)
}
