import { same } from '../drift/equality.ts'
import type { Desired, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { planChanges } from './plan-changes.ts'

/** Whether an update would change neither resources nor settings of the stack. */
export function isUnchanged(store: Store, stack: Stack, desired: Desired): boolean {
  return planChanges(store, stack, desired).length === 0 && settingsUnchanged(stack, desired)
}

/** Whether outputs, tags, notification topics, rollback configuration and service role stay the same. */
export function settingsUnchanged(stack: Stack, desired: Desired): boolean {
  const settings = (d: Desired) => [d.template.Outputs, d.tags, d.notificationArns, d.rollback, d.roleArn ?? '']
  return same(settings(stack.current), settings(desired))
}
