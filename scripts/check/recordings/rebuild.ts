import { REGION, isNewestFirst } from './compare.ts'
import { expressionFor } from './expressions.ts'
import { failuresOf, inOrderOfFailure, turnsOf } from './failures.ts'
import { failureOf, isFailed } from './failed-sets.ts'
import { changesOf, stagesFromSets } from './from-change-sets.ts'
import { operationsIn, stagesFromEvents } from './from-events.ts'
import { MASKED } from '../../../sandbox/aws/services/cloudformation/template/parameters.ts'
import { NESTED, NESTED_URL, Untold, detailsOf } from './stages.ts'
import type { Play, Stage, StageResource, Step } from './stages.ts'
import type { RecordedEvent, RecordedParameter, RecordedSet, Story } from './read.ts'

/** Rebuilds the templates of a story, as far as they are recorded. */
export function rebuild(story: Story): Play {
  const sequences = story.sequences[0]?.events ?? {}
  const events = Object.values(sequences).flatMap((one) => (isNewestFirst(one) ? one.toReversed() : one))
  const retained = retainedOf(events)
  const stages = story.sets.length > 0 ? stagesFromSets(story, retained) : stagesFromEvents(sequences, retained)
  if (isFailed(story.sets[0])) stages[0]!.resources.set('Unrecorded', ANYTHING)
  if (isFailed(story.sets[0])) for (const stage of stages.slice(1)) stage.resources.set('Unrecorded', ANYTHING)
  const steps = stages.map((stage, index) => failed(story, index, toStep(story, stages, index, stage, events)))
  const prologue = stages[0]!.resources.size > 0 ? steps[0] : undefined
  const operations = steps.length - (prologue ? 0 : 1) - story.sets.filter(isFailed).length
  return {
    prologue,
    steps: [
      ...steps.slice(1, -1),
      ...steps
        .slice(1)
        .slice(-1)
        .map((last) => inOrderOfFailure(last, events)),
    ],
    failures: failuresOf(events),
    turns: turnsOf(events),
    sequenceTold: events.length === 0 || story.sets.length === 0 || operationsIn(events) === operations,
  }
}

const ANYTHING: StageResource = {
  type: 'AWS::SSM::Parameter',
  properties: { Type: { value: 'String' }, Value: { value: 'same' } },
  attributes: {},
  told: true,
  retained: false,
}

/**
 * A step whose template makes its change set fail as recorded. If the reason of any failure shows that the templates
 * had a transform, all templates get one that does nothing.
 */
function failed(story: Story, index: number, step: Step): Step {
  const failures = story.sets.map((set) => (isFailed(set) ? failureOf(set) : undefined))
  const transformed = failures.some((failure) => failure?.kind === 'same, transformed')
  const template = transformed ? { ...step.template, Transform: 'AWS::LanguageExtensions' } : step.template
  const failure = failures[index - 1]
  return { ...step, template: failure?.kind === 'added' ? failure.template(template) : template }
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

/** A value for a NoEcho parameter, which differs when a change set lists it as a cause. */
function secretIn(story: Story, index: number, { ParameterKey: key }: RecordedParameter): string {
  const recorded = (set: RecordedSet) => JSON.stringify(set).includes(`"CausingEntity":${JSON.stringify(key)}`)
  return `secret-${story.sets.slice(0, index).filter(recorded).length}`
}

/** The recorded URL of a nested template, with placeholders replaced. */
function urlOf(resource: StageResource): string {
  const recorded = resource.properties['TemplateURL']?.value
  const url = String(recorded)
    .replaceAll('<region>', REGION)
    .replaceAll(/<([^>]*)>/g, (_, word: string) => word.replaceAll(/\W/g, '-'))
  return typeof recorded === 'string' && /^https:\/\/[^/]*amazonaws\.com/.test(url) ? url : NESTED_URL
}

/** Whether a change set without changes succeeded, which means that outputs changed. */
function changesNothing(story: Story, index: number): boolean {
  const set = story.sets[index - 1]
  return set !== undefined && !isFailed(set) && changesOf(set).length === 0
}

/** A template must have a resource, so the last one is not removed but gets a false condition. */
function toStep(
  story: Story,
  stages: readonly Stage[],
  index: number,
  stage: Stage,
  events: readonly RecordedEvent[],
): Step {
  const empty = index > 0 && stage.resources.size === 0
  const shown = empty ? stages[index - 1]! : stage
  const lists = new Set<string>()
  const resources = [...shown.resources].map(([id, resource]): [string, object] => {
    const properties = Object.entries(resource.properties).map(([name, { value }]): [string, unknown] => [
      name,
      expressionFor({ story, stages, index, id, name, path: [], value, events, lists }),
    ])
    if (resource.type === NESTED) {
      if (detailsOf(story.sets[index - 1], id).length > 0 && looksInside(story.sets[index - 1])) {
        throw new Untold('what changed inside a nested stack is not recorded')
      }
      properties.push(['TemplateURL', urlOf(resource)])
    }
    const policy = {
      ...(resource.retained && !resource.told ? { DeletionPolicy: 'Retain' } : {}),
      ...resource.attributes,
    }
    const gone = empty ? { Condition: 'Gone' } : {}
    return [id, { Type: resource.type, Properties: Object.fromEntries(properties), ...policy, ...gone }]
  })
  const secret = (p: RecordedParameter) => p.ParameterValue === MASKED
  const parameters = stage.parameters.map((p) => [p.ParameterKey, { Type: typeOf(p, lists), NoEcho: secret(p) }])
  return {
    template: {
      ...(parameters.length > 0 ? { Parameters: Object.fromEntries(parameters) } : {}),
      ...(empty ? { Conditions: { Gone: { 'Fn::Equals': ['gone', 'there'] } } } : {}),
      Resources: Object.fromEntries(resources),
      ...(changesNothing(story, index) ? { Outputs: { Changed: { Value: String(index) } } } : {}),
    },
    parameters: stage.parameters.map((p) => (secret(p) ? { ...p, ParameterValue: secretIn(story, index, p) } : p)),
    anew: stage.anew ?? false,
  }
}
