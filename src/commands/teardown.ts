import type { Context } from './contract.ts'
import { tearDown } from '../temporary/teardown/index.ts'

/** Removes a temporary environment, or lists and removes those that have expired. */
export async function run(context: Context): Promise<void> {
  await tearDown(context)
}
