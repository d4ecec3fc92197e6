import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import { ServiceError } from '../../../contract.ts'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import type { LogGroup, LogGroups, MetricFilter, SubscriptionFilter } from './log-groups.ts'
import { matcherOf, PatternError } from './pattern.ts'

const PAGE = 50
const MOST_SUBSCRIPTIONS = 2

/** Subscription filters and metric filters of log groups. Subscriptions deliver nothing. */
export function filterOperations(groups: LogGroups, clock: SandboxClock): Service['operations'] {
  const groupOf = (call: Call, name: string | undefined): LogGroup => {
    const group = groups.find(call, name ?? '')
    if (group === undefined) throw missing('log group')
    return group
  }
  return {
    PutSubscriptionFilter(input: sdk.PutSubscriptionFilterCommandInput, call) {
      const group = groupOf(call, input.logGroupName)
      const name = input.filterName ?? ''
      checkPattern(input.filterPattern ?? '')
      if (!group.subscriptions.has(name) && group.subscriptions.size >= MOST_SUBSCRIPTIONS) {
        throw new ServiceError('LimitExceededException', 'Resource limit exceeded.')
      }
      group.subscriptions.set(name, {
        name,
        pattern: input.filterPattern ?? '',
        destinationArn: input.destinationArn ?? '',
        roleArn: input.roleArn,
        distribution: input.distribution ?? 'ByLogStream',
        created: clock.now().getTime(),
      })
      return {}
    },
    DescribeSubscriptionFilters(input: sdk.DescribeSubscriptionFiltersCommandInput, call) {
      const group = groupOf(call, input.logGroupName)
      const all = [...group.subscriptions.values()].filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ''))
      const { items, next } = pageOf(all, input.limit ?? PAGE, input.nextToken, invalidToken)
      const shown = items.map((filter) => shownSubscription(group, filter))
      return { subscriptionFilters: shown, ...(next !== undefined && { nextToken: next }) }
    },
    DeleteSubscriptionFilter(input: sdk.DeleteSubscriptionFilterCommandInput, call) {
      if (!groupOf(call, input.logGroupName).subscriptions.delete(input.filterName ?? '')) {
        throw missing('subscription filter')
      }
      return {}
    },
    PutMetricFilter(input: sdk.PutMetricFilterCommandInput, call) {
      const group = groupOf(call, input.logGroupName)
      const name = input.filterName ?? ''
      checkPattern(input.filterPattern ?? '')
      group.metricFilters.set(name, {
        name,
        pattern: input.filterPattern ?? '',
        transformations: (input.metricTransformations ?? []).map((each) => {
          if (each.defaultValue !== undefined || each.dimensions !== undefined) {
            throw invalid('The sandbox does not play defaultValue and dimensions of metric filters')
          }
          const { metricName = '', metricNamespace = '', metricValue = '' } = each
          return { metricName, metricNamespace, metricValue }
        }),
        created: clock.now().getTime(),
      })
      return {}
    },
    DescribeMetricFilters(input: sdk.DescribeMetricFiltersCommandInput, call) {
      const chosen = input.logGroupName === undefined ? groups.list(call) : [groupOf(call, input.logGroupName)]
      const all = chosen
        .flatMap((group) => [...group.metricFilters.values()].map((filter) => shownMetricFilter(group, filter)))
        .filter(({ filterName }) => filterName?.startsWith(input.filterNamePrefix ?? '') === true)
      const { items, next } = pageOf(all, input.limit ?? PAGE, input.nextToken, invalidToken)
      return { metricFilters: items, ...(next !== undefined && { nextToken: next }) }
    },
    DeleteMetricFilter(input: sdk.DeleteMetricFilterCommandInput, call) {
      if (!groupOf(call, input.logGroupName).metricFilters.delete(input.filterName ?? '')) {
        throw missing('metric filter')
      }
      return {}
    },
  }
}

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)
const invalidToken = (): Error => invalid('The specified nextToken is invalid.')
const missing = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`)

function checkPattern(pattern: string): void {
  try {
    matcherOf(pattern)
  } catch (error) {
    if (error instanceof PatternError) throw invalid(error.message)
    throw error
  }
}

const shownSubscription = ({ name: group }: LogGroup, filter: SubscriptionFilter): sdk.SubscriptionFilter => ({
  filterName: filter.name,
  logGroupName: group,
  filterPattern: filter.pattern,
  destinationArn: filter.destinationArn,
  ...(filter.roleArn !== undefined && { roleArn: filter.roleArn }),
  distribution: filter.distribution,
  creationTime: filter.created,
})

const shownMetricFilter = ({ name: group }: LogGroup, filter: MetricFilter): sdk.MetricFilter => ({
  filterName: filter.name,
  filterPattern: filter.pattern,
  metricTransformations: filter.transformations.map((each) => ({ ...each })),
  creationTime: filter.created,
  logGroupName: group,
})
