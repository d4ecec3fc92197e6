import { invalid } from '../errors.ts'
import type { DeploymentConfig, ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'

const DONE = 'Resource operation completed using Express Mode. It may continue becoming available in the background.'

/** Whether a stack is deployed in EXPRESS mode; nested stacks follow their root. */
export function isExpress(stack: Stack): boolean {
  return stack.parent ? isExpress(stack.parent) : stack.deploymentConfig?.Mode === 'EXPRESS'
}

/** Whether a resource is complete as soon as its configuration is applied. Custom resources are always awaited. */
function isDoneEarly(stack: Stack, type: string): boolean {
  return isExpress(stack) && !/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type)
}

/** The duration of an operation on a resource: until its configuration is applied, and until it is ready. */
export function operationTime(
  store: Store,
  stack: Stack,
  { logicalId, type }: ResourceRecord,
): { readonly applied: number; readonly ready: number } {
  const half = store.duration(stack, logicalId, type) / 2
  return { applied: half, ready: isDoneEarly(stack, type) ? 0 : half }
}

/** The status reason of the last event of a resource operation. */
export function doneReason(stack: Stack, { type }: ResourceRecord): string | undefined {
  return isDoneEarly(stack, type) ? DONE : undefined
}

/** Whether failures are not rolled back, which is the default in EXPRESS mode. */
export function disablesRollback(config: DeploymentConfig | undefined, disableRollback: boolean | undefined): boolean {
  return disableRollback === true || (config?.DisableRollback ?? config?.Mode === 'EXPRESS')
}

/** Fails when an operation that failed in EXPRESS mode is to be continued in another mode. */
export function assertSameMode(stack: Stack, config: DeploymentConfig | undefined): void {
  if (stack.status.endsWith('_FAILED') && isExpress(stack) && config?.Mode !== 'EXPRESS') {
    throw invalid('Follow-up operations must use the same DeploymentConfig (mode=EXPRESS)')
  }
}
