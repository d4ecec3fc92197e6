import { invalid, messageOf } from '../errors.ts'
import { USER_INITIATED, setResourceStatus, setStackStatus } from '../events.ts'
import type { Desired, Stack } from '../model.ts'
import { Cancellation } from '../stacks/cancellation.ts'
import { newRecord } from '../stacks/provision.ts'
import type { Store } from '../store.ts'
import { UNKNOWN } from '../template/intrinsics.ts'
import { liveResources } from '../template/live-resources.ts'
import { dependenciesOf } from '../template/references.ts'
import { activeResources, knownProperties, scopeOf } from '../template/scope.ts'

/** An entry of ResourcesToImport in a request. */
export interface ResourceToImport {
  readonly ResourceType?: string
  readonly LogicalResourceId?: string
  readonly ResourceIdentifier?: Readonly<Record<string, string>>
}

/** Physical IDs by logical ID, of the resources to import. */
export type Importing = ReadonlyMap<string, string>

/** Checks the resources to import: they are exactly those that the template adds, and each has a DeletionPolicy. */
export function resourcesToImport(
  stack: Pick<Stack, 'resources'>,
  desired: Desired,
  given: readonly ResourceToImport[],
): Importing {
  const resources = desired.template.Resources
  const names = given.map((one) => one.LogicalResourceId ?? '')
  const absent = names.filter((name) => !(name in resources))
  if (absent.length > 0) throw invalid(`Resources [${absent.join(', ')}] do not exist in the template`)
  const unnamed = Object.keys(resources).filter((id) => !stack.resources.has(id) && !names.includes(id))
  if (unnamed.length > 0) throw invalid(`Resources [${unnamed.join(', ')}] is missing from ResourceToImport list`)
  const loose = names.filter((name) => resources[name]!.DeletionPolicy === undefined)
  if (loose.length > 0) {
    throw invalid(`Resources [${loose.join(', ')}] must have DeletionPolicy attribute specified in the template.`)
  }
  return new Map(
    given.map((one) => [one.LogicalResourceId ?? '', Object.values(one.ResourceIdentifier ?? {}).join('|')]),
  )
}

/** Imports existing resources without changing them. If one does not exist, the import is rolled back. */
export async function runImport(store: Store, stack: Stack, desired: Desired, importing: Importing): Promise<void> {
  const previous = stack.current
  stack.current = desired
  setStackStatus(store, stack, 'IMPORT_IN_PROGRESS', USER_INITIATED)
  await store.pause('stack')
  const scope = scopeOf(stack, desired, liveResources(stack.resources), () => UNKNOWN)
  const active = activeResources(desired.template, scope)
  const work = { store, stack, cancellation: new Cancellation() }
  for (const [logicalId, physicalId] of importing) {
    const definition = active.get(logicalId)
    if (!definition) continue
    const properties = knownProperties(definition, scope)
    const record = newRecord(work, logicalId, {
      definition,
      properties,
      dependencies: dependenciesOf(definition, desired.template, scope),
    })
    stack.resources.set(logicalId, record)
    setResourceStatus(store, stack, record, 'IMPORT_IN_PROGRESS', 'Resource import started.', { physicalId })
    try {
      const live = await store.handler(record.type).read(physicalId, store.owner(stack, logicalId))
      if (live === undefined) throw new Error(`Resource ${physicalId} does not exist`)
      record.physicalId = physicalId
      record.attributes = live
      setResourceStatus(store, stack, record, 'IMPORT_COMPLETE', 'Resource import completed.')
    } catch (error) {
      setResourceStatus(store, stack, record, 'IMPORT_FAILED', messageOf(error), { physicalId })
      return rollBackImport(store, stack, previous, importing)
    }
  }
  stack.updatedAt = store.now()
  setStackStatus(store, stack, 'IMPORT_COMPLETE')
}

async function rollBackImport(store: Store, stack: Stack, previous: Desired, importing: Importing): Promise<void> {
  setStackStatus(store, stack, 'IMPORT_ROLLBACK_IN_PROGRESS', 'Resource import failed.')
  await store.pause('stack')
  for (const logicalId of importing.keys()) stack.resources.delete(logicalId)
  stack.current = previous
  setStackStatus(store, stack, 'IMPORT_ROLLBACK_COMPLETE')
}
