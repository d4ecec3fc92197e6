import type { StackOperation } from '../contract.ts'
import type { Store } from '../store.ts'

/** One operation on one stack, with the store that holds the stack. */
export interface Work extends StackOperation {
  readonly store: Store
}
