import { planChanges } from './changes.ts'
import { invalid } from './errors.ts'
import { STACK_TYPE } from './events.ts'
import type { Desired, GreenPlan, Stack } from './model.ts'
import type { StackPlace } from './requests.ts'
import type { Store } from './store.ts'
import { isObject } from './template.ts'
import type { Json, JsonObject, Template } from './template.ts'
import { checkTemplate } from './template-check.ts'
import { textOf } from './text.ts'

export const BLUE_GREEN = 'AWS::CodeDeployBlueGreen'
export const BLUE_GREEN_HOOK = 'AWS::CodeDeploy::BlueGreen'

/** The words that CloudFormation puts around what the hook objects to. */
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
 * An update that would replace the task definition or the task set becomes a green deployment: in the final template
 * the other colour has their place. Updates that do anything else besides are refused.
 */
export function blueGreen(store: Store, place: Stack | StackPlace, desired: Desired): Desired {
  const { template } = desired
  const declared = [template.Transform].flat().includes(BLUE_GREEN)
  const hook = hookOf(template)
  if (hook === undefined) {
    if (declared) throw unreadable()
    return desired
  }
  refuseUnsupported(template, 'parent' in place && place.parent !== undefined)
  if (!('resources' in place) || place.resources.size === 0) return desired
  const live = place.resources.has(hook.taskDefinitions[1]) ? 'green' : 'blue'
  const asIs = declared && live === 'green' ? turned(desired, hook) : desired
  const own = [...hook.taskDefinitions, ...hook.taskSets]
  const planned = planChanges(store, place, asIs).map((one) => changeOf(one.plain))
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
  return { ...(live === 'blue' ? turned(desired, hook) : desired), green }
}

function changeOf(plain: object | undefined): { id: string; replacement: string; direct: boolean } {
  const { ResourceChange: change } = plain as {
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

const unreadable = (): Error =>
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
  if (applications.length !== 1 || !isObject(ecs) || !isObject(target) || !isObject(routing)) throw unreadable()
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
  if (names.length !== 2) throw unreadable()
  return [names[0]!, names[1]!]
}

/** What templates with green deployments cannot have. */
function refuseUnsupported(template: Template, nested: boolean): void {
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

/** The template with the colours changed: of what is deployed anew the names, of the target groups the references. */
function turned(desired: Desired, hook: Hook): Desired {
  const renamed = new Map([hook.taskDefinitions, hook.taskSets].flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
  const [blue, green] = hook.targetGroups
  const referred = new Map([...renamed, [blue, green], [green, blue]])
  const root = JSON.parse(desired.processed ?? '{}') as JsonObject
  const resources = Object.entries(root['Resources'] as JsonObject).map(([id, one]) => [
    renamed.get(id) ?? id,
    referring(one, referred),
  ])
  const processed = { ...root, Resources: Object.fromEntries(resources) as JsonObject }
  const { Transform: transform } = desired.template
  return {
    ...desired,
    template: { ...checkTemplate(processed, 'transformed'), ...(transform !== undefined && { Transform: transform }) },
    processed: JSON.stringify(processed),
  }
}

function referring(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => referring(item as Json, names))
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
      return [key, referring(item, names)]
    }),
  )
}
