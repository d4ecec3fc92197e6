import type { ResourceRecord, Stack } from './model.ts'
import type { Cancellation } from './stacks/cancellation.ts'
import type { Json, JsonObject, ResourceDefinition } from './template/template.ts'

/** One operation on one stack. */
export interface StackOperation {
  readonly stack: Stack
  readonly cancellation: Cancellation
  /** The stack policy that applies to this update. */
  readonly policy?: string | undefined
}

/** The state that an operation brings a resource to. */
export interface Target {
  readonly definition: ResourceDefinition
  readonly properties: { readonly [name: string]: Json }
  readonly dependencies: readonly string[]
  /** Evaluated. */
  readonly updatePolicy?: JsonObject | undefined
}

/** How an operation on a stack works on the stacks nested in it. The store holds it, which avoids an import circle. */
export interface NestedStacks {
  create(operation: StackOperation, record: ResourceRecord, target: Target, initiated: () => void): Promise<void>
  update(operation: StackOperation, record: ResourceRecord, target: Target): Promise<void>
  remove(record: ResourceRecord): Promise<void>
  /** Restores the state that the record had before; false when that fails. */
  rollBack(stack: Stack, record: ResourceRecord, before: ResourceRecord): Promise<boolean>
  /** Completes the updates of nested stacks, which have waited for the cleanup of their parent. */
  finishUpdates(stack: Stack): Promise<void>
}
