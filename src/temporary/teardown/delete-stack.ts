import { errorText } from '../../aws/errors.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { isMissingStack, readStack } from '../../cloudformation/stack.ts'
import { EventTail, STACK_TYPE, type OperationEvent } from '../../cloudformation/update/events.ts'
import { pagesOf } from '../../aws/pages.ts'
import { operationEvent } from '../../cloudformation/update/events.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { poll } from '../../support/poll.ts'
import type { StackRecord } from '../record.ts'

const TIMEOUT_MS = 3_600_000
const FIRST_POLL_MS = 1_000
const SLOWEST_POLL_MS = 5_000
/** Of the stacks in a stack that could not be deleted, this many levels are read. */
const NESTED_LEVELS = 5

export interface Deletion {
  readonly kind: 'deleted' | 'failed'
  /** AWS's reason for the stack. */
  readonly reason: string
  /** Resources that could not be deleted, in the order of time; those of nested stacks in place of the nested stack. */
  readonly failed: readonly OperationEvent[]
  /** Resources that their deletion policy keeps. */
  readonly retained: readonly OperationEvent[]
}

type World = Pick<Ports, 'clock' | 'log' | 'cancelled'>

/**
 * Deletes a stack by its id and waits for the end. A stack that is being deleted already is waited for; one that is deleted
 * is done. Rejects with an ActionError where AWS denies it, or after an hour.
 */
export async function deleteStack(
  { clock, log, cancelled }: World,
  cloudformation: CloudFormation,
  { id, stackArn }: StackRecord,
  token: string,
): Promise<Deletion> {
  const name = stackArn.split('/')[1] ?? stackArn
  const before = await readStack(cloudformation, stackArn)
  if (before === undefined || before.status === 'DELETE_COMPLETE') return DELETED
  const tail = new EventTail(cloudformation, id, stackArn)
  const events: OperationEvent[] = []
  if (before.status === 'DELETE_IN_PROGRESS') {
    log.info(`${name} is being deleted already; waiting for it`)
  } else {
    await tail.skipPast()
    const refusal = await request(cloudformation, stackArn, token)
    if (refusal !== undefined) return { kind: 'failed', reason: refusal, failed: [], retained: [] }
    log.info(`${name}: deletion requested`)
  }
  const end = await poll(
    {
      clock,
      signal: cancelled,
      first: FIRST_POLL_MS,
      slowest: SLOWEST_POLL_MS,
      timeout: TIMEOUT_MS,
      subject: `stack/${id}`,
      waitingFor: `the stack ${name} to be deleted`,
      onTimeout: `See \`aws cloudformation describe-stack-events --stack-name ${stackArn}\`, and run the teardown again: it waits for the same deletion.`,
    },
    async () => {
      const fresh = await tail.next(isStart)
      events.push(...fresh)
      for (const event of fresh)
        if (event.status === 'DELETE_FAILED') log.warning(`${name}/${event.logicalId}: ${event.reason}`)
      const now = await readStack(cloudformation, stackArn)
      if (now === undefined || now.status === 'DELETE_COMPLETE') return DELETED
      // Reads can be stale: only an event of this deletion proves that it has failed.
      const started = events.findLastIndex(isStart)
      const ended = events.slice(started + 1).find(({ ofStack, status }) => ofStack && !status.endsWith('_IN_PROGRESS'))
      return started >= 0 && ended ? { ...DELETED, kind: 'failed' as const, reason: ended.reason } : undefined
    },
  )
  events.push(...(await tail.next(isStart)))
  const own = lastOf(events)
  const failed = own.filter(({ status, ofStack }) => status === 'DELETE_FAILED' && !ofStack)
  return {
    ...end,
    failed: end.kind === 'failed' ? await deepest(cloudformation, id, failed, NESTED_LEVELS) : [],
    retained: own.filter(({ status }) => status === 'DELETE_SKIPPED'),
  }
}

const DELETED: Deletion = { kind: 'deleted', reason: '', failed: [], retained: [] }

function isStart({ ofStack, status }: OperationEvent): boolean {
  return ofStack && status === 'DELETE_IN_PROGRESS'
}

/** @returns why CloudFormation does not begin the deletion */
async function request(
  cloudformation: Pick<CloudFormation, 'deleteStack'>,
  stackArn: string,
  token: string,
): Promise<string | undefined> {
  try {
    await cloudformation.deleteStack({ StackName: stackArn, ClientRequestToken: token })
    return undefined
  } catch (error) {
    if (isMissingStack(error)) return undefined
    if (error instanceof ActionError && error.code === 'aws/service') return errorText(error)
    throw error
  }
}

/** The last event of each resource. */
function lastOf(events: readonly OperationEvent[]): OperationEvent[] {
  return [...new Map(events.map((event) => [`${event.logicalId} ${event.physicalId}`, event])).values()]
}

/** In place of a nested stack that could not be deleted, the resources in it that could not be. */
async function deepest(
  cloudformation: Pick<CloudFormation, 'describeStackEvents'>,
  stack: string,
  failed: readonly OperationEvent[],
  levels: number,
): Promise<OperationEvent[]> {
  const found: OperationEvent[] = []
  for (const event of failed) {
    const isNested = event.type === STACK_TYPE && event.physicalId.startsWith('arn:') && levels > 0
    const inner = isNested ? await failedIn(cloudformation, `${stack}/${event.logicalId}`, event.physicalId) : []
    if (inner.length === 0) found.push(event)
    else found.push(...(await deepest(cloudformation, `${stack}/${event.logicalId}`, inner, levels - 1)))
  }
  return found
}

/** Resources that the last deletion of a nested stack left. */
async function failedIn(
  cloudformation: Pick<CloudFormation, 'describeStackEvents'>,
  stack: string,
  stackArn: string,
): Promise<OperationEvent[]> {
  const events: OperationEvent[] = []
  const pages = pagesOf('NextToken', (next) => cloudformation.describeStackEvents({ StackName: stackArn, ...next }))
  for await (const page of pages) {
    const own = (page.StackEvents ?? []).map((event) => operationEvent(event, stack))
    const start = own.findIndex(isStart)
    events.push(...own.slice(0, start < 0 ? own.length : start))
    if (start >= 0) break
  }
  return lastOf(events.toReversed()).filter(({ status, ofStack }) => status === 'DELETE_FAILED' && !ofStack)
}
