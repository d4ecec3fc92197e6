import { invalid } from '../errors.ts'
import { sortByDependencies } from './dependency-order.ts'
import { checkFunctions, checkOutput } from './function-check.ts'
import { resolveModuleReferences } from './modules.ts'
import { conditionsOf, dependenciesOf, dependsOn, referencesOf } from './references.ts'
import type { Reference } from './references.ts'
import { specOf } from './resource-specification.ts'
import { SERVERLESS } from './serverless.ts'
import { isObject, parseText } from './template.ts'
import type { Json, JsonObject, Template } from './template.ts'
import { textOf } from './text.ts'

const LIMITS = { resources: 500, parameters: 200, outputs: 200, mappings: 200 }
const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
  'Rules',
  'Hooks',
]
const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'Metadata',
  'Description',
]
const PARAMETER_ATTRIBUTES = [
  'Type',
  'Default',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'Description',
  'ConstraintDescription',
]
/** AWS-specific parameter types are checked by their form only. */
const PARAMETER_TYPE =
  /^(String|Number|CommaDelimitedList|List<(String|Number|AWS::[\w:]+)>|AWS::\w+::[\w:]+|AWS::SSM::Parameter::Value<.+>)$/
const PSEUDO = ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix']

/** Parses and checks a template; throws CloudFormation's errors, except those about parameter values. */
export function readTemplate(body: string): Template {
  const text = parseText(body)
  if (!isObject(text)) throw invalid('Template format error: unsupported structure.')
  const root = resolveModuleReferences(text)
  return checkTemplate(root, root['Transform'] === undefined ? 'plain' : 'to be transformed')
}

/** A template with transforms is checked fully only after they have run; then the added functions are known. */
type Stage = 'plain' | 'to be transformed' | 'transformed'

const isServerless = ({ Transform: declared }: JsonObject): boolean =>
  [declared].flat().some((each) => (isObject(each) ? each['Name'] : each) === SERVERLESS)

export function checkTemplate(root: JsonObject, stage: Stage): Template {
  const known = stage === 'to be transformed' && isServerless(root) ? [...SECTIONS, 'Globals'] : SECTIONS
  const unknown = Object.keys(root).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw invalid(`Invalid template property or properties [${unknown.join(', ')}]`)
  checkShape(root)
  const template: Template = {
    ...(root as object),
    Parameters: section(root, 'Parameters'),
    Mappings: section(root, 'Mappings'),
    Conditions: withoutMacros(section(root, 'Conditions') as JsonObject),
    Rules: section(root, 'Rules'),
    Resources: withoutMacros(section(root, 'Resources') as JsonObject),
    Outputs: withoutMacros(section(root, 'Outputs') as JsonObject),
  } as unknown as Template
  if (stage === 'to be transformed') return template
  if (stage === 'plain') checkKnown([template.Resources, template.Outputs, template.Conditions])
  checkLimits(template)
  checkMappings(template)
  checkFunctions([template.Resources, template.Outputs, template.Conditions])
  checkConditions(template)
  checkReferences(template)
  checkTypes(template)
  for (const output of Object.values(template.Outputs)) checkOutput(output, template.Parameters)
  sortByDependencies(new Map(Object.entries(template.Resources).map(([id, r]) => [id, dependenciesOf(r, template)])))
  return template
}

/** A section without the transforms and loops among its members, which are expanded later. */
function withoutMacros(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !isMacro(name)))
}

const isMacro = (name: string): boolean => name === 'Fn::Transform' || name.startsWith('Fn::ForEach::')

const SUPPORTED =
  'Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]'

/** Rejects functions that only the language extensions provide. */
function checkKnown(value: unknown): void {
  const found = /"(Fn::(?:Length|ToJsonString))":/.exec(JSON.stringify(value))
  if (found) throw invalid(`Template Error: Encountered unsupported function: ${found[1]} ${SUPPORTED}`)
}

function section(root: JsonObject, name: string): unknown {
  return root[name] ?? {}
}

