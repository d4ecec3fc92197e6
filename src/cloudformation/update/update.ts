import { errorName, errorText } from '../../aws/errors.ts'
import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import { digestOf } from '../../evidence/digest.ts'
import type { Clock, Log } from '../../support/runtime.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import type { CloudFormation } from '../client.ts'
import { EventTail, isBeginning, type OperationEvent } from './events.ts'
import { readStack, stackCondition, type StackState } from '../stack.ts'

/** One reviewed change set and its stack. */
export interface UpdateRequest {
  /** Id of the stack in the configuration. */
  readonly stack: string
  readonly stackName: string
  readonly stackArn: string
  readonly changeSetArn: string
  readonly region: string
  /** One token for all attempts of this run to execute this change set: a repeated request has no second effect. */
  readonly token: string
}

/** The state before the execution, or after an execution whose response was lost. */
export interface UpdateFacts {
  readonly changeSet:
    | { readonly stackArn: string; readonly status: string; readonly execution: string; readonly reason: string }
    | undefined
  readonly state: StackState | undefined
}

/** What to do with a change set. `done`: its execution was the last operation, and has ended. */
export type Readiness =
  { readonly kind: 'execute' | 'follow' | 'done' | 'cleanup' } | { readonly kind: 'refused'; readonly finding: Finding }

/** An operation that runs. `resumed`: it was started before, by this run or by another process that executed the same change set. */
export type Update =
  | { readonly kind: 'running'; readonly tail: EventTail; readonly resumed: boolean; readonly creates: boolean }
  | { readonly kind: 'done'; readonly state: StackState; readonly events: readonly OperationEvent[] }
  | { readonly kind: 'refused'; readonly finding: Finding }

const CLEANUP_PAUSE_MS = 3_000
const CLEANUP_TIMEOUT_MS = 15 * 60_000
const LOST_ANSWERS = 4
const LOST_PAUSE_MS = 2_000
const TOKEN_DIGITS = 16
const AGAIN = 'Run the release again from precheck, so that what is executed is what was reviewed.'

/** It depends on the run and the change set, not on the run attempt: a re-run of a failed job does not execute twice. */
export function executionToken(runId: string, changeSetArn: string): string {
  const digits = digestOf({ runId, changeSetArn }).slice('sha256:'.length, 'sha256:'.length + TOKEN_DIGITS)
  return `test-deployments-${runId.replaceAll(/[^A-Za-z0-9-]/g, '-')}-${digits}`.slice(0, 128)
}

/** Reads the change set and its stack, both by ARN: a stack that was created again with the same name is another. */
export async function readUpdateFacts(cloudformation: CloudFormation, request: UpdateRequest): Promise<UpdateFacts> {
  const state = await readStack(cloudformation, request.stackArn)
  try {
    const answer = await cloudformation.describeChangeSet({ ChangeSetName: request.changeSetArn })
    return {
      state,
      changeSet: {
        stackArn: answer.StackId ?? '',
        status: answer.Status ?? 'UNKNOWN',
        execution: answer.ExecutionStatus ?? 'UNKNOWN',
        reason: answer.StatusReason ?? '',
      },
    }
  } catch (error) {
    if (!isGone(error)) throw error
    return { state, changeSet: undefined }
  }
}

function isGone(error: unknown): boolean {
  return (
    errorName(error).startsWith('ChangeSetNotFound') ||
    (errorName(error) === 'ValidationError' && /does not exist/i.test(errorText(error)))
  )
}

/** Decides what may be done with the reviewed change set. Every unknown state is refused. */
function judgeReadiness(facts: UpdateFacts, request: UpdateRequest): Readiness {
  const { changeSet, state } = facts
  const refused = (
    code: FindingCode,
    title: string,
    expected: string,
    observed: string,
    advice: string,
  ): Readiness => ({
    kind: 'refused',
    finding: { code, outcome: 'fail', title, subject: `stack/${request.stack}`, expected, observed, advice },
  })
  if (state === undefined || state.status === 'DELETE_COMPLETE') {
    return refused(
      'stack/gone',
      `${request.stackName} no longer exists`,
      request.stackArn,
      state?.status ?? 'no such stack',
      AGAIN,
    )
  }
  const lastIsThis = state.changeSetArn === request.changeSetArn
  const settled = stackCondition(state.status, state.name, request.region)
  if (changeSet === undefined) {
    if (lastIsThis) return settled.kind === 'busy' ? { kind: 'follow' } : { kind: 'done' }
    return refused(
      'change-set/gone',
      `the reviewed change set of ${request.stackName} no longer exists`,
      request.changeSetArn,
      'deleted, or removed because another change set was executed',
      AGAIN,
    )
  }
  if (changeSet.stackArn !== request.stackArn) {
    return refused(
      'change-set/other-stack',
      `the change set does not belong to the reviewed stack`,
      request.stackArn,
      changeSet.stackArn,
      AGAIN,
    )
  }
  switch (changeSet.execution) {
    case 'AVAILABLE':
      break
    case 'EXECUTE_IN_PROGRESS':
      return { kind: 'follow' }
    case 'EXECUTE_COMPLETE':
    case 'EXECUTE_FAILED':
      if (lastIsThis) return settled.kind === 'busy' ? { kind: 'follow' } : { kind: 'done' }
      return refused(
        'stack/changed-since-review',
        `${request.stackName} was changed again after the reviewed change set had been executed`,
        request.changeSetArn,
        state.changeSetArn ?? 'an update without a change set',
        AGAIN,
      )
    case 'OBSOLETE':
      return refused(
        'change-set/obsolete',
        `${request.stackName} was changed after the review: the reviewed change set is obsolete`,
        'AVAILABLE',
        'OBSOLETE',
        AGAIN,
      )
    default:
      return refused(
        'change-set/not-executable',
        `the change set of ${request.stackName} cannot be executed`,
        'AVAILABLE',
        `${changeSet.execution} (${changeSet.status})`,
        AGAIN,
      )
  }
  if (changeSet.status !== 'CREATE_COMPLETE') {
    return refused(
      'change-set/not-executable',
      `the change set of ${request.stackName} is incomplete`,
      'CREATE_COMPLETE',
      changeSet.status,
      AGAIN,
    )
  }
  if (settled.kind === 'ready' || settled.kind === 'review') return { kind: 'execute' }
  if (settled.kind === 'busy' && state.status.includes('CLEANUP')) return { kind: 'cleanup' }
  return refused(
    settled.kind === 'busy' ? 'stack/busy' : 'stack/not-ready',
    `${request.stackName} cannot be updated now: ${settled.explanation}`,
    'a stack without an operation in progress, such as UPDATE_COMPLETE',
    state.status,
    settled.nextStep,
  )
}

