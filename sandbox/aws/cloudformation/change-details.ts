import { differences, same } from './equality.ts'
import { STACK_TYPE, asText } from './events.ts'
import { evaluate, hasUnknown } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import type { ChangeSet, Desired, ResourceRecord, Stack } from './model.ts'
import { referencesOf } from './references.ts'
import { hasTagList, isTaggable, recreationOf, strongest } from './spec.ts'
import type { Recreation } from './spec.ts'
import type { ResourceDefinition } from './template.ts'

/** How a resource will fare: what others that look at it must reckon with. */
export type Fate = 'replaced' | 'perhaps replaced' | 'modified'

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

export interface Planning {
  readonly stack: Stack
  readonly desired: Desired
  readonly records: ReadonlyMap<string, ResourceRecord>
  readonly beforeScope: Scope
  readonly afterScope: Scope
  readonly fates: Map<string, Fate>
  /** Change sets of nested stacks by logical ID; absent where nested stacks are not looked into. */
  readonly nested: ReadonlyMap<string, ChangeSet> | undefined
  readonly importing: ReadonlyMap<string, string> | undefined
  readonly secrets: readonly string[]
}

/** The parts of a resource's definition besides its properties that can change. */
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
  planning: Planning,
  record: ResourceRecord,
  before: ResourceDefinition | undefined,
  after: ResourceDefinition,
  values: Readonly<Record<string, unknown>>,
  withValues: boolean,
): Detail[] {
  const inside = record.type === STACK_TYPE && mayChangeInside(planning, record) ? [AUTOMATIC] : []
  const names = [...new Set([...Object.keys(record.properties), ...Object.keys(values)])]
  const changed = names.flatMap((name) => {
    const expression = after.Properties?.[name]
    const differs = !same(record.properties[name], values[name])
    const causes = causesOf(planning, expression, differs)
    const rewritten = !same(before?.Properties?.[name], expression)
    const direct = directly(causes, differs, rewritten, hasUnknown(values[name]), withValues)
    if (withValues && !differs) return []
    const found = [...causes, ...direct]
    const places = withValues
      ? differences(record.properties[name], values[name], [name])
      : [{ path: [name], kind: 'Modify' as const }]
    const recreation = recreationFor(record, name, values[name])
    return places.flatMap((place) =>
      found.map((one): Detail => ({
        ...one,
        ...targetOf(record, name),
        recreation: withValues ? recreationOf(record.type, place.path) : recreation,
        ...place,
      })),
    )
  })
  return [...inside, ...changed]
}

const AUTOMATIC: Detail = { source: 'Automatic', evaluation: 'Dynamic', attribute: 'Properties', recreation: 'Never' }

/** Without a look into a nested stack it counts as changed; with one, when its own change set has changes. */
function mayChangeInside({ nested }: Planning, record: ResourceRecord): boolean {
  const inside = nested?.get(record.logicalId)
  return nested === undefined || (inside !== undefined && inside.status === 'CREATE_COMPLETE')
}

/** Tags in a list are an attribute of their own, and are not named besides. */
function targetOf({ type }: ResourceRecord, name: string): Pick<Detail, 'attribute' | 'name'> {
  return name === 'Tags' && hasTagList(type) ? { attribute: 'Tags' } : { attribute: 'Properties', name }
}

type Cause = Pick<Detail, 'source' | 'evaluation' | 'cause'>

/** Parameters that were given another value, and resources that will be others or may answer otherwise. */
function causesOf(planning: Planning, expression: unknown, differs: boolean): Cause[] {
  const references = referencesOf(expression, planning.afterScope)
  const parameters = differs
    ? [...new Set(references.map((r) => r.name))].filter((name) => givenAnew(planning, name))
    : []
  const resources = references.flatMap(({ name, attribute }): Cause[] => {
    const fate = planning.fates.get(name)
    if (fate === undefined || (attribute === undefined && fate === 'modified')) return []
    const evaluation = fate === 'replaced' ? 'Static' : 'Dynamic'
    return attribute === undefined
      ? [{ source: 'ResourceReference', evaluation, cause: name }]
      : [{ source: 'ResourceAttribute', evaluation, cause: `${name}.${attribute}` }]
  })
  return [
    ...parameters.map((cause): Cause => ({ source: 'ParameterReference', evaluation: 'Static', cause })),
    ...resources.filter((one, i) => resources.findIndex((other) => other.cause === one.cause) === i),
  ]
}

function givenAnew({ stack, desired }: Planning, name: string): boolean {
  const after = desired.parameters.find((p) => p.key === name)
  return after !== undefined && after.given !== stack.current.parameters.find((p) => p.key === name)?.given
}

/**
 * Whether the property counts as changed by itself: static when the text of the template decides alone, dynamic when
 * what it is made of does.
 */
function directly(
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

export function otherDetails(
  planning: Planning,
  record: ResourceRecord,
  before: ResourceDefinition | undefined,
  after: ResourceDefinition,
): Detail[] {
  const evaluated = (definition: ResourceDefinition | undefined, name: (typeof ATTRIBUTES)[number], scope: Scope) =>
    definition?.[name] === undefined ? undefined : evaluate(definition[name], scope)
  const attributes = ATTRIBUTES.flatMap((name): Detail[] => {
    const [left, right] = [evaluated(before, name, planning.beforeScope), evaluated(after, name, planning.afterScope)]
    // What was deployed is not evaluated again: the same words about a resource mean the same.
    if (same(before?.[name], after[name]) && hasUnknown([left, right])) return []
    return differences(left, right).map((d) => ({
      source: 'DirectModification',
      evaluation: 'Static',
      attribute: name,
      recreation: 'Never',
      ...d,
    }))
  })
  const tagged = isTaggable(record.type) && !same(planning.stack.current.tags, planning.desired.tags)
  const tags: Detail[] = tagged
    ? [{ source: 'DirectModification', evaluation: 'Static', attribute: 'Tags', recreation: 'Never' }]
    : []
  return [...attributes, ...tags]
}

function placeOf(attribute: string): string {
  return attribute === 'Tags' ? 'Properties' : attribute
}

export function answer(detail: Detail, withValues: boolean, secrets: readonly string[]): object {
  const written = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(asText(value, secrets))
      : String(asText(value, secrets))
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
