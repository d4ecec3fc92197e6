import { Cancellation } from './cancellation.ts'
import { invalid, messageOf } from './errors.ts'
import { USER_INITIATED, resourceBecomes, stackBecomes } from './events.ts'
import { UNKNOWN } from './intrinsics.ts'
import { liveResources } from './live.ts'
import type { Desired, Stack } from './model.ts'
import { needsOf } from './references.ts'
import { newRecord } from './resource-work.ts'
import { activeResources, knownProperties, scopeOf } from './scope.ts'
import type { Store } from './store.ts'

/** As a caller names what is to be imported. */
export interface ResourceToImport {
  readonly ResourceType?: string
  readonly LogicalResourceId?: string
  readonly ResourceIdentifier?: Readonly<Record<string, string>>
}

/** Physical IDs by logical ID. */
export type Importing = ReadonlyMap<string, string>

/** What an import change set brings in: exactly the resources that its template adds, each kept if its stack goes. */
export function importingOf(
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

/** Takes resources that exist into the stack without touching them; one that does not exist undoes it all. */
export async function runImport(store: Store, stack: Stack, desired: Desired, importing: Importing): Promise<void> {
  const previous = stack.current
  stack.current = desired
  stackBecomes(store, stack, 'IMPORT_IN_PROGRESS', USER_INITIATED)
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
      needs: needsOf(definition, desired.template, scope),
    })
    stack.resources.set(logicalId, record)
    resourceBecomes(store, stack, record, 'IMPORT_IN_PROGRESS', 'Resource import started.', { physicalId })
    try {
      const live = await store.handler(record.type).read(physicalId, store.owner(stack, logicalId))
      if (live === undefined) throw new Error(`Resource ${physicalId} does not exist`)
      record.physicalId = physicalId
      record.attributes = live
      resourceBecomes(store, stack, record, 'IMPORT_COMPLETE', 'Resource import completed.')
    } catch (error) {
      resourceBecomes(store, stack, record, 'IMPORT_FAILED', messageOf(error), { physicalId })
      return giveBack(store, stack, previous, importing)
    }
  }
  stack.updatedAt = store.now()
  stackBecomes(store, stack, 'IMPORT_COMPLETE')
}

async function giveBack(store: Store, stack: Stack, previous: Desired, importing: Importing): Promise<void> {
  stackBecomes(store, stack, 'IMPORT_ROLLBACK_IN_PROGRESS', 'Resource import failed.')
  await store.pause('stack')
  for (const logicalId of importing.keys()) stack.resources.delete(logicalId)
  stack.current = previous
  stackBecomes(store, stack, 'IMPORT_ROLLBACK_COMPLETE')
}