/**
 * Executes the reviewed change set, once. After a lost response the request is sent again with the same token; then the
 * change set and the stack tell whether the execution started. Rejects with an ActionError where that stays unknown, and
 * with the signal's reason where it was cancelled before the start.
 */
export async function startUpdate(
  world: {
    readonly cloudformation: CloudFormation
    readonly clock: Clock
    readonly log: Log
    readonly cancelled: AbortSignal
  },
  request: UpdateRequest,
  /** Called before the request is sent: from then on the stack may be changing, also where no response arrives. */
  requesting: () => void = () => undefined,
): Promise<Update> {
  const { cloudformation, clock, log, cancelled } = world
  const tail = new EventTail(cloudformation, request.stack, request.stackArn)
  const deadline = clock.now().getTime() + CLEANUP_TIMEOUT_MS
  let asked = 0
  for (;;) {
    cancelled.throwIfAborted()
    const facts = await readUpdateFacts(cloudformation, request)
    const readiness = judgeReadiness(facts, request)
    const creates = facts.state?.status === 'REVIEW_IN_PROGRESS'
    switch (readiness.kind) {
      case 'refused':
        return readiness
      case 'done':
        return judgeDone(request, facts.state as StackState, await tail.next(isBeginning))
      case 'follow':
        // Started just now by this step, or resumed: then its earlier events are read too.
        if (asked === 0) log.info(`${request.stackName}: this change set is already being executed; following it`)
        return { kind: 'running', tail, resumed: asked === 0, creates }
      case 'cleanup':
        if (clock.now().getTime() > deadline) {
          throw new ActionError('timeout', {
            message: `${request.stackName} is still removing old resources (${facts.state?.status})`,
            subject: `stack/${request.stack}`,
          })
        }
        log.info(`${request.stackName} is still removing old resources of its last update; waiting`)
        await clock.sleep(CLEANUP_PAUSE_MS, cancelled)
        continue
      case 'execute':
        break
    }
    if (asked === 0) await tail.skipPast()
    try {
      asked++
      requesting()
      await cloudformation.executeChangeSet({ ChangeSetName: request.changeSetArn, ClientRequestToken: request.token })
      return { kind: 'running', tail, resumed: false, creates }
    } catch (error) {
      if (errorName(error).startsWith('TokenAlreadyExists')) return { kind: 'running', tail, resumed: false, creates }
      if (asked > LOST_ANSWERS || !mayHaveStarted(error)) throw error
      log.warning(`${request.stackName}: ${oneLine(messageOf(error))}; checking whether the update was started`)
      await clock.sleep(LOST_PAUSE_MS, cancelled)
    }
  }
}

/** An execution by an earlier attempt of this run counts; an execution by another process does not. */
function judgeDone(request: UpdateRequest, state: StackState, events: readonly OperationEvent[]): Update {
  const token = events.find(isBeginning)?.token
  if (token === request.token) return { kind: 'done', state, events }
  return {
    kind: 'refused',
    finding: {
      code: 'stack/changed-since-review',
      outcome: 'fail',
      title: `the last operation on ${request.stackName} was not started by this run`,
      subject: `stack/${request.stack}`,
      expected: request.token,
      observed: token === undefined ? 'an operation without a token' : oneLine(token),
      advice: AGAIN,
    },
  }
}

/** Errors after which only the stack tells whether the request took effect. A denied request did not. */
function mayHaveStarted(error: unknown): boolean {
  if (!(error instanceof ActionError) || error.kind === 'permission') return false
  if (error.code === 'aws/unreachable') return true
  return (
    isGone(error) || /InvalidChangeSetStatus|InternalFailure|ServiceUnavailable|InternalError/.test(errorName(error))
  )
}

/** The result of a request to cancel an update. */
export type CancelResult = { readonly kind: 'cancelling' | 'ended' | 'running'; readonly status: string }

/**
 * Cancels an update that this action started. A creation cannot be cancelled without deleting resources, and a rollback
 * cannot be cancelled: both continue.
 */
export async function cancelUpdate(cloudformation: CloudFormation, request: UpdateRequest): Promise<CancelResult> {
  const state = await readStack(cloudformation, request.stackArn)
  const status = state?.status ?? 'gone'
  // Where the request did not arrive, another process may be updating the stack.
  if (status === 'UPDATE_IN_PROGRESS' && state?.changeSetArn === request.changeSetArn) {
    await cloudformation.cancelUpdateStack({
      StackName: request.stackArn,
      ClientRequestToken: `${request.token}-cancel`,
    })
    return { kind: 'cancelling', status }
  }
  return { kind: status.endsWith('_IN_PROGRESS') ? 'running' : 'ended', status }
}
