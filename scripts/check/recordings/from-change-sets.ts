import { recreationOf, specOf } from '../../../sandbox/aws/services/cloudformation/template/resource-specification.ts'
import { MASKED } from '../../../sandbox/aws/services/cloudformation/template/parameters.ts'
import { nameOfPhysical } from './physical.ts'
import { NESTED, UNKNOWN, detailsOf } from './stages.ts'
import type { Known, Stage, StageResource } from './stages.ts'
import type { Context, RecordedChange, RecordedDetail, RecordedParameter, RecordedSet, Story } from './read.ts'

/** The stages of a story. Stage 0 is the state before the first recorded change set; change set n leads to stage n. */
export function stagesFromSets(story: Story, retained: readonly string[]): Stage[] {
  const stages = forward(story, retained)
  backward(story, stages)
  complete(story, stages)
  return stages
}

/** The changes of a change set, each resource once: with property values if recorded, which contain more details. */
export function changesOf(set: RecordedSet): RecordedChange[] {
  const all = [...set.valued, ...set.plain].flatMap((e) => e.DescribeChangeSet.Changes).map((one) => one.ResourceChange)
  const recorded = all.toSorted((a, b) => Number(b.AfterContext !== undefined) - Number(a.AfterContext !== undefined))
  return recorded.filter(
    (change, i) => recorded.findIndex((c) => c.LogicalResourceId === change.LogicalResourceId) === i,
  )
}

function parametersOf(set: RecordedSet): readonly RecordedParameter[] {
  return [...set.valued, ...set.plain][0]?.DescribeChangeSet.Parameters ?? []
}

export function known(properties: Readonly<Record<string, unknown>> | undefined): Record<string, Known> {
  return Object.fromEntries(Object.entries(properties ?? {}).map(([name, value]) => [name, { value }]))
}

function forward(story: Story, retained: readonly string[]): Stage[] {
  const resource = (change: RecordedChange, context?: Context): StageResource => ({
    type: change.ResourceType,
    properties: known(context?.Properties),
    attributes: attributesOf(context),
    told: context?.Properties !== undefined,
    retained: retained.includes(change.LogicalResourceId),
  })
  const before = new Map<string, StageResource>()
  const added = new Set<string>()
  for (const set of story.sets) {
    for (const change of changesOf(set)) {
      const id = change.LogicalResourceId
      if (change.Action === 'Add') added.add(id)
      else if (!added.has(id) && !before.has(id)) before.set(id, resource(change, change.BeforeContext))
    }
  }
  const first = story.sets[0]!
  const stages: Stage[] = [{ resources: before, parameters: before.size > 0 ? earlierParameters(first) : [] }]
  for (const set of story.sets) {
    const last = stages.at(-1)!.resources
    const anew = changesOf(set).some((change) => change.Action === 'Add' && last.has(change.LogicalResourceId))
    const resources = new Map(anew ? [] : last)
    for (const change of changesOf(set)) {
      const id = change.LogicalResourceId
      if (change.Action === 'Remove') resources.delete(id)
      else resources.set(id, resource(change, change.AfterContext))
    }
    stages.push({ resources, parameters: parametersOf(set), anew })
  }
  return stages
}

/** The values of parameters before the first recorded change set that changes them. */
function earlierParameters(set: RecordedSet): RecordedParameter[] {
  const details = changesOf(set).flatMap((change) => detailsOf(set, change.LogicalResourceId))
  const changed = details.filter((d) => d.ChangeSource === 'ParameterReference').map((d) => d.CausingEntity)
  return parametersOf(set).map((p) =>
    changed.includes(p.ParameterKey) && p.ParameterValue !== MASKED ? { ...p, ParameterValue: 'before' } : p,
  )
}

/** Completes earlier stages with the previous values in change sets. */
function backward(story: Story, stages: readonly Stage[]): void {
  for (const [index, set] of [...story.sets.entries()].toReversed()) {
    for (const change of changesOf(set).filter((one) => one.Action !== 'Add')) {
      const context = change.BeforeContext
      const named = nameOfPhysical(change.ResourceType, change.PhysicalResourceId)
      const invented = context?.Properties ? {} : inventedFor(detailsOf(set, change.LogicalResourceId), 'before')
      const properties = { ...invented, ...known(named), ...known(context?.Properties) }
      fill(stages.slice(0, index + 1), change.LogicalResourceId, properties, attributesOf(context))
    }
  }
}

