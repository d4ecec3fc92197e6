import { randomUUID } from 'node:crypto'
import type { ResourceRecord, Stack, StackEvent } from './model.ts'
import type { Store } from './store.ts'
import { scalarsAsText, secretsOf } from './template/no-echo.ts'
import { STACK_TYPE } from './template/template.ts'

export const USER_INITIATED = 'User Initiated'

/** Sets the status of a stack and adds an event. */
export function setStackStatus(store: Store, stack: Stack, status: string, reason?: string): void {
  stack.status = status
  stack.reason = reason
  addEvent(store, stack, {
    EventId: randomUUID(),
    LogicalResourceId: stack.name,
    PhysicalResourceId: stack.id,
    ResourceType: STACK_TYPE,
    ResourceStatus: status,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  })
}

/** Sets the status of a resource and adds an event; `about` overrides the event's physical ID and properties. */
export function setResourceStatus(
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
  addResourceEvent(store, stack, resource, status, reason, about)
}

/** Adds an event about a resource without changing its record, as for the old physical resource of a replacement. */
export function addResourceEvent(
  store: Store,
  stack: Stack,
  resource: ResourceRecord,
  status: string,
  reason?: string,
  about: { physicalId?: string | undefined; properties?: object } = {},
): void {
  addEvent(store, stack, {
    EventId: `${resource.logicalId}-${status}-${store.now().toISOString()}-${stack.events.length}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: ('physicalId' in about ? about.physicalId : resource.physicalId) ?? '',
    ResourceType: resource.type,
    ResourceStatus: status,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    ResourceProperties: JSON.stringify(
      scalarsAsText(about.properties ?? resource.properties, secretsOf(stack.current)),
    ),
  })
}

type HookEvent = Pick<
  StackEvent,
  'HookType' | 'HookStatus' | 'HookStatusReason' | 'HookInvocationId' | 'HookFailureMode'
>

/** Adds an event about a hook of a resource or of the stack itself. Such events have no properties. */
export function addHookEvent(store: Store, stack: Stack, resource: ResourceRecord | undefined, hook: HookEvent): void {
  addEvent(store, stack, {
    EventId: resource === undefined ? randomUUID() : `${resource.logicalId}-${randomUUID()}`,
    LogicalResourceId: resource?.logicalId ?? stack.name,
    PhysicalResourceId: resource === undefined ? stack.id : (resource.physicalId ?? ''),
    ResourceType: resource?.type ?? STACK_TYPE,
    ResourceStatus: resource?.status ?? stack.status,
    HookInvocationPoint: 'PRE_PROVISION',
    ...hook,
  })
}

/** Adds the event that all hooks have completed and the operation on the resource starts. */
export function addHooksCompletedEvent(store: Store, stack: Stack, resource: ResourceRecord, work: string): void {
  addEvent(store, stack, {
    EventId: `${resource.logicalId}-${randomUUID()}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId ?? '',
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: `Hook invocations complete.  Resource ${work} initiated`,
  })
}

type NewEvent = Omit<StackEvent, 'StackId' | 'StackName' | 'Timestamp' | 'OperationId' | 'ClientRequestToken'>

function addEvent(store: Store, stack: Stack, event: NewEvent): void {
  const operation = stack.operations.at(-1)
  stack.events.push({
    StackId: stack.id,
    StackName: stack.name,
    Timestamp: store.now(),
    ...(operation && operation.endedAt === undefined ? { OperationId: operation.id } : {}),
    ...(stack.token === undefined ? {} : { ClientRequestToken: stack.token }),
    ...event,
  })
}
