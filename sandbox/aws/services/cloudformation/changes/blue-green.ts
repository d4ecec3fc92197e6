import { invalid } from '../errors.ts'
import type { Desired, GreenPlan, Stack, StackPlace } from '../model.ts'
import type { Store } from '../store.ts'
import { checkTemplate } from '../template/template-check.ts'
import { STACK_TYPE, isObject } from '../template/template.ts'
import type { Json, JsonObject, Template } from '../template/template.ts'
import { textOf } from '../template/text.ts'
import { BLUE_GREEN } from '../template/transforms.ts'
import { planChanges } from './plan-changes.ts'

const BLUE_GREEN_HOOK = 'AWS::CodeDeploy::BlueGreen'

/** The reason of a failed green deployment, as CloudFormation words it. */
export const hookFailure = (hook: string, message: string): string =>
  `'${hook}' of type ${BLUE_GREEN_HOOK} failed with message: ${message}`

type Pair = readonly [blue: string, green: string]

interface Hook {
  readonly name: string
  readonly properties: JsonObject
  readonly service: string
  readonly taskDefinitions: Pair
  readonly taskSets: Pair
  readonly targetGroups: Pair
}

/**
 * Turns an update that replaces the task definition or the task set into a green deployment: in the resulting template
 * the resources of the other colour take their place. An update that also changes other resources is rejected.
 */
export function blueGreen(store: Store, place: Stack | StackPlace, desired: Desired): Desired {
  const { template } = desired
  const declared = [template.Transform].flat().includes(BLUE_GREEN)
  const hook = hookOf(template)
  if (hook === undefined) {
    if (declared) throw invalidHooksSection()
    return desired
  }
  rejectUnsupported(template, 'parent' in place && place.parent !== undefined)
  if (!('resources' in place) || place.resources.size === 0) return desired
  const live = place.resources.has(hook.taskDefinitions[1]) ? 'green' : 'blue'
  const asIs = declared && live === 'green' ? swapColours(desired, hook) : desired
  const own = [...hook.taskDefinitions, ...hook.taskSets]
  const planned = planChanges(store, place, asIs).map((one) => changeOf(one.withoutValues))
  const replaced = planned.filter(({ id, replacement }) => own.includes(id) && replacement !== 'False')
  if (replaced.length === 0) return asIs
  if (!declared) {
    const kind = hook.taskDefinitions.includes(replaced[0]!.id) ? 'TaskDefinition' : 'TaskSet'
    throw invalid(
      hookFailure(
        hook.name,
        `The ${kind} logical Id [${replaced[0]!.id}] is the same between initial and final template, CodeDeploy can't perform BlueGreen style update properly`,
      ),
    )
  }
  const others = planned.filter(({ id, direct }) => direct && !own.includes(id))
  if (others.length > 0) {
    throw invalid(
      hookFailure(
        hook.name,
        `Additional resource diff other than ECS application related resource update is detected, CodeDeploy can't perform BlueGreen style update properly. Diff resource logical Ids: [${others.map(({ id }) => id).join(', ')}]`,
      ),
    )
  }
  const next = live === 'blue' ? 1 : 0
  const green: GreenPlan = {
    hook: hook.name,
    properties: hook.properties,
    service: hook.service,
    installs: [hook.taskDefinitions[next], hook.taskSets[next]],
  }
  return { ...(live === 'blue' ? swapColours(desired, hook) : desired), green }
}

function changeOf(withoutValues: object | undefined): { id: string; replacement: string; direct: boolean } {
  const { ResourceChange: change } = withoutValues as {
    ResourceChange: {
      LogicalResourceId: string
      Action: string
      Replacement?: string
      Details: readonly { ChangeSource?: string }[]
    }
  }
  const caused = change.Details.every(({ ChangeSource: source }) => source?.startsWith('Resource'))
  return {
    id: change.LogicalResourceId,
    replacement: change.Replacement ?? 'False',
    direct: change.Action !== 'Modify' || !caused,
  }
}

const invalidHooksSection = (): Error =>
  invalid(
    `Transform ${BLUE_GREEN} failed with: Failed to transform template. Failed to parse the "Hooks" section for the provided template. Please ensure the ${BLUE_GREEN_HOOK} Hook matches the expected schema.`,
  )

