import { randomUUID } from 'node:crypto'
import type { Owner, Properties, Provisioned, ResourceHandler, UpdateHow } from '../../contract.ts'
import { capitals, homeKey } from '../names.ts'
import type { Home } from '../names.ts'

/** A thing that a template made, and how it is now. */
export interface LiveResource {
  readonly type: string
  readonly physicalId: string
  readonly owner: Owner
  properties: Properties
}

/** What is special about one type; the rest is the same for all. */
export interface Kind {
  readonly type: string
  /** The physical ID: by name, or new. */
  identify(desired: Properties, owner: Owner): string | Promise<string>
  attributes?(resource: LiveResource): Readonly<Record<string, unknown>>
  created?(resource: LiveResource): Promise<void> | void
  updated?(resource: LiveResource, previous: Properties, how?: UpdateHow): Promise<void> | void
  removed?(resource: LiveResource): Promise<void> | void
  /** How it is now, where its own service keeps that; undefined when it is gone there. */
  observe?(resource: LiveResource): Properties | undefined
  /** Carries a change made by hand over to the service; properties are already merged. */
  tampered?(resource: LiveResource): Promise<void> | void
}

export interface LiveResources {
  handler(kind: Kind): ResourceHandler
  /** By stack and logical ID, as an onlooker names it. */
  find(home: Home, stackName: string, logicalId: string): LiveResource | undefined
  all(): LiveResource[]
  /** Changes one behind its template's back: merged, undefined or null removes a property; `null` deletes the thing. */
  tamper(resource: LiveResource, change: Readonly<Record<string, unknown>> | null): Promise<void>
}

export function createLiveResources(): LiveResources {
  const resources = new Map<string, LiveResource>()
  const kinds = new Map<string, Kind>()
  const keyOf = (type: string, owner: Home, physicalId: string): string => homeKey(owner, type, physicalId)

  function existing(type: string, owner: Home, physicalId: string): LiveResource {
    const resource = resources.get(keyOf(type, owner, physicalId))
    if (resource === undefined) throw handlerError(type, physicalId, 'was not found.', 'NotFound')
    return resource
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
          const key = keyOf(type, owner, physicalId)
          if (resources.has(key)) throw handlerError(type, physicalId, 'already exists.', 'AlreadyExists')
          const resource = { type, physicalId, owner, properties: structuredClone(desired) }
          await kind.created?.(resource)
          resources.set(key, resource)
          return provisioned(kind, resource)
        },
        async update(physicalId, desired, previous, owner, how) {
          const resource = existing(type, owner, physicalId)
          resource.properties = structuredClone(desired)
          await kind.updated?.(resource, previous, how)
          return provisioned(kind, resource)
        },
        async remove(physicalId, owner) {
          const key = keyOf(type, owner, physicalId)
          const resource = resources.get(key)
          // Deleting what somebody deleted already succeeds, as in CloudFormation.
          if (resource === undefined) return
          await kind.removed?.(resource)
          resources.delete(key)
        },
        async read(physicalId, owner) {
          const resource = resources.get(keyOf(type, owner, physicalId))
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
    async tamper(resource, change) {
      const kind = kinds.get(resource.type)
      if (change === null) {
        await kind?.removed?.(resource)
        resources.delete(keyOf(resource.type, resource.owner, resource.physicalId))
        return
      }
      const merged = Object.entries({ ...kind?.observe?.(resource), ...resource.properties, ...change })
      resource.properties = Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined))
      await kind?.tampered?.(resource)
    },
  }
}

/** A resource handler's failure, in the words that CloudFormation's events show. */
export function handlerError(type: string, identifier: string, what: string, code: string): Error {
  return handlerMessage(`Resource of type '${type}' with identifier '${identifier}' ${what}`, code)
}

/** What a handler says, as CloudFormation's events show it. */
export function handlerMessage(message: string, code: string): Error {
  return new Error(
    `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`,
  )
}

/** The name in a property, or one that CloudFormation would make: stack, logical ID and twelve letters. */
export function nameOf(given: unknown, owner: Owner, longest = 255): string {
  if (typeof given === 'string') return given
  const suffix = `-${capitals(12)}`
  return `${owner.stackName}-${owner.logicalId}`.slice(0, longest - suffix.length) + suffix
}
