import type { Finding, Source } from '../../evidence/finding.ts'
import { showDuration } from '../../support/text/durations.ts'
import { oneLine, plural } from '../../support/text/text.ts'
import { withCause, type Cause } from './cause.ts'
import type { OperationEvent } from './events.ts'
import { failedHooks } from '../change-sets/hooks.ts'
import { judgeOutcome, leftBehind, type OutcomeFacts } from './outcome.ts'
import { remedyFor } from './remedies.ts'
import { stackCondition, type StackState } from '../stack.ts'

/** The end of an operation on a stack, with its events and those of nested stacks, oldest first. */
export interface StackEnd {
  /** Id of the stack in the configuration. */
  readonly stack: string
  readonly region: string
  readonly state: StackState
  readonly events: readonly OperationEvent[]
  /** How long it was followed; undefined where an earlier attempt of the run executed it. */
  readonly ms?: number
  /** The plan, and the resources after a success. */
  readonly planned?: Pick<OutcomeFacts, 'plan' | 'resources'>
}

const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'])
const FAILED = new Set([
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_ROLLBACK_COMPLETE',
  'IMPORT_ROLLBACK_FAILED',
  'DELETE_COMPLETE',
  'DELETE_FAILED',
])

/** Whether an operation has ended. An unknown status is not an end: CloudFormation has undocumented ones. */
export function endOf(status: string): 'succeeded' | 'failed' | 'running' | 'unknown' {
  if (SUCCEEDED.has(status)) return 'succeeded'
  if (FAILED.has(status)) return 'failed'
  return status.endsWith('_IN_PROGRESS') ? 'running' : 'unknown'
}

/** Reasons of resources that were cancelled because another had failed: no cause. */
const CONSEQUENCE = /^(resource (creation|update|deletion|import) cancell?ed|cancell?ed)/i
/** Reasons of parents that repeat the failure of a child: no cause. */
const SUMMARY = /^(the following resource\(s\) failed|embedded stack )/i

/**
 * The first failure in time, in this stack or a nested one, that is neither a consequence nor a summary of another. Where no
 * resource failed: the event that started the rollback.
 */
export function rootCause(events: readonly OperationEvent[]): OperationEvent | undefined {
  const inOrder = events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const failures = inOrder.filter((event) => event.status.endsWith('_FAILED'))
  const resources = failures.filter((event) => !event.ofStack)
  return (
    resources.find((event) => !CONSEQUENCE.test(event.reason) && !SUMMARY.test(event.reason)) ??
    inOrder.find((event) => event.ofStack && event.status.endsWith('ROLLBACK_IN_PROGRESS') && event.reason !== '') ??
    resources.find((event) => !CONSEQUENCE.test(event.reason)) ??
    failures[0]
  )
}

/** The line of a resource in the template of the root stack; undefined where it is unknown. */
export type FindResource = (logicalId: string) => Source | undefined

/**
 * Judges the end of an operation. A successful rollback is a failure of the release. `causeOf` gives what another service
 * reports about the root cause.
 */
export function judgeStackEnd(
  end: StackEnd,
  findResource: FindResource = () => undefined,
  causeOf: (event: OperationEvent) => Cause | undefined = () => undefined,
): Finding[] {
  const { stack, state, region, events } = end
  const expected = 'CREATE_COMPLETE, UPDATE_COMPLETE or IMPORT_COMPLETE'
  if (endOf(state.status) === 'succeeded') return [...success(end, expected), ...hookWarnings(events, region)]
  const condition = stackCondition(state.status, state.name, region, state.deploymentMode)
  const cause = rootCause(events)
  const hooks = refusals(events, cause)
  const reason =
    oneLine([cause?.reason ?? '', ...hooks.map((hook) => `${hook.type}: ${hook.reason}`)].filter(Boolean).join('; ')) ||
    oneLine(state.statusReason ?? '') ||
    'CloudFormation did not give a reason'
  const isResource = cause !== undefined && !cause.ofStack
  const source = isResource && cause.stack === stack ? findResource(cause.logicalId) : undefined
  const failure: Finding = {
    code: 'stack/update-failed',
    outcome: 'fail',
    title:
      hooks.length > 0
        ? `${hookNames(hooks)} stopped ${isResource ? `${cause.logicalId} (${cause.type}), and the update of ${state.name} failed` : `the update of ${state.name}`}`
        : isResource
          ? `${cause.logicalId} (${cause.type}) made the update of ${state.name} fail`
          : `the update of ${state.name} failed`,
    subject: isResource ? `stack/${cause.stack}/resource/${cause.logicalId}` : `stack/${stack}`,
    expected,
    observed: `${state.status}: ${isResource ? `${cause.status}: ` : ''}${reason}`,
    advice: [remedyFor(cause?.reason || reason), ...hooks.map(hookResultCommand(region)), condition.nextStep]
      .filter((step) => step !== '')
      .join(' '),
    ...(source && { source }),
    details: { stackStatus: state.status, consequences: consequences(events, cause) },
  }
  const findings = [withCause(failure, cause && causeOf(cause), condition.nextStep)]
  const stuck = failedRollback(events, state.status)
  if (stuck !== undefined) {
    findings.push({
      code: 'stack/rollback-failed',
      outcome: 'fail',
      title: `the rollback of ${state.name} failed: its resources may be in a mixed state`,
      subject: stuck.ofStack ? `stack/${stack}` : `stack/${stuck.stack}/resource/${stuck.logicalId}`,
      expected: 'UPDATE_ROLLBACK_COMPLETE',
      observed: `${state.status}: ${oneLine(stuck.reason) || 'no reason given'}`,
      advice: condition.nextStep,
    })
  }
  if (stuck === undefined) findings.push(...leftBehind(events, region))
  return findings
}