function hookOf(template: Template): Hook | undefined {
  const hooks = isObject(template.Hooks) ? template.Hooks : {}
  const [name, hook] = Object.entries(hooks).find(([, one]) => isObject(one) && one['Type'] === BLUE_GREEN_HOOK) ?? []
  if (name === undefined || !isObject(hook)) return undefined
  const properties = isObject(hook['Properties']) ? hook['Properties'] : {}
  const applications = Array.isArray(properties['Applications']) ? (properties['Applications'] as Json[]) : []
  const [application] = applications
  const ecs = isObject(application) ? application['ECSAttributes'] : undefined
  const target = isObject(application) ? application['Target'] : undefined
  const routing = isObject(ecs) ? ecs['TrafficRouting'] : undefined
  if (applications.length !== 1 || !isObject(ecs) || !isObject(target) || !isObject(routing))
    throw invalidHooksSection()
  return {
    name,
    properties,
    service: textOf(target['LogicalID']),
    taskDefinitions: pair(ecs['TaskDefinitions']),
    taskSets: pair(ecs['TaskSets']),
    targetGroups: pair(routing['TargetGroups']),
  }
}

function pair(value: Json | undefined): Pair {
  const names = Array.isArray(value) ? value.map(textOf) : []
  if (names.length !== 2) throw invalidHooksSection()
  return [names[0]!, names[1]!]
}

/** Rejects what CloudFormation does not support in templates with the blue/green hook. */
function rejectUnsupported(template: Template, nested: boolean): void {
  const types = Object.values(template.Resources).map(({ Type: type }) => type)
  const found = [
    [Object.keys(template.Outputs).length > 0, 'Outputs'],
    [JSON.stringify(template.Resources).includes('"Fn::ImportValue"'), 'Fn::ImportValue'],
    [types.includes(STACK_TYPE), 'Nested stacks'],
    [nested, 'Nested stacks'],
  ] as const
  const what = found.find(([is]) => is)?.[1]
  if (what !== undefined) {
    throw invalid(
      `Transform ${BLUE_GREEN} failed with: ${what} are not supported for templates with the hook ${BLUE_GREEN_HOOK}.`,
    )
  }
}

/**
 * The template with blue and green swapped: task definitions and task sets are renamed, references to target groups are
 * exchanged.
 */
function swapColours(desired: Desired, hook: Hook): Desired {
  const renamed = new Map([hook.taskDefinitions, hook.taskSets].flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
  const [blue, green] = hook.targetGroups
  const referred = new Map([...renamed, [blue, green], [green, blue]])
  const root = JSON.parse(desired.processed ?? '{}') as JsonObject
  const resources = Object.entries(root['Resources'] as JsonObject).map(([id, one]) => [
    renamed.get(id) ?? id,
    renameReferences(one, referred),
  ])
  const processed = { ...root, Resources: Object.fromEntries(resources) as JsonObject }
  const { Transform: transform } = desired.template
  return {
    ...desired,
    template: { ...checkTemplate(processed, 'transformed'), ...(transform !== undefined && { Transform: transform }) },
    processed: JSON.stringify(processed),
  }
}

function renameReferences(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => renameReferences(item as Json, names))
  if (!isObject(value)) return value
  const other = (name: string): string => names.get(name) ?? name
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      if (key === 'Ref' && typeof item === 'string') return [key, other(item)]
      if (key === 'DependsOn')
        return [key, Array.isArray(item) ? item.map((one) => other(textOf(one))) : other(textOf(item))]
      if (key === 'Fn::GetAtt' && Array.isArray(item)) return [key, [other(textOf(item[0])), ...item.slice(1)]]
      if (key === 'Fn::GetAtt' && typeof item === 'string') return [key, item.replace(/^[^.]+/, other)]
      if (key === 'Fn::Sub' && typeof item === 'string')
        return [key, item.replace(/\$\{(\w+)/g, (_, name: string) => `\${${other(name)}`)]
      return [key, renameReferences(item, names)]
    }),
  )
}
