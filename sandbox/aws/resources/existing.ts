import type { ExistingResource, Properties } from '../../contract.ts'
import type { Home } from '../names.ts'
import { shownIn, withChildren } from '../registry/children.ts'

/** All resources of the sandbox, whoever made them. */
export interface ExistingResources {
  /** The resources of a type in an account and region. */
  list(home: Home, type: string): ExistingResource[]
  get(home: Home, type: string, physicalId: string): ExistingResource | undefined
  /** The properties of a resource with what separate calls, outside of any stack, added to it. */
  withSeparate(resource: Omit<ExistingResource, 'attributes'>): Properties
}

/** Services without regions. */
const GLOBAL = /^AWS::(IAM|CloudFront|Route53|GlobalAccelerator|Organizations)::/

/**
 * `ofType` gives the resources of a type in all accounts and regions; `besides`, of an account, also those of which only
 * their service knows.
 */
export function createExistingResources(
  ofType: (type: string) => readonly ExistingResource[],
  besides: (home: Home, type: string) => readonly ExistingResource[] = () => [],
): ExistingResources {
  const list = (home: Home, type: string): ExistingResource[] => {
    const known = ofType(type).filter(
      ({ owner }) => owner.account === home.account && (owner.region === home.region || GLOBAL.test(type)),
    )
    const ids = new Set(known.map(({ physicalId }) => physicalId))
    return [...known, ...besides(home, type).filter(({ physicalId }) => !ids.has(physicalId))]
  }
  const get = (home: Home, type: string, physicalId: string): ExistingResource | undefined =>
    list(home, type).find((resource) => resource.physicalId === physicalId)
  return {
    list,
    get,
    withSeparate(given) {
      const { type, owner, physicalId } = given
      const separate = shownIn(type)
        .flatMap((child) => list(owner, child))
        .filter((child) => child.owner.stackId === '')
      if (separate.length === 0) return given.properties
      return withChildren({ ...given, attributes: get(owner, type, physicalId)?.attributes ?? {} }, separate)
    },
  }
}
