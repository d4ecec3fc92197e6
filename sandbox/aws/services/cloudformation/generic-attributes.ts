import { hash, randomBytes } from 'node:crypto'
import type { Owner, Properties } from '../../../contract.ts'
import { physicalName } from './names.ts'
import { identifiersOf, primaryIdentifierOf, specOf } from './template/resource-specification.ts'

/** The identifiers, ARNs and attributes of resources that are only records. */

const ID_PREFIXES: Readonly<Record<string, string>> = {
  InstanceId: 'i',
  VpcId: 'vpc',
  SubnetId: 'subnet',
  GroupId: 'sg',
  Id: 'sg',
  InternetGatewayId: 'igw',
  RouteTableId: 'rtb',
  VolumeId: 'vol',
  NatGatewayId: 'nat',
  AllocationId: 'eipalloc',
  LaunchTemplateId: 'lt',
  DhcpOptionsId: 'dopt',
  VPNGatewayId: 'vgw',
  PrefixListId: 'pl',
}

/** Of types whose identifier is only called Id. */
const TYPE_PREFIXES: Readonly<Record<string, string>> = {
  'AWS::EC2::EgressOnlyInternetGateway': 'eigw',
  'AWS::EC2::EIPAssociation': 'eipassoc',
  'AWS::EC2::FlowLog': 'fl',
  'AWS::EC2::NetworkAcl': 'acl',
  'AWS::EC2::NetworkInterface': 'eni',
  'AWS::EC2::SubnetNetworkAclAssociation': 'aclassoc',
  'AWS::EC2::SubnetRouteTableAssociation': 'rtbassoc',
  'AWS::EC2::TransitGateway': 'tgw',
  'AWS::EC2::VPCEndpoint': 'vpce',
  'AWS::EC2::VPCPeeringConnection': 'pcx',
}

/** Read-only identifiers that are the value of a property with another name. */
const GIVEN_AS: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Route.CidrBlock': ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'],
}

export function identity(type: string, identifier: string, name: string, desired: Properties, owner: Owner): string {
  const given = desired[identifier] ?? GIVEN_AS[`${type}.${identifier}`]?.map((other) => desired[other]).find(Boolean)
  if (typeof given === 'string') return given
  if (/Arn$/i.test(identifier)) return arnOf(type, name, owner)
  if (/Ur[li]$/i.test(identifier))
    return `https://${service(type)}.${owner.region}.amazonaws.com/${owner.account}/${name}`
  // Policies of different resources may have the same name, so their IDs are generated.
  if (identifier === 'Id' && type.endsWith('Policy')) return physicalName(owner.stackName, owner.logicalId)
  if (identifier.endsWith('Id')) {
    return idOf(type, identifier, randomBytes(8).toString('hex'))
  }
  return name
}

function service(type: string): string {
  return (type.split('::')[1] ?? 'sandbox').toLowerCase()
}

function arnOf(type: string, name: string, owner: Owner): string {
  const pattern =
    specOf(type)?.arnTemplate ??
    `arn:\${Partition}:${service(type)}:\${Region}:\${Account}:${(type.split('::').at(-1) ?? '').toLowerCase()}/\${Name}`
  const known: Readonly<Record<string, string>> = { Partition: 'aws', Region: owner.region, Account: owner.account }
  return pattern.replace(/\$\{(\w+)\}/g, (_, key: string) => known[key] ?? name)
}

function idOf(type: string, identifier: string, digits: string): string {
  const prefix = TYPE_PREFIXES[type] ?? ID_PREFIXES[identifier] ?? 'eni'
  return `${type.startsWith('AWS::EC2::') ? `${prefix}-0` : ''}${digits}`
}

/** All attributes of Fn::GetAtt, of which some are only plausible. */
export function attributesOf(
  type: string,
  physicalId: string,
  desired: Properties,
  owner: Owner,
  name = lastName(physicalId),
): Readonly<Record<string, unknown>> {
  const described = (specOf(type)?.attributes ?? []).map((attribute) => [
    attribute,
    desired[attribute] ??
      generatedAttribute(type, attribute, physicalId, owner, name) ??
      plausible(type, attribute, name, owner),
  ])
  return { ...desired, ...Object.fromEntries(described) }
}

const lastName = (physicalId: string): string => physicalId.split(/[/:|]/).at(-1) ?? physicalId

function generatedAttribute(
  type: string,
  attribute: string,
  physicalId: string,
  owner: Owner,
  name: string,
): string | undefined {
  const reference = identifiersOf(type)
  const parts = physicalId.split('|')
  const at = reference.indexOf(attribute)
  if (at >= 0) return parts.length === reference.length ? parts[at] : physicalId
  const kind = type.split('::').at(-1) ?? ''
  if (/^arn$/i.test(attribute) || attribute === `${kind}Arn`) {
    // The ARN of a log group includes its streams (template reference, AWS::Logs::LogGroup, return values).
    if (type === 'AWS::Logs::LogGroup') return `${arnOf(type, name, owner)}:*`
    return physicalId.startsWith('arn:') ? physicalId : arnOf(type, name, owner)
  }
  if (attribute === `${kind}Name`) return name
  const isOwn = primaryIdentifierOf(type).includes(attribute) || OWN_IDS[type] === attribute
  if (!isOwn || !attribute.endsWith('Id') || attribute === 'Id') return undefined
  return idOf(type, attribute, hash('sha256', `${owner.account}/${owner.region}/${physicalId}`).slice(0, 16))
}

/** Attributes with the ID of the resource itself, where the identifier is another property. */
const OWN_IDS: Readonly<Record<string, string>> = { 'AWS::EC2::SecurityGroup': 'GroupId' }

function plausible(type: string, attribute: string, name: string, owner: Owner): string {
  if (/Arn$/i.test(attribute)) return arnOf(type, name, owner)
  if (/(Time|Date|Timestamp|CreatedAt|UpdatedAt)$/.test(attribute)) return MADE_AT
  if (/DomainName$|DNSName$|DnsName$|Endpoint$|Address$/.test(attribute)) {
    return `${name}.${service(type)}.${owner.region}.amazonaws.com`
  }
  if (/Ur[li]$/i.test(attribute)) return `https://${name}.${service(type)}.${owner.region}.amazonaws.com`
  return attribute.endsWith('Name') ? name : `${name}-${attribute}`
}

/** The creation time of a resource that is only a record. */
const MADE_AT = '2026-01-01T00:00:00Z'
