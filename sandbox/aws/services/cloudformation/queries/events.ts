import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import { nextToken, page } from '../paging.ts'
import { findChangeSet, requireStack } from '../requests.ts'
import type { ChangeSetInput } from '../requests.ts'
import type { Store } from '../store.ts'

const EVENTS_ON_A_PAGE = 100

/** Operations that list events. */
export function eventQueries(store: Store): Service['operations'] {
  const size = store.options.pages?.events ?? EVENTS_ON_A_PAGE
  return {
    DescribeStackEvents(input: { StackName?: string; NextToken?: string }, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      const { items, next } = page(stack.events.toReversed(), size, input.NextToken)
      return { StackEvents: items, ...nextToken(next) }
    },

    DescribeEvents: (input: EventsInput, call: Call) => describeEvents(store, input, call, size),
  }
}

interface EventsInput extends ChangeSetInput {
  readonly OperationId?: string
  readonly Filters?: { readonly FailedEvents?: boolean }
}

/** The events of DescribeEvents: those of stacks, or the failures of early validation of a change set. */
function describeEvents(store: Store, input: EventsInput, call: Call, size: number): object {
  if (input.ChangeSetName === undefined && input.OperationId === undefined && input.StackName === undefined) {
    throw invalid('One of ChangeSetName, OperationId or StackName must be specified')
  }
  const changeSet = input.ChangeSetName === undefined ? undefined : findChangeSet(store, call, input)
  const all = changeSet
    ? [...changeSet.validations]
    : eventsOf(store, input, call).filter(
        (event) => input.OperationId === undefined || event['OperationId'] === input.OperationId,
      )
  const failed = (event: Record<string, unknown>) =>
    event['ValidationStatus'] === 'FAILED' ||
    event['EventType'] === 'HOOK_INVOCATION_ERROR' ||
    String(event['ResourceStatus']).endsWith('_FAILED')
  const wanted = input.Filters?.FailedEvents ? all.filter((event) => failed(event as Record<string, unknown>)) : all
  const { items, next } = page(wanted, size, input.NextToken)
  return { OperationEvents: items, ...nextToken(next) }
}

function eventsOf(store: Store, input: EventsInput, call: Call): Record<string, unknown>[] {
  const stacks = input.StackName === undefined ? store.stacksOf(call) : [requireStack(store, call, input.StackName)]
  return stacks.flatMap((stack) =>
    stack.events.toReversed().map((event) => {
      const { StackName: _, HookInvocationId: __, ...rest } = event
      const ofStack = event.PhysicalResourceId === stack.id
      const operation = stack.operations.find((o) => o.id === event.OperationId)
      const hook = event.HookStatus?.endsWith('_FAILED')
      const failed = event.ResourceStatus.endsWith('_FAILED')
      return {
        ...rest,
        EventType: hook
          ? 'HOOK_INVOCATION_ERROR'
          : ofStack
            ? 'STACK_EVENT'
            : failed
              ? 'PROVISIONING_ERROR'
              : 'PROGRESS_EVENT',
        ...(operation ? { OperationType: operation.type } : {}),
        OperationStatus: failed ? 'FAILED' : event.ResourceStatus.endsWith('_COMPLETE') ? 'SUCCEEDED' : 'IN_PROGRESS',
      }
    }),
  )
}
