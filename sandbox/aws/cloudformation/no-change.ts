import { planChanges } from './changes.ts'
import { same } from './equality.ts'
import type { Desired, Stack } from './model.ts'
import type { Store } from './store.ts'

/** Nothing in the stack itself would change: no resource, no output, no tag, no setting. */
export function changesNothing(store: Store, stack: Stack, desired: Desired): boolean {
  return planChanges(store, stack, desired).length === 0 && keepsSettings(stack, desired)
}

/** What a stack has besides its resources is as it was. */
export function keepsSettings(stack: Stack, desired: Desired): boolean {
  const settings = (d: Desired) => [d.template.Outputs, d.tags, d.notificationArns, d.rollback, d.roleArn ?? '']
  return same(settings(stack.current), settings(desired))
}
