import { allTypes, schemaOf, type ResourceSchema } from '../../../sandbox/aws/registry/schemas.ts'

/**
 * The property with the name that a resource gets, by its type, and the properties within whose value it is unique. Made from
 * the registry schemas: a writable identifier, or a property that is named like the type and cannot be changed. Types without
 * a schema that tells it are added by hand.
 */

/** `AWS::EC2::SecurityGroup`: unique in a VPC. SAM's types have no schema. */
const BY_HAND: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'GroupName VpcId',
  'AWS::Route53::RecordSet': 'Name HostedZoneId',
  'AWS::Serverless::Function': 'FunctionName',
  'AWS::Serverless::SimpleTable': 'TableName',
  'AWS::Serverless::StateMachine': 'Name',
  'AWS::Serverless::LayerVersion': 'LayerName',
}
/** A new revision or version is made beside the others, or the name need not be unique. */
const NOT_UNIQUE = new Set(['AWS::ECS::TaskDefinition', 'AWS::Lambda::LayerVersion', 'AWS::Serverless::LayerVersion'])

const top = (pointer: string): string => pointer.replace('/properties/', '')

/** `TYPE PROPERTY [SCOPE,…]`, sorted by type. */
export function nameLines(): string[] {
  const made = allTypes().flatMap((type): string[] => {
    const schema = type.startsWith('AWS::') ? schemaOf(type) : undefined
    const line = schema && lineOf(schema)
    return line === undefined || Object.hasOwn(BY_HAND, type) ? [] : [line]
  })
  const added = Object.entries(BY_HAND).map(([type, line]) => `${type} ${line}`)
  return [...made, ...added].filter((line) => !NOT_UNIQUE.has(line.split(' ')[0] ?? '')).toSorted()
}

function lineOf(schema: ResourceSchema): string | undefined {
  const readOnly = new Set((schema.readOnlyProperties ?? []).map(top))
  const fixed = new Set((schema.createOnlyProperties ?? []).map(top))
  const identifiers = (schema.primaryIdentifier ?? []).map(top)
  const writable = identifiers.filter((name) => !readOnly.has(name) && !name.includes('/'))
  const noun = schema.typeName.split('::')[2] ?? ''
  const own = [...fixed].find(
    (name) => !readOnly.has(name) && isText(schema, name) && ['', noun].some((word) => isNameOf(word, name)),
  )
  const only = identifiers.length === 1 ? writable[0] : undefined
  const name = only ?? own ?? writable.findLast((each) => /(?:Name|Identifier)$/.test(each) && isText(schema, each))
  if (name === undefined) return undefined
  const required = (schema.required ?? []).filter((each) => fixed.has(each))
  const scope = [...new Set([...writable, ...required])].filter((each) => each !== name).toSorted()
  return [schema.typeName, name, ...(scope.length > 0 ? [scope.join(',')] : [])].join(' ')
}

/** `Name`; `BucketName`, `DBInstanceIdentifier` for a bucket and an instance. */
function isNameOf(noun: string, property: string): boolean {
  return noun === '' ? property === 'Name' : ['Name', 'Identifier', 'Id'].some((end) => property === `${noun}${end}`)
}

function isText({ properties }: ResourceSchema, name: string): boolean {
  const { type, $ref: reference } = properties[name] ?? {}
  return reference !== undefined || type === 'string' || (Array.isArray(type) && type.includes('string'))
}
