import { randomUUID } from 'node:crypto'
import type { ChangeSet, Desired } from '../model.ts'
import type { Store } from '../store.ts'
import { UNKNOWN } from '../template/intrinsics.ts'
import { identifiersOf, specOf } from '../template/resource-specification.ts'
import { NO_RESOURCES, activeResources, propertiesOf, scopeOf } from '../template/scope.ts'
import type { ResourceDefinition } from '../template/template.ts'

/** One failure of early validation. */
interface Found {
  readonly logicalId: string
  readonly type: string
  readonly name: 'PROPERTY_VALIDATION' | 'NAME_CONFLICT_VALIDATION'
  readonly check: string
  readonly reason: string
  readonly path: string
}

const PROPERTY_CHECK = 'AWS::EarlyValidation::PropertyValidation'
const EXISTENCE_CHECK = 'AWS::EarlyValidation::ResourceExistenceCheck'

/**
 * Runs early validation. Stores its failures in the change set, for DescribeEvents. @returns the reason of a failure
 */
export async function validateEarly(store: Store, changeSet: ChangeSet, desired: Desired): Promise<string | undefined> {
  const { stack } = changeSet
  const scope = scopeOf(stack, desired, NO_RESOURCES, (name) => store.exportedOrUnknown(stack, name))
  const found: Found[] = []
  for (const [logicalId, definition] of activeResources(desired.template, scope)) {
    const properties = propertiesOf(definition, scope)
    found.push(...wrongProperties(logicalId, definition, properties))
    const isNew = stack.resources.get(logicalId)?.physicalId === undefined
    if (isNew && (await identifierExists(store, changeSet, logicalId, definition, properties))) {
      const identifier = String(properties[identifiersOf(definition.Type)[0]!])
      const reason = `Resource of type '${definition.Type}' with identifier '${identifier}' already exists.`
      const path = `/Resources/${logicalId}`
      found.push({
        logicalId,
        type: definition.Type,
        name: 'NAME_CONFLICT_VALIDATION',
        check: EXISTENCE_CHECK,
        reason,
        path,
      })
    }
  }
  if (found.length === 0) return undefined
  changeSet.validations = found.map((one) => toEvent(store, changeSet, one))
  const checks = [...new Set(found.map((one) => one.check))]
  return `The following hook(s)/validation failed: [${checks.join(', ')}]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.`
}

function wrongProperties(logicalId: string, definition: ResourceDefinition, properties: object): Found[] {
  const spec = specOf(definition.Type)
  if (!spec || Object.keys(spec.properties).length === 0) return []
  const base = { logicalId, type: definition.Type, name: 'PROPERTY_VALIDATION', check: PROPERTY_CHECK } as const
  const path = `/Resources/${logicalId}/Properties`
  const unknown = Object.keys(properties).filter((name) => !(name in spec.properties))
  const required = Object.entries(spec.properties).filter(([, property]) => property.required === true)
  const missing = required.map(([name]) => name).filter((name) => !(name in properties))
  return [
    ...unknown.map((name): Found => ({ ...base, reason: `Unsupported property [${name}]`, path: `${path}/${name}` })),
    ...missing.map((name): Found => ({ ...base, reason: `Required property [${name}] not found`, path })),
  ]
}

/** Whether a resource with the name that the template gives already exists. */
async function identifierExists(
  store: Store,
  { stack }: ChangeSet,
  logicalId: string,
  definition: ResourceDefinition,
  properties: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const identifiers = identifiersOf(definition.Type)
  const name = identifiers[0] === undefined ? undefined : properties[identifiers[0]]
  if (identifiers.length !== 1 || typeof name !== 'string' || hasPlaceholder(name)) return false
  return (await store.handler(definition.Type).read(name, store.owner(stack, logicalId))) !== undefined
}

function hasPlaceholder(name: unknown): boolean {
  return name === UNKNOWN || String(name).includes('{{resolve:')
}

function toEvent(store: Store, changeSet: ChangeSet, found: Found): object {
  return {
    EventId: randomUUID(),
    StackId: changeSet.stack.id,
    OperationId: changeSet.operationId,
    OperationType: 'CREATE_CHANGESET',
    OperationStatus: 'FAILED',
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: found.logicalId,
    PhysicalResourceId: '',
    ResourceType: found.type,
    Timestamp: store.now(),
    ValidationFailureMode: 'FAIL',
    ValidationName: found.name,
    ValidationStatus: 'FAILED',
    ValidationStatusReason: found.reason,
    ValidationPath: found.path,
  }
}
