import type { ChangeSet, DeletionPolicy, Desired, ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { sortByDependencies } from '../template/dependency-order.ts'
import { UNKNOWN } from '../template/intrinsics.ts'
import { liveResources } from '../template/live-resources.ts'
import { scalarsAsText, secretsOf } from '../template/no-echo.ts'
import { dependenciesOf } from '../template/references.ts'
import { NO_RESOURCES, activeResources, propertiesOf, scopeOf } from '../template/scope.ts'
import type { JsonObject, ResourceDefinition } from '../template/template.ts'
import { ATTRIBUTES, attributeDetails, describeDetail, propertyDetails, replacementOf } from './change-details.ts'
import type { Detail, PlanContext, PlannedEffect } from './change-details.ts'

export interface PlannedChange {
  readonly logicalId: string
  /**
   * The change as DescribeChangeSet returns it without and with IncludePropertyValues; undefined when that response
   * does not contain it.
   */
  readonly withoutValues: object | undefined
  readonly withValues: object | undefined
}

/** What a plan considers besides the template. */
export interface PlanOptions {
  /** Change sets of nested stacks by logical ID; absent when nested stacks are not included. */
  readonly nested?: ReadonlyMap<string, ChangeSet> | undefined
  /** Actual properties by logical ID, used in place of the deployed ones; undefined for a deleted resource. */
  readonly actual?: ReadonlyMap<string, JsonObject | undefined> | undefined
  /** Physical IDs of imported resources, by logical ID. */
  readonly importing?: ReadonlyMap<string, string> | undefined
}

function withActual(id: string, record: ResourceRecord, actual: PlanOptions['actual']): [string, ResourceRecord][] {
  if (!actual?.has(id)) return [[id, record]]
  const properties = actual.get(id)
  return properties === undefined ? [] : [[id, { ...record, properties }]]
}

/** The changes that deploying `desired` would make, one per resource, sorted by logical ID. */
export function planChanges(store: Store, stack: Stack, desired: Desired, options: PlanOptions = {}): PlannedChange[] {
  const { nested, actual, importing } = options
  const existing = [...stack.resources].filter(([, r]) => r.physicalId !== undefined && r.status !== 'DELETE_COMPLETE')
  const records = new Map(existing.flatMap(([id, record]) => withActual(id, record, actual)))
  const effects = new Map<string, PlannedEffect>()
  const live = liveResources(records)
  const plannedResources = {
    reference: (id: string) => (records.has(id) && effects.get(id) !== 'replaced' ? live.reference(id) : UNKNOWN),
    attribute: (id: string, name: string) =>
      records.has(id) && effects.get(id) !== 'replaced' && !outputsMayChange(nested?.get(id))
        ? live.attribute(id, name)
        : UNKNOWN,
  }
  const exported = (name: string) => store.exportedOrUnknown(stack, name)
  const plan: PlanContext = {
    stack,
    desired,
    records,
    beforeScope: scopeOf(stack, stack.current, NO_RESOURCES, exported),
    afterScope: scopeOf(stack, desired, plannedResources, exported),
    effects,
    nested,
    importing,
    secrets: [...secretsOf(desired), ...secretsOf(stack.current)],
  }
  const active = activeResources(desired.template, plan.afterScope)
  const dependencies = new Map([...active].map(([id, d]) => [id, dependenciesOf(d, desired.template, plan.afterScope)]))
  const added = sortByDependencies(dependencies).map((id) => {
    const record = records.get(id)
    return record ? modification(plan, record, active.get(id)!) : addition(plan, id, active.get(id)!)
  })
  const removed = [...records.values()].filter((r) => !active.has(r.logicalId)).map((r) => removal(plan, r))
  return [...added, ...removed]
    .filter((planned) => planned.withoutValues !== undefined || planned.withValues !== undefined)
    .toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
}

/** Whether the outputs of a nested stack may change: always if anything in the stack changes. */
export function outputsMayChange(inside: ChangeSet | undefined): boolean {
  return inside?.status === 'CREATE_COMPLETE'
}

function addition(plan: PlanContext, logicalId: string, definition: ResourceDefinition): PlannedChange {
  const imported = plan.importing?.get(logicalId)
  const base = {
    ...(imported === undefined ? { Action: 'Add' } : { Action: 'Import', PhysicalResourceId: imported }),
    LogicalResourceId: logicalId,
    ResourceType: definition.Type,
    Scope: [],
    Details: [],
    ...nestedLink(plan, logicalId),
  }
  const after = context(definition, propertiesOf(definition, plan.afterScope), plan.secrets)
  return { logicalId, withoutValues: change(base), withValues: change({ ...base, AfterContext: after }) }
}

function removal(plan: PlanContext, record: ResourceRecord): PlannedChange {
  const definition = plan.stack.current.template.Resources[record.logicalId]
  const base = {
    PolicyAction: policyAction(record.deletionPolicy, 'Delete'),
    Action: 'Remove',
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Scope: [],
    Details: [],
  }
  const before = definition ? propertiesOf(definition, plan.beforeScope) : record.properties
  const withValues = change({ ...base, BeforeContext: context(definition, before, plan.secrets) })
  return { logicalId: record.logicalId, withoutValues: change(base), withValues }
}

function policyAction(policy: DeletionPolicy, otherwise: string): string {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate'
    ? 'Retain'
    : policy === 'Snapshot'
      ? 'Snapshot'
      : otherwise
}

function modification(plan: PlanContext, record: ResourceRecord, after: ResourceDefinition): PlannedChange {
  const { logicalId, type } = record
  const before = plan.stack.current.template.Resources[logicalId]
  const values = propertiesOf(after, plan.afterScope)
  const withoutValues = [
    ...propertyDetails(plan, record, before, after, values, false),
    ...attributeDetails(plan, record, before, after),
  ]
  const withValues = [
    ...propertyDetails(plan, record, before, after, values, true),
    ...attributeDetails(plan, record, before, after),
  ]
  const replacement = replacementOf(withoutValues.length > 0 ? withoutValues : withValues)
  if (withoutValues.length > 0) {
    const effect =
      replacement === 'True' ? 'replaced' : replacement === 'Conditional' ? 'conditionally replaced' : 'modified'
    plan.effects.set(logicalId, effect)
  }
  const base = (details: readonly Detail[]) => ({
    ...(replacement === 'False'
      ? {}
      : { PolicyAction: `ReplaceAnd${policyAction(record.updateReplacePolicy, 'Delete')}` }),
    Action: 'Modify',
    LogicalResourceId: logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: type,
    Replacement: replacementOf(details),
    ...nestedLink(plan, logicalId),
    Scope: [...new Set(details.map((d) => d.attribute))],
  })
  return {
    logicalId,
    withoutValues:
      withoutValues.length === 0
        ? undefined
        : change({ ...base(withoutValues), Details: withoutValues.map((d) => describeDetail(d, false, plan.secrets)) }),
    withValues:
      withValues.length === 0
        ? undefined
        : change({
            ...base(withValues),
            Details: withValues.map((d) => describeDetail(d, true, plan.secrets)),
            BeforeContext: context(before, record.properties, plan.secrets),
            AfterContext: context(after, values, plan.secrets),
          }),
  }
}

function nestedLink({ nested }: PlanContext, logicalId: string): { ChangeSetId?: string } {
  const inside = nested?.get(logicalId)
  return inside && inside.status === 'CREATE_COMPLETE' ? { ChangeSetId: inside.id } : {}
}

function context(definition: ResourceDefinition | undefined, properties: object, secrets: readonly string[]): string {
  const others = ATTRIBUTES.filter((name) => definition?.[name] !== undefined).map((name) => [name, definition?.[name]])
  return JSON.stringify(scalarsAsText({ Properties: properties, ...Object.fromEntries(others) }, secrets))
}

function change(resource: object): object {
  return { Type: 'Resource', ResourceChange: resource }
}
