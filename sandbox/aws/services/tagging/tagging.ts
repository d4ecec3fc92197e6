import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api'
import { ServiceError } from '../../../contract.ts'
import type { Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { taggedResources } from './resources.ts'
import type { TaggedResource } from './resources.ts'

const MOST = 100
const USUAL = 50
const MOST_ARNS = 100
const MOST_FILTERS = 50

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** Whether a resource is of one of the types: `ec2` has all of a service, `ec2:instance` one type of it. */
function isOf({ arn }: TaggedResource, types: readonly string[]): boolean {
  const [, , service = '', , , ...rest] = arn.split(':')
  const kind = rest.join(':').split(/[:/]/)[0]
  return types.some((type) => {
    const [wanted, resource] = type.split(':')
    return wanted === service && (resource === undefined || resource === kind)
  })
}

/** All filters have to match; of the values of one filter any, and any value where none is given. */
const hasTags = ({ tags }: TaggedResource, filters: readonly sdk.TagFilter[]): boolean =>
  filters.every(({ Key, Values: values = [] }) =>
    tags.some((tag) => tag.Key === Key && (values.length === 0 || values.includes(tag.Value))),
  )

/** The Resource Groups Tagging API: resources of stacks and instances, by their tags. */
export function createTagging(world: World): Service {
  const sorted = (values: readonly string[]): string[] =>
    [...new Set(values)].toSorted((left, right) => left.localeCompare(right))
  const badToken = (): ServiceError => invalid('The PaginationToken is invalid.')

  return {
    name: 'resourcegroupstaggingapi',
    operations: {
      async GetResources(input: sdk.GetResourcesCommandInput, call) {
        const { TagFilters: filters = [], ResourceTypeFilters: types = [], ResourceARNList: arns = [] } = input
        const size = input.ResourcesPerPage ?? USUAL
        if (size < 1 || size > MOST) throw invalid(`ResourcesPerPage must be between 1 and ${MOST}.`)
        if (arns.length > MOST_ARNS) throw invalid(`ResourceARNList must have at most ${MOST_ARNS} ARNs.`)
        if (filters.length > MOST_FILTERS) throw invalid(`TagFilters must have at most ${MOST_FILTERS} filters.`)
        if (arns.length > 0 && (filters.length > 0 || types.length > 0)) {
          throw invalid('You cannot specify both ResourceARNList and TagFilters or ResourceTypeFilters.')
        }
        if (input.IncludeComplianceDetails === true || input.ExcludeCompliantResources === true) {
          throw invalid('The sandbox has no tag policies.')
        }
        const found = (await taggedResources(world, call)).filter(
          (each) =>
            (arns.length === 0 || arns.includes(each.arn)) &&
            (types.length === 0 || isOf(each, types)) &&
            hasTags(each, filters),
        )
        const token = input.PaginationToken === '' ? undefined : input.PaginationToken
        const { items, next } = pageOf(found, size, token, badToken)
        return {
          ResourceTagMappingList: items.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
          PaginationToken: next ?? '',
        }
      },
      async GetTagKeys(input: sdk.GetTagKeysCommandInput, call) {
        const all = await taggedResources(world, call)
        const keys = sorted(all.flatMap(({ tags }) => tags.map(({ Key }) => Key)))
        const { items, next } = pageOf(keys, MOST, input.PaginationToken || undefined, badToken)
        return { TagKeys: items, PaginationToken: next ?? '' }
      },
      async GetTagValues(input: sdk.GetTagValuesCommandInput, call) {
        const all = (await taggedResources(world, call)).flatMap(({ tags }) => tags)
        const values = sorted(all.filter(({ Key }) => Key === input.Key).map(({ Value }) => Value))
        const { items, next } = pageOf(values, MOST, input.PaginationToken || undefined, badToken)
        return { TagValues: items, PaginationToken: next ?? '' }
      },
    },
  }
}
