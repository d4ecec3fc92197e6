import type * as sdk from '@aws-sdk/client-cloudformation'
import type { CloudFormation } from '../../src/cloudformation/client.ts'
import type { Clock, Log } from '../../src/support/runtime.ts'
import { ActionError } from '../../src/support/errors.ts'
import { FakeCalls } from './fake-calls.ts'

interface Appointment {
  readonly at: number
  readonly act: () => void
  readonly sleeper: boolean
}

/**
 * Time that advances only while something sleeps, and then at once: to the end of the next sleep, or to the next action
 * of `at`. Parallel sleepers wake in the order of their times.
 */
export class FakeClock implements Clock {
  #now = Date.parse('2026-11-01T12:00:00Z')
  #agenda: Appointment[] = []
  #turning = false

  now(): Date {
    return new Date(this.#now)
  }

  /** Runs `act` when that many milliseconds from now have passed. */
  at(ms: number, act: () => void): void {
    this.#arrange({ at: this.#now + ms, act, sleeper: false })
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const appointment: Appointment = { at: this.#now + ms, act: resolve, sleeper: true }
      signal?.addEventListener('abort', () => {
        this.#agenda = this.#agenda.filter((each) => each !== appointment)
        reject(signal.reason as Error)
      })
      this.#arrange(appointment)
      this.#turn()
    })
  }

  #arrange(appointment: Appointment): void {
    this.#agenda = [...this.#agenda, appointment].toSorted((a, b) => a.at - b.at)
  }

  /** Everything that can continue without time runs first. */
  #turn(): void {
    if (this.#turning) return
    this.#turning = true
    setImmediate(() => {
      this.#turning = false
      if (!this.#agenda.some(({ sleeper }) => sleeper)) return
      const next = this.#agenda.shift()
      if (!next) return
      this.#now = Math.max(this.#now, next.at)
      next.act()
      this.#turn()
    })
  }
}

export class FakeLog implements Log {
  readonly lines: string[] = []
  debug(text: string): void {
    this.lines.push(`debug ${text}`)
  }
  info(text: string): void {
    this.lines.push(text)
  }
  warning(text: string): void {
    this.lines.push(`warning ${text}`)
  }
  async group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.lines.push(`group ${title}`)
    return body()
  }
  mask(): void {}
}

/** An AWS error in the form that a client throws. */
export function awsError(
  name: string,
  message = name,
  code: 'aws/service' | 'aws/unreachable' | 'aws/throttled' | 'aws/denied' = 'aws/service',
): ActionError {
  return new ActionError(code, {
    message: `answered ${name}: ${message}`,
    cause: Object.assign(new Error(message), { name }),
  })
}

/** Events after the change set is executed: when (ms), of which resource (`*` is the stack), what, and why. */
export interface Step {
  readonly ms: number
  readonly id: string
  readonly status: string
  readonly reason?: string
  readonly type?: string
  readonly physicalId?: string
  /** Of a nested stack, which has its own events. */
  readonly stackArn?: string
}

interface FakeStack {
  readonly arn: string
  readonly name: string
  status: string
  changeSetArn?: string
  readonly outputs: Record<string, string>
  readonly events: sdk.StackEvent[]
}

interface FakeChangeSet {
  readonly arn: string
  readonly stackArn: string
  status: string
  execution: string
  script: readonly Step[]
}

/**
 * CloudFormation by script: executing a change set schedules its steps. Events are newest first and paged, statuses of
 * the stack follow its own events, a token is stored, and a stack in progress refuses.
 */
export class FakeCloudFormation extends FakeCalls {
  readonly stacks = new Map<string, FakeStack>()
  readonly changeSets = new Map<string, FakeChangeSet>()
  pageSize = 3
  readonly #clock: FakeClock
  readonly #tokens = new Map<string, string>()
  #serial = 0

  constructor(clock: FakeClock) {
    super()
    this.#clock = clock
  }

  stack(name: string, status: string, outputs: Record<string, string> = {}): FakeStack {
    const arn = `arn:aws:cloudformation:eu-west-1:111111111111:stack/${name}/${this.#serial++}`
    const stack: FakeStack = { arn, name, status, outputs, events: [] }
    this.stacks.set(arn, stack)
    this.happen(stack, { ms: 0, id: '*', status }, 'an-earlier-one')
    return stack
  }

  changeSet(stack: FakeStack, script: readonly Step[]): FakeChangeSet {
    const arn = `arn:aws:cloudformation:eu-west-1:111111111111:changeSet/cs/${this.#serial++}`
    const made: FakeChangeSet = { arn, stackArn: stack.arn, status: 'CREATE_COMPLETE', execution: 'AVAILABLE', script }
    this.changeSets.set(arn, made)
    return made
  }

