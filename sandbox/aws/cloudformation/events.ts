import { randomUUID } from 'node:crypto'
import { KNOWN_AFTER_APPLY, UNKNOWN } from './intrinsics.ts'
import type { ResourceRecord, Stack, StackEvent } from './model.ts'
import { masked, secretsOf } from './no-echo.ts'
import type { Store } from './store.ts'

export const STACK_TYPE = 'AWS::CloudFormation::Stack'
export const USER_INITIATED = 'User Initiated'

/** CloudFormation writes every scalar of a property as text, what it cannot know as a placeholder, and no secret. */
export function asText(value: unknown, secrets: readonly string[] = []): unknown {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY
  if (Array.isArray(value)) return value.map((item) => asText(item, secrets))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asText(item, secrets)]))
  }
  return masked(String(value), secrets)
}

/** Sets a stack's state and tells it. */
export function stackBecomes(store: Store, stack: Stack, status: string, reason?: string): void {
  stack.status = status
  stack.reason = reason
  append(store, stack, {
    EventId: randomUUID(),
    LogicalResourceId: stack.name,
    PhysicalResourceId: stack.id,
    ResourceType: STACK_TYPE,
    ResourceStatus: status,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  })
}

/** Sets a resource's state and tells it; `physicalId` and `properties` are those that the event is about. */
export function resourceBecomes(
  store: Store,
  stack: Stack,
  resource: ResourceRecord,
  status: string,
  reason?: string,
  about: { physicalId?: string | undefined; properties?: object } = {},
): void {
  resource.status = status
  resource.reason = reason
  resource.updatedAt = store.now()
  resource.revision += 1
  tell(store, stack, resource, status, reason, about)
}

/** Tells something about a resource that does not change its record: an old copy that goes away. */
export function tell(
  store: Store,
  stack: Stack,
  resource: ResourceRecord,
  status: string,
  reason?: string,
  about: { physicalId?: string | undefined; properties?: object } = {},
): void {
  append(store, stack, {
    EventId: `${resource.logicalId}-${status}-${store.now().toISOString()}-${stack.events.length}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: ('physicalId' in about ? about.physicalId : resource.physicalId) ?? '',
    ResourceType: resource.type,
    ResourceStatus: status,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    ResourceProperties: JSON.stringify(asText(about.properties ?? resource.properties, secretsOf(stack.current))),
  })
}

type HookEvent = Pick<
  StackEvent,
  'HookType' | 'HookStatus' | 'HookStatusReason' | 'HookInvocationId' | 'HookFailureMode'
>

/** Tells what a hook does about a resource, or about the stack itself. Such events carry no properties. */
export function tellHook(store: Store, stack: Stack, resource: ResourceRecord | undefined, hook: HookEvent): void {
  append(store, stack, {
    EventId: resource === undefined ? randomUUID() : `${resource.logicalId}-${randomUUID()}`,
    LogicalResourceId: resource?.logicalId ?? stack.name,
    PhysicalResourceId: resource === undefined ? stack.id : (resource.physicalId ?? ''),
    ResourceType: resource?.type ?? STACK_TYPE,
    ResourceStatus: resource?.status ?? stack.status,
    HookInvocationPoint: 'PRE_PROVISION',
    ...hook,
  })
}

/** Tells that all hooks have answered and the work on a resource begins. */
export function tellHooksDone(store: Store, stack: Stack, resource: ResourceRecord, work: string): void {
  append(store, stack, {
    EventId: `${resource.logicalId}-${randomUUID()}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId ?? '',
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: `Hook invocations complete.  Resource ${work} initiated`,
  })
}

type Told = Omit<StackEvent, 'StackId' | 'StackName' | 'Timestamp' | 'OperationId' | 'ClientRequestToken'>

function append(store: Store, stack: Stack, told: Told): void {
  const operation = stack.operations.at(-1)
  stack.events.push({
    StackId: stack.id,
    StackName: stack.name,
    Timestamp: store.now(),
    ...(operation && operation.endedAt === undefined ? { OperationId: operation.id } : {}),
    ...(stack.token === undefined ? {} : { ClientRequestToken: stack.token }),
    ...told,
  })
}
