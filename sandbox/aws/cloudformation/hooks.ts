import { randomUUID } from 'node:crypto'
import { glob } from '../identity/policy.ts'
import { ResourceFailure } from './errors.ts'
import type { Hook, HookAction } from './hook.ts'
import { tellHook, tellHooksDone } from './events.ts'
import type { ChangeSet, ResourceRecord, Stack } from './model.ts'
import type { Store } from './store.ts'

/** One asking of one hook. */
export interface HookResult {
  readonly id: string
  readonly hook: Hook
  readonly stack: Stack
  readonly askedAt: Date
  readonly action: HookAction
  /** The change set's ARN, the stack's, or the resource's logical ID. */
  readonly targetId: string
  readonly targetType: string
  status: 'HOOK_IN_PROGRESS' | 'HOOK_COMPLETE_SUCCEEDED' | 'HOOK_COMPLETE_FAILED' | 'HOOK_FAILED'
  reason: string
}

const WORK: Readonly<Record<HookAction, string>> = { CREATE: 'creation', UPDATE: 'update', DELETE: 'deletion' }

function asked(store: Store, target: Hook['target'], stack: Stack): readonly Hook[] {
  const fits = ({ stacks }: Hook) => stacks.some((pattern) => glob(pattern, stack.name))
  return (store.options.hooks ?? []).filter((hook) => hook.target === target && fits(hook))
}

/** Types that hooks can be about: custom resources' names have too few parts for that. */
const THREE_PARTS = /^\w+::\w+::\w+$/

/** The hooks that look at such a resource before that is done to it. */
export function hooksFor(store: Store, stack: Stack, type: string, actions: readonly HookAction[]): readonly Hook[] {
  if (!THREE_PARTS.test(type)) return []
  return asked(store, 'RESOURCE', stack).filter(
    (hook) =>
      hook.resources.some((pattern) => glob(pattern, type)) && hook.actions.some((action) => actions.includes(action)),
  )
}

type Told = (result: HookResult) => void

/** Asks hooks side by side; the types of those that failed and may stop what they were asked about. */
async function ask(
  store: Store,
  hooks: readonly Hook[],
  about: Pick<HookResult, 'stack' | 'action' | 'targetId' | 'targetType'>,
  told: Told = () => undefined,
): Promise<string[]> {
  const failed: string[] = []
  await Promise.all(
    hooks.map(async (hook) => {
      const begun = { status: 'HOOK_IN_PROGRESS', reason: 'Invoking hook' } as const
      const result: HookResult = { ...about, ...begun, id: randomUUID(), hook, askedAt: store.now() }
      store.hookResults.push(result)
      told(result)
      await store.options.clock.sleep(hook.after)
      if (hook.answer === 'complies') {
        result.status = 'HOOK_COMPLETE_SUCCEEDED'
        result.reason = `Hook succeeded with message: ${hook.message}`
      } else {
        result.status = hook.answer === 'objects' ? 'HOOK_COMPLETE_FAILED' : 'HOOK_FAILED'
        result.reason = `Hook failed with message: ${hook.message}`
        if (hook.mode === 'FAIL') failed.push(hook.type)
      }
      told(result)
    }),
  )
  return failed.toSorted()
}

const teller =
  (store: Store, stack: Stack, resource: ResourceRecord | undefined): Told =>
  ({ id, hook, status, reason }) =>
    tellHook(store, stack, resource, {
      HookType: hook.type,
      HookStatus: status,
      HookStatusReason: reason,
      HookInvocationId: id,
      HookFailureMode: hook.mode,
    })

const failure = (types: readonly string[]): string => `The following hook(s) failed: [${types.join(', ')}]`

/** Asks the hooks of a resource; throws when one of them does not let it pass. */
export async function askAboutResource(
  store: Store,
  stack: Stack,
  resource: ResourceRecord,
  action: HookAction,
): Promise<void> {
  const hooks = hooksFor(store, stack, resource.type, [action])
  if (hooks.length === 0) return
  const about = { stack, action, targetId: resource.logicalId, targetType: resource.type }
  const failed = await ask(store, hooks, about, teller(store, stack, resource))
  if (failed.length > 0) throw new ResourceFailure(failure(failed))
  tellHooksDone(store, stack, resource, WORK[action])
}

/** Asks the hooks of a stack's operation; says why it cannot go on, if it cannot. */
export async function askAboutStack(store: Store, stack: Stack, action: HookAction): Promise<string | undefined> {
  const hooks = asked(store, 'STACK', stack).filter((hook) => hook.actions.includes(action))
  const about = { stack, action, targetId: stack.id, targetType: 'STACK' }
  const failed = await ask(store, hooks, about, teller(store, stack, undefined))
  return failed.length > 0 ? `${failure(failed)}. ` : undefined
}

/** Asks the hooks of change sets; says why it cannot be made, if it cannot. They leave results, and no events. */
export async function askAboutChangeSet(store: Store, { id, stack }: ChangeSet): Promise<string | undefined> {
  const about = { stack, action: 'CREATE', targetId: id, targetType: 'CHANGE_SET' } as const
  const failed = await ask(store, asked(store, 'CHANGE_SET', stack), about)
  return failed.length > 0 ? `Change set creation failed. ${failure(failed)}` : undefined
}
