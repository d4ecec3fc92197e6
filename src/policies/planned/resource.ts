import { KNOWN_AFTER_APPLY } from '../../cloudformation/change-sets/changes.ts'
import { MASKED } from '../../cloudformation/stack.ts'
import { expand, isComplete, type Known } from '../../cloudformation/template/expand.ts'
import { stackValues } from '../../cloudformation/template/stack-values.ts'
import { outputReferences, textsIn } from '../../config/model/references.ts'
import type { Json } from '../../evidence/finding.ts'
import { isRecord, recordOf } from '../../support/records.ts'
import { changesOf, type ChangeInStack } from './changes.ts'
import type { EnvironmentFacts, StackFacts } from '../contract.ts'

/** What determines how this release makes a resource of one environment. */
export type PlannedFrom = Pick<EnvironmentFacts, 'stacks' | 'drift'>

/** What this release sets a property to. */
export interface PlannedProperty {
  /** Undefined where the release removes the property. Where `isOpen`, parts of it are functions or placeholders. */
  readonly value: unknown
  /** True where CloudFormation resolves a part of the value during the execution only. */
  readonly isOpen: boolean
}

/** A resource that this release makes or changes. */
export interface PlannedResource {
  readonly placed: ChangeInStack
  /** True where it does not exist yet, or another one takes its place. */
  readonly isNew: boolean
  /** By name, the properties that the release sets; the others stay as they are. */
  readonly properties: ReadonlyMap<string, PlannedProperty>
}

/** Logical ids whose names are being made out, so that a circle in a template ends. */
type Asking = ReadonlySet<string>
const NOTHING: Asking = new Set()

/** The property that `Ref` of a resource of the type gives, by type. Without it CloudFormation makes up a name. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CodeDeploy::Application': 'ApplicationName',
  'AWS::CodeDeploy::DeploymentConfig': 'DeploymentConfigName',
  'AWS::CodeDeploy::DeploymentGroup': 'DeploymentGroupName',
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
}

/** The resources of these types that the release makes or changes, in all stacks of an environment. */
export function plannedResources(from: PlannedFrom, types: readonly string[]): PlannedResource[] {
  return changesOf(from.stacks)
    .filter(({ change }) => types.includes(change.type) && change.action !== 'Remove')
    .map((placed) => plannedResource(placed, from))
}

function plannedResource(placed: ChangeInStack, from: PlannedFrom): PlannedResource {
  const isNew = isMade(placed)
  const after = afterOf(placed)
  const declared = declaredIn(placed)
  const names = isNew || placed.classified === undefined ? undefined : changedNames(placed)
  const all = [...new Set([...Object.keys(after ?? {}), ...Object.keys(declared ?? {})])]
  const properties = (names ?? all).map((name) => [name, plannedProperty(placed, name, from)] as const)
  return { placed, isNew, properties: new Map(properties) }
}

/** The name that `Ref` of the resource will give, as far as it is known before. */
export function nameAfter(placed: ChangeInStack, from: PlannedFrom, asking: Asking = NOTHING): string | undefined {
  const { change, classified, stack } = placed
  if (!isMade(placed)) return classified?.physicalId
  const property = NAMED_BY[change.type]
  if (property === undefined) return undefined
  const { value, isOpen } = plannedProperty(placed, property, from, asking)
  if (isOpen || typeof value === 'string') return isOpen ? undefined : (value as string)
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-whatis-concepts.html (physical IDs)
  return isOwn(placed) && value === undefined ? `${stack.stack.name}-${change.logicalId}-${MADE_UP}` : undefined
}

/** In place of the ending that CloudFormation makes up, as snapshots show it. */
const MADE_UP = '{random}'

/**
 * What the template says that a property of a resource is, with all put in that is known: what remains are references to
 * other resources. `isSet` where this release sets the property. Undefined where that is not known, or where the resource
 * is not known to be as its template says.
 */
export function declaredProperty(
  stack: StackFacts,
  logicalId: string,
  name: string,
  from: PlannedFrom,
  isSet: boolean,
): Json | undefined {
  const { template } = stack.source
  const resource = Object.hasOwn(template.resources, logicalId) ? template.resources[logicalId] : undefined
  if (resource === undefined) return undefined
  const report = from.drift.find((each) => each.stack === stack.stack.id)
  const drift = report?.resources.find((each) => each.logicalId === logicalId)
  if (!isSet && (drift?.status !== 'IN_SYNC' || drift.outdated === true)) return undefined
  // A reference stays one where the resource has a name already: elsewhere it may not have one yet.
  return expand(template, resource.properties[name], { ...knownOf(stack, from), reference: () => undefined })
}

