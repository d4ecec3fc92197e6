import { ServiceError } from '../../../contract.ts'
import { glob } from '../../identity/text-match.ts'
import { pageOf } from '../../paging.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

interface Filter {
  readonly Name?: string | undefined
  readonly Values?: readonly string[] | undefined
}

export const invalidValue = (message: string): ServiceError => new ServiceError('InvalidParameterValue', message)

/** The values of a resource that filters match, by filter name. */
export type Filterable = Readonly<Record<string, readonly (string | undefined)[]>>

/** The values of the filters `tag:KEY`, `tag-key` and `tag-value`. */
export const tagFilters = (tags: readonly Tag[]): Filterable => ({
  ...Object.fromEntries(tags.map(({ Key, Value }) => [`tag:${Key}`, [Value]])),
  'tag-key': tags.map(({ Key }) => Key),
  'tag-value': tags.map(({ Value }) => Value),
})

/**
 * The resources that all filters match; of the values of one filter any, with wildcards. A filter that the sandbox does
 * not evaluate is refused, so that it cannot be ignored.
 */
export function filtered<T>(
  all: readonly T[],
  filters: readonly Filter[] | undefined,
  valuesOf: (resource: T) => Filterable,
  known: readonly string[],
): T[] {
  for (const { Name: name = '' } of filters ?? []) {
    if (!known.includes(name) && !/^tag(:.|-key$|-value$)/.test(name))
      throw invalidValue(`The filter '${name}' is invalid`)
  }
  return all.filter((resource) => {
    const values = valuesOf(resource)
    return (filters ?? []).every(({ Name: name = '', Values: wanted = [] }) =>
      (values[name] ?? []).some((value) => value !== undefined && wanted.some((pattern) => glob(pattern, value))),
    )
  })
}

interface Paged {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

const MOST = 1_000

/** The page of a request. `ids` is the parameter that excludes MaxResults, if the request has it. */
export function page<T>(
  all: readonly T[],
  { MaxResults: size, NextToken: token }: Paged,
  {
    least = 5,
    most = MOST,
    ids,
  }: { readonly least?: number; readonly most?: number; readonly ids?: string | undefined } = {},
): { items: T[]; more: { NextToken?: string } } {
  if (size !== undefined && ids !== undefined) {
    throw new ServiceError(
      'InvalidParameterCombination',
      `The parameter ${ids} cannot be used with the parameter maxResults`,
    )
  }
  if (size !== undefined && (size < least || size > most)) {
    const bound = size < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`
    throw invalidValue(`Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${bound}.`)
  }
  const { items, next } = pageOf(all, size ?? most, token, () => invalidValue(`Unable to parse pagination token`))
  return { items, more: next === undefined ? {} : { NextToken: next } }
}

/** Whether a request names IDs. */
export const given = (ids: readonly string[] | undefined): ids is readonly string[] =>
  ids !== undefined && ids.length > 0

/** The resources with the IDs, in their order; `missing` makes AWS's error for one that does not exist. */
export function byId<T>(
  all: readonly T[],
  ids: readonly string[] | undefined,
  idOf: (resource: T) => string,
  missing: (id: string) => ServiceError,
): readonly T[] {
  if (!given(ids)) return all
  return ids.map((id) => {
    const found = all.find((resource) => idOf(resource) === id)
    if (found === undefined) throw missing(id)
    return found
  })
}

/** Tags of a TagSpecification for one type of resource. */
export const specifiedTags = (
  specifications:
    | readonly {
        ResourceType?: string | undefined
        Tags?: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined
      }[]
    | undefined,
  type: string,
): Tag[] =>
  (specifications ?? [])
    .filter(({ ResourceType: each }) => each === type)
    .flatMap(({ Tags: tags }) => (tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })))
