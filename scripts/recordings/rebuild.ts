import { expressionFor } from './expressions.ts'
import { Untold, detailsOf } from './stages.ts'
import type { Failure, Known, Play, Stage, StageResource, Step } from './stages.ts'
import type { RecordedChange, RecordedDetail, RecordedEvent, RecordedParameter, RecordedSet, Story } from './read.ts'

/** Templates before and after, as far as the recordings tell them. */
export function rebuild(story: Story): Play {
  const events = Object.values(story.sequences[0]?.events ?? {}).flat()
  const stages = story.sets.length > 0 ? stagesOf(story, events) : stagesFromEvents(events)
  const needsPrologue = stages[0]!.resources.size > 0
  const steps = stages.map((stage, index) => toStep(story, stages, index, stage, events))
  return {
    prologue: needsPrologue ? steps[0] : undefined,
    steps: steps.slice(1),
    failures: failuresOf(events),
    retained: retainedOf(events),
  }
}

function failuresOf(events: readonly RecordedEvent[]): Failure[] {
  return events.flatMap((event): Failure[] => {
    const verb = /^(CREATE|UPDATE|DELETE)_FAILED$/.exec(event.ResourceStatus)?.[1]?.toLowerCase()
    if (verb === undefined || event.ResourceType === 'AWS::CloudFormation::Stack') return []
    const reason = event.ResourceStatusReason ?? 'failed'
    return [{ resource: event.LogicalResourceId, on: verb as Failure['on'], reason }]
  })
}

function retainedOf(events: readonly RecordedEvent[]): string[] {
  return [...new Set(events.filter((e) => e.ResourceStatus === 'DELETE_SKIPPED').map((e) => e.LogicalResourceId))]
}

function changesOf(set: RecordedSet): RecordedChange[] {
  const [valued, plain] = [set.valued[0], set.plain[0]].map((e) => e?.DescribeChangeSet.Changes ?? [])
  const all = [...valued!, ...plain!].map((one) => one.ResourceChange)
  return all.filter((change, i) => all.findIndex((c) => c.LogicalResourceId === change.LogicalResourceId) === i)
}

function parametersOf(set: RecordedSet): readonly RecordedParameter[] {
  return [...set.valued, ...set.plain][0]?.DescribeChangeSet.Parameters ?? []
}

function known(properties: Readonly<Record<string, unknown>> | undefined): Record<string, Known> {
  return Object.fromEntries(Object.entries(properties ?? {}).map(([name, value]) => [name, { value }]))
}

function stagesOf(story: Story, events: readonly RecordedEvent[]): Stage[] {
  const retained = retainedOf(events)
  const before = new Map<string, StageResource>()
  for (const set of story.sets) {
    for (const change of changesOf(set)) {
      const id = change.LogicalResourceId
      const seen = before.has(id) || addedBefore(story, set, id)
      if (change.Action === 'Add' || seen) continue
      const invented = inventedFor(detailsOf(set, id), 'before')
      const properties = { ...invented, ...known(change.BeforeContext?.Properties) }
      before.set(id, { type: change.ResourceType, properties, retained: retained.includes(id) })
    }
  }
  const first = story.sets[0]!
  const hasPrologue = before.size > 0
  const stages: Stage[] = [{ resources: before, parameters: hasPrologue ? earlier(first) : [] }]
  for (const set of story.sets) {
    const anew = changesOf(set).some((c) => c.Action === 'Add' && stages.at(-1)!.resources.has(c.LogicalResourceId))
    const resources = new Map(anew ? [] : stages.at(-1)!.resources)
    for (const change of changesOf(set)) apply(resources, change, detailsOf(set, change.LogicalResourceId), retained)
    stages.push({ resources, parameters: parametersOf(set), anew })
  }
  return stages
}

function addedBefore(story: Story, set: RecordedSet, id: string): boolean {
  const earlierSets = story.sets.slice(0, story.sets.indexOf(set))
  return earlierSets.some((other) => changesOf(other).some((c) => c.LogicalResourceId === id && c.Action === 'Add'))
}

/** The values that parameters had before a first recorded change set that changes them. */
function earlier(set: RecordedSet): RecordedParameter[] {
  const changed = new Set(
    changesOf(set).flatMap((change) =>
      detailsOf(set, change.LogicalResourceId)
        .filter((d) => d.ChangeSource === 'ParameterReference')
        .map((d) => d.CausingEntity),
    ),
  )
  return parametersOf(set).map((p) => (changed.has(p.ParameterKey) ? { ...p, ParameterValue: 'before' } : p))
}