function checkShape(root: JsonObject): void {
  const resources = root['Resources']
  if (resources === undefined || resources === null || (isObject(resources) && Object.keys(resources).length === 0)) {
    throw invalid('Template format error: At least one Resources member must be defined.')
  }
  rejectNulls(root, '')
  const members = isObject(resources) && root['Transform'] !== undefined ? withoutMacros(resources) : resources
  if (!isObject(members) || Object.values(members).some((resource) => !isObject(resource))) {
    throw invalid('Template format error: Any Resources member must be an object.')
  }
  for (const [id, resource] of Object.entries(members)) {
    if (id !== 'Fn::Transform') checkResource(id, resource as JsonObject)
  }
  for (const output of Object.values(withoutMacros(section(root, 'Outputs') as JsonObject))) {
    if (!isObject(output) || output['Value'] === undefined) {
      throw invalid('Template format error: Every Outputs member must contain a Value object')
    }
  }
  for (const parameter of Object.values(section(root, 'Parameters') as JsonObject)) checkParameter(parameter)
}

function checkParameter(parameter: Json | undefined): void {
  if (!isObject(parameter) || typeof parameter['Type'] !== 'string') {
    throw invalid('Template format error: Every Parameters object must contain a Type member.')
  }
  const unexpected = Object.keys(parameter).find((name) => !PARAMETER_ATTRIBUTES.includes(name))
  if (unexpected !== undefined) throw invalid(`Invalid template parameter property '${unexpected}'`)
  if (!PARAMETER_TYPE.test(parameter['Type'])) {
    throw invalid(`Template format error: Unrecognized parameter type: ${parameter['Type']}`)
  }
  if (parameter['AllowedValues'] !== undefined && !Array.isArray(parameter['AllowedValues'])) {
    throw invalid('Template format error: Every AllowedValues member must be a list.')
  }
}

function checkResource(id: string, resource: JsonObject): void {
  if (!/^[A-Za-z0-9]+$/.test(id)) {
    throw invalid(`Template format error: Resource name ${id} is non alphanumeric.`)
  }
  if (resource['Type'] !== undefined && typeof resource['Type'] !== 'string') {
    throw invalid(`Template format error: [/Resources/${id}] Every Type member must be a string.`)
  }
  if (resource['Type'] === undefined) {
    throw invalid(`Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`)
  }
  if (resource['Condition'] !== undefined && typeof resource['Condition'] !== 'string') {
    throw invalid('Template format error: Every Condition member must be a string.')
  }
  const unexpected = Object.keys(resource).filter((name) => !RESOURCE_ATTRIBUTES.includes(name))
  if (unexpected.length > 0) throw invalid(`Invalid template resource property '${unexpected[0]}'`)
}

function rejectNulls(value: Json | undefined, path: string): void {
  if (value === null) throw invalid(`[${path}] 'null' values are not allowed in templates`)
  if (Array.isArray(value)) value.forEach((item, index) => rejectNulls(item as Json, `${path}/${index}`))
  else if (isObject(value)) for (const [name, item] of Object.entries(value)) rejectNulls(item, `${path}/${name}`)
}

function checkLimits(template: Template): void {
  const counts = [
    ['resources', Object.keys(template.Resources).length, LIMITS.resources],
    ['parameters', Object.keys(template.Parameters).length, LIMITS.parameters],
    ['outputs', Object.keys(template.Outputs).length, LIMITS.outputs],
    ['mappings', Object.keys(template.Mappings).length, LIMITS.mappings],
  ] as const
  for (const [what, count, limit] of counts) {
    if (count > limit) {
      throw invalid(`Template format error: Number of ${what}, ${count}, is greater than maximum allowed, ${limit}`)
    }
  }
}

function checkMappings(template: Template): void {
  for (const map of Object.values(template.Mappings)) {
    for (const entry of Object.values(map)) {
      const wrong = !isObject(entry) || Object.values(entry).some((leaf) => isObject(leaf))
      if (wrong) throw invalid('Template format error: Every Mappings attribute must be a String or a List.')
    }
  }
}

