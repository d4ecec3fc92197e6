import { errorText } from '../../aws/errors.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { readStack, type StackState } from '../../cloudformation/stack.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ActionError } from '../../support/errors.ts'

/**
 * What CloudFormation says where a stack is not as it was read. That one which is read again as it was does not exist is
 * no sign of a change: the answers contradict each other.
 */
const OTHERWISE = /^Stack\b.* (already exists and cannot be created|is in \w+ state and can ?not be)/i

/**
 * Whether AWS refused a request because the stack was created again or changed since it was read. Undefined where the stack
 * is unchanged.
 */
export async function changedMeanwhile(
  { cloudformation, stack, environment }: StackRead,
  before: StackState | undefined,
  error: ActionError,
): Promise<Finding | undefined> {
  if (error.code !== 'aws/service') return undefined
  const now = await readStack(cloudformation, stack.name).catch(() => before)
  // An empty stack may be the one that our change set made.
  const same =
    before === undefined
      ? now === undefined || now.status === 'REVIEW_IN_PROGRESS'
      : now?.arn === before.arn && now.status === before.status
  // Reads may be stale; the reason of the refusal is not.
  const said = OTHERWISE.test(errorText(error)) ? errorText(error) : undefined
  if (same && said === undefined) return undefined
  const show = (state: StackState | undefined): string =>
    state === undefined ? 'no such stack' : `${state.arn} in ${state.status}`
  return {
    code: 'stack/changed-concurrently',
    outcome: 'fail',
    title: `${stack.name} was changed by another process while it was planned`,
    subject: `stack/${stack.id}`,
    expected: show(before),
    observed: same ? (said as string) : show(now),
    advice:
      `Find the operation with \`aws cloudformation describe-stack-events --stack-name ${stack.name} ` +
      `--region ${environment.region}\`, and start the release again when it has ended.`,
  }
}

interface StackRead {
  readonly cloudformation: Pick<CloudFormation, 'describeStacks'>
  readonly stack: { readonly id: string; readonly name: string }
  readonly environment: { readonly region: string }
}
