import type * as sdk from '@aws-sdk/client-cloudformation'
import type { CloudFormation } from '../../src/cloudformation/client.ts'
import type { TemporaryCalls } from '../../src/aws/clients/temporary.ts'
import { ActionError } from '../../src/support/errors.ts'
import type { FakeClock } from '../deploy/fakes.ts'

/** A stack of the account, as a test prepares it. */
export interface FakeStack {
  readonly arn: string
  readonly name: string
  status: string
  tags: Readonly<Record<string, string>>
  protected: boolean
  hasPolicy: boolean
  parent?: string
  /** Stacks in it: deleted with it. */
  readonly children: string[]
  /** Number of deletions that fail before one succeeds. */
  failures: number
  readonly events: sdk.StackEvent[]
}

/** The job was killed: it executes nothing more. */
export class Killed extends Error {}

const DELETION_MS = 30_000

/**
 * CloudFormation and the Parameter Store of one account, as far as a teardown uses them. The job can be killed at any
 * of its calls, before or after the call has its effect; AWS continues.
 */
export class FakeAccount {
  readonly stacks = new Map<string, FakeStack>()
  readonly parameters = new Map<string, string>()
  /** The arguments of DeleteStack. */
  readonly deleted: string[] = []
  readonly #clock: FakeClock
  #calls = 0
  #kill: { readonly at: number; readonly after: boolean } | undefined
  #dead = false

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  add(stack: Partial<FakeStack> & Pick<FakeStack, 'arn'>): FakeStack {
    const name = stack.arn.split('/')[1] ?? ''
    const added = {
      name,
      status: 'CREATE_COMPLETE',
      tags: {},
      protected: false,
      hasPolicy: false,
      children: [],
      failures: 0,
      events: [],
      ...stack,
    }
    this.stacks.set(added.arn, added)
    return added
  }

  /** A new job, which is killed at a call. */
  begin(kill?: { readonly at: number; readonly after: boolean }): void {
    this.#calls = 0
    this.#dead = false
    this.#kill = kill
  }

  cloudformation(): CloudFormation {
    const calls = {
      describeStacks: ({ StackName = '' }) => {
        const stack = this.#find(StackName, true)
        if (!stack) throw missing(StackName)
        return { Stacks: [described(stack)] }
      },
      getStackPolicy: ({ StackName = '' }) => (this.#find(StackName)?.hasPolicy ? { StackPolicyBody: '{}' } : {}),
      describeStackEvents: ({ StackName = '' }) => ({
        StackEvents: (this.#find(StackName, true)?.events ?? []).toReversed(),
      }),
      listImports: () => ({ Imports: [] }),
      deleteStack: ({ StackName = '' }) => {
        this.deleted.push(StackName)
        const stack = this.#find(StackName)
        if (stack?.protected)
          throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
        if (stack && stack.status !== 'DELETE_IN_PROGRESS') this.startDeletion(stack)
        return {}
      },
    }
    return this.#killable(calls) as unknown as CloudFormation
  }

  temporary(): TemporaryCalls {
    const calls = {
      putParameter: ({ Name = '', Value = '' }) => {
        this.parameters.set(Name, Value)
        return {}
      },
      getParametersByPath: ({ Path = '' }) => ({
        Parameters: [...this.parameters]
          .filter(([name]) => name.startsWith(`${Path}/`))
          .map(([Name, Value]) => ({ Name, Value })),
      }),
      deleteParameters: ({ Names = [] as string[] }) => {
        for (const name of Names) this.parameters.delete(name)
        return {}
      },
    }
    const none = () => Promise.reject(new Error('not called'))
    return {
      parameters: () => Promise.resolve(this.#killable(calls)),
      objects: none,
      network: none,
    } as unknown as TemporaryCalls
  }

  /** The effect in AWS after the request, whether the job is alive or not. */
  startDeletion(stack: FakeStack): void {
    this.#turn(stack, 'DELETE_IN_PROGRESS')
    this.#clock.at(DELETION_MS, () => {
      if (stack.failures > 0) {
        stack.failures -= 1
        stack.events.push({
          ...eventOf(stack),
          LogicalResourceId: 'Topic',
          ResourceType: 'AWS::SNS::Topic',
          PhysicalResourceId: 'topic',
          ResourceStatus: 'DELETE_FAILED',
          ResourceStatusReason: 'in use',
        })
        this.#turn(stack, 'DELETE_FAILED', 'The following resource(s) failed to delete: [Topic].')
        return
      }
      for (const arn of stack.children) this.#turn(this.stacks.get(arn), 'DELETE_COMPLETE')
      this.#turn(stack, 'DELETE_COMPLETE')
    })
  }

  #turn(stack: FakeStack | undefined, status: string, reason?: string): void {
    if (!stack) return
    stack.status = status
    stack.events.push({
      ...eventOf(stack),
      ResourceStatus: status as sdk.ResourceStatus,
      ...(reason !== undefined && { ResourceStatusReason: reason }),
    })
  }

  /** By ARN, including deleted ones; by name, the existing one. */
  #find(nameOrArn: string, orDeleted = false): FakeStack | undefined {
    const stack =
      this.stacks.get(nameOrArn) ??
      [...this.stacks.values()].find(({ name, status }) => name === nameOrArn && status !== 'DELETE_COMPLETE')
    return stack?.status === 'DELETE_COMPLETE' && !orDeleted ? undefined : stack
  }

  #killable<T extends object>(calls: T): T {
    const wrap =
      (call: (input: never) => unknown) =>
      (input: never): Promise<unknown> => {
        if (this.#dead) return Promise.reject(new Killed())
        this.#calls += 1
        const killed = this.#kill?.at === this.#calls
        if (killed) this.#dead = true
        if (killed && this.#kill?.after !== true) return Promise.reject(new Killed())
        const answer = new Promise((resolve) => resolve(call(input)))
        return killed ? answer.then(() => Promise.reject(new Killed())) : answer
      }
    return Object.fromEntries(
      Object.entries(calls).map(([name, call]) => [name, wrap(call as (input: never) => unknown)]),
    ) as T
  }
}

function described({ arn, name, status, tags, protected: isProtected, parent }: FakeStack): sdk.Stack {
  return {
    StackId: arn,
    StackName: name,
    StackStatus: status as sdk.StackStatus,
    CreationTime: new Date(0),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: isProtected,
    ...(parent !== undefined && { ParentId: parent }),
  }
}

function eventOf({ arn, name, events }: FakeStack): sdk.StackEvent {
  return {
    EventId: `${arn} ${events.length}`,
    StackId: arn,
    StackName: name,
    LogicalResourceId: name,
    PhysicalResourceId: arn,
    ResourceType: 'AWS::CloudFormation::Stack',
    Timestamp: new Date(0),
  }
}

function invalid(message: string): ActionError {
  const cause = Object.assign(new Error(message), { name: 'ValidationError' })
  return new ActionError('aws/service', { message: `cloudformation answered ValidationError: ${message}`, cause })
}

const missing = (name: string): ActionError => invalid(`Stack with id ${name} does not exist`)
