import { ServiceError } from '../../../contract.ts'
import type { Properties } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { LiveResource } from '../../resources/live.ts'
import type { World } from '../../world.ts'

const PREFIX = 'AWS::ElasticLoadBalancingV2::'

export type ElbType = 'LoadBalancer' | 'Listener' | 'ListenerRule' | 'TargetGroup'

/** A load balancer, listener, rule or target group, with the properties that it has now. */
export interface ElbResource {
  readonly arn: string
  readonly live: LiveResource
  readonly properties: Properties
}

const NOT_FOUND: Readonly<Record<ElbType, [code: string, words: string]>> = {
  LoadBalancer: ['LoadBalancerNotFound', 'load balancers'],
  Listener: ['ListenerNotFound', 'listeners'],
  ListenerRule: ['RuleNotFound', 'rules'],
  TargetGroup: ['TargetGroupNotFound', 'target groups'],
}

export function notFound(type: ElbType): ServiceError {
  const [code, words] = NOT_FOUND[type]
  return new ServiceError(code, `One or more ${words} not found`)
}

/** The resources of a type in an account and region. */
export async function resourcesOf({ live, handlers }: World, home: Home, type: ElbType): Promise<ElbResource[]> {
  const own = live.all().filter((each) => each.type === PREFIX + type && homeKey(each.owner) === homeKey(home))
  const read = own.map(async (each): Promise<ElbResource[]> => {
    const properties = await handlers.find(each.type)?.read(each.physicalId, each.owner)
    return properties === undefined ? [] : [{ arn: each.physicalId, live: each, properties }]
  })
  return (await Promise.all(read)).flat().toSorted((left, right) => left.arn.localeCompare(right.arn))
}

/** The resource with an ARN; throws AWS's error when it does not exist. */
export async function resourceOf(
  world: World,
  home: Home,
  type: ElbType,
  arn: string | undefined,
): Promise<ElbResource> {
  const found = (await resourcesOf(world, home, type)).find((each) => each.arn === arn)
  if (found === undefined) throw notFound(type)
  return found
}

/** The resources that a request names by ARN or name; all without names. Each name has to exist. */
export function named(
  all: readonly ElbResource[],
  type: ElbType,
  wanted: { readonly arns?: readonly string[] | undefined; readonly names?: readonly string[] | undefined },
): readonly ElbResource[] {
  const { arns = [], names = [] } = wanted
  if (arns.length === 0 && names.length === 0) return all
  const found = all.filter((each) => arns.includes(each.arn) || names.includes(nameOf(each.arn)))
  if (found.length < arns.length + names.length) throw notFound(type)
  return found
}

/** The name in the ARN of a load balancer or a target group. */
export const nameOf = (arn: string): string => arn.split('/').at(-2) ?? ''

const MOST = 400

/** The page of a request. */
export function page<T>(
  all: readonly T[],
  { PageSize: size = MOST, Marker: marker }: { PageSize?: number | undefined; Marker?: string | undefined },
): { items: T[]; more: { NextMarker?: string } } {
  if (size < 1 || size > MOST) {
    const bound = size < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST}`
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${size}' at 'pageSize' failed to satisfy constraint: Member must have value ${bound}`,
    )
  }
  const { items, next } = pageOf(
    all,
    size,
    marker,
    () => new ServiceError('ValidationError', 'The marker is not valid'),
  )
  return { items, more: next === undefined ? {} : { NextMarker: next } }
}
