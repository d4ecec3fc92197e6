import { errorName } from '../../aws/errors.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { CreatedChangeSet, LostChangeSet } from './change-set.ts'
import type { CloudFormation } from '../client.ts'
import { isMissingStack, readStack, stackResources } from '../stack.ts'
import { ActionError } from '../../support/errors.ts'
import type { Clock } from '../../support/runtime.ts'

/** The subject of the error for an empty stack that was not removed, though its change set was. */
export const EMPTY_STACK = 'empty-stack'
/** Pauses between reads of what is being deleted, about 15 s in all. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 4_000, 8_000]

/**
 * Deletes a change set, and the empty stack that its creation made. The stack is deleted only while it is in
 * REVIEW_IN_PROGRESS and has no resource and no other change set, since another process may use it. Reads are eventually
 * consistent: one read is not enough to delete the stack, and a stack that is not found yet by its ARN exists.
 */
export async function discardChangeSet(
  cloudformation: Pick<
    CloudFormation,
    'deleteChangeSet' | 'deleteStack' | 'describeChangeSet' | 'describeStacks' | 'listChangeSets' | 'listStackResources'
  >,
  created: CreatedChangeSet | LostChangeSet,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const which =
    'arn' in created ? { ChangeSetName: created.arn } : { ChangeSetName: created.name, StackName: created.stack }
  try {
    await cloudformation.deleteChangeSet(which)
  } catch (error) {
    if (!isGone(error)) throw error
  }
  await untilGone(cloudformation, which, clock)
  if (!created.shell) return
  const stack = await readStack(cloudformation, 'arn' in created ? created.stackArn : created.stack)
  const arn = stack?.arn ?? ('arn' in created ? created.stackArn : undefined)
  if (arn === undefined || (stack !== undefined && stack.status !== 'REVIEW_IN_PROGRESS')) return
  const others = await changeSetsOf(cloudformation, arn)
  if (others.some((other) => other.name !== created.name && !('arn' in created && other.arn === created.arn))) return
  if ((await resourcesOf(cloudformation, arn)).length > 0) return
  await cloudformation.deleteStack({ StackName: arn })
  await untilStackGone(cloudformation, arn, clock)
}

/** The SDK names the error after its class where the model of the operation lists it, and otherwise by AWS's code. */
function isGone(error: unknown): boolean {
  return /^ChangeSetNotFound(Exception)?$/.test(errorName(error)) || isMissingStack(error)
}

/** DeleteChangeSet answers before the change set is gone, and does not tell where it cannot be deleted. */
async function untilGone(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  which: { readonly ChangeSetName: string; readonly StackName?: string },
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  let status = ''
  let reason = ''
  for (const pause of [0, ...PAUSES_MS]) {
    if (pause > 0) await clock.sleep(pause)
    try {
      const found = await cloudformation.describeChangeSet(which)
      status = found.Status ?? 'unknown'
      reason = found.StatusReason ?? ''
    } catch (error) {
      if (isGone(error)) return
      throw error
    }
    if (status === 'DELETE_COMPLETE') return
    if (status === 'DELETE_FAILED') break
  }
  throw new ActionError('aws/service', {
    message: `cloudformation:DeleteChangeSet answered, and the change set is still ${status}${reason === '' ? '' : `: ${reason}`}`,
    advice: 'Delete it as the finding says; its status shows when nothing deletes it any more.',
    subject: 'change-set',
    expected: 'no such change set',
    observed: status,
  })
}

/** DeleteStack answers before the stack is gone. A read that is stale still finds it in review. */
async function untilStackGone(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  arn: string,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  let status = ''
  for (const pause of [0, ...PAUSES_MS]) {
    if (pause > 0) await clock.sleep(pause)
    const stack = await readStack(cloudformation, arn)
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return
    status = stack.status
    if (status === 'DELETE_FAILED') break
  }
  throw new ActionError('aws/service', {
    message: `cloudformation:DeleteStack answered, and the empty stack is still ${status}`,
    advice: 'Read the events of the stack: they show why it is not deleted.',
    subject: EMPTY_STACK,
    expected: 'no such stack',
    observed: status,
  })
}

async function resourcesOf(cloudformation: Pick<CloudFormation, 'listStackResources'>, arn: string) {
  try {
    return await stackResources(cloudformation, arn)
  } catch (error) {
    if (isMissingStack(error)) return []
    throw error
  }
}

async function changeSetsOf(
  cloudformation: Pick<CloudFormation, 'listChangeSets'>,
  stackArn: string,
): Promise<{ arn: string; name: string }[]> {
  const found: { arn: string; name: string }[] = []
  const pages = pagesOf('NextToken', (next) => cloudformation.listChangeSets({ StackName: stackArn, ...next }))
  try {
    for await (const page of pages) {
      for (const summary of page.Summaries ?? []) {
        const going = summary.Status?.startsWith('DELETE_') ?? false
        if (!going) found.push({ arn: summary.ChangeSetId ?? '', name: summary.ChangeSetName ?? '' })
      }
    }
  } catch (error) {
    if (!isMissingStack(error)) throw error
  }
  return found
}
