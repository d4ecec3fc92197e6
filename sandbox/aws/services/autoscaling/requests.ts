import { ServiceError } from '../../../contract.ts'
import type { Call } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { scalingGroups } from './groups.ts'
import type { ScalingGroup } from './groups.ts'

export const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message)

/** The page of a request; the bounds of MaxRecords are checked as AWS does. */
export function page<T>(
  all: readonly T[],
  input: { MaxRecords?: number | undefined; NextToken?: string | undefined },
  { usual, most }: { readonly usual: number; readonly most: number },
): { items: T[]; more: { NextToken?: string } } {
  const size = input.MaxRecords ?? usual
  if (size > most || size < 1) {
    const bound = size < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`
    throw invalid(
      `1 validation error detected: Value '${size}' at 'maxRecords' failed to satisfy constraint: Member must have value ${bound}`,
    )
  }
  const { items, next } = pageOf(
    all,
    size,
    input.NextToken,
    () => new ServiceError('InvalidNextToken', 'The NextToken value is not valid.'),
  )
  return { items, more: next === undefined ? {} : { NextToken: next } }
}

/** The group of a call; throws AWS's error when it does not exist. */
export function groupOf(world: World, call: Call, name: string | undefined): ScalingGroup {
  const group = scalingGroups(world).find(call, name ?? '')
  if (group === undefined) throw invalid('AutoScalingGroup name not found - AutoScalingGroup not found')
  return group
}
