import { expressionFor } from './expressions.ts'
import { stagesFromSets } from './from-change-sets.ts'
import { operationsIn, stagesFromEvents } from './from-events.ts'
import { NESTED, NESTED_URL, Untold, detailsOf } from './stages.ts'
import type { Failure, Play, Stage, Step } from './stages.ts'
import type { RecordedEvent, RecordedParameter, RecordedSet, Story } from './read.ts'

/** Templates before and after, as far as the recordings tell them. */
export function rebuild(story: Story): Play {
  const sequences = story.sequences[0]?.events ?? {}
  const events = Object.values(sequences).flat()
  const retained = retainedOf(events)
  const stages = story.sets.length > 0 ? stagesFromSets(story, retained) : stagesFromEvents(sequences, retained)
  const steps = stages.map((stage, index) => toStep(story, stages, index, stage, events))
  const prologue = stages[0]!.resources.size > 0 ? steps[0] : undefined
  return {
    prologue,
    steps: steps.slice(1),
    failures: failuresOf(events),
    sequenceTold:
      events.length === 0 || story.sets.length === 0 || operationsIn(events) === steps.length - (prologue ? 0 : 1),
  }
}

function failuresOf(events: readonly RecordedEvent[]): Failure[] {
  return events.flatMap((event): Failure[] => {
    const verb = /^(CREATE|UPDATE|DELETE)_FAILED$/.exec(event.ResourceStatus)?.[1]?.toLowerCase()
    if (verb === undefined || event.ResourceType === NESTED) return []
    const reason = event.ResourceStatusReason ?? 'failed'
    if (reason.endsWith('cancelled')) return []
    return [{ resource: event.LogicalResourceId, on: verb as Failure['on'], reason }]
  })
}

function retainedOf(events: readonly RecordedEvent[]): string[] {
  return [...new Set(events.filter((e) => e.ResourceStatus === 'DELETE_SKIPPED').map((e) => e.LogicalResourceId))]
}

function typeOf(parameter: RecordedParameter, lists: ReadonlySet<string>): string {
  if (parameter.ResolvedValue !== undefined) return 'AWS::SSM::Parameter::Value<String>'
  return lists.has(parameter.ParameterKey) ? 'CommaDelimitedList' : 'String'
}

function looksInside(set: RecordedSet | undefined): boolean {
  return [...(set?.plain ?? []), ...(set?.valued ?? [])].some((entry) => entry.DescribeChangeSet.IncludeNestedStacks)
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
  const lists = new Set<string>()
  const resources = [...shown.resources].map(([id, resource]): [string, object] => {
    const properties = Object.entries(resource.properties).map(([name, { value }]): [string, unknown] => [
      name,
      expressionFor({ story, stages, index, id, name, value, events, mappings, lists }),
    ])
    if (resource.type === NESTED) {
      if (detailsOf(story.sets[index - 1], id).length > 0 && looksInside(story.sets[index - 1])) {
        throw new Untold('what changed inside a nested stack is not recorded')
      }
      properties.push(['TemplateURL', NESTED_URL])
    }
    const policy = {
      ...(resource.retained && !resource.told ? { DeletionPolicy: 'Retain' } : {}),
      ...resource.attributes,
    }
    const gone = empty ? { Condition: 'Gone' } : {}
    return [id, { Type: resource.type, Properties: Object.fromEntries(properties), ...policy, ...gone }]
  })
  const parameters = stage.parameters.map((p) => [p.ParameterKey, { Type: typeOf(p, lists) }])
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
