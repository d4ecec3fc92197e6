import { randomUUID } from 'node:crypto'
import type { ExistingResource, Owner, Properties, Provisioned, ResourceHandler, UpdateHow } from '../../contract.ts'
import { capitals, homeKey } from '../names.ts'
import type { Home } from '../names.ts'

/** A resource of a template, with its actual state. */
export interface LiveResource {
  readonly type: string
  readonly physicalId: string
  readonly owner: Owner
  properties: Properties
}

/** The behavior of one resource type that differs from others. */
export interface Kind {
  readonly type: string
  /**
   * The scope in which a physical ID is unique, where that is less than an account and region: the application of a
   * group.
   */
  scope?(properties: Properties): string
  /** The physical ID: from the name, or generated. */
  identify(desired: Properties, owner: Owner): string | Promise<string>
  /** Calls of its service create such resources too; `observe` is undefined where there is none. */
  readonly madeByCalls?: true
  attributes?(resource: LiveResource): Readonly<Record<string, unknown>>
  created?(resource: LiveResource): Promise<void> | void
  updated?(resource: LiveResource, previous: Properties, how?: UpdateHow): Promise<void> | void
  removed?(resource: LiveResource): Promise<void> | void
  /** Reads the actual properties from the resource's own service; undefined when it does not exist there. */
  observe?(resource: LiveResource): Properties | undefined
  /** Properties that separate calls made and no template declares, as Cloud Control shows them. */
  model?(resource: LiveResource): Properties
  /** Applies a manual change to the resource's own service; the properties are already merged. */
  tampered?(resource: LiveResource): Promise<void> | void
}

export interface LiveResources {
  handler(kind: Kind): ResourceHandler
  /** Finds a resource by its stack and logical ID. */
  find(home: Home, stackName: string, logicalId: string): LiveResource | undefined
  all(): LiveResource[]
  /** The current resources of a type, in all accounts and regions. */
  ofType(type: string): ExistingResource[]
  /**
   * Changes a resource outside of CloudFormation: properties are merged, undefined or null removes one; `null` in place
   * of the object deletes the resource.
   */
  tamper(resource: LiveResource, change: Readonly<Record<string, unknown>> | null): Promise<void>
}

/** `removing` is called before a resource is deleted. */
export function createLiveResources(
  removing: (resource: LiveResource) => Promise<void> = () => Promise.resolve(),
): LiveResources {
  const resources = new Map<string, LiveResource>()
  const kinds = new Map<string, Kind>()
  const keyOf = (type: string, owner: Home, physicalId: string, properties: Properties): string =>
    homeKey(owner, type, physicalId, kinds.get(type)?.scope?.(properties) ?? '')

  /** The resources with a physical ID: of several, in different scopes, those of the logical ID. Oldest first. */
  function known(type: string, owner: Owner, physicalId: string): (readonly [key: string, LiveResource])[] {
    const all = [...resources].filter(
      ([, each]) => each.type === type && each.physicalId === physicalId && homeKey(each.owner) === homeKey(owner),
    )
    const own = all.filter(
      ([, each]) => each.owner.stackId === owner.stackId && each.owner.logicalId === owner.logicalId,
    )
    return own.length > 0 ? own : all
  }

  /** A resource that calls of its service made, which an import finds. */
  function adopt(kind: Kind, { account, region }: Owner, physicalId: string): LiveResource | undefined {
    if (kind.madeByCalls !== true) return undefined
    const owner = { account, region, stackName: '', stackId: '', logicalId: '' }
    const resource = { type: kind.type, physicalId, owner, properties: {} }
    const properties = kind.observe?.(resource)
    if (properties === undefined) return undefined
    const found = { ...resource, properties }
    resources.set(keyOf(kind.type, owner, physicalId, properties), found)
    return found
  }

  const provisioned = (kind: Kind, resource: LiveResource): Provisioned => ({
    physicalId: resource.physicalId,
    attributes: kind.attributes?.(resource) ?? {},
  })

  return {
    handler(kind) {
      const { type } = kind
      kinds.set(type, kind)
      return {
        type,
        async create(desired, owner) {
          const physicalId = await kind.identify(desired, owner)
          const key = keyOf(type, owner, physicalId, desired)
          if (resources.has(key)) throw handlerError(type, physicalId, 'already exists.', 'AlreadyExists')
          const resource = { type, physicalId, owner, properties: structuredClone(desired) }
          await kind.created?.(resource)
          resources.set(key, resource)
          return provisioned(kind, resource)
        },
        async update(physicalId, desired, previous, owner, how) {
          const resource = resources.get(keyOf(type, owner, physicalId, desired))
          if (resource === undefined) throw handlerError(type, physicalId, 'was not found.', 'NotFound')
          resource.properties = structuredClone(desired)
          await kind.updated?.(resource, previous, how)
          return provisioned(kind, resource)
        },
        async remove(physicalId, owner) {
          const [found] = known(type, owner, physicalId)
          // As in CloudFormation, deleting a resource that does not exist succeeds.
          if (found === undefined) return
          const [key, resource] = found
          await removing(resource)
          await kind.removed?.(resource)
          resources.delete(key)
        },
        async read(physicalId, owner) {
          const resource = known(type, owner, physicalId).at(-1)?.[1] ?? adopt(kind, owner, physicalId)
          if (resource === undefined) return undefined
          return kind.observe === undefined ? resource.properties : kind.observe(resource)
        },
      }
    },
    find: (home, stackName, logicalId) =>
      [...resources.values()].findLast(
        ({ owner }) =>
          homeKey(owner) === homeKey(home) && owner.stackName === stackName && owner.logicalId === logicalId,
      ),
    all: () => [...resources.values()],
    ofType(type) {
      const kind = kinds.get(type)
      return [...resources.values()].flatMap((resource) => {
        if (resource.type !== type) return []
        const observed = kind?.observe === undefined ? resource.properties : kind.observe(resource)
        if (observed === undefined) return []
        const properties = { ...observed, ...kind?.model?.(resource) }
        return [{ ...resource, properties, attributes: kind?.attributes?.(resource) ?? {} }]
      })
    },
    async tamper(resource, change) {
      const kind = kinds.get(resource.type)
      if (change === null) {
        await kind?.removed?.(resource)
        resources.delete(keyOf(resource.type, resource.owner, resource.physicalId, resource.properties))
        return
      }
      const merged = Object.entries({ ...kind?.observe?.(resource), ...resource.properties, ...change })
      resource.properties = Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined))
      await kind?.tampered?.(resource)
    },
  }
}

/** A failure of a resource handler, with the message in CloudFormation's events. */
export function handlerError(type: string, identifier: string, what: string, code: string): Error {
  return handlerMessage(`Resource of type '${type}' with identifier '${identifier}' ${what}`, code)
}

/** A message of a resource handler, as CloudFormation's events show it. */
export function handlerMessage(message: string, code: string): Error {
  return new Error(
    `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`,
  )
}

/**
 * The name in a property, or one generated as by CloudFormation from stack, logical ID and twelve random characters.
 */
export function nameOf(given: unknown, owner: Owner, longest = 255): string {
  if (typeof given === 'string') return given
  // A resource that no stack made has a random name.
  if (owner.stackName === '') return capitals(20)
  const suffix = `-${capitals(12)}`
  return `${owner.stackName}-${owner.logicalId}`.slice(0, longest - suffix.length) + suffix
}