function checkConditions(template: Template): void {
  const used = [
    ...Object.values(template.Resources).flatMap((r) => conditionsOf(r.Properties)),
    ...Object.values(template.Outputs).flatMap((o) => conditionsOf(o.Value)),
    ...conditionsOf(Object.values(template.Conditions)),
  ]
  const missing = used.find((name) => !(name in template.Conditions))
  if (missing !== undefined) throw invalid(`Template error: unresolved condition dependency ${missing} in Fn::If`)
  const named = [...Object.values(template.Resources), ...Object.values(template.Outputs)].map((one) => one.Condition)
  const absent = named.find((name) => name !== undefined && !(name in template.Conditions))
  if (absent !== undefined) throw invalid(`Template format error: Condition ${absent} is not defined.`)
  const looked = referencesOf(Object.values(template.Conditions)).map((reference) => reference.name)
  const others = [...new Set(looked)].filter((name) => !(name in template.Parameters) && !isPseudo(name))
  if (others.length > 0) {
    throw invalid(
      `Template format error: Unresolved dependencies [${others.join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    )
  }
}

const isPseudo = (name: string): boolean => PSEUDO.some((one) => name === `AWS::${one}`)

/** Types that exist but are not in the specification. */
const UNSPECIFIED = ['AWS::CDK::Metadata']

/** Rejects unknown types of AWS and malformed names. Resources with a condition are not checked. */
function checkTypes(template: Template): void {
  const types = Object.values(template.Resources).flatMap((one) => (one.Condition === undefined ? [one.Type] : []))
  const known = (type: string) =>
    type.startsWith('AWS::')
      ? specOf(type) !== undefined || UNSPECIFIED.includes(type)
      : /^(Custom::[\w@-]+|\w+::\w+::\w+(::MODULE)?)$/.test(type)
  const unexpected = [...new Set(types)].filter((type) => !known(type))
  if (unexpected.length > 0)
    throw invalid(`Template format error: Unrecognized resource types: [${unexpected.join(', ')}]`)
}

function checkReferences(template: Template): void {
  const exists = ({ name, attribute }: Reference): boolean =>
    name in template.Resources || (attribute === undefined && (name in template.Parameters || isPseudo(name)))
  const missingIn = (parts: readonly unknown[]) => [
    ...new Set(
      parts
        .flatMap((part) => referencesOf(part))
        .filter((r) => !exists(r))
        .map((r) => r.name),
    ),
  ]
  const resources = Object.values(template.Resources)
  const depended = resources.flatMap(dependsOn).filter((id) => !(id in template.Resources))
  const inResources = [...new Set([...depended, ...missingIn(resources.map((r) => r.Properties))])]
  if (inResources.length > 0) throw unresolved(inResources, 'Resources')
  const inOutputs = missingIn(Object.values(template.Outputs).map((o) => [o.Value, o.Export]))
  if (inOutputs.length > 0) throw unresolved(inOutputs, 'Outputs')
}

export function unresolved(names: readonly string[], block: string): Error {
  return invalid(
    `Template format error: Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
  )
}

const IAM_TYPES = /^AWS::IAM::(AccessKey|Group|InstanceProfile|ManagedPolicy|Policy|Role|User|UserToGroupAddition)$/
const IAM_NAMES = ['GroupName', 'InstanceProfileName', 'ManagedPolicyName', 'RoleName', 'UserName']

/** The capabilities that a request has to acknowledge, and the resource types that need them. */
export function requiredCapabilities(template: Template): { capabilities: string[]; types: string[]; reason?: string } {
  const iam = Object.entries(template.Resources).filter(([, r]) => IAM_TYPES.test(r.Type))
  const named = iam.some(([, r]) => IAM_NAMES.some((name) => r.Properties?.[name] !== undefined))
  const types = [...new Set(iam.map(([, r]) => r.Type))]
  const expands = macrosOf(template).length > 0 ? ['CAPABILITY_AUTO_EXPAND'] : []
  const access = iam.length === 0 ? [] : [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM']
  const reason = `The following resource(s) require capabilities: [${types.join(', ')}]`
  return { capabilities: [...access, ...expands], types, ...(types.length > 0 ? { reason } : {}) }
}

/** The transforms that need CAPABILITY_AUTO_EXPAND. */
export function macrosOf(template: Template): string[] {
  const declared = template.Transform === undefined ? [] : [template.Transform].flat()
  const inner = JSON.stringify(template.Resources).includes('"Fn::Transform"') ? ['Fn::Transform'] : []
  return [...declared.map((t) => (isObject(t) ? textOf(t['Name']) : textOf(t))), ...inner].filter(
    (name) => name !== 'AWS::Include',
  )
}
