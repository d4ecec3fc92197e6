import type * as sdk from '@aws-sdk/client-cloudformation'
import type { CloudFormation } from './client.ts'

/** Something that happened to a stack or to one of its resources. */
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
  /** In AWS's words; may be one that its documentation does not list. */
  readonly status: string
  readonly reason: string
  /** Of the request that began the operation; absent where AWS does not tell. */
  readonly token?: string
  /** A hook of CloudFormation's that looked at the resource, and what it came to. */
  readonly hook?: {
    readonly type: string
    readonly status: string
    readonly reason: string
    /** FAIL or WARN. */
    readonly mode: string
    /** With which AWS can be asked for more; empty where it does not tell. */
    readonly invocation: string
  }
  /** About the stack itself rather than about a resource in it. */
  readonly ofStack: boolean
}

export const STACK_TYPE = 'AWS::CloudFormation::Stack'

/** Statuses of a stack with which an operation begins. */
const BEGINNINGS = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'IMPORT_IN_PROGRESS'])

/** Whether this is the first event of a creation, update or import of the stack itself. */
export function isBeginning(event: OperationEvent): boolean {
  // Hooks of the stack tell what they do with the stack's own status.
  return event.ofStack && event.hook === undefined && BEGINNINGS.has(event.status)
}

/** Reads the events of one stack as they come, each once, in the order in which they happened. */
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

  /** Takes everything that has happened so far as known, so that `next` gives only what comes after. */
  async skipPast(): Promise<void> {
    // The newest suffices: reading ends at the first event that is known.
    for (const event of await this.#page(undefined).then((page) => page.events)) this.#seen.add(event.id)
  }

  /** New events, oldest first. `from`: where nothing is known yet, the first event that counts. */
  async next(from: (event: OperationEvent) => boolean = () => false): Promise<OperationEvent[]> {
    const fresh: OperationEvent[] = []
    let token: string | undefined
    do {
      const page = await this.#page(token)
      for (const event of page.events) {
        if (this.#seen.has(event.id)) return this.#take(fresh)
        fresh.push(event)
        if (from(event)) return this.#take(fresh)
      }
      token = page.next
    } while (token !== undefined)
    return this.#take(fresh)
  }

  #take(newestFirst: readonly OperationEvent[]): OperationEvent[] {
    for (const event of newestFirst) this.#seen.add(event.id)
    return newestFirst.toReversed()
  }

  async #page(token: string | undefined): Promise<{ events: OperationEvent[]; next: string | undefined }> {
    const answer = await this.#cloudformation.describeStackEvents({
      StackName: this.stackArn,
      ...(token !== undefined && { NextToken: token }),
    })
    return {
      events: (answer.StackEvents ?? []).map((event) => operationEvent(event, this.stack)),
      next: answer.NextToken,
    }
  }
}

/** AWS's event in our terms. */
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
