import type { Finding, Source } from '../evidence/finding.ts'
import { showDuration } from '../support/durations.ts'
import { oneLine } from '../support/text.ts'
import { explained, type Cause } from './cause.ts'
import type { OperationEvent } from './events.ts'
import { failedHooks } from './hooks.ts'
import { remedyFor } from './remedies.ts'
import { stackCondition, type StackState } from './stack.ts'

/** How an operation on a stack ended, with all that happened in it and in nested stacks, oldest first. */
export interface StackEnd {
  /** Id of the stack in the configuration. */
  readonly stack: string
  readonly region: string
  readonly state: StackState
  readonly events: readonly OperationEvent[]
  /** How long it was followed; undefined where an earlier attempt of the run had done it. */
  readonly ms?: number
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

/** Where a status leaves an operation. One that is not known is never an end: CloudFormation has more than it documents. */
export function endOf(status: string): 'succeeded' | 'failed' | 'running' | 'unknown' {
  if (SUCCEEDED.has(status)) return 'succeeded'
  if (FAILED.has(status)) return 'failed'
  return status.endsWith('_IN_PROGRESS') ? 'running' : 'unknown'
}

/** Resources that were stopped because another had failed before: they are not why. */
const CONSEQUENCE = /^(resource (creation|update|deletion|import) cancell?ed|cancell?ed)/i
/** A parent tells what happened below it; what happened below tells why. */
const SUMMARY = /^(the following resource\(s\) failed|embedded stack )/i

/**
 * The event with which it all began: the first failure in time, in this stack or a nested one, that is neither the
 * consequence nor the summary of another. Where nothing else failed, the words with which the rollback began.
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

/** Where a resource stands in the template of the stack itself, where that is known. */
export type FindResource = (logicalId: string) => Source | undefined

/**
 * Judges the end of an operation. A rollback that succeeded is still a failure of the release. `causeOf` tells what was
 * behind the event with which it all began, where that is known.
 */
export function judgeStackEnd(
  end: StackEnd,
  findResource: FindResource = () => undefined,
  causeOf: (event: OperationEvent) => Cause | undefined = () => undefined,
): Finding[] {
  const { stack, state, region, events } = end
  const expected = 'CREATE_COMPLETE, UPDATE_COMPLETE or IMPORT_COMPLETE'
  if (endOf(state.status) === 'succeeded') {
    const changed = new Set(
      events.filter((event) => !event.ofStack).map((event) => `${event.stack}/${event.logicalId}`),
    )
    return [
      {
        code: 'stack/updated',
        outcome: 'pass',
        title: `${state.name} is ${state.status} ${end.ms === undefined ? 'since an earlier attempt' : `after ${showDuration(end.ms)}`}; ${count(changed.size, 'resource')} changed`,
        subject: `stack/${stack}`,
        expected,
        observed: state.status,
      },
      ...hookWarnings(events, region),
    ]
  }
  const condition = stackCondition(state.status, state.name, region, state.deploymentMode)
  const cause = rootCause(events)
  const hooks = refusals(events, cause)
  const reason =
    oneLine([cause?.reason ?? '', ...hooks.map((hook) => `${hook.type}: ${hook.reason}`)].filter(Boolean).join('; ')) ||
    oneLine(state.statusReason ?? '') ||
    'CloudFormation gave no reason'
  const isResource = cause !== undefined && !cause.ofStack
  const source = isResource && cause.stack === stack ? findResource(cause.logicalId) : undefined
  const failure: Finding = {
    code: 'stack/update-failed',
    outcome: 'fail',
    title:
      hooks.length > 0
        ? `${hookNames(hooks)} refused ${isResource ? `${cause.logicalId} (${cause.type}), and the update of ${state.name} failed` : `the update of ${state.name}`}`
        : isResource
          ? `${cause.logicalId} (${cause.type}) made the update of ${state.name} fail`
          : `the update of ${state.name} failed`,
    subject: isResource ? `stack/${cause.stack}/resource/${cause.logicalId}` : `stack/${stack}`,
    expected,
    observed: `${state.status}: ${isResource ? `${cause.status}: ` : ''}${reason}`,
    advice: [remedyFor(cause?.reason || reason), ...hooks.map(askMore(region)), condition.wayOut]
      .filter((step) => step !== '')
      .join(' '),
    ...(source && { source }),
    details: { stackStatus: state.status, consequences: consequences(events, cause) },
  }
  const findings = [explained(failure, cause && causeOf(cause), condition.wayOut)]
  const stuck = failedRollback(events, state.status)
  if (stuck !== undefined) {
    findings.push({
      code: 'stack/rollback-failed',
      outcome: 'fail',
      title: `the rollback of ${state.name} failed: the stack is in no defined state`,
      subject: stuck.ofStack ? `stack/${stack}` : `stack/${stuck.stack}/resource/${stuck.logicalId}`,
      expected: 'UPDATE_ROLLBACK_COMPLETE',
      observed: `${state.status}: ${oneLine(stuck.reason) || 'no reason given'}`,
      advice: condition.wayOut,
    })
  }
  return findings
}

type HookAnswer = NonNullable<OperationEvent['hook']>

/** What the resource says of itself is only that hooks failed; their own events say why. Those that warn are not why. */
function refusals(events: readonly OperationEvent[], cause: OperationEvent | undefined): HookAnswer[] {
  const named = failedHooks(cause?.reason ?? '')
  return events.flatMap(({ logicalId, stack, hook }) => {
    const about = logicalId === cause?.logicalId && stack === cause.stack
    return about && hook?.status.endsWith('_FAILED') && named.includes(hook.type) && hook.mode !== 'WARN' ? [hook] : []
  })
}

const hookNames = (hooks: readonly HookAnswer[]): string =>
  `the ${hooks.length === 1 ? 'hook' : 'hooks'} ${hooks.map(({ type }) => type).join(', ')}`

/** CloudFormation cuts a hook's reason in events; the whole of it, rule by rule, is in its result. */
const askMore =
  (region: string) =>
  ({ invocation, type }: HookAnswer): string =>
    invocation === ''
      ? ''
      : `All that ${type} said: \`aws cloudformation get-hook-result --hook-result-id ${invocation} --region ${region}\`.`

/** What hooks objected to and let pass all the same. */
function hookWarnings(events: readonly OperationEvent[], region: string): Finding[] {
  return events.flatMap(({ hook, ofStack, stack, logicalId, type }): Finding[] => {
    if (!hook?.status.endsWith('_FAILED')) return []
    return [
      {
        code: 'stack/hook-warned',
        outcome: 'skipped',
        title: `the hook ${hook.type} objects to ${ofStack ? stack : `${logicalId} (${type})`}, and let it pass`,
        subject: ofStack ? `stack/${stack}` : `stack/${stack}/resource/${logicalId}`,
        expected: 'no objection',
        observed: `${hook.mode}: ${oneLine(hook.reason)}`,
        advice: `Mend it before the hook's mode becomes FAIL. ${askMore(region)(hook)}`.trim(),
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

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}
