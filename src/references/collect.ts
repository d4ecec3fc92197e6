import { resourcesIn } from '../cloudformation/exports.ts'
import { callOf, conditionHolds, textOf, type Values } from '../cloudformation/template/values.ts'
import type { Template } from '../cloudformation/template/template.ts'
import type { Source } from '../evidence/finding.ts'
import { isRecord } from '../support/records.ts'
import type { Kind, Reference, Target } from './contract.ts'
import { parseS3Url, s3Object } from './kinds/s3-object.ts'
import {
  isCustom,
  isEnvironment,
  KEY_OF_AWS,
  MAKES_LOG_GROUP,
  NAMED,
  OTHER_DOCUMENTS,
  OTHER_TEXTS,
} from './named-properties.ts'
import { dynamicTargets, parameterOf, recognise } from './recognise.ts'
import { S3_MEMBERS, S3_URLS } from './s3-properties.ts'
import { chosen, isFunction, knownText, nodesOf, showProperty, type Node } from './walk.ts'

/** Where a reference was found: what all references of one resource have in common. */
interface Owner {
  readonly template: Template
  readonly values: Values
  readonly logicalId: string
  readonly type: string
}

/**
 * Pure: the references of a template to what it does not declare itself, in resources whose conditions hold or are unknown.
 * `values` are those of parameters and pseudo parameters; `given` are the values of parameters as the release gives them.
 */
export function collectReferences(
  template: Template,
  values: Values,
  given: Readonly<Record<string, string>> = {},
): Reference[] {
  const ofResources = Object.entries(template.resources).flatMap(([logicalId, { type, properties, condition }]) => {
    if (condition !== undefined && conditionHolds(template, condition, values) === false) return []
    const owner: Owner = { template, values, logicalId, type }
    return [...nodesOf(template, properties, values)].flatMap((node) => referencesAt(owner, node))
  })
  return [...ofParameters(template, values, given), ...ofResources]
}

function referencesAt(owner: Owner, node: Node): Reference[] {
  const objects = [...s3MembersIn(owner, node), ...s3UrlIn(owner, node)]
  if (objects.length > 0) return objects
  const { value } = node
  const isLeaf = typeof value === 'string' || isFunction(value)
  return isLeaf ? [...dynamicIn(owner, node), ...textIn(owner, node)] : []
}

function s3MembersIn(owner: Owner, { path, value }: Node): Reference[] {
  if (!isRecord(value) || isFunction(value) || path.length === 0) return []
  return S3_MEMBERS.flatMap(({ bucket, key, versions }) => {
    const member = (name: string): unknown => chosen(owner.template, value[name], owner.values)
    const [itsBucket, itsKey] = [member(bucket), member(key)]
    const version = versions.map(member).find((each) => each !== undefined)
    if (itsBucket === undefined || itsKey === undefined) return []
    const parts = version === undefined ? [itsBucket, itsKey] : [itsBucket, itsKey, version]
    return objectAt(owner, path, parts, ([name = '', object = '', its]) => s3Object(name, object, its))
  })
}

function s3UrlIn(owner: Owner, { path, value }: Node): Reference[] {
  if (S3_URLS[owner.type]?.includes(showProperty(path)) !== true) return []
  if (Array.isArray(value) || (isRecord(value) && !isFunction(value))) return []
  return objectAt(owner, path, [value], ([url = '']) => parseS3Url(url))
}

/** The object that these values name; none where they name a resource of the template, or no object of S3. */
function objectAt(
  owner: Owner,
  path: Node['path'],
  parts: readonly unknown[],
  make: (texts: readonly string[]) => Target | undefined,
): Reference[] {
  const { template, values } = owner
  const texts = parts.map((part) => knownText(template, part, values))
  const expression = parts.length === 1 ? parts[0] : parts
  if (texts.every((text) => text !== undefined)) {
    const target = make(texts)
    return target === undefined ? [] : [referenceAt(owner, path, expression, target.kind, target)]
  }
  const isOwn = parts.some((part) => resourcesIn(template, part).length > 0)
  return isOwn ? [] : [referenceAt(owner, path, expression, 's3-object', undefined)]
}

/** Dynamic references, wherever they are: CloudFormation replaces them in all properties. */
function dynamicIn(owner: Owner, { path, value }: Node): Reference[] {
  const text = textOf(owner.template, value, owner.values) ?? JSON.stringify(value)
  return dynamicTargets(text).map((target) => referenceAt(owner, path, value, target.kind, target))
}

