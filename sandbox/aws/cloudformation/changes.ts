import { ATTRIBUTES, answer, otherDetails, propertyDetails, replacementOf } from './change-details.ts'
import type { Detail, Fate, Planning } from './change-details.ts'
import { asText } from './events.ts'
import { inOrder } from './graph.ts'
import { UNKNOWN } from './intrinsics.ts'
import { liveResources } from './live.ts'
import type { ChangeSet, DeletionPolicy, Desired, ResourceRecord, Stack } from './model.ts'
import { secretsOf } from './no-echo.ts'
import { needsOf } from './references.ts'
import { NO_RESOURCES, activeResources, propertiesOf, scopeOf } from './scope.ts'
import type { Store } from './store.ts'
import type { JsonObject, ResourceDefinition } from './template.ts'

export interface PlannedChange {
  readonly logicalId: string
  /** As DescribeChangeSet answers without, and with, IncludePropertyValues; absent where that reading leaves it out. */
  readonly plain: object | undefined
  readonly valued: object | undefined
}

/** What a plan looks at besides the template. */
export interface View {
  /** Change sets of nested stacks by logical ID; without them nested stacks are not looked into. */
  readonly nested?: ReadonlyMap<string, ChangeSet> | undefined
  /** What is really there, by logical ID, where that counts instead of what was deployed; undefined for what is gone. */
  readonly actual?: ReadonlyMap<string, JsonObject | undefined> | undefined
  /** What is taken in as it is, with its physical ID. */
  readonly importing?: ReadonlyMap<string, string> | undefined
}

function asFound(id: string, record: ResourceRecord, actual: View['actual']): [string, ResourceRecord][] {
  if (!actual?.has(id)) return [[id, record]]
  const properties = actual.get(id)
  return properties === undefined ? [] : [[id, { ...record, properties }]]
}

/** What executing `desired` would do, resource by resource, in both of DescribeChangeSet's readings. */
export function planChanges(store: Store, stack: Stack, desired: Desired, view: View = {}): PlannedChange[] {
  const { nested, actual, importing } = view
  const there = [...stack.resources].filter(([, r]) => r.physicalId !== undefined && r.status !== 'DELETE_COMPLETE')
  const records = new Map(there.flatMap(([id, record]) => asFound(id, record, actual)))
  const fates = new Map<string, Fate>()
  const live = liveResources(records)
  const foreseen = {
    reference: (id: string) => (records.has(id) && fates.get(id) !== 'replaced' ? live.reference(id) : UNKNOWN),
    attribute: (id: string, name: string) =>
      records.has(id) && fates.get(id) !== 'replaced' && !mayTellOtherwise(nested?.get(id))
        ? live.attribute(id, name)
        : UNKNOWN,
  }
  const exported = (name: string) => store.exportedOrUnknown(stack, name)
  const planning: Planning = {
    stack,
    desired,
    records,
    beforeScope: scopeOf(stack, stack.current, NO_RESOURCES, exported),
    afterScope: scopeOf(stack, desired, foreseen, exported),
    fates,
    nested,
    importing,
    secrets: [...secretsOf(desired), ...secretsOf(stack.current)],
  }
  const active = activeResources(desired.template, planning.afterScope)
  const needs = new Map([...active].map(([id, d]) => [id, needsOf(d, desired.template, planning.afterScope)]))
  const added = inOrder(needs).map((id) => {
    const record = records.get(id)
    return record ? modification(planning, record, active.get(id)!) : addition(planning, id, active.get(id)!)
  })
  const removed = [...records.values()].filter((r) => !active.has(r.logicalId)).map((r) => removal(planning, r))
  return [...added, ...removed]
    .filter((planned) => planned.plain !== undefined || planned.valued !== undefined)
    .toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
}

/** Outputs of a nested stack in which anything changes are known only when it is done. */
export function mayTellOtherwise(inside: ChangeSet | undefined): boolean {
  return inside?.status === 'CREATE_COMPLETE'
}

function addition(planning: Planning, logicalId: string, definition: ResourceDefinition): PlannedChange {
  const imported = planning.importing?.get(logicalId)
  const base = {
    ...(imported === undefined ? { Action: 'Add' } : { Action: 'Import', PhysicalResourceId: imported }),
    LogicalResourceId: logicalId,
    ResourceType: definition.Type,
    Scope: [],
    Details: [],
    ...nestedLink(planning, logicalId),
  }
  const after = context(definition, propertiesOf(definition, planning.afterScope), planning.secrets)
  return { logicalId, plain: change(base), valued: change({ ...base, AfterContext: after }) }
}

function removal(planning: Planning, record: ResourceRecord): PlannedChange {
  const definition = planning.stack.current.template.Resources[record.logicalId]
  const base = {
    PolicyAction: kept(record.deletionPolicy, 'Delete'),
    Action: 'Remove',
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Scope: [],
    Details: [],
  }
  const before = definition ? propertiesOf(definition, planning.beforeScope) : record.properties
  const valued = change({ ...base, BeforeContext: context(definition, before, planning.secrets) })
  return { logicalId: record.logicalId, plain: change(base), valued }
}

function kept(policy: DeletionPolicy, otherwise: string): string {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate'
    ? 'Retain'
    : policy === 'Snapshot'
      ? 'Snapshot'
      : otherwise
}

function modification(planning: Planning, record: ResourceRecord, after: ResourceDefinition): PlannedChange {
  const { logicalId, type } = record
  const before = planning.stack.current.template.Resources[logicalId]
  const values = propertiesOf(after, planning.afterScope)
  const plain = [
    ...propertyDetails(planning, record, before, after, values, false),
    ...otherDetails(planning, record, before, after),
  ]
  const valued = [
    ...propertyDetails(planning, record, before, after, values, true),
    ...otherDetails(planning, record, before, after),
  ]
  const replacement = replacementOf(plain.length > 0 ? plain : valued)
  if (plain.length > 0) {
    const fate = replacement === 'True' ? 'replaced' : replacement === 'Conditional' ? 'perhaps replaced' : 'modified'
    planning.fates.set(logicalId, fate)
  }
  const base = (details: readonly Detail[]) => ({
    ...(replacement === 'False' ? {} : { PolicyAction: `ReplaceAnd${kept(record.updateReplacePolicy, 'Delete')}` }),
    Action: 'Modify',
    LogicalResourceId: logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: type,
    Replacement: replacementOf(details),
    ...nestedLink(planning, logicalId),
    Scope: [...new Set(details.map((d) => d.attribute))],
  })
  return {
    logicalId,
    plain:
      plain.length === 0
        ? undefined
        : change({ ...base(plain), Details: plain.map((d) => answer(d, false, planning.secrets)) }),
    valued:
      valued.length === 0
        ? undefined
        : change({
            ...base(valued),
            Details: valued.map((d) => answer(d, true, planning.secrets)),
            BeforeContext: context(before, record.properties, planning.secrets),
            AfterContext: context(after, values, planning.secrets),
          }),
  }
}

function nestedLink({ nested }: Planning, logicalId: string): { ChangeSetId?: string } {
  const inside = nested?.get(logicalId)
  return inside && inside.status === 'CREATE_COMPLETE' ? { ChangeSetId: inside.id } : {}
}

function context(definition: ResourceDefinition | undefined, properties: object, secrets: readonly string[]): string {
  const others = ATTRIBUTES.filter((name) => definition?.[name] !== undefined).map((name) => [name, definition?.[name]])
  return JSON.stringify(asText({ Properties: properties, ...Object.fromEntries(others) }, secrets))
}

function change(resource: object): object {
  return { Type: 'Resource', ResourceChange: resource }
}
