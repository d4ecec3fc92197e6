import { invalid } from './errors.ts'
import type { DeploymentConfig, ResourceRecord, Stack } from './model.ts'
import type { Store } from './store.ts'

const DONE = 'Resource operation completed using Express Mode. It may continue becoming available in the background.'

/** Nested stacks are deployed as their root is. */
export function isExpress(stack: Stack): boolean {
  return stack.parent ? isExpress(stack.parent) : stack.deploymentConfig?.Mode === 'EXPRESS'
}

/** Whether a resource is done as soon as its configuration is applied; custom resources are waited for all the same. */
function endsEarly(stack: Stack, type: string): boolean {
  return isExpress(stack) && !/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type)
}

/** How long an operation on a resource takes; the second half of a creation is its becoming ready. */
export function timeOf(
  store: Store,
  stack: Stack,
  { logicalId, type }: ResourceRecord,
): { readonly applied: number; readonly ready: number } {
  const half = store.duration(stack, logicalId, type) / 2
  return { applied: half, ready: endsEarly(stack, type) ? 0 : half }
}

/** What the last event of a resource's operation says. */
export function doneReason(stack: Stack, { type }: ResourceRecord): string | undefined {
  return endsEarly(stack, type) ? DONE : undefined
}

/** In EXPRESS mode a failure is not rolled back unless the caller asks for it. */
export function disablesRollback(config: DeploymentConfig | undefined, disableRollback: boolean | undefined): boolean {
  return disableRollback === true || (config?.DisableRollback ?? config?.Mode === 'EXPRESS')
}

/** What stopped half way in EXPRESS mode goes on in that mode only. */
export function assertSameMode(stack: Stack, config: DeploymentConfig | undefined): void {
  if (stack.status.endsWith('_FAILED') && isExpress(stack) && config?.Mode !== 'EXPRESS') {
    throw invalid('Follow-up operations must use the same DeploymentConfig (mode=EXPRESS)')
  }
}
