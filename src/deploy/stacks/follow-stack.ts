import { endOf, type StackEnd } from '../../cloudformation/update/diagnose.ts'
import { EventTail, isBeginning, STACK_TYPE, type OperationEvent } from '../../cloudformation/update/events.ts'
import { readStack, type StackState } from '../../cloudformation/stack.ts'
import { readUpdateFacts, type Update, type UpdateRequest } from '../../cloudformation/update/update.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Ports } from '../../ports.ts'
import type { Log } from '../../support/runtime.ts'
import { alignedClock, detailsPause, FIRST_READ_MS, SLOWEST_PAUSE_MS } from '../pace.ts'
import { SharedStatuses } from '../deployments/shared-statuses.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { poll } from '../../support/poll.ts'
import { oneLine } from '../../support/text/text.ts'
import { secondsColumn } from '../../support/text/durations.ts'

/** What following needs of the world. */
export interface FollowWorld {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'cancelled'>
  readonly record: Recorder
  /** Statuses of the operations that are followed beside this one. */
  readonly statuses?: SharedStatuses | undefined
}

/** Follows, beside a stack, the deployments that its events start. Both reject only with the signal's reason. */
export interface Companion {
  notice(events: readonly OperationEvent[]): void
  look(): Promise<void>
}

/** Events come late at times; the stack itself is asked now and then whether it has ended. */
const READS_PER_STATE = 5
const NESTED_PER_READ = 3
const HEARTBEAT_MS = 30_000
/** Further reads of events that are missing when the stack has its final status. */
const LATE_READS = 5

/**
 * Follows an operation on a stack to its end: each event is a line in the log, each finished resource an entry of the
 * timeline. An operation that still runs at the timeout rejects with a `timeout` error; statuses that are not known are
 * waited out. Rejects with the signal's reason when cancelled: the operation then still runs.
 */
export async function followStack(
  world: FollowWorld,
  cloudformation: CloudFormation,
  request: UpdateRequest,
  update: Extract<Update, { kind: 'running' }>,
  {
    timeout,
    isTold = () => true,
    beside,
  }: {
    readonly timeout: number
    /** Whether the events so far are all that is expected of an operation that has succeeded. */
    readonly isTold?: (events: readonly OperationEvent[]) => boolean
    readonly beside?: Companion
  },
): Promise<StackEnd> {
  const { log, cancelled } = world.ports
  const { stacks } = world.statuses ?? new SharedStatuses(world.ports.clock, log)
  const clock = alignedClock(world.ports.clock, () => stacks.followers)
  const began = clock.now().getTime()
  const updateLog = new UpdateLog(world, began, request.stack)
  const nested = new Nested(cloudformation)
  let looks = 0
  // Where many begin together, their events are read in turns from the start.
  let eventsRead = began

  const readEvents = async (all: boolean): Promise<void> => {
    const begins = update.resumed && updateLog.events.length === 0 ? isBeginning : undefined
    eventsRead = clock.now().getTime()
    const fresh = await update.tail.next(begins)
    updateLog.add(fresh)
    nested.discover(fresh)
    const below = await nested.next(updateLog.beganAt, all)
    updateLog.add(below)
    nested.discover(below)
    beside?.notice([...fresh, ...below])
  }
  const look = async (): Promise<StackState | undefined> => {
    looks++
    const isTurn = looks % READS_PER_STATE === 0
    // Undefined: no other stack is followed; its own events and state are read.
    const runs = await stacks.read(cloudformation, request.stackArn)
    const isAlone = runs === undefined
    const readsState = isAlone ? isTurn : !runs
    if (isAlone ? !isTurn : runs && clock.now().getTime() - eventsRead >= detailsPause(stacks.followers))
      await stacks.spareDetails(1, () => readEvents(false))
    if (isTurn) await beside?.look()
    updateLog.heartbeat()
    if (!readsState && !updateLog.hasEnded()) return undefined
    const state = await stacks.details(1, () => readStack(cloudformation, request.stackArn))
    if (state === undefined) {
      throw new ActionError('aws/service', {
        message: `${request.stackName} has disappeared while it was being updated`,
        subject: `stack/${request.stack}`,
      })
    }
    updateLog.status(state.status)
    const end = endOf(state.status)
    if (state.status === 'REVIEW_IN_PROGRESS' || (end !== 'succeeded' && end !== 'failed')) {
      if (updateLog.events.length === 0) await rejectUnlessBegun(cloudformation, request)
      return undefined
    }
    // Right after the start a stack may still be read as it was before: this status may be older than the first events.
    const isFirst = updateLog.events.length === 0
    if (isFirst) await stacks.details(1, () => readEvents(false))
    if (updateLog.events.length > 0) return isFirst && !updateLog.hasEnded() ? undefined : state
    await rejectUnlessBegun(cloudformation, request)
    return undefined
  }
  const state = await stacks.follow(async () => {
    await clock.sleep(FIRST_READ_MS, cancelled)
    return poll(
      {
        clock,
        signal: cancelled,
        first: SLOWEST_PAUSE_MS,
        slowest: SLOWEST_PAUSE_MS,
        timeout,
        subject: `stack/${request.stack}`,
        waitingFor: `${request.stackName} to be updated`,
        onTimeout: `It is still running: see \`${describeStackCommand(request)}\` before you start it again.`,
      },
      patiently(log, request.stackName, look),
    )
  })
  const isComplete = endOf(state.status) === 'succeeded' && updateLog.hasEnded() && isTold(updateLog.events)
  if (!isComplete || nested.any) await stacks.details(1, () => readEvents(true))
  for (let late = 0; late < LATE_READS && endOf(state.status) === 'succeeded' && !isTold(updateLog.events); late++) {
    await clock.sleep(SLOWEST_PAUSE_MS, cancelled)
    await readEvents(true)
  }
  await beside?.look()
  return {
    stack: request.stack,
    region: request.region,
    state,
    events: updateLog.events,
    ms: clock.now().getTime() - began,
  }
}

