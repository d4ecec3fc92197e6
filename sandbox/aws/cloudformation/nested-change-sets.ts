import { mayTellOtherwise } from './changes.ts'
import { stackBecomes, STACK_TYPE, USER_INITIATED } from './events.ts'
import { inOrder } from './graph.ts'
import { KNOWN_AFTER_APPLY, UNKNOWN } from './intrinsics.ts'
import { liveResources } from './live.ts'
import type { ChangeSet, Desired, Stack } from './model.ts'
import { changeSetArn, suffix } from './names.ts'
import { nestedDesired, nestedPlace } from './nested.ts'
import { NOTHING, newStack } from './new-stack.ts'
import { needsOf } from './references.ts'
import { activeResources, propertiesOf, scopeOf } from './scope.ts'
import type { Store } from './store.ts'

/** Makes a change set ready: plans it, or says why it cannot be executed. */
export type Plan = (changeSet: ChangeSet) => Promise<void>

/** One change set for each nested stack of the root's template, new ones under review included. */
export async function createNestedChangeSets(
  store: Store,
  parent: ChangeSet,
  desired: Desired,
  plan: Plan,
): Promise<void> {
  const { stack } = parent
  const live = liveResources(stack.resources)
  const made = new Map<string, ChangeSet>()
  const foreseen = {
    ...live,
    attribute: (id: string, name: string) => (mayTellOtherwise(made.get(id)) ? UNKNOWN : live.attribute(id, name)),
  }
  const scope = scopeOf(stack, desired, foreseen, (name) => store.exportedOrUnknown(stack, name))
  const active = activeResources(desired.template, scope)
  for (const logicalId of inOrder(new Map([...active].map(([id, d]) => [id, needsOf(d, desired.template, scope)])))) {
    const definition = active.get(logicalId)
    if (definition?.Type !== STACK_TYPE) continue
    const properties = placeholders(propertiesOf(definition, scope)) as Record<string, unknown>
    const child = nestedStack(store, stack, logicalId)
    const previous = child?.status === 'REVIEW_IN_PROGRESS' ? undefined : child?.current
    const place = child ?? nestedPlace(stack, logicalId)
    const wanted = await nestedDesired(store, { ...stack, current: desired }, place, properties, previous)
    const under = child ?? newStack(store, place, NOTHING, { stack, logicalId })
    if (!child) stackBecomes(store, under, 'REVIEW_IN_PROGRESS', USER_INITIATED)
    const changeSet: ChangeSet = {
      ...parent,
      id: changeSetArn(stack.region, stack.account, `${parent.name}-${logicalId}-${suffix()}`),
      name: `${parent.name}-${logicalId}`,
      stack: under,
      type: previous ? 'UPDATE' : 'CREATE',
      createdAt: store.now(),
      desired: wanted,
      parent,
      children: [],
      changes: [],
      changesWithValues: [],
      validations: [],
      status: 'CREATE_IN_PROGRESS',
      executionStatus: 'UNAVAILABLE',
    }
    under.changeSets.push(changeSet)
    parent.children.push(changeSet)
    await plan(changeSet)
    made.set(logicalId, changeSet)
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

/** Takes nested change sets and the stacks away that exist only for them. */
export function dropNestedChangeSets(store: Store, changeSet: ChangeSet): void {
  for (const child of changeSet.children) {
    dropNestedChangeSets(store, child)
    child.stack.changeSets = child.stack.changeSets.filter((other) => other !== child)
    if (child.stack.status === 'REVIEW_IN_PROGRESS') stackBecomes(store, child.stack, 'DELETE_COMPLETE')
  }
}

/** The whole family shares the fate of its root. */
export function setExecution(changeSet: ChangeSet, executionStatus: string): void {
  changeSet.executionStatus = executionStatus
  for (const child of changeSet.children) setExecution(child, executionStatus)
}
