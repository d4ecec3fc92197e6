import { stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { differences, type StackBefore } from './before.ts'
import type { Recorded, WayBackRecord } from './record.ts'

/** A record with a stack to go back to. */
export type Recoverable = WayBackRecord & { readonly before: StackBefore }

/** What a stack and its record say about the way back from the last release. */
export type StackHistory =
  | { readonly kind: 'back'; readonly record: Recoverable; readonly state: StackState }
  /** It is as it was before the release: rolled back already, by this action or by CloudFormation. */
  | { readonly kind: 'there'; readonly record: Recoverable; readonly state: StackState }
  /** The update of the release has not ended. */
  | { readonly kind: 'running'; readonly record: Recoverable; readonly state: StackState }
  /** The release created it: going back would mean to delete it. */
  | { readonly kind: 'created'; readonly record: WayBackRecord; readonly stuck?: Stuck }
  /** Another process changed it since the release. */
  | { readonly kind: 'foreign'; readonly record: WayBackRecord; readonly observed: string }
  /** A person has to act first. */
  | { readonly kind: 'stuck'; readonly record: WayBackRecord; readonly state: StackState; readonly advice: string }
  /** Nothing is recorded. */
  | { readonly kind: 'none'; readonly why: string; readonly changeSetArn?: string; readonly stuck?: Stuck }

/** A stack to which no change set can be executed, such as one in ROLLBACK_COMPLETE. */
export interface Stuck {
  readonly status: string
  readonly explanation: string
  readonly advice: string
}

/** Pure. `now`: what the stack is; undefined where it does not exist or was not read. */
export function judgeStackHistory(
  recorded: Recorded,
  state: StackState | undefined,
  now: StackBefore | undefined,
  region: string,
): StackHistory {
  const stuck = state && stuckIn(state, region)
  if (recorded.kind !== 'found') {
    const why = recorded.kind === 'unreadable' ? recorded.why : 'no release recorded what it was before'
    return {
      kind: 'none',
      why,
      ...(state?.changeSetArn !== undefined && { changeSetArn: state.changeSetArn }),
      ...(stuck && { stuck }),
    }
  }
  const { record } = recorded
  if (state === undefined || state.status === 'DELETE_COMPLETE') {
    return { kind: 'foreign', record, observed: 'no such stack' }
  }
  if (state.arn !== record.stackArn) {
    return { kind: 'foreign', record, observed: `another stack of the same name: ${state.arn}` }
  }
  const isOfRelease = state.changeSetArn === record.changeSetArn
  if (record.before === undefined) return { kind: 'created', record, ...(stuck && { stuck }) }
  const recoverable = { ...record, before: record.before }
  const condition = stackCondition(state.status, state.name, region, state.deploymentMode)
  if (condition.kind === 'busy') {
    return isOfRelease
      ? { kind: 'running', record: recoverable, state }
      : { kind: 'foreign', record, observed: `${state.status}, by ${state.changeSetArn ?? 'no change set'}` }
  }
  if (condition.kind !== 'ready') return { kind: 'stuck', record, state, advice: condition.nextStep }
  const isUndone = state.status.includes('ROLLBACK')
  if (isOfRelease && !isUndone) return { kind: 'back', record: recoverable, state }
  if (now !== undefined && differences(record.before, now).length === 0) {
    return { kind: 'there', record: recoverable, state }
  }
  // A way back that failed: CloudFormation returned to what the release left, and it can be tried again.
  if (isUndone && isWayBack(state.changeSetArn)) return { kind: 'back', record: recoverable, state }
  return { kind: 'foreign', record, observed: `${state.status}, by ${state.changeSetArn ?? 'no change set'}` }
}

function stuckIn({ status, name, deploymentMode }: StackState, region: string): Stuck | undefined {
  const { kind, explanation, nextStep } = stackCondition(status, name, region, deploymentMode)
  return kind === 'stuck' || kind === 'unknown' ? { status, explanation, advice: nextStep } : undefined
}

/** Whether this action made the change set to take a stack back. */
function isWayBack(changeSetArn = ''): boolean {
  return /:changeSet\/td-rollback-/.test(changeSetArn)
}
