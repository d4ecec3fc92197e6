import { randomUUID } from 'node:crypto'
import { glob } from '../../../identity/text-match.ts'
import { ResourceFailure } from '../errors.ts'
import { addHookEvent, addHooksCompletedEvent } from '../events.ts'
import type { ChangeSet, HookResult, ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import type { Hook, HookAction } from './hook.ts'

const WORK: Readonly<Record<HookAction, string>> = { CREATE: 'creation', UPDATE: 'update', DELETE: 'deletion' }

function activeHooks(store: Store, target: Hook['target'], stack: Stack): readonly Hook[] {
  const fits = ({ stacks }: Hook) => stacks.some((pattern) => glob(pattern, stack.name))
  return (store.options.hooks ?? []).filter((hook) => hook.target === target && fits(hook))
}

/** Resource types that hooks support: names of three parts, which custom resources do not have. */
const THREE_PARTS = /^\w+::\w+::\w+$/

/** The hooks that are invoked before such an action on a resource of the type. */
export function hooksFor(store: Store, stack: Stack, type: string, actions: readonly HookAction[]): readonly Hook[] {
  if (!THREE_PARTS.test(type)) return []
  return activeHooks(store, 'RESOURCE', stack).filter(
    (hook) =>
      hook.resources.some((pattern) => glob(pattern, type)) && hook.actions.some((action) => actions.includes(action)),
  )
}

type OnChange = (result: HookResult) => void

/** Invokes hooks in parallel. @returns the types of the hooks in mode FAIL that failed */
async function invoke(
  store: Store,
  hooks: readonly Hook[],
  about: Pick<HookResult, 'stack' | 'action' | 'targetId' | 'targetType'>,
  onChange: OnChange = () => undefined,
): Promise<string[]> {
  const failed: string[] = []
  await Promise.all(
    hooks.map(async (hook) => {
      const begun = { status: 'HOOK_IN_PROGRESS', reason: 'Invoking hook' } as const
      const result: HookResult = { ...about, ...begun, id: randomUUID(), hook, invokedAt: store.now() }
      store.hookResults.push(result)
      onChange(result)
      await store.options.clock.sleep(hook.after)
      if (hook.answer === 'complies') {
        result.status = 'HOOK_COMPLETE_SUCCEEDED'
        result.reason = `Hook succeeded with message: ${hook.message}`
      } else {
        result.status = hook.answer === 'objects' ? 'HOOK_COMPLETE_FAILED' : 'HOOK_FAILED'
        result.reason = `Hook failed with message: ${hook.message}`
        if (hook.mode === 'FAIL') failed.push(hook.type)
      }
      onChange(result)
    }),
  )
  return failed.toSorted()
}

const eventReporter =
  (store: Store, stack: Stack, resource: ResourceRecord | undefined): OnChange =>
  ({ id, hook, status, reason }) =>
    addHookEvent(store, stack, resource, {
      HookType: hook.type,
      HookStatus: status,
      HookStatusReason: reason,
      HookInvocationId: id,
      HookFailureMode: hook.mode,
    })

const failureReason = (types: readonly string[]): string => `The following hook(s) failed: [${types.join(', ')}]`

/** Invokes the hooks of a resource; throws when a hook in mode FAIL failed. */
export async function invokeResourceHooks(
  store: Store,
  stack: Stack,
  resource: ResourceRecord,
  action: HookAction,
): Promise<void> {
  const hooks = hooksFor(store, stack, resource.type, [action])
  if (hooks.length === 0) return
  const about = { stack, action, targetId: resource.logicalId, targetType: resource.type }
  const failed = await invoke(store, hooks, about, eventReporter(store, stack, resource))
  if (failed.length > 0) throw new ResourceFailure(failureReason(failed))
  addHooksCompletedEvent(store, stack, resource, WORK[action])
}

/** Invokes the hooks of a stack operation. @returns the reason when a hook in mode FAIL failed */
export async function invokeStackHooks(store: Store, stack: Stack, action: HookAction): Promise<string | undefined> {
  const hooks = activeHooks(store, 'STACK', stack).filter((hook) => hook.actions.includes(action))
  const about = { stack, action, targetId: stack.id, targetType: 'STACK' }
  const failed = await invoke(store, hooks, about, eventReporter(store, stack, undefined))
  return failed.length > 0 ? `${failureReason(failed)}. ` : undefined
}

/** Invokes the hooks of a change set, which add no events. @returns the reason when a hook in mode FAIL failed */
export async function invokeChangeSetHooks(store: Store, { id, stack }: ChangeSet): Promise<string | undefined> {
  const about = { stack, action: 'CREATE', targetId: id, targetType: 'CHANGE_SET' } as const
  const failed = await invoke(store, activeHooks(store, 'CHANGE_SET', stack), about)
  return failed.length > 0 ? `Change set creation failed. ${failureReason(failed)}` : undefined
}
