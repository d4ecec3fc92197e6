import { blueGreen } from '../changes/blue-green.ts'
import { insufficientCapabilities, invalid } from '../errors.ts'
import type { Desired, Stack, StackPlace, Tag } from '../model.ts'
import { templateText } from '../requests.ts'
import type { TemplateInput } from '../requests.ts'
import type { Store } from '../store.ts'
import { UNKNOWN } from '../template/intrinsics.ts'
import type { Scope } from '../template/intrinsics.ts'
import { resolveParameters } from '../template/parameters.ts'
import type { ParameterInput } from '../template/parameters.ts'
import { checkRules } from '../template/rules.ts'
import { NO_RESOURCES, activeResources, dryRun, propertiesOf, scopeOf } from '../template/scope.ts'
import { readTemplate, requiredCapabilities } from '../template/template-check.ts'
import { applyTransforms } from '../template/transforms.ts'

export interface StackInput extends TemplateInput {
  readonly StackName?: string
  readonly Parameters?: readonly ParameterInput[]
  readonly Tags?: readonly Tag[]
  readonly Capabilities?: readonly string[]
  readonly NotificationARNs?: readonly string[]
  readonly RoleARN?: string
  readonly ResourceTypes?: readonly string[]
  readonly RollbackConfiguration?: RollbackInput
}

interface RollbackInput {
  readonly RollbackTriggers?: readonly { readonly Arn?: string; readonly Type?: string }[]
  readonly MonitoringTimeInMinutes?: number
}

const TRIGGER_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']

/** Reads what a request specifies, with the checks that CloudFormation makes before it returns. */
export async function readDesired(
  store: Store,
  stack: Pick<Stack, 'id' | 'name' | 'region' | 'account'>,
  input: StackInput,
  previous: Desired | undefined,
  options: { readonly macrosNeedConsent: boolean },
): Promise<Desired> {
  const body = await templateText(store, input, previous)
  const template = readTemplate(body)
  const parameters = resolveParameters(
    template,
    input.Parameters ?? [],
    previous?.parameters,
    store.parameterLookup(stack),
  )
  const desired: Desired = {
    body,
    template,
    parameters,
    tags: input.Tags ?? previous?.tags ?? [],
    capabilities: input.Capabilities ?? [],
    notificationArns: input.NotificationARNs ?? previous?.notificationArns ?? [],
    roleArn: input.RoleARN ?? previous?.roleArn,
    rollback: checkRollback(input.RollbackConfiguration) ?? previous?.rollback ?? {},
  }
  checkRole(store, desired)
  checkTypes(desired, input.ResourceTypes)
  checkCapabilities(desired, options.macrosNeedConsent)
  return desired
}

/** Applies transforms, and checks rules, conditions and functions before the first resource is changed. */
export async function prepare(store: Store, stack: Stack | StackPlace, desired: Desired): Promise<Desired> {
  const expanded = blueGreen(store, stack, await applyTransforms(store, stack, desired))
  const scope = scopeOf(stack, expanded, NO_RESOURCES, (name) => store.exportedOrUnknown(stack, name))
  checkRules(expanded.template, scope)
  dryRun(expanded.template, scope)
  assertParametersExist(store, stack, expanded, scope)
  return expanded
}

/** Evaluates a template without transforms, for errors that CreateChangeSet returns at once. */
export function assertEvaluable(store: Store, place: StackPlace, desired: Desired): void {
  if (desired.template.Transform !== undefined || desired.body.includes('Fn::Transform')) return
  const scope = scopeOf(place, desired, NO_RESOURCES, (name) => store.exportedOrUnknown(place, name))
  dryRun(desired.template, scope)
  assertParametersExist(store, place, desired, scope)
}

const STORED = /\{\{resolve:(ssm:([^:}]+)(?::\d+)?)\}\}/g

/** Fails when a dynamic reference names an SSM parameter that does not exist. */
function assertParametersExist(store: Store, place: StackPlace, { template }: Desired, scope: Scope): void {
  const named = [...activeResources(template, scope).values()].flatMap((one) => {
    const text = JSON.stringify(propertiesOf(one, scope), (_, value: unknown) => (value === UNKNOWN ? '' : value))
    return [...text.matchAll(STORED)]
  })
  const missing = named.filter(([, reference, name]) => store.storedParameter(place, reference!, name!) === undefined)
  const references = [...new Set(missing.map(([, reference]) => reference))]
  if (references.length > 0) throw invalid(`Parameters: [${references.join(', ')}] cannot be found.`)
}

function checkRole(store: Store, { roleArn }: Desired): void {
  if (roleArn !== undefined && store.options.assumable?.(roleArn) === false) {
    throw invalid(`Role ${roleArn} is invalid or cannot be assumed`)
  }
}

function checkTypes(desired: Desired, allowed: readonly string[] | undefined): void {
  if (!allowed || allowed.length === 0) return
  const fits = (type: string) =>
    allowed.some((one) => one === type || (one.endsWith('::*') && type.startsWith(one.slice(0, -1))))
  const wrong = Object.values(desired.template.Resources).find((r) => !fits(r.Type))
  if (wrong) {
    throw invalid(`Resource type ${wrong.Type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`)
  }
}

function checkCapabilities(desired: Desired, macrosNeedConsent: boolean): void {
  const given = new Set(desired.capabilities)
  const missing = requiredCapabilities(desired.template).capabilities.filter((capability) => {
    if (capability === 'CAPABILITY_AUTO_EXPAND') return macrosNeedConsent && !given.has(capability)
    if (capability === 'CAPABILITY_IAM') return !given.has(capability) && !given.has('CAPABILITY_NAMED_IAM')
    return !given.has(capability)
  })
  if (missing.length > 0) throw insufficientCapabilities(missing)
}

function checkRollback(input: RollbackInput | undefined): object | undefined {
  for (const trigger of input?.RollbackTriggers ?? []) {
    if (!TRIGGER_TYPES.includes(trigger.Type ?? '')) throw invalid('Rollback Trigger Type not supported')
    if (!/^arn:[^:]+:cloudwatch:[^:]*:\d{12}:alarm:.+/.test(trigger.Arn ?? '')) {
      throw invalid("RelativeId of a Rollback Trigger's ARN is incorrect")
    }
  }
  return input
}