/** Where a resource that exists belongs; undefined for one of a nested stack, and for one that no stack has. */
export function ownerOf(
  physicalId: string,
  types: readonly string[],
  from: PlannedFrom,
): { readonly stack: StackFacts; readonly logicalId: string } | undefined {
  for (const stack of from.stacks) {
    const report = from.drift.find((each) => each.stack === stack.stack.id)
    const found = report?.resources.find((each) => each.physicalId === physicalId && types.includes(each.type))
    if (found !== undefined) return { stack, logicalId: found.logicalId }
  }
  return undefined
}

function isMade({ change, classified }: ChangeInStack): boolean {
  return (
    change.action === 'Add' || change.action === 'Import' || (classified !== undefined && change.replacement === 'True')
  )
}

/** Whether the resource is in the stack's own template, and not in that of a nested stack. */
function isOwn({ stack, subject, change }: ChangeInStack): boolean {
  return subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
}

function afterOf({ classified }: ChangeInStack): Readonly<Record<string, unknown>> | undefined {
  const told = recordOf(classified?.after)['Properties']
  return told === undefined ? undefined : recordOf(told)
}

function declaredIn(placed: ChangeInStack): Readonly<Record<string, unknown>> | undefined {
  if (!isOwn(placed)) return undefined
  return placed.stack.source.template.resources[placed.change.logicalId]?.properties
}

/** Names of the properties that change; undefined where the change set does not name them. */
function changedNames({ change }: ChangeInStack): string[] | undefined {
  if (change.action === 'SyncWithActual') return []
  if (change.properties.length === 0) return undefined
  const paths = change.properties
    .filter(({ attribute }) => attribute === 'Properties')
    .map(({ path }) => path.split('/'))
  if (paths.some(([, , name]) => name === undefined)) return undefined
  return [...new Set(paths.map(([, , name = '']) => name))]
}

function plannedProperty(
  placed: ChangeInStack,
  name: string,
  from: PlannedFrom,
  asking: Asking = NOTHING,
): PlannedProperty {
  const { stack } = placed
  const after = afterOf(placed)
  const told = after?.[name]
  // A provisional change set is made of earlier values and stand-ins.
  const isTold = after !== undefined && stack.plan?.provisional !== true
  if (isTold && isComplete(told) && !holds(told, [KNOWN_AFTER_APPLY, MASKED])) return { value: told, isOpen: false }
  const declared = declaredIn(placed)
  if (declared === undefined) return { value: told, isOpen: true }
  if (declared[name] === undefined) return { value: told, isOpen: told !== undefined }
  const expanded = expand(stack.source.template, declared[name], knownOf(stack, from, asking))
  const isKnown = expanded !== undefined && isComplete(expanded) && !refersToOutputs(expanded)
  if (isKnown) return { value: expanded ?? undefined, isOpen: false }
  return { value: (isTold ? told : undefined) ?? expanded ?? declared[name], isOpen: true }
}

function refersToOutputs(value: Json): boolean {
  return textsIn(value).some((text) => outputReferences(text).length > 0)
}

function holds(value: unknown, texts: readonly string[]): boolean {
  if (typeof value === 'string') return texts.some((text) => value.includes(text))
  if (Array.isArray(value)) return value.some((item) => holds(item, texts))
  return isRecord(value) && Object.values(value).some((member) => holds(member, texts))
}

function knownOf(stack: StackFacts, from: PlannedFrom, asking: Asking = NOTHING): Known {
  const { before, parameters, source } = stack
  const arn = before?.arn ?? stack.plan?.stackArn
  const values = stackValues({
    declared: source.template.parameters,
    given: parameters?.parameters,
    unknown: parameters?.unknown ?? [],
    before,
    name: stack.stack.name,
    account: arn?.split(':')[4],
    region: arn?.split(':')[3] ?? '',
  })
  // A reference to an output means the same in both environments, before it is known what it stands for.
  const references = (parameters?.unknown ?? []).flatMap((name) => {
    const given = source.parameters?.values?.[name]
    const isShown = source.template.parameters[name]?.noEcho === false
    return given !== undefined && 'value' in given && isShown ? [[name, given.value] as const] : []
  })
  const changes = changesOf([stack])
  const report = from.drift.find((each) => each.stack === stack.stack.id)
  return {
    values: { ...values, ...Object.fromEntries(references) },
    reference(logicalId) {
      const placed = changes.find((each) => isOwn(each) && each.change.logicalId === logicalId)
      if (placed === undefined) return report?.resources.find((each) => each.logicalId === logicalId)?.physicalId
      return asking.has(logicalId) ? undefined : nameAfter(placed, from, new Set([...asking, logicalId]))
    },
  }
}
