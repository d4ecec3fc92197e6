import type { Call, Service } from '../../../../contract.ts'
import type { Stack } from '../model.ts'
import { nextToken, page } from '../paging.ts'
import { requireStack } from '../requests.ts'
import type { Store } from '../store.ts'
import { describeParameters } from '../template/parameters.ts'

/** Default quotas of an account (user guide). The sandbox does not enforce them. */
const LIMITS = { StackLimit: 2000, StackOutputsLimit: 200, ConcurrentResourcesLimit: 2500 }
const STACKS_ON_A_PAGE = 100

/** Operations that describe stacks. */
export function stackQueries(store: Store): Service['operations'] {
  const size = store.options.pages?.stacks ?? STACKS_ON_A_PAGE
  return {
    DescribeAccountLimits() {
      const limits = { ...LIMITS, StackLimit: store.options.stackLimit ?? LIMITS.StackLimit }
      return { AccountLimits: Object.entries(limits).map(([Name, Value]) => ({ Name, Value })) }
    },

    DescribeStacks(input: { StackName?: string; NextToken?: string }, call: Call) {
      const named = input.StackName === undefined ? undefined : requireStack(store, call, input.StackName, 'id')
      const all = named
        ? [named]
        : store
            .stacksOf(call)
            .filter((s) => s.status !== 'DELETE_COMPLETE')
            .toReversed()
      const { items, next } = page(all, size, input.NextToken)
      return { Stacks: items.map(describeStack), ...nextToken(next) }
    },

    ListStacks(input: { NextToken?: string; StackStatusFilter?: string[] }, call: Call) {
      const wanted = input.StackStatusFilter ?? []
      const all = store.stacksOf(call).filter((s) => wanted.length === 0 || wanted.includes(s.status))
      const { items, next } = page(all.toReversed(), size, input.NextToken)
      return { StackSummaries: items.map(summarizeStack), ...nextToken(next) }
    },
  }
}

function rootOf(stack: Stack): Stack {
  return stack.parent ? rootOf(stack.parent) : stack
}

function common(stack: Stack): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: stack.updatedAt }),
    ...(stack.deletedAt === undefined ? {} : { DeletionTime: stack.deletedAt }),
    StackStatus: stack.status,
    ...(stack.reason === undefined ? {} : { StackStatusReason: stack.reason }),
    ...(stack.parent === undefined ? {} : { ParentId: stack.parent.id, RootId: rootOf(stack).id }),
    DriftInformation: {
      StackDriftStatus: stack.driftStatus,
      ...(stack.driftCheckedAt === undefined ? {} : { LastCheckTimestamp: stack.driftCheckedAt }),
    },
  }
}

function describeStack(stack: Stack): object {
  const { current } = stack
  const description = current.template.Description
  const last = stack.operations.at(-1)
  return {
    ...common(stack),
    ...(stack.executed === undefined ? {} : { ChangeSetId: stack.executed }),
    ...(description === undefined ? {} : { Description: description }),
    ...(current.parameters.length > 0 ? { Parameters: describeParameters(current.parameters) } : {}),
    RollbackConfiguration: current.rollback,
    DisableRollback: stack.disableRollback,
    ...(stack.deploymentConfig === undefined ? {} : { DeploymentConfig: stack.deploymentConfig }),
    NotificationARNs: current.notificationArns,
    ...(stack.timeoutMinutes === undefined ? {} : { TimeoutInMinutes: stack.timeoutMinutes }),
    ...(current.capabilities.length > 0 ? { Capabilities: current.capabilities } : {}),
    ...(stack.outputs.length > 0 ? { Outputs: stack.outputs } : {}),
    ...(current.roleArn === undefined ? {} : { RoleARN: current.roleArn }),
    Tags: current.tags,
    EnableTerminationProtection: stack.terminationProtection,
    ...(last === undefined ? {} : { LastOperations: [{ OperationType: last.type, OperationId: last.id }] }),
  }
}

function summarizeStack(stack: Stack): object {
  const description = stack.current.template.Description
  return { ...common(stack), ...(description === undefined ? {} : { TemplateDescription: description }) }
}
