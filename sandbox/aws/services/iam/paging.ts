import { ServiceError } from '../../../contract.ts'
import { pageOf as pageOfList } from '../../paging.ts'

const DEFAULT_ITEMS = 100

/** A page of a list, and IAM's members about the other pages. */
export function pageOf<T>(
  all: readonly T[],
  { MaxItems, Marker }: { readonly MaxItems?: number | undefined; readonly Marker?: string | undefined },
): { page: readonly T[]; rest: { IsTruncated: boolean; Marker?: string } } {
  const { items, next } = pageOfList(all, MaxItems ?? DEFAULT_ITEMS, Marker, badMarker)
  return { page: items, rest: { IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) } }
}

const badMarker = (): ServiceError => new ServiceError('ValidationError', 'Invalid Marker.')
