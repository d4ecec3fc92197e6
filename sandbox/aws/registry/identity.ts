import type { ExistingResource, Properties } from '../../contract.ts'
import { asText } from '../names.ts'
import { identifierNames } from './identifier.ts'
import type { ResourceSchema } from './schemas.ts'
import { typed } from './typed.ts'

/**
 * The properties of the primary identifier. CloudFormation's physical ID is often one of them, all of them joined, or
 * another name of the resource.
 */
export function identifyingProperties(schema: ResourceSchema, resource: ExistingResource): Properties {
  const names = identifierNames(schema).filter((name) => name in schema.properties)
  const found = CONVERSIONS[schema.typeName]?.(resource) ?? usual(names, resource)
  const given = Object.entries(found).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, typed(schema, schema.properties[name], value)]))
}

function usual(names: readonly string[], { physicalId, properties, attributes }: ExistingResource): Properties {
  const [only] = names
  if (names.length === 1 && only !== undefined) {
    const known = only === 'Id' ? undefined : attributes[only]
    return { [only]: properties[only] ?? known ?? physicalId }
  }
  const parts = physicalId.split('|')
  if (names.length > 1 && parts.length === names.length) {
    return Object.fromEntries(names.map((name, index) => [name, parts[index]]))
  }
  const missing = names.filter((name) => properties[name] === undefined && attributes[name] === undefined)
  const own = missing.length === 1 ? missing[0] : undefined
  return Object.fromEntries(
    names.map((name) => [name, name === own ? physicalId : (properties[name] ?? attributes[name])]),
  )
}

type Conversion = (resource: ExistingResource) => Properties

/** RDS and Redshift store these names in lower case, as the API references of their Create operations say. */
const lowerCase =
  (name: string): Conversion =>
  ({ physicalId }) => ({ [name]: physicalId.toLowerCase() })

/** Types whose identifier is neither declared nor the physical ID. */
const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'AWS::RDS::DBClusterParameterGroup': lowerCase('DBClusterParameterGroupName'),
  'AWS::RDS::DBParameterGroup': lowerCase('DBParameterGroupName'),
  'AWS::RDS::DBSubnetGroup': lowerCase('DBSubnetGroupName'),
  'AWS::RDS::OptionGroup': lowerCase('OptionGroupName'),
  'AWS::Redshift::Cluster': lowerCase('ClusterIdentifier'),
  'AWS::Redshift::ClusterParameterGroup': lowerCase('ParameterGroupName'),
  // The Ref is the ARN: …:job-definition/NAME:REVISION.
  'AWS::Batch::JobDefinition': ({ physicalId }) => ({
    JobDefinitionName: physicalId.split('/').at(-1)?.replace(/:\d+$/, ''),
  }),
  // ScalingTargetId is RESOURCE|DIMENSION|NAMESPACE.
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ physicalId, properties }) => ({
    Arn: physicalId,
    ScalableDimension: properties['ScalableDimension'] ?? asText(properties['ScalingTargetId']).split('|')[1],
  }),
  // The Ref is the group's name without VpcId (user guide, AWS::EC2::SecurityGroup, return values).
  'AWS::EC2::SecurityGroup': ({ physicalId, attributes }) => ({
    Id: physicalId.startsWith('sg-') ? physicalId : attributes['GroupId'],
  }),
}
