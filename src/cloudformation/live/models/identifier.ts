import { isRecord } from '../../../support/records.ts'
import type { DeployedResource } from '../contract.ts'
import type { ModelSchema, Path } from './schema.ts'

/** Where a stack is. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly account: string
}

/**
 * The identifier by which Cloud Control reads a resource: the values of the schema's primary identifier, in its order, joined
 * by `|`. Often it is not the physical id: parts of it are declared. Undefined where a part is not known; a wrong order would
 * read as "not found", which looks like a deletion.
 */
export function identifierOf(
  { identifier }: ModelSchema,
  { type, physicalId }: Pick<DeployedResource, 'type' | 'physicalId'>,
  /** Resolved; what is known during the execution only is not a text. */
  declared: Readonly<Record<string, unknown>>,
  place: Place,
): string | undefined {
  if (physicalId === '' || identifier.length === 0) return undefined
  const special = CONVERSIONS[type]
  if (special !== undefined) return special(physicalId, declared, place)
  if (identifier.length === 1) return single(identifier[0] ?? [], physicalId, declared)
  if (physicalId.split(SEPARATOR).length === identifier.length) return physicalId
  const values = identifier.map((path) => textAt(declared, path))
  const missing = values.filter((value) => value === undefined).length
  if (missing > 1) return undefined
  return values.map((value) => value ?? physicalId).join(SEPARATOR)
}

const SEPARATOR = '|'

function single(path: Path, physicalId: string, declared: Readonly<Record<string, unknown>>): string | undefined {
  const name = path.at(-1) ?? ''
  const own = textAt(declared, path)
  // A name that the template gives is the name, whatever the physical id is.
  if (own !== undefined) return own
  const isArn = physicalId.startsWith('arn:')
  // The ARN of a resource that is known by a name or a number is not its identifier, and the other way round.
  if (name.endsWith('Arn') && !isArn) return undefined
  return isArn && name.endsWith('Name') ? physicalId.split(/[:/]/).at(-1) : physicalId
}

function textAt(properties: Readonly<Record<string, unknown>>, path: Path): string | undefined {
  const value = path.reduce<unknown>((each, part) => (isRecord(each) ? each[part] : undefined), properties)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

type Conversion = (physicalId: string, declared: Readonly<Record<string, unknown>>, place: Place) => string | undefined

/** RDS and Redshift store these names in lower case, as the API references of their Create operations say. */
const lowerCase: Conversion = (physicalId) => physicalId.toLowerCase()

/** Types whose identifier is neither declared nor the physical id. */
const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'AWS::RDS::DBClusterParameterGroup': lowerCase,
  'AWS::RDS::DBParameterGroup': lowerCase,
  'AWS::RDS::DBSubnetGroup': lowerCase,
  'AWS::RDS::OptionGroup': lowerCase,
  'AWS::Redshift::Cluster': lowerCase,
  'AWS::Redshift::ClusterParameterGroup': lowerCase,
  // The Ref is the ARN with the revision: …:job-definition/NAME:REVISION.
  'AWS::Batch::JobDefinition': (physicalId) => physicalId.split('/').at(-1)?.replace(/:\d+$/, ''),
  // The Ref is the name, or BUS|NAME.
  'AWS::Events::Rule': (physicalId, _, { partition, region, account }) =>
    physicalId.startsWith('arn:')
      ? physicalId
      : `arn:${partition}:events:${region}:${account}:rule/${physicalId.replace(SEPARATOR, '/')}`,
  // The Ref is the group's name without VpcId (template reference, AWS::EC2::SecurityGroup, return values).
  'AWS::EC2::SecurityGroup': (physicalId) => (physicalId.startsWith('sg-') ? physicalId : undefined),
  // ServiceArn|Cluster; the ARN of the service has the name of its cluster: …:service/CLUSTER/NAME.
  'AWS::ECS::Service': (physicalId, { Cluster: cluster }) => {
    const named = physicalId.split('/').length === 3 ? physicalId.split('/')[1] : undefined
    const of = named ?? (typeof cluster === 'string' ? cluster : undefined)
    return of === undefined ? undefined : `${physicalId}${SEPARATOR}${of}`
  },
  // ScalingTargetId is RESOURCE|DIMENSION|NAMESPACE.
  'AWS::ApplicationAutoScaling::ScalingPolicy': (physicalId, { ScalableDimension: own, ScalingTargetId: target }) => {
    const dimension =
      typeof own === 'string' ? own : typeof target === 'string' ? target.split(SEPARATOR)[1] : undefined
    return dimension === undefined ? undefined : `${physicalId}${SEPARATOR}${dimension}`
  },
}