function textIn(owner: Owner, { path, value }: Node): Reference[] {
  const { template, values, type } = owner
  const property = showProperty(path)
  const named = isMadeBeside(owner, path) ? undefined : namedKind(type, property)
  const principal = path.includes('Principal') && path.includes('AWS')
  if (!principal && !isReferring(type, path)) return []
  const text = knownText(template, value, values)
  if (text === undefined) {
    const isOpen =
      named !== undefined && resourcesIn(template, value).length === 0 && !isImport(value) && !isDynamic(value)
    return isOpen ? [referenceAt(owner, path, value, named, undefined)] : []
  }
  // A parameter can be a list.
  const items = isFunction(value) ? text.split(',').map((item) => item.trim()) : [text]
  return items.flatMap((item) => {
    const target = recognise(item) ?? (named && !isNoName(item) ? namedTarget(named, item) : undefined)
    if (target === undefined || (principal && target.kind !== 'role')) return []
    return [referenceAt(owner, path, value, target.kind, target)]
  })
}

function isNoName(text: string): boolean {
  return text === '' || KEY_OF_AWS.test(text)
}

function namedTarget(kind: Kind, text: string): Target {
  return kind === 'parameter' ? parameterOf(text) : { kind, id: text }
}

/** Whether an option beside this one says that ECS makes the log group. */
function isMadeBeside({ template, values, logicalId }: Owner, path: Node['path']): boolean {
  if (path.at(-1) !== 'awslogs-group') return false
  let parent: unknown = template.resources[logicalId]?.properties
  for (const step of path.slice(0, -1))
    parent = (parent as Readonly<Record<string | number, unknown>> | undefined)?.[step]
  return isRecord(parent) && textOf(template, parent[MAKES_LOG_GROUP], values) === 'true'
}

function isReferring(type: string, path: Node['path']): boolean {
  if (isCustom(type)) return path[0] === 'ServiceToken'
  if (OTHER_TEXTS.includes(type)) return false
  return !path.some((step) => typeof step === 'string' && (OTHER_DOCUMENTS.test(step) || isEnvironment(type, step)))
}

function namedKind(type: string, property: string): Kind | undefined {
  const found = Object.entries(NAMED).find(([, properties]) => properties[type]?.includes(property))
  return found?.[0] as Kind | undefined
}

function isImport(value: unknown): boolean {
  return callOf(value)?.[0] === 'Fn::ImportValue'
}

function isDynamic(value: unknown): boolean {
  return JSON.stringify(value).includes('{{resolve:')
}

function referenceAt(
  { template, logicalId, type }: Owner,
  path: Node['path'],
  value: unknown,
  kind: Kind,
  target: Target | undefined,
): Reference {
  const source = sourceOf(template, logicalId, path)
  return { kind, target, expression: JSON.stringify(value), logicalId, type, property: showProperty(path), source }
}

/** A resource that a transform or a loop made has no place of its own. */
function sourceOf(template: Template, logicalId: string, path: Node['path']): Source {
  const written = isRecord(template.body['Resources']) && Object.hasOwn(template.body['Resources'], logicalId)
  const own = template.resources[logicalId]?.source
  return written || own === undefined ? template.source(['Resources', logicalId, 'Properties', ...path]) : own
}

const STORED = /^AWS::SSM::Parameter::(?:Value<.+>|Name)$/
const OF_EC2 = /^(?:List<)?AWS::EC2::(KeyPair::KeyName|\w+::Id)>?$/

/** What parameters of CloudFormation's own types name: a parameter of Systems Manager, a key pair, ids of EC2. */
function ofParameters(template: Template, values: Values, given: Readonly<Record<string, string>>): Reference[] {
  return Object.entries(template.parameters).flatMap(([name, { type, source, default: usual }]): Reference[] => {
    const value = STORED.test(type) ? (given[name] ?? usual) : values[name]
    if (value === undefined || value === '') return []
    const targets = STORED.test(type)
      ? isPublic(value)
        ? []
        : [parameterOf(value)]
      : OF_EC2.test(type)
        ? value.split(',').flatMap((item): Target[] => {
            const id = item.trim()
            const found = type.includes('KeyPair') ? { kind: 'key-pair' as const, id } : recognise(id)
            return found === undefined ? [] : [found]
          })
        : []
    return targets.map((target) => ({
      kind: target.kind,
      target,
      expression: JSON.stringify(value),
      logicalId: undefined,
      type,
      property: name,
      source,
    }))
  })
}

/** Parameters of AWS itself, which DescribeParameters does not list. CloudFormation reads them for the change set. */
function isPublic(name: string): boolean {
  return /^\/?aws\/service\//.test(name)
}
