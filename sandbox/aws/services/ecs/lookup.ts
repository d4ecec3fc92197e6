import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../../contract.ts'
import type { Call } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { lastPart } from './containers.ts'
import type { Containers } from './containers.ts'
import { refused } from './definition-check.ts'

const DEFAULT_CLUSTER = 'default'
/** The largest page of all lists. */
const PAGE = 100

export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** The name of an existing cluster. */
export function clusterOf(containers: Containers, call: Call, given: string | undefined): string {
  const name = lastPart(given ?? DEFAULT_CLUSTER)
  if (containers.clusters(call).has(name)) return name
  throw new ServiceError('ClusterNotFoundException', 'Cluster not found.')
}

export function definitionOf(
  containers: Containers,
  call: Call,
  reference: string,
  missing = 'Unable to describe task definition.',
): sdk.TaskDefinition {
  const [, revision] = lastPart(reference).split(':')
  if (revision !== undefined && !/^\d+$/.test(revision)) throw invalid(`Invalid revision number. Number: ${revision}`)
  const found = containers.definition(call, reference)
  if (found === undefined) throw refused(missing)
  return found
}

/** A task definition that can run. */
export function activeDefinition(containers: Containers, call: Call, reference: string): sdk.TaskDefinition {
  const found = definitionOf(containers, call, reference, 'TaskDefinition not found.')
  if (found.status !== 'ACTIVE') throw refused('TaskDefinition is inactive')
  return found
}

/** One page of ARNs, with the members of the response. */
export function listed<Name extends string, T>(
  name: Name,
  all: readonly T[],
  input: { maxResults?: number | undefined; nextToken?: string | undefined },
  size = PAGE,
): Record<Name, T[]> & { nextToken?: string } {
  const token = (): Error => invalid('Invalid token')
  const { items, next } = pageOf(all, Math.min(input.maxResults ?? size, PAGE), input.nextToken, token)
  return { [name]: items, ...(next !== undefined && { nextToken: next }) } as Record<Name, T[]> & { nextToken?: string }
}

/** Refuses an empty list of names, and one that is too long. */
export function checkCount(what: string, names: readonly string[], most: number): void {
  if (names.length === 0) throw invalid(`${what} cannot be empty.`)
  if (names.length > most) throw invalid(`${what} cannot have more than ${most} elements`)
}
