import { UNKNOWN } from './intrinsics.ts'
import type { Desired, Stack } from './model.ts'
import { NO_RESOURCES, activeResources, propertiesOf, scopeOf } from './scope.ts'
import type { Store } from './store.ts'

/** The first resource that imports what nobody exports. */
export function missingImport(
  store: Store,
  stack: Stack,
  desired: Desired,
): { readonly logicalId: string; readonly name: string } | undefined {
  let missing: string | undefined
  const exported = (name: string) => {
    const value = store.exportedOrUnknown(stack, name)
    if (value === UNKNOWN) missing ??= name
    return value
  }
  const scope = scopeOf(stack, desired, NO_RESOURCES, exported)
  for (const [logicalId, definition] of activeResources(desired.template, scope)) {
    propertiesOf(definition, scope)
    if (missing !== undefined) return { logicalId, name: missing }
  }
  return undefined
}

/** The stacks that import a name. */
export function importersOf(store: Store, place: Pick<Stack, 'region' | 'account'>, name: string): Stack[] {
  const imports = (stack: Stack): boolean => {
    let found = false
    const exported = (asked: string) => {
      found ||= asked === name
      return UNKNOWN
    }
    const scope = scopeOf(stack, stack.current, NO_RESOURCES, exported)
    for (const definition of activeResources(stack.current.template, scope).values()) propertiesOf(definition, scope)
    return found
  }
  return store.stacksOf(place).filter((stack) => stack.status !== 'DELETE_COMPLETE' && imports(stack))
}
