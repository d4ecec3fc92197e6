import { differences, same } from '../drift/equality.ts'
import type { ChangeSet, Desired, ResourceRecord, Stack } from '../model.ts'
import { evaluate, hasUnknown } from '../template/intrinsics.ts'
import type { Scope } from '../template/intrinsics.ts'
import { scalarsAsText } from '../template/no-echo.ts'
import { referencesOf } from '../template/references.ts'
import { hasTagList, isTaggable, recreationOf, strongest } from '../template/resource-specification.ts'
import type { Recreation } from '../template/resource-specification.ts'
import { STACK_TYPE } from '../template/template.ts'
import type { ResourceDefinition } from '../template/template.ts'

/** The planned effect on a resource, which decides about changes of the resources that refer to it. */
export type PlannedEffect = 'replaced' | 'conditionally replaced' | 'modified'

export interface Detail {
  readonly source: 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute' | 'DirectModification' | 'Automatic'
  readonly evaluation: 'Static' | 'Dynamic'
  readonly cause?: string
  readonly attribute: string
  readonly name?: string
  readonly recreation: Recreation
  readonly path?: readonly string[]
  readonly kind?: 'Add' | 'Modify' | 'Remove'
  readonly before?: unknown
  readonly after?: unknown
}

export interface PlanContext {
  readonly stack: Stack
  readonly desired: Desired
  readonly records: ReadonlyMap<string, ResourceRecord>
  readonly beforeScope: Scope
  readonly afterScope: Scope
  readonly effects: Map<string, PlannedEffect>
  /** Change sets of nested stacks by logical ID; absent when nested stacks are not included. */
  readonly nested: ReadonlyMap<string, ChangeSet> | undefined
  readonly importing: ReadonlyMap<string, string> | undefined
  readonly secrets: readonly string[]
}

/** The attributes of a resource definition, besides its properties, whose changes a change set lists. */
export const ATTRIBUTES = [
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
  'DeletionPolicy',
  'UpdateReplacePolicy',
] as const

export function replacementOf(details: readonly Detail[]): 'True' | 'False' | 'Conditional' {
  if (details.some((d) => d.recreation === 'Always' && d.evaluation === 'Static')) return 'True'
  return details.some((d) => d.recreation !== 'Never') ? 'Conditional' : 'False'
}

export function propertyDetails(
  plan: PlanContext,
  record: ResourceRecord,
  before: ResourceDefinition | undefined,
  after: ResourceDefinition,
  values: Readonly<Record<string, unknown>>,
  withValues: boolean,
): Detail[] {
  const inside = record.type === STACK_TYPE && nestedStackMayChange(plan, record) ? [AUTOMATIC] : []
  const names = [...new Set([...Object.keys(record.properties), ...Object.keys(values)])]
  const changed = names.flatMap((name) => {
    const expression = after.Properties?.[name]
    const differs = !same(record.properties[name], values[name])
    const causes = causesOf(plan, expression, differs)
    const rewritten = !same(before?.Properties?.[name], expression)
    const direct = directModification(causes, differs, rewritten, hasUnknown(values[name]), withValues)
    if (withValues && !differs) return []
    const found = [...causes, ...direct]
    const places = withValues
      ? differences(record.properties[name], values[name], [name])
      : [{ path: [name], kind: 'Modify' as const }]
    const recreation = recreationFor(record, name, values[name])
    return places.flatMap((place) =>
      found.map((one): Detail => ({
        ...one,
        ...changeTarget(record, name),
        recreation: withValues ? recreationOf(record.type, place.path) : recreation,
        ...place,
      })),
    )
  })
  return [...inside, ...changed]
}

const AUTOMATIC: Detail = { source: 'Automatic', evaluation: 'Dynamic', attribute: 'Properties', recreation: 'Never' }

/**
 * When nested stacks are not included, each counts as changed; otherwise one counts if its own change set has changes.
 */
function nestedStackMayChange({ nested }: PlanContext, record: ResourceRecord): boolean {
  const inside = nested?.get(record.logicalId)
  return nested === undefined || (inside !== undefined && inside.status === 'CREATE_COMPLETE')
}

/** Tags in a list are the attribute Tags, without a name; everything else is a named property. */
function changeTarget({ type }: ResourceRecord, name: string): Pick<Detail, 'attribute' | 'name'> {
  return name === 'Tags' && hasTagList(type) ? { attribute: 'Tags' } : { attribute: 'Properties', name }
}

type Cause = Pick<Detail, 'source' | 'evaluation' | 'cause'>

/**
 * The causes outside of the property itself: changed parameter values, and referenced resources that are replaced or
 * whose attributes may change.
 */
