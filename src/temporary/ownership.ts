import type { CloudFormation } from '../cloudformation/client.ts'
import { readStack, type StackState } from '../cloudformation/stack.ts'
import type { Finding } from '../evidence/finding.ts'
import { mapLimit } from '../support/limit.ts'
import type { StackRecord } from './record.ts'
import { hasTagsOf } from './tags.ts'

const READS_AT_ONCE = 4

/** The stacks that exist under these names; deleted ones are left out. */
export async function readStacksNamed(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  names: readonly string[],
): Promise<StackState[]> {
  const found = await mapLimit(names, READS_AT_ONCE, (name) => readStack(cloudformation, name))
  return found.filter((state): state is StackState => state !== undefined && state.status !== 'DELETE_COMPLETE')
}

/**
 * Pure: stacks under the names of a temporary environment that were not made for it. The empty stack of a change set has
 * nothing to lose: a run that was killed before it recorded the stack left it, and its tags say so.
 */
export function judgeOwnership(
  stacks: readonly StackState[],
  recorded: readonly StackRecord[],
  of: { readonly name: string; readonly repository: string },
): Finding[] {
  const own = new Set(recorded.map(({ stackArn }) => stackArn))
  return stacks
    .filter(({ arn, status, tags }) => !own.has(arn) && !(status === 'REVIEW_IN_PROGRESS' && hasTagsOf(tags, of)))
    .map((stack) => ({
      code: 'temporary/foreign-stack',
      outcome: 'fail',
      title: `${stack.name} exists and was not made for ${of.name}`,
      subject: `stack/${stack.name}`,
      expected: `no stack, or one that the record of ${of.name} names`,
      observed: `${stack.arn} in ${stack.status}`,
      advice:
        'Find out who made the stack. It is neither updated nor removed; another name of temporary environments avoids it.',
    }))
}