function apply(
  resources: Map<string, StageResource>,
  change: RecordedChange,
  details: readonly RecordedDetail[],
  retained: readonly string[],
): void {
  const id = change.LogicalResourceId
  if (change.Action === 'Remove') {
    resources.delete(id)
    return
  }
  const previous = resources.get(id)
  const after = change.AfterContext?.Properties
  const properties = after ? known(after) : { ...previous?.properties, ...inventedFor(details, 'after') }
  resources.set(id, { type: change.ResourceType, properties, retained: retained.includes(id) })
}

/** A reading without values names the properties that change, and that is enough to make some up. */
function inventedFor(details: readonly RecordedDetail[], when: string): Record<string, Known> {
  const direct = details.filter(
    (d) => d.ChangeSource === 'DirectModification' && d.Target['Attribute'] === 'Properties',
  )
  return Object.fromEntries(
    direct.map((d) => [String(d.Target['Name']), { value: `${String(d.Target['Name'])}-${when}` }]),
  )
}

/** Where no change set was recorded the events tell what was deployed, once or twice. */
function stagesFromEvents(events: readonly RecordedEvent[]): Stage[] {
  const own = events.filter((e) => e.ResourceType !== 'AWS::CloudFormation::Stack')
  if (own.length === 0) throw new Untold('only the stack itself was recorded')
  const stack = events.filter((e) => e.ResourceType === 'AWS::CloudFormation::Stack')
  const retained = retainedOf(events)
  const at = (status: RegExp) => {
    const entries = own.filter((e) => status.test(e.ResourceStatus))
    return new Map(
      entries.map((e) => [
        e.LogicalResourceId,
        {
          type: e.ResourceType,
          properties: known(e.ResourceProperties),
          retained: retained.includes(e.LogicalResourceId),
        },
      ]),
    )
  }
  const updated = stack.some((e) => e.ResourceStatus === 'UPDATE_IN_PROGRESS')
  const created = at(/^CREATE_(COMPLETE|FAILED)$/)
  const stages: Stage[] = [
    { resources: new Map(), parameters: [] },
    { resources: created, parameters: [] },
  ]
  if (!updated) return stages
  const changed = at(/^UPDATE_(COMPLETE|FAILED)$/)
  if ([...changed.values()].some((r) => Object.keys(r.properties).length === 0)) {
    throw new Untold('an update was recorded without the properties that it changed')
  }
  return [...stages, { resources: new Map([...created, ...changed]), parameters: [] }]
}

/** A template must have a resource, so the last one does not leave it but loses its condition. */
function toStep(
  story: Story,
  stages: readonly Stage[],
  index: number,
  stage: Stage,
  events: readonly RecordedEvent[],
): Step {
  const empty = index > 0 && stage.resources.size === 0
  const shown = empty ? stages[index - 1]! : stage
  const mappings: Record<string, object> = {}
  const resources = [...shown.resources].map(([id, resource]): [string, object] => {
    const properties = Object.entries(resource.properties).map(([name, { value }]): [string, unknown] => [
      name,
      expressionFor({ story, stages, index, id, name, value, events, mappings }),
    ])
    const policy = resource.retained ? { DeletionPolicy: 'Retain' } : {}
    const gone = empty ? { Condition: 'Gone' } : {}
    return [id, { Type: resource.type, Properties: Object.fromEntries(properties), ...policy, ...gone }]
  })
  const parameters = stage.parameters.map((p) => [
    p.ParameterKey,
    { Type: p.ResolvedValue === undefined ? 'String' : 'AWS::SSM::Parameter::Value<String>' },
  ])
  return {
    template: {
      ...(parameters.length > 0 ? { Parameters: Object.fromEntries(parameters) } : {}),
      ...(Object.keys(mappings).length > 0 ? { Mappings: mappings } : {}),
      ...(empty ? { Conditions: { Gone: { 'Fn::Equals': ['gone', 'there'] } } } : {}),
      Resources: Object.fromEntries(resources),
    },
    parameters: stage.parameters,
    anew: stage.anew ?? false,
  }
}
