import type { Cancellation } from './cancellation.ts'
import type { ResourceRecord, Stack } from './model.ts'
import type { Store } from './store.ts'
import type { Json, JsonObject, ResourceDefinition } from './template.ts'

/** One operation on one stack. */
export interface Work {
  readonly store: Store
  readonly stack: Stack
  readonly cancellation: Cancellation
  /** The stack policy that an update goes by. */
  readonly policy?: string | undefined
}

/** What one resource is to become. */
export interface Target {
  readonly definition: ResourceDefinition
  readonly properties: { readonly [name: string]: Json }
  readonly needs: readonly string[]
  /** Evaluated. */
  readonly updatePolicy?: JsonObject | undefined
}

/** How a stack works on the stacks inside it; the store holds it, so that neither has to know the other's file. */
export interface NestedStacks {
  create(work: Work, record: ResourceRecord, target: Target, initiated: () => void): Promise<void>
  update(work: Work, record: ResourceRecord, target: Target): Promise<void>
  remove(work: Work, record: ResourceRecord): Promise<void>
  /** Back to where the record was; false when that fails. */
  rollBack(work: Work, record: ResourceRecord, was: ResourceRecord): Promise<boolean>
  /** The parent's cleanup is also its children's. */
  settle(work: Work): Promise<void>
}