/** An execution can fail before anything happens to the stack, without an event. */
async function rejectUnlessBegun(cloudformation: CloudFormation, request: UpdateRequest): Promise<void> {
  const { changeSet, state } = await readUpdateFacts(cloudformation, request)
  if (changeSet?.execution !== 'EXECUTE_FAILED') return
  const title = `CloudFormation did not start the update of ${request.stackName}`
  throw new ActionError('aws/service', {
    message: title,
    subject: `stack/${request.stack}`,
    findings: [
      {
        code: 'change-set/not-executed',
        outcome: 'fail',
        title,
        subject: `stack/${request.stack}`,
        expected: 'EXECUTE_COMPLETE',
        observed: [changeSet.execution, oneLine(changeSet.reason || (state?.statusReason ?? ''))]
          .filter(Boolean)
          .join(': '),
        advice: `Look at \`aws cloudformation describe-events --change-set-name ${request.changeSetArn} --region ${request.region}\`, which names hooks and validations that failed.`,
      },
    ],
  })
}

/** The command that shows a stack. */
export function describeStackCommand(request: Pick<UpdateRequest, 'stackArn' | 'region'>): string {
  return `aws cloudformation describe-stacks --stack-name ${request.stackArn} --region ${request.region}`
}

/**
 * `  12.3 s`: when something happened, counted from the start. It is AWS's time where AWS tells it, but never before
 * the start nor after now: clocks differ.
 */
export function elapsed(began: number, now: number, at?: string): string {
  const happened = at === undefined ? now : Math.min(Math.max(Date.parse(at), began), now)
  return secondsColumn(happened - began)
}

/** A call that fails for a moment does not end the wait: it is repeated. */
export function patiently<T>(log: Log, name: string, look: () => Promise<T | undefined>): () => Promise<T | undefined> {
  return async () => {
    try {
      return await look()
    } catch (error) {
      const passing =
        error instanceof ActionError &&
        (error.code === 'aws/unreachable' ||
          error.code === 'aws/throttled' ||
          /InternalFailure|InternalError|ServiceUnavailable/.test(error.message))
      if (!passing) throw error
      log.warning(`${name}: ${oneLine(messageOf(error))}; the update goes on; its state could not be read, waiting`)
      return undefined
    }
  }
}

function showHook({ hook }: OperationEvent): string {
  return hook ? oneLine(`hook ${hook.type} ${hook.status} ${hook.reason}`) : ''
}

/** What has happened so far, logged as it occurs. */
class UpdateLog {
  readonly events: OperationEvent[] = []
  readonly #world: FollowWorld
  readonly #began: number
  readonly #stack: string
  readonly #running = new Map<string, string>()
  readonly #unknown = new Set<string>()
  /** Stacks whose resources are being brought back to what they were. */
  readonly #rolling = new Set<string>()
  #lastLine: number

  constructor(world: FollowWorld, began: number, stack: string) {
    this.#world = world
    this.#began = began
    this.#stack = stack
    this.#lastLine = began
  }