/** A pass only where every planned change was reported and has its final state, and nothing else changed. */
function success({ stack, state, region, events, ms, planned }: StackEnd, expected: string): Finding[] {
  const otherwise = planned ? judgeOutcome({ ...planned, events, region }) : []
  if (otherwise.length > 0) return otherwise
  const changed = new Set(events.filter((event) => !event.ofStack).map((event) => `${event.stack}/${event.logicalId}`))
  return [
    {
      code: 'stack/updated',
      outcome: 'pass',
      title: `${state.name} is ${state.status} ${ms === undefined ? 'after an earlier attempt' : `after ${showDuration(ms)}`}; ${plural(changed.size, 'resource')} changed`,
      subject: `stack/${stack}`,
      expected,
      observed: state.status,
    },
  ]
}

type HookAnswer = NonNullable<OperationEvent['hook']>

/** The event of a resource says only that hooks failed; the events of these hooks have the reasons. WARN hooks are no cause. */
function refusals(events: readonly OperationEvent[], cause: OperationEvent | undefined): HookAnswer[] {
  const named = failedHooks(cause?.reason ?? '')
  return events.flatMap(({ logicalId, stack, hook }) => {
    const about = logicalId === cause?.logicalId && stack === cause.stack
    return about && hook?.status.endsWith('_FAILED') && named.includes(hook.type) && hook.mode !== 'WARN' ? [hook] : []
  })
}

const hookNames = (hooks: readonly HookAnswer[]): string =>
  `the ${hooks.length === 1 ? 'hook' : 'hooks'} ${hooks.map(({ type }) => type).join(', ')}`

/** CloudFormation shortens a hook's reason in events; the hook result has all of it. */
const hookResultCommand =
  (region: string) =>
  ({ invocation, type }: HookAnswer): string =>
    invocation === ''
      ? ''
      : `The full result of ${type}: \`aws cloudformation get-hook-result --hook-result-id ${invocation} --region ${region}\`.`

/** Failures of hooks in WARN mode, which did not stop the operation. */
function hookWarnings(events: readonly OperationEvent[], region: string): Finding[] {
  return events.flatMap(({ hook, ofStack, stack, logicalId, type }): Finding[] => {
    if (!hook?.status.endsWith('_FAILED')) return []
    return [
      {
        code: 'stack/hook-warned',
        outcome: 'noted',
        title: `the hook ${hook.type} failed for ${ofStack ? stack : `${logicalId} (${type})`} and did not stop it`,
        subject: ofStack ? `stack/${stack}` : `stack/${stack}/resource/${logicalId}`,
        expected: 'the hook succeeds',
        observed: `${hook.mode}: ${oneLine(hook.reason)}`,
        advice: `Fix the cause before the mode of the hook becomes FAIL. ${hookResultCommand(region)(hook)}`.trim(),
      },
    ]
  })
}

/** The first failure after the rollback began, where the rollback itself failed. */
function failedRollback(events: readonly OperationEvent[], status: string): OperationEvent | undefined {
  if (!status.endsWith('ROLLBACK_FAILED')) return undefined
  const began = events.findIndex((event) => event.ofStack && event.status.endsWith('ROLLBACK_IN_PROGRESS'))
  const after = events.slice(began + 1)
  return (
    after.find((event) => !event.ofStack && event.status.endsWith('_FAILED') && !CONSEQUENCE.test(event.reason)) ??
    after.find((event) => event.ofStack && event.status.endsWith('ROLLBACK_FAILED'))
  )
}

/** Names of the resources that failed because of the cause. */
function consequences(events: readonly OperationEvent[], cause: OperationEvent | undefined): string[] {
  const names = events
    .filter((event) => event !== cause && !event.ofStack && event.status.endsWith('_FAILED'))
    .map((event) => `${event.stack}/${event.logicalId}`)
  return [...new Set(names)]
}
