import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import type { ResourceRecord, Stack } from '../model.ts'
import { nextToken, page } from '../paging.ts'
import { requireStack } from '../requests.ts'
import type { Store } from '../store.ts'

const RESOURCES_ON_A_PAGE = 100

interface ResourceInput {
  readonly StackName?: string
  readonly NextToken?: string
  readonly LogicalResourceId?: string
  readonly PhysicalResourceId?: string
}

/** Operations that describe the resources of a stack. */
export function resourceQueries(store: Store): Service['operations'] {
  const size = store.options.pages?.resources ?? RESOURCES_ON_A_PAGE
  return {
    DescribeStackResources(input: ResourceInput, call: Call) {
      const stack = stackOf(store, input, call)
      const all = [...stack.resources.values()].filter(
        (r) => input.LogicalResourceId === undefined || r.logicalId === input.LogicalResourceId,
      )
      return {
        StackResources: all.map((r) => ({
          StackName: stack.name,
          StackId: stack.id,
          ...resource(r),
          Timestamp: r.updatedAt,
        })),
      }
    },

    DescribeStackResource(input: ResourceInput, call: Call) {
      const stack = requireStack(store, call, input.StackName, 'id')
      const record = stack.resources.get(input.LogicalResourceId ?? '')
      if (!record || record.status === 'DELETE_COMPLETE') {
        throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
      }
      return {
        StackResourceDetail: {
          StackName: stack.name,
          StackId: stack.id,
          ...resource(record),
          LastUpdatedTimestamp: record.updatedAt,
          Metadata: JSON.stringify(record.metadata ?? {}),
        },
      }
    },

    ListStackResources(input: ResourceInput, call: Call) {
      const stack = requireStack(store, call, input.StackName, 'id')
      const { items, next } = page([...stack.resources.values()], size, input.NextToken)
      const listed = items.map((r) => ({ ...resource(r), LastUpdatedTimestamp: r.updatedAt }))
      return { StackResourceSummaries: listed, ...nextToken(next) }
    },
  }
}

function stackOf(store: Store, input: ResourceInput, call: Call): Stack {
  if (input.StackName !== undefined) return requireStack(store, call, input.StackName, 'id')
  const found = store
    .stacksOf(call)
    .find(
      (s) =>
        s.status !== 'DELETE_COMPLETE' &&
        [...s.resources.values()].some((r) => r.physicalId === input.PhysicalResourceId),
    )
  if (input.PhysicalResourceId === undefined) throw invalid('Either StackName or PhysicalResourceId must be specified')
  if (!found) throw invalid(`Stack for ${input.PhysicalResourceId} does not exist`)
  return found
}

function resource(record: ResourceRecord): object {
  const { drift } = record
  return {
    LogicalResourceId: record.logicalId,
    ...(record.physicalId === undefined ? {} : { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    ResourceStatus: record.status,
    ...(record.reason === undefined ? {} : { ResourceStatusReason: record.reason }),
    DriftInformation: {
      StackResourceDriftStatus: drift.status,
      ...(drift.checkedAt === undefined ? {} : { LastCheckTimestamp: drift.checkedAt }),
    },
  }
}
