import { invalid } from './errors.ts'
import type { Desired, Output, Stack } from './model.ts'
import type { Store } from './store.ts'
import { UNKNOWN } from './template/intrinsics.ts'
import { NO_RESOURCES, activeResources, propertiesOf, scopeOf } from './template/scope.ts'

/** The first resource that imports a name which no stack exports. */
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

/** The stacks that import an export name. */
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

/** Fails when an export name is already taken, or when an export that another stack imports would change. */
export function checkExports(store: Store, stack: Stack, outputs: readonly Output[]): void {
  for (const { name, stack: owner } of store.exports(stack)) {
    if (owner !== stack && outputs.some((output) => output.ExportName === name)) {
      throw invalid(`Export with name ${name} is already exported by stack ${owner.name}.`)
    }
    const kept = outputs.find((output) => output.ExportName === name)
    const before = stack.outputs.find((output) => output.ExportName === name)
    if (owner !== stack || kept?.OutputValue === before?.OutputValue) continue
    const user = importersOf(store, stack, name).find((other) => other !== stack)
    if (user) throw invalid(`Export ${name} cannot be ${kept ? 'updated' : 'deleted'} as it is in use by ${user.name}.`)
  }
}

/** The reason why a stack cannot be deleted, if another stack imports one of its exports. */
export function exportInUse(store: Store, stack: Stack): string | undefined {
  for (const { ExportName: name } of stack.outputs) {
    const user = name === undefined ? undefined : importersOf(store, stack, name).find((other) => other !== stack)
    if (user) return `Export ${name} cannot be deleted as it is in use by ${user.name}`
  }
  return undefined
}