function fill(
  stages: readonly Stage[],
  id: string,
  properties: Readonly<Record<string, Known>>,
  attributes: Readonly<Record<string, unknown>>,
): void {
  for (const stage of stages.toReversed()) {
    const resource = stage.resources.get(id)
    if (!resource || resource.told) return
    stage.resources.set(id, {
      ...resource,
      properties: { ...properties, ...resource.properties },
      attributes: { ...attributes, ...resource.attributes },
    })
  }
}

/**
 * Completes changes that are recorded without property values: with the properties of the stage before, with invented
 * values for what changes, and with the attributes that other resources refer to.
 */
function complete(story: Story, stages: readonly Stage[]): void {
  for (const [index, set] of story.sets.entries()) {
    const [previous, stage] = [stages[index]!, stages[index + 1]!]
    for (const [id, resource] of stage.resources) {
      const before = previous.resources.get(id)
      if (resource.told || !before || stage.anew) continue
      const details = detailsOf(set, id)
      stage.resources.set(id, {
        ...resource,
        properties: { ...before.properties, ...resource.properties, ...inventedFor(details, 'after') },
        attributes: { ...before.attributes, ...resource.attributes, ...inventedAttributes(details) },
      })
    }
  }
  const causes = story.sets.flatMap((set) => changesOf(set).flatMap((c) => detailsOf(set, c.LogicalResourceId)))
  for (const { CausingEntity: cause, ChangeSource: source } of causes) {
    const [id = '', name = ''] = (cause ?? '').split('.')
    if (source !== 'ResourceAttribute') continue
    for (const stage of stages) {
      const resource = stage.resources.get(id)
      const spec = resource && specOf(resource.type)
      const settable = spec && (name in spec.properties || !(name in spec.attributes)) && resource.type !== NESTED
      if (!settable || name in resource.properties) continue
      stage.resources.set(id, {
        ...resource,
        properties: { ...resource.properties, [name]: { value: `${id}-${name}` } },
      })
    }
  }
}

function attributesOf(context: Context | undefined): Record<string, unknown> {
  const { Properties: _, ...attributes } = context ?? {}
  return attributes
}

/** A valid value for each attribute that is recorded without values. */
function inventedAttributes(details: readonly RecordedDetail[]): Record<string, unknown> {
  const names = new Set(details.map((detail) => String(detail.Target['Attribute'])))
  const values = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Metadata: { Changed: 'after' } }
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}

/** Values for the properties that are recorded without values; tags are recorded as an attribute. */
function inventedFor(details: readonly RecordedDetail[], when: string): Record<string, Known> {
  const named = details.flatMap((d): [string, RecordedDetail][] => {
    const { Attribute: attribute, Name: name } = d.Target
    if (attribute === 'Properties' && typeof name === 'string') return [[name, d]]
    return attribute === 'Tags' ? [['Tags', d]] : []
  })
  const entries = named.map(([name, d]): [string, Known] => {
    if (name === 'Tags') return [name, { value: [{ Key: 'tag', Value: `${name}-${when}` }] }]
    return [name, { value: d.ChangeSource?.startsWith('Resource') ? UNKNOWN : `${name}-${when}` }]
  })
  // A property whose change is caused by a resource stays a reference, regardless of other causes.
  return Object.fromEntries(
    entries.toSorted(([, a], [, b]) => Number(a.value === UNKNOWN) - Number(b.value === UNKNOWN)),
  )
}

/** A property of a type whose change does or does not replace the resource. */
export function changeable(type: string, replaces: boolean): string | undefined {
  const properties = Object.entries(specOf(type)?.properties ?? {}).filter(([, p]) => p.type.type === 'string')
  const wanted = replaces ? 'Always' : 'Never'
  return properties.map(([name]) => name).find((name) => recreationOf(type, [name]) === wanted)
}
