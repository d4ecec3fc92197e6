import type * as sdk from '@aws-sdk/client-cloudformation'
import { pagesOf } from '../../aws/pages.ts'
import type { CloudFormation } from '../client.ts'

/** An event of a stack or of one of its resources. */
export interface OperationEvent {
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  /** Id of the stack in the configuration; for a nested one the path of logical ids, `web/Database`. */
  readonly stack: string
  readonly stackArn: string
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  /** AWS's status; may be one that its documentation does not list. */
  readonly status: string
  readonly reason: string
  /** Client token of the request that started the operation; absent where AWS does not say. */
  readonly token?: string
  /** The CloudFormation Hook that was invoked for the resource, and its result. */
  readonly hook?: {
    readonly type: string
    readonly status: string
    readonly reason: string
    /** FAIL or WARN. */
    readonly mode: string
    /** Id for GetHookResult; empty where AWS does not say. */
    readonly invocation: string
  }
  /** True for an event of the stack itself, not of a resource in it. */
  readonly ofStack: boolean
}

export const STACK_TYPE = 'AWS::CloudFormation::Stack'

/** Statuses of a stack with which an operation begins. */
const BEGINNINGS = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'IMPORT_IN_PROGRESS'])

/** Whether this is the first event of a creation, update or import of the stack itself. */
export function isBeginning(event: OperationEvent): boolean {
  // Events of hooks for the stack have the stack's own status.
  return event.ofStack && event.hook === undefined && BEGINNINGS.has(event.status)
}

/** Reads new events of one stack, each once, in the order of time. */
export class EventTail {
  readonly stack: string
  readonly stackArn: string
  readonly #cloudformation: Pick<CloudFormation, 'describeStackEvents'>
  readonly #seen = new Set<string>()

  constructor(cloudformation: Pick<CloudFormation, 'describeStackEvents'>, stack: string, stackArn: string) {
    this.#cloudformation = cloudformation
    this.stack = stack
    this.stackArn = stackArn
  }

  /** Marks all events until now as known: `next` gives later ones only. */
  async skipPast(): Promise<void> {
    // The newest page suffices: reading ends at the first known event.
    const { value: newest = [] } = await this.#pages().next()
    this.#take(newest)
  }

  /** New events, oldest first. `from`: where nothing is known yet, the first event that counts. */
  async next(from: (event: OperationEvent) => boolean = () => false): Promise<OperationEvent[]> {
    const fresh: OperationEvent[] = []
    for await (const page of this.#pages()) {
      for (const event of page) {
        if (this.#seen.has(event.id)) return this.#take(fresh)
        fresh.push(event)
        if (from(event)) return this.#take(fresh)
      }
    }
    return this.#take(fresh)
  }

  #take(newestFirst: readonly OperationEvent[]): OperationEvent[] {
    for (const event of newestFirst) this.#seen.add(event.id)
    return newestFirst.toReversed()
  }

  /** Newest first. */
  async *#pages(): AsyncGenerator<OperationEvent[], undefined> {
    const pages = pagesOf('NextToken', (next) =>
      this.#cloudformation.describeStackEvents({ StackName: this.stackArn, ...next }),
    )
    for await (const page of pages) yield (page.StackEvents ?? []).map((event) => operationEvent(event, this.stack))
  }
}

/** Converts an event of AWS. */
export function operationEvent(event: sdk.StackEvent, stack: string): OperationEvent {
  const stackArn = event.StackId ?? ''
  const physicalId = event.PhysicalResourceId ?? ''
  return {
    id: event.EventId ?? '',
    at: (event.Timestamp ?? new Date(0)).toISOString(),
    stack,
    stackArn,
    logicalId: event.LogicalResourceId ?? '',
    physicalId,
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? 'UNKNOWN',
    reason: event.ResourceStatusReason ?? '',
    ...(event.HookType !== undefined && {
      hook: {
        type: event.HookType,
        status: event.HookStatus ?? '',
        reason: event.HookStatusReason ?? '',
        mode: event.HookFailureMode ?? 'FAIL',
        invocation: event.HookInvocationId ?? '',
      },
    }),
    ...(event.ClientRequestToken !== undefined && { token: event.ClientRequestToken }),
    ofStack: event.ResourceType === STACK_TYPE && physicalId === stackArn,
  }
}