  /** AWS's time of the first event; events of nested stacks before it belong to earlier operations. */
  get beganAt(): string {
    return this.events[0]?.at ?? ''
  }

  hasEnded(): boolean {
    const last = this.events.findLast((event) => event.ofStack && event.stack === this.#stack)
    return last !== undefined && ['succeeded', 'failed'].includes(endOf(last.status))
  }

  add(events: readonly OperationEvent[]): void {
    for (const event of events) {
      this.events.push(event)
      if (event.ofStack && event.status.endsWith('ROLLBACK_IN_PROGRESS')) this.#rolling.add(event.stack)
      const rollback = this.#rolling.has(event.stack) ? 'rollback: ' : ''
      this.#say(
        [
          `${rollback}${event.stack}/${event.logicalId}`,
          event.type,
          event.status,
          oneLine(event.reason),
          showHook(event),
        ]
          .filter((part) => part !== '')
          .join('  '),
        event.at,
      )
      this.#remember(event, rollback)
    }
  }

  #remember(event: OperationEvent, rollback: string): void {
    const { record } = this.#world
    const subject = event.ofStack ? `stack/${event.stack}` : `stack/${event.stack}/resource/${event.logicalId}`
    if (event.status.endsWith('_IN_PROGRESS') && !event.ofStack) {
      if (!this.#running.has(subject)) this.#running.set(subject, event.at)
      return
    }
    const since = this.#running.get(subject)
    this.#running.delete(subject)
    const failed = event.status.endsWith('_FAILED')
    record.happened({
      at: event.at,
      subject,
      event: `${rollback}${event.status}`,
      ...(failed && { outcome: 'fail' as const }),
      ...(event.reason !== '' && { detail: oneLine(event.reason) }),
      ...(since !== undefined && { ms: Date.parse(event.at) - Date.parse(since) }),
    })
  }

  /** Says, once each, that a status is not known. */
  status(status: string): void {
    if (endOf(status) !== 'unknown' || this.#unknown.has(status)) return
    this.#unknown.add(status)
    this.#world.ports.log.warning(
      `${this.#stack}: the status ${oneLine(status)} is unknown to this version; waiting for a known one`,
    )
  }

  heartbeat(): void {
    if (this.#world.ports.clock.now().getTime() - this.#lastLine < HEARTBEAT_MS) return
    const waitingFor = [...this.#running.keys()].map((subject) => subject.split('/').at(-1)).join(', ')
    this.#say(`${this.#stack}: still running${waitingFor === '' ? '' : `; waiting for ${waitingFor}`}`)
  }

  #say(line: string, at?: string): void {
    this.#lastLine = this.#world.ports.clock.now().getTime()
    this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${line}`)
  }
}

/** The nested stacks, found as they begin. A few are read with each attempt, all of them at the end. */
class Nested {
  readonly #cloudformation: CloudFormation
  readonly #tails = new Map<string, EventTail>()
  #turn = 0

  constructor(cloudformation: CloudFormation) {
    this.#cloudformation = cloudformation
  }

  get any(): boolean {
    return this.#tails.size > 0
  }

  discover(events: readonly OperationEvent[]): void {
    for (const event of events) {
      if (event.ofStack || event.type !== STACK_TYPE || !event.physicalId.startsWith('arn:')) continue
      if (this.#tails.has(event.physicalId)) continue
      const path = `${event.stack}/${event.logicalId}`
      this.#tails.set(event.physicalId, new EventTail(this.#cloudformation, path, event.physicalId))
    }
  }

  async next(since: string, all: boolean): Promise<OperationEvent[]> {
    const found: OperationEvent[] = []
    const read = new Set<string>()
    for (;;) {
      const waiting = [...this.#tails.values()].filter((tail) => !read.has(tail.stackArn))
      const turn = all ? waiting : this.#inTurn(waiting, NESTED_PER_READ - read.size)
      if (turn.length === 0) break
      for (const tail of turn) {
        read.add(tail.stackArn)
        const events = (await tail.next((event) => event.at < since)).filter((event) => event.at >= since)
        this.discover(events)
        found.push(...events)
      }
    }
    return found.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  #inTurn(tails: readonly EventTail[], most: number): EventTail[] {
    const taken: EventTail[] = []
    for (let index = 0; index < Math.min(most, tails.length); index++) {
      const tail = tails[(this.#turn + index) % tails.length]
      if (tail) taken.push(tail)
    }
    this.#turn += taken.length
    return taken
  }
}
