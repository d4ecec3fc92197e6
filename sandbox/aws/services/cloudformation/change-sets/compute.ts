import { planFromActual, readActualState } from '../changes/drift-aware.ts'
import { planChanges } from '../changes/plan-changes.ts'
import type { PlannedChange } from '../changes/plan-changes.ts'
import { settingsUnchanged } from '../changes/unchanged.ts'
import { invalid, messageOf } from '../errors.ts'
import { missingImport } from '../exports.ts'
import { invokeChangeSetHooks } from '../hooks/invoke.ts'
import type { ChangeSet, Desired, Stack } from '../model.ts'
import { prepare } from '../stacks/desired.ts'
import { NO_UPDATES } from '../stacks/operations.ts'
import type { Store } from '../store.ts'
import { validateEarly } from './early-validation.ts'
import { createNestedChangeSets } from './nested.ts'

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."
/** Fails when a nested change set failed for another reason than that nothing changes. */
function assertNestedCreated(changeSet: ChangeSet): void {
  const failed = changeSet.children.find(
    (c) => c.status === 'FAILED' && c.reason !== NO_CHANGES && c.reason !== NO_UPDATES,
  )
  if (failed) throw invalid(`Nested change set ${failed.id} was not successfully created: Currently in FAILED.`)
}

/** Fails when an import change set would also change existing resources. */
function assertOnlyImports(changeSet: ChangeSet, planned: readonly PlannedChange[]): void {
  const others = planned.map((one) => one.logicalId).filter((id) => !changeSet.importing?.has(id))
  if (changeSet.importing && others.length > 0) {
    throw invalid(
      `You have modified resources [${others.join(', ')}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
    )
  }
}

/** Computes the changes of a change set, in the background after CreateChangeSet has returned. */
export async function computeChangeSet(store: Store, changeSet: ChangeSet): Promise<void> {
  const { stack } = changeSet
  changeSet.status = 'CREATE_IN_PROGRESS'
  if (!changeSet.parent) await store.pause('changeSet')
  try {
    const desired = await prepare(store, stack, changeSet.desired)
    Object.assign(changeSet, { desired })
    if (changeSet.includeNested)
      await createNestedChangeSets(store, changeSet, desired, (child) => computeChangeSet(store, child))
    assertNestedCreated(changeSet)
    const nested = changeSet.includeNested
      ? new Map(changeSet.children.map((c) => [c.stack.parentResource!, c]))
      : undefined
    if (changeSet.deploymentMode === 'REVERT_DRIFT') changeSet.actual = await readActualState(store, stack)
    const planned = changeSet.actual
      ? planFromActual(store, stack, desired, changeSet.actual)
      : planChanges(store, stack, desired, { nested, importing: changeSet.importing })
    if (changeSet.type === 'UPDATE' && planned.length === 0 && settingsUnchanged(stack, desired)) {
      throw invalid(desired.template.Transform === undefined ? NO_CHANGES : NO_UPDATES)
    }
    assertOnlyImports(changeSet, planned)
    const early =
      changeSet.disableValidation || changeSet.importing ? undefined : await validateEarly(store, changeSet, desired)
    if (early !== undefined) throw invalid(early)
    changeSet.changes = planned.flatMap((one) => one.withoutValues ?? [])
    const left = omittedChange(store, stack, planned)
    changeSet.changesWithValues = planned.flatMap((one) => (one === left ? [] : (one.withValues ?? [])))
    changeSet.valuesWarning = incompleteValues(store, stack, desired, left)
    const objected = changeSet.parent ? undefined : await invokeChangeSetHooks(store, changeSet)
    if (objected !== undefined) throw invalid(objected)
    changeSet.status = 'CREATE_COMPLETE'
    changeSet.executionStatus = 'AVAILABLE'
  } catch (error) {
    changeSet.status = 'FAILED'
    changeSet.reason = messageOf(error)
    changeSet.executionStatus = 'UNAVAILABLE'
  }
}

/** The first change that the scenario omits from the response with property values. */
function omittedChange(store: Store, stack: Stack, planned: readonly PlannedChange[]): PlannedChange | undefined {
  const names = store.options.incompleteValues ?? []
  return planned.find(({ logicalId }) => names.includes(logicalId) || names.includes(`${stack.name}/${logicalId}`))
}

/** The warning of a response with property values in which a value could not be computed. */
function incompleteValues(
  store: Store,
  stack: Stack,
  desired: Desired,
  left: PlannedChange | undefined,
): string | undefined {
  const missing = missingImport(store, stack, desired)
  if (!missing && !left) return undefined
  const [id, why] = missing
    ? [missing.logicalId, `No export named ${missing.name}`]
    : [left?.logicalId, 'Rate exceeded']
  return `[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [${id}] because: ${why}`
}