  happen(stack: FakeStack, step: Step, token: string): void {
    const target = step.stackArn === undefined ? stack : this.stacks.get(step.stackArn)
    if (!target) throw new Error(`no stack ${step.stackArn}`)
    const own = step.id === '*'
    target.events.unshift({
      EventId: `e${this.#serial++}`,
      StackId: target.arn,
      StackName: target.name,
      LogicalResourceId: own ? target.name : step.id,
      PhysicalResourceId: own ? target.arn : (step.physicalId ?? ''),
      ResourceType: own ? 'AWS::CloudFormation::Stack' : (step.type ?? 'AWS::SSM::Parameter'),
      ResourceStatus: step.status as sdk.ResourceStatus,
      ResourceStatusReason: step.reason,
      Timestamp: this.#clock.now(),
      ClientRequestToken: token,
    })
    if (own) target.status = step.status
  }

  get api(): CloudFormation {
    return {
      describeStacks: (input: sdk.DescribeStacksCommandInput) =>
        this.answer('describeStacks', input, () => {
          const stack = this.#find(input.StackName ?? '')
          return {
            Stacks: [
              {
                StackId: stack.arn,
                StackName: stack.name,
                StackStatus: stack.status,
                ChangeSetId: stack.changeSetArn,
                Outputs: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
              },
            ],
          }
        }),
      listStacks: (input: sdk.ListStacksCommandInput) =>
        this.answer('listStacks', input, () => ({
          StackSummaries: [...this.stacks.values()]
            .filter(({ status }) => input.StackStatusFilter?.includes(status as sdk.StackStatus) ?? true)
            .map(({ arn, name, status }) => ({ StackId: arn, StackName: name, StackStatus: status })),
        })),
      listStackResources: (input: sdk.ListStackResourcesCommandInput) =>
        this.answer('listStackResources', input, () => {
          const last = new Map<string, sdk.StackResourceSummary>()
          for (const event of this.#find(input.StackName ?? '').events.toReversed()) {
            if (event.ResourceType === 'AWS::CloudFormation::Stack' && event.PhysicalResourceId === event.StackId)
              continue
            last.set(event.LogicalResourceId ?? '', {
              LogicalResourceId: event.LogicalResourceId,
              PhysicalResourceId: event.PhysicalResourceId,
              ResourceType: event.ResourceType,
              ResourceStatus: event.ResourceStatus,
              LastUpdatedTimestamp: event.Timestamp,
            })
          }
          return { StackResourceSummaries: [...last.values()] }
        }),
      describeStackEvents: (input: sdk.DescribeStackEventsCommandInput) =>
        this.answer('describeStackEvents', input, () => {
          const { events } = this.#find(input.StackName ?? '')
          const from = Number(input.NextToken ?? 0)
          const next = from + this.pageSize
          return {
            StackEvents: events.slice(from, next),
            ...(next < events.length && { NextToken: String(next) }),
          }
        }),
      describeChangeSet: (input: sdk.DescribeChangeSetCommandInput) =>
        this.answer('describeChangeSet', input, () => {
          const found = this.changeSets.get(input.ChangeSetName ?? '')
          if (!found) throw awsError('ChangeSetNotFound', `ChangeSet [${input.ChangeSetName}] does not exist`)
          return { StackId: found.stackArn, Status: found.status, ExecutionStatus: found.execution }
        }),
      executeChangeSet: (input: sdk.ExecuteChangeSetCommandInput) =>
        this.answer('executeChangeSet', input, () => this.#execute(input)),
      cancelUpdateStack: (input: sdk.CancelUpdateStackCommandInput) =>
        this.answer('cancelUpdateStack', input, () => {
          const stack = this.#find(input.StackName ?? '')
          if (stack.status !== 'UPDATE_IN_PROGRESS') throw awsError('ValidationError', 'cannot cancel')
          this.happen(stack, { ms: 0, id: '*', status: 'UPDATE_ROLLBACK_IN_PROGRESS' }, 'cancel')
          return {}
        }),
    } as unknown as CloudFormation
  }

  #execute(input: sdk.ExecuteChangeSetCommandInput): object {
    const changeSet = this.changeSets.get(input.ChangeSetName ?? '')
    if (!changeSet) throw awsError('ChangeSetNotFound', 'does not exist')
    const token = input.ClientRequestToken ?? ''
    if (this.#tokens.get(token) === changeSet.arn) return {}
    if (changeSet.execution !== 'AVAILABLE') {
      throw awsError('InvalidChangeSetStatus', `cannot be executed in its current status of [${changeSet.execution}]`)
    }
    const stack = this.#find(changeSet.stackArn)
    this.#tokens.set(token, changeSet.arn)
    changeSet.execution = 'EXECUTE_IN_PROGRESS'
    stack.changeSetArn = changeSet.arn
    const last = changeSet.script.at(-1)
    for (const step of changeSet.script) {
      this.#clock.at(step.ms, () => {
        if (stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS' && step.status.startsWith('UPDATE_C')) return
        this.happen(stack, step, token)
        if (step === last) changeSet.execution = 'EXECUTE_COMPLETE'
      })
    }
    return {}
  }

  #find(nameOrArn: string): FakeStack {
    const found = this.stacks.get(nameOrArn) ?? [...this.stacks.values()].findLast(({ name }) => name === nameOrArn)
    if (!found) throw awsError('ValidationError', `Stack with id ${nameOrArn} does not exist`)
    return found
  }
}