function causesOf(plan: PlanContext, expression: unknown, differs: boolean): Cause[] {
  const references = referencesOf(expression, plan.afterScope)
  const parameters = differs
    ? [...new Set(references.map((r) => r.name))].filter((name) => isParameterChanged(plan, name))
    : []
  const resources = references.flatMap(({ name, attribute }): Cause[] => {
    const effect = plan.effects.get(name)
    if (effect === undefined || (attribute === undefined && effect === 'modified')) return []
    const evaluation = effect === 'replaced' ? 'Static' : 'Dynamic'
    return attribute === undefined
      ? [{ source: 'ResourceReference', evaluation, cause: name }]
      : [{ source: 'ResourceAttribute', evaluation, cause: `${name}.${attribute}` }]
  })
  return [
    ...parameters.map((cause): Cause => ({ source: 'ParameterReference', evaluation: 'Static', cause })),
    ...resources.filter((one, i) => resources.findIndex((other) => other.cause === one.cause) === i),
  ]
}

function isParameterChanged({ stack, desired }: PlanContext, name: string): boolean {
  const after = desired.parameters.find((p) => p.key === name)
  return after !== undefined && after.given !== stack.current.parameters.find((p) => p.key === name)?.given
}

/**
 * The direct modification of a property, if there is one: static when the template text alone decides the value,
 * dynamic when it depends on parameters or on resources.
 */
function directModification(
  causes: readonly Cause[],
  differs: boolean,
  rewritten: boolean,
  unknown: boolean,
  withValues: boolean,
): Cause[] {
  if (!differs) return []
  if (causes.some((c) => c.source === 'ParameterReference'))
    return [{ source: 'DirectModification', evaluation: 'Dynamic' }]
  if (causes.length > 0) {
    if (withValues && unknown) return [{ source: 'DirectModification', evaluation: 'Dynamic' }]
    return rewritten ? [{ source: 'DirectModification', evaluation: unknown ? 'Dynamic' : 'Static' }] : []
  }
  return [{ source: 'DirectModification', evaluation: unknown ? 'Dynamic' : 'Static' }]
}

function recreationFor(record: ResourceRecord, name: string, value: unknown): Recreation {
  const places = differences(record.properties[name], value, [name]).map((d) => d.path)
  return strongest([...places, [name]].map((path) => recreationOf(record.type, path)))
}

export function attributeDetails(
  plan: PlanContext,
  record: ResourceRecord,
  before: ResourceDefinition | undefined,
  after: ResourceDefinition,
): Detail[] {
  const evaluated = (definition: ResourceDefinition | undefined, name: (typeof ATTRIBUTES)[number], scope: Scope) =>
    definition?.[name] === undefined ? undefined : evaluate(definition[name], scope)
  const attributes = ATTRIBUTES.flatMap((name): Detail[] => {
    const [left, right] = [evaluated(before, name, plan.beforeScope), evaluated(after, name, plan.afterScope)]
    // An unchanged expression whose value is unknown counts as unchanged.
    if (same(before?.[name], after[name]) && hasUnknown([left, right])) return []
    return differences(left, right).map((d) => ({
      source: 'DirectModification',
      evaluation: 'Static',
      attribute: name,
      recreation: 'Never',
      ...d,
    }))
  })
  const tagged = isTaggable(record.type) && !same(plan.stack.current.tags, plan.desired.tags)
  const tags: Detail[] = tagged
    ? [{ source: 'DirectModification', evaluation: 'Static', attribute: 'Tags', recreation: 'Never' }]
    : []
  return [...attributes, ...tags]
}

function placeOf(attribute: string): string {
  return attribute === 'Tags' ? 'Properties' : attribute
}

export function describeDetail(detail: Detail, withValues: boolean, secrets: readonly string[]): object {
  const written = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(scalarsAsText(value, secrets))
      : String(scalarsAsText(value, secrets))
  const values = withValues && detail.path !== undefined
  return {
    Target: {
      Attribute: detail.attribute,
      ...(detail.name === undefined ? {} : { Name: detail.name }),
      RequiresRecreation: detail.recreation,
      ...(values
        ? { Path: `/${[placeOf(detail.attribute), ...detail.path].join('/')}`, AttributeChangeType: detail.kind }
        : {}),
      ...(values && 'before' in detail ? { BeforeValue: written(detail.before) } : {}),
      ...(values && 'after' in detail ? { AfterValue: written(detail.after) } : {}),
    },
    Evaluation: detail.evaluation,
    ChangeSource: detail.source,
    ...(detail.cause === undefined ? {} : { CausingEntity: detail.cause }),
  }
}
