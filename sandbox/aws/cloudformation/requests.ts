import type { Call } from '../../contract.ts'
import { constraint, insufficientCapabilities, invalid } from './errors.ts'
import type { Desired, Stack, Tag } from './model.ts'
import { resolveParameters } from './parameters.ts'
import type { ParameterInput } from './parameters.ts'
import { UNKNOWN } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import { NO_RESOURCES, activeResources, dryRun, propertiesOf, scopeOf } from './scope.ts'
import type { Store } from './store.ts'
import { readTemplate, requiredCapabilities } from './template-check.ts'
import { checkRules } from './rules.ts'
import { transformed } from './transforms.ts'

/** Bytes of a template in the request itself, and of one in S3. */
export const INLINE_LIMIT = 51_200
const OBJECT_LIMIT = 1_048_576

export interface TemplateInput {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
  readonly UsePreviousTemplate?: boolean
}

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

const STACK_NAME = '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*'
const TRIGGER_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']

export function checkStackName(name: string | undefined): string {
  if (name === undefined || name === '') throw invalid('StackName is a required parameter.')
  if (!new RegExp(`^(?:${STACK_NAME})$`).test(name)) {
    throw constraint(name, 'stackName', `Member must satisfy regular expression pattern: ${STACK_NAME}`)
  }
  if (!name.startsWith('arn:') && name.length > 128) {
    throw constraint(name, 'stackName', 'Member must have length less than or equal to 128')
  }
  return name
}

/** The text of the template that a request means. */
export async function templateText(store: Store, input: TemplateInput, previous: Desired | undefined): Promise<string> {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: keep } = input
  if (keep && (body !== undefined || url !== undefined)) {
    throw invalid('You cannot specify both usePreviousTemplate and Template Body or Template URL.')
  }
  if (keep) {
    if (previous) return previous.body
    throw invalid('UsePreviousTemplate must not be specified for a stack that has no template')
  }
  if (body !== undefined && url !== undefined) throw invalid('Specify either Template URL or Template Body, not both.')
  if (url !== undefined) return readUrl(store, url)
  if (body === undefined || body === '') throw invalid('Either Template URL or Template Body must be specified.')
  if (Buffer.byteLength(body) > INLINE_LIMIT) {
    throw constraint(body, 'templateBody', `Member must have length less than or equal to ${INLINE_LIMIT}`)
  }
  return body
}

/** Bucket and key of an S3 address: virtual-hosted, path-style, or path-style on this host. */
export function parseS3Url(url: string): { bucket: string; key: string } {
  if (!URL.canParse(url)) throw invalid('TemplateURL must be a supported URL.')
  const { protocol, hostname, pathname } = new URL(url)
  if (protocol === 's3:') throw invalid(`S3 error: Domain name specified in ${hostname} is not a valid S3 domain`)
  const path = decodeURIComponent(pathname).slice(1)
  const [first = '', ...rest] = path.split('/')
  const pathStyle =
    /^s3[.-]([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.test(hostname) || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
  if (pathStyle) return { bucket: first, key: rest.join('/') }
  const hosted =
    /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*?amazonaws\.com(\.cn)?$/.exec(hostname) ?? /^(.+)\.localhost$/.exec(hostname)
  if (hosted && /^https?:$/.test(protocol)) return { bucket: hosted[1]!, key: path }
  throw invalid('TemplateURL must be a supported URL.')
}

export async function readUrl(store: Store, url: string): Promise<string> {
  const { bucket, key } = parseS3Url(url)
  const bytes = await store.options.readObject(bucket, key)
  if (!bytes) {
    throw invalid(
      'S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    )
  }
  if (bytes.byteLength > OBJECT_LIMIT) throw invalid(`Template may not exceed ${OBJECT_LIMIT} bytes in size.`)
  return Buffer.from(bytes).toString('utf8')
}

/** Everything that a request asks of a stack, checked as far as CloudFormation checks before it answers. */
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
    store.parameterStore(stack),
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

/** What is evaluated before the first resource is touched: transforms, rules, conditions, functions. */
export async function prepare(store: Store, stack: Stack | StackPlace, desired: Desired): Promise<Desired> {
  const expanded = await transformed(store, stack, desired)
  const scope = scopeOf(stack, expanded, NO_RESOURCES, (name) => store.exportedOrUnknown(stack, name))
  checkRules(expanded.template, scope)
  dryRun(expanded.template, scope)
  assertStored(store, stack, expanded, scope)
  return expanded
}

/** What a caller hears at once where no transform has to run first: functions that cannot be evaluated. */
export function assertEvaluable(store: Store, place: StackPlace, desired: Desired): void {
  if (desired.template.Transform !== undefined || desired.body.includes('Fn::Transform')) return
  const scope = scopeOf(place, desired, NO_RESOURCES, (name) => store.exportedOrUnknown(place, name))
  dryRun(desired.template, scope)
  assertStored(store, place, desired, scope)
}

const STORED = /\{\{resolve:(ssm:([^:}]+)(?::\d+)?)\}\}/g

/** Parameters of the parameter store that properties name in dynamic references have to be there. */
function assertStored(store: Store, place: StackPlace, { template }: Desired, scope: Scope): void {
  const named = [...activeResources(template, scope).values()].flatMap((one) => {
    const text = JSON.stringify(propertiesOf(one, scope), (_, value: unknown) => (value === UNKNOWN ? '' : value))
    return [...text.matchAll(STORED)]
  })
  const missing = named.filter(([, reference, name]) => store.stored(place, reference!, name!) === undefined)
  const references = [...new Set(missing.map(([, reference]) => reference))]
  if (references.length > 0) throw invalid(`Parameters: [${references.join(', ')}] cannot be found.`)
}

export type StackPlace = Pick<Stack, 'id' | 'name' | 'region' | 'account'>

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

/** The stack of a request, or CloudFormation's words for there being none. */
export function requireStack(
  store: Store,
  call: Call,
  name: string | undefined,
  words: 'id' | 'plain' = 'plain',
): Stack {
  const wanted = checkStackName(name)
  const stack = store.find(call, wanted)
  if (stack) return stack
  throw invalid(words === 'id' ? `Stack with id ${wanted} does not exist` : `Stack [${wanted}] does not exist`)
}
