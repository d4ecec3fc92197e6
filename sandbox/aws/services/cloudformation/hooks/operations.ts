import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import { identity } from '../change-sets/describe.ts'
import { invalid } from '../errors.ts'
import type { ChangeSet, HookResult } from '../model.ts'
import { nextToken, page } from '../paging.ts'
import { findChangeSet } from '../requests.ts'
import type { ChangeSetInput } from '../requests.ts'
import type { Store } from '../store.ts'
import type { Hook, HookAction } from './hook.ts'
import { hooksFor } from './invoke.ts'

const ON_A_PAGE = 100
const VERSION = { TypeVersionId: '00000001', TypeConfigurationVersionId: '1' }

/** The hook actions of each planned change. Only the execution decides a Dynamic change, so it can be either. */
const ACTIONS: Readonly<Record<string, readonly HookAction[]>> = {
  Add: ['CREATE'],
  Modify: ['UPDATE'],
  Remove: ['DELETE'],
  Dynamic: ['CREATE', 'UPDATE'],
}

interface ListInput {
  readonly TargetType?: string
  readonly TargetId?: string
  readonly TypeArn?: string
  readonly Status?: string
  readonly NextToken?: string
}

/** Operations that list the hooks which a change set would invoke, and the results of hooks. */
export function hookOperations(store: Store): Service['operations'] {
  const size = store.options.pages?.hooks ?? ON_A_PAGE
  return {
    DescribeChangeSetHooks(input: ChangeSetInput & { LogicalResourceId?: string }, call: Call) {
      const changeSet = findChangeSet(store, call, input)
      const status = store.options.hookPlan ?? planStatus(changeSet)
      const all = status === 'PLANNED' ? hooksOf(store, changeSet, input.LogicalResourceId) : []
      const { items, next } = page(all, size, input.NextToken)
      return { ...identity(changeSet), Status: status, Hooks: items, ...nextToken(next) }
    },

    ListHookResults(input: ListInput, call: Call) {
      if ((input.TargetType === undefined) !== (input.TargetId === undefined)) {
        throw invalid('TargetType and TargetId must be specified together')
      }
      const byTarget = input.TargetId !== undefined
      const here = store.hookResults.filter(
        ({ stack }) => stack.account === call.account && stack.region === call.region,
      )
      const all = here.filter(
        (result) =>
          (!byTarget || (result.hook.target === input.TargetType && result.targetId === input.TargetId)) &&
          (input.TypeArn === undefined || typeArn(result) === input.TypeArn) &&
          (input.Status === undefined || result.status === input.Status),
      )
      if (byTarget && all.length === 0) throw notFound(input.TargetId ?? '')
      const { items, next } = page(all, size, input.NextToken)
      return {
        ...(byTarget && { TargetType: input.TargetType, TargetId: input.TargetId }),
        HookResults: items.map((result) => ({
          ...describeResult(result),
          TargetType: result.hook.target,
          TargetId: result.targetId,
          ...(!byTarget && { InvokedAt: result.invokedAt, HookExecutionTarget: result.stack.id }),
        })),
        ...nextToken(next),
      }
    },

    GetHookResult(input: { HookResultId?: string }, call: Call) {
      const result = store.hookResults.find(
        ({ id, stack }) => id === input.HookResultId && stack.account === call.account && stack.region === call.region,
      )
      if (!result) throw notFound(input.HookResultId ?? '')
      const { hook, targetType, targetId, action } = result
      return {
        ...describeResult(result),
        InvokedAt: result.invokedAt,
        ...(hook.target === 'RESOURCE' && {
          Target: { TargetType: hook.target, TargetTypeName: targetType, TargetId: targetId, Action: action },
        }),
        Annotations: [],
      }
    },
  }
}

function planStatus({ status }: ChangeSet): string {
  return status === 'CREATE_COMPLETE' ? 'PLANNED' : status === 'FAILED' ? 'UNAVAILABLE' : 'PLANNING'
}

interface Change {
  readonly ResourceChange?: {
    readonly Action: string
    readonly LogicalResourceId: string
    readonly ResourceType: string
  }
}

function hooksOf(store: Store, { stack, changes }: ChangeSet, only: string | undefined): object[] {
  return (changes as readonly Change[]).flatMap(({ ResourceChange: change }) => {
    if (!change || (only !== undefined && change.LogicalResourceId !== only)) return []
    const { LogicalResourceId, ResourceType, Action: ResourceAction } = change
    return hooksFor(store, stack, ResourceType, ACTIONS[ResourceAction] ?? []).map((hook) => ({
      ...describeHook(hook),
      TargetDetails: {
        TargetType: 'RESOURCE',
        ResourceTargetDetails: { LogicalResourceId, ResourceType, ResourceAction },
      },
    }))
  })
}

const describeHook = ({ type, mode }: Hook): object => ({
  InvocationPoint: 'PRE_PROVISION',
  FailureMode: mode,
  TypeName: type,
  ...VERSION,
})

const describeResult = (result: HookResult): object => ({
  HookResultId: result.id,
  ...describeHook(result.hook),
  TypeArn: typeArn(result),
  Status: result.status,
  HookStatusReason: result.reason,
})

const typeArn = ({ hook, stack }: HookResult): string =>
  `arn:aws:cloudformation:${stack.region}:${stack.account}:type/hook/${hook.type.replaceAll('::', '-')}`

const notFound = (id: string): ServiceError =>
  new ServiceError('HookResultNotFound', `There are no hook invocations for ${id}`, 404)
