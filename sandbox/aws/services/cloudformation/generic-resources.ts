import { randomUUID } from 'node:crypto'
import type { ExistingResource, Owner, Properties, Provisioned, ResourceHandler } from '../../../contract.ts'
import { ResourceFailure } from './errors.ts'
import { attributesOf, identity } from './generic-attributes.ts'
import { physicalName, suffix } from './names.ts'
import { identifiersOf, specOf } from './template/resource-specification.ts'
import { textOf } from './template/text.ts'

interface Made {
  readonly type: string
  readonly physicalId: string
  readonly owner: Owner
  /** Values that determine a resource's attributes do not change as long as it exists. */
  readonly name: string
  properties: Properties
}

type Place = Pick<Owner, 'account' | 'region'>

const keyOf = (type: string, physicalId: string, { account, region }: Place): string =>
  [account, region, type, physicalId].join('\n')

/**
 * Resources of all types that have no handler: records with plausible names, identifiers and attributes. Tests can
 * change and delete them outside of CloudFormation.
 */
export class GenericResources {
  readonly #made = new Map<string, Made>()

  handler(type: string): ResourceHandler {
    return {
      type,
      create: async (desired, owner) => {
        const name = nameOf(type, desired, owner)
        const provisioned = provision(type, name, desired, owner)
        const { physicalId } = provisioned
        const key = keyOf(type, physicalId, owner)
        if (this.#made.has(key)) {
          throw new ResourceFailure(
            `Resource handler returned message: "Resource of type '${type}' with identifier '${physicalId}' already exists." (RequestToken: ${randomUUID()}, HandlerErrorCode: AlreadyExists)`,
          )
        }
        this.#made.set(key, { type, physicalId, owner, name, properties: desired })
        return provisioned
      },
      update: async (physicalId, desired, previous, owner) => {
        const made = this.#made.get(keyOf(type, physicalId, owner))
        if (!made) {
          throw new ResourceFailure(
            `Resource handler returned message: "Resource of type '${type}' with identifier '${physicalId}' was not found." (RequestToken: ${randomUUID()}, HandlerErrorCode: NotFound)`,
          )
        }
        const dropped = Object.keys(previous).filter((name) => !(name in desired))
        const kept = Object.entries(made.properties).filter(([name]) => !dropped.includes(name))
        made.properties = { ...Object.fromEntries(kept), ...desired }
        return { physicalId, attributes: attributesOf(type, physicalId, desired, owner, made.name) }
      },
      remove: async (physicalId, owner) => {
        this.#made.delete(keyOf(type, physicalId, owner))
      },
      read: async (physicalId, owner) => this.#made.get(keyOf(type, physicalId, owner))?.properties,
    }
  }

  /** All resources of a type, in all accounts and regions. */
  ofType(type: string): ExistingResource[] {
    return [...this.#made.values()]
      .filter((made) => made.type === type)
      .map(({ name, ...made }) => ({
        ...made,
        attributes: attributesOf(type, made.physicalId, made.properties, made.owner, name),
      }))
  }

  /** Changes a resource outside of CloudFormation; null deletes it. */
  tamper(type: string, physicalId: string, owner: Place, patch: Properties | null): void {
    const key = keyOf(type, physicalId, owner)
    const made = this.#made.get(key)
    if (patch === null || made === undefined) {
      this.#made.delete(key)
      return
    }
    const merged = Object.entries({ ...made.properties, ...patch }).filter(([, value]) => value !== undefined)
    made.properties = Object.fromEntries(merged)
  }

  /** The value of an SSM parameter that a template of this account created. */
  parameter(account: string, region: string, name: string): string | undefined {
    const value = this.#made.get(keyOf('AWS::SSM::Parameter', name, { account, region }))?.properties['Value']
    return value === undefined ? undefined : textOf(value)
  }
}

function provision(type: string, name: string, desired: Properties, owner: Owner): Provisioned {
  const all = identifiersOf(type)
  // An identifier that the template may omit, such as the default event bus, is not part of the identity then.
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

/** The name that the template gives, or the one that CloudFormation generates. */
function nameOf(type: string, desired: Properties, owner: Owner): string {
  const identifiers = identifiersOf(type)
  // One of several identifiers, such as the table of a route, does not name the resource when another one is generated.
  const names = identifiers.length === 1 || identifiers.every((id) => id in desired)
  const identifier = names ? identifiers[0] : undefined
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
