import { randomBytes, randomUUID } from 'node:crypto'
import type { Owner, Properties, Provisioned, ResourceHandler } from '../../contract.ts'
import { ResourceFailure } from './errors.ts'
import { physicalName, suffix } from './names.ts'
import { identifiersOf, specOf } from './spec.ts'
import { textOf } from './text.ts'

/**
 * Resources of every type that no handler makes for real: records with plausible names, identifiers and attributes,
 * which can be read, changed and removed behind CloudFormation's back.
 */
export class GenericResources {
  readonly #live = new Map<string, Properties>()

  handler(type: string): ResourceHandler {
    const key = (physicalId: string, owner: Owner) => [owner.account, owner.region, type, physicalId].join('\n')
    return {
      type,
      create: async (desired, owner) => {
        const provisioned = provision(type, desired, owner)
        if (this.#live.has(key(provisioned.physicalId, owner))) {
          throw new ResourceFailure(
            `Resource handler returned message: "Resource of type '${type}' with identifier '${provisioned.physicalId}' already exists." (RequestToken: ${randomUUID()}, HandlerErrorCode: AlreadyExists)`,
          )
        }
        this.#live.set(key(provisioned.physicalId, owner), desired)
        return provisioned
      },
      update: async (physicalId, desired, previous, owner) => {
        const live = this.#live.get(key(physicalId, owner))
        if (!live) {
          throw new ResourceFailure(
            `Resource handler returned message: "Resource of type '${type}' with identifier '${physicalId}' was not found." (RequestToken: ${randomUUID()}, HandlerErrorCode: NotFound)`,
          )
        }
        const dropped = Object.keys(previous).filter((name) => !(name in desired))
        const kept = Object.entries(live).filter(([name]) => !dropped.includes(name))
        this.#live.set(key(physicalId, owner), { ...Object.fromEntries(kept), ...desired })
        return { physicalId, attributes: attributesOf(type, physicalId, desired, owner) }
      },
      remove: async (physicalId, owner) => {
        this.#live.delete(key(physicalId, owner))
      },
      read: async (physicalId, owner) => this.#live.get(key(physicalId, owner)),
    }
  }

  /** Changes what is there, as somebody else's client would; null removes it. */
  tamper(type: string, physicalId: string, owner: Pick<Owner, 'account' | 'region'>, patch: Properties | null): void {
    const key = [owner.account, owner.region, type, physicalId].join('\n')
    if (patch === null) {
      this.#live.delete(key)
      return
    }
    const merged = Object.entries({ ...this.#live.get(key), ...patch }).filter(([, value]) => value !== undefined)
    this.#live.set(key, Object.fromEntries(merged))
  }

  /** The value of a parameter in the store that a template of this account made. */
  parameter(account: string, region: string, name: string): string | undefined {
    const value = this.#live.get([account, region, 'AWS::SSM::Parameter', name].join('\n'))?.['Value']
    return value === undefined ? undefined : textOf(value)
  }
}

function provision(type: string, desired: Properties, owner: Owner): Provisioned {
  const name = nameOf(type, desired, owner)
  const all = identifiersOf(type)
  // What the template may leave out is then no part of the identity: the default bus, the default queue.
  const identifiers = all.filter((id, at) => at === all.length - 1 || id in desired || !isSettable(type, id))
  const physicalId =
    identifiers.length === 0 ? name : identifiers.map((id) => identity(type, id, name, desired, owner)).join('|')
  return { physicalId, attributes: attributesOf(type, physicalId, desired, owner, name) }
}

const NAME_LIMITS: Readonly<Record<string, number>> = {
  'AWS::S3::Bucket': 63,
  'AWS::IAM::Role': 64,
  'AWS::Lambda::Function': 64,
}

/** The name that the template gives, or the one that CloudFormation makes up. */
function nameOf(type: string, desired: Properties, owner: Owner): string {
  const [identifier] = identifiersOf(type)
  const own = `${type.split('::').at(-1)}Name`
  const given = [identifier, own, 'Name'].map((key) => (key === undefined ? undefined : desired[key]))
  const chosen = given.find((value) => typeof value === 'string')
  if (typeof chosen === 'string') return chosen
  if (type === 'AWS::SSM::Parameter') return `CFN-${owner.logicalId}-${suffix()}`
  const made = physicalName(owner.stackName, owner.logicalId, NAME_LIMITS[type] ?? 128)
  return type === 'AWS::S3::Bucket' ? made.toLowerCase() : made
}

function isSettable(type: string, property: string): boolean {
  return specOf(type)?.properties[property] !== undefined
}

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
}

function identity(type: string, identifier: string, name: string, desired: Properties, owner: Owner): string {
  const given = desired[identifier]
  if (typeof given === 'string') return given
  if (/Arn$/i.test(identifier)) return arnOf(type, name, owner)
  if (/Ur[li]$/i.test(identifier))
    return `https://${service(type)}.${owner.region}.amazonaws.com/${owner.account}/${name}`
  // Policies of something else may be called alike, and are told apart by a name that is made up.
  if (identifier === 'Id' && type.endsWith('Policy')) return physicalName(owner.stackName, owner.logicalId)
  if (identifier.endsWith('Id')) {
    const prefix = type.startsWith('AWS::EC2::') ? `${ID_PREFIXES[identifier] ?? 'eni'}-0` : ''
    return `${prefix}${randomBytes(8).toString('hex')}`
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

function attributesOf(
  type: string,
  physicalId: string,
  desired: Properties,
  owner: Owner,
  name = physicalId.split(/[/:|]/).at(-1) ?? physicalId,
): Readonly<Record<string, unknown>> {
  const described = Object.keys(specOf(type)?.attributes ?? {}).map((attribute) => {
    if (attribute in desired) return [attribute, desired[attribute]]
    if (identifiersOf(type).includes(attribute)) return [attribute, physicalId]
    return [attribute, plausible(type, attribute, name, owner)]
  })
  return { ...desired, ...Object.fromEntries(described) }
}

function plausible(type: string, attribute: string, name: string, owner: Owner): string {
  if (/Arn$/i.test(attribute)) return arnOf(type, name, owner)
  if (/DomainName$|DNSName$|DnsName$|Endpoint$|Address$/.test(attribute)) {
    return `${name}.${service(type)}.${owner.region}.amazonaws.com`
  }
  if (/Ur[li]$/i.test(attribute)) return `https://${name}.${service(type)}.${owner.region}.amazonaws.com`
  return attribute.endsWith('Name') ? name : `${name}-${attribute}`
}
