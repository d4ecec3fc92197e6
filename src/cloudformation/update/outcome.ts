import type { ChangeSetPlan, ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { oneLine } from '../../support/text/text.ts'
import { STACK_TYPE, type OperationEvent } from './events.ts'

/** A resource of a stack after the operation. */
export interface FinalResource {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
}

/** The plan, the events, and the resources after the operation. */
export interface OutcomeFacts {
  readonly plan: ChangeSetPlan
  /** Events of the operation, nested stacks included, oldest first. */
  readonly events: readonly OperationEvent[]
  /** Resources by stack: `web`, or `web/Database` for a nested one. */
  readonly resources: ReadonlyMap<string, readonly FinalResource[]>
  readonly region: string
}

const MOST_NAMED = 10
/** Statuses of a resource that equals its template. */
const SETTLED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'])
/** Statuses of a resource that no longer belongs to the stack. */
const GONE = new Set(['DELETE_COMPLETE', 'DELETE_SKIPPED'])

/** Each change of a plan with the stack that it is in. */
function changesOf(plan: ChangeSetPlan): { readonly stack: string; readonly change: ResourceChange }[] {
  return [...plan.changes.map((change) => ({ stack: plan.stack, change })), ...plan.nested.flatMap(changesOf)]
}

/** The last event of each resource; a replaced resource and its replacement have one each. */
function lastEvents(events: readonly OperationEvent[]): OperationEvent[] {
  const last = new Map<string, OperationEvent>()
  for (const event of events) {
    if (event.ofStack || event.hook !== undefined) continue
    const removal = event.status.startsWith('DELETE_')
    last.set(JSON.stringify([event.stack, event.logicalId, removal ? event.physicalId : '', removal]), event)
  }
  return [...last.values()]
}

/**
 * Pure: how a successful operation differs from its plan. No finding means: each planned change was reported and has its
 * final state, nothing else changed, and every removal is complete.
 */
export function judgeOutcome({ plan, events, resources, region }: OutcomeFacts): Finding[] {
  const last = lastEvents(events)
  return [
    ...leftBehind(events, region),
    ...notAsPlanned(plan, unfinishedChanges({ plan, last, resources })),
    ...unplanned(plan, last),
    ...unsettled(resources, last),
  ]
}

/** Whether the end of each planned change was reported; events may be late. */
export function isReported(plan: ChangeSetPlan, events: readonly OperationEvent[]): boolean {
  const last = lastEvents(events)
  return changesOf(plan).every((placed) => missingEvent(placed, last) === undefined)
}

/** Removals that failed: the resource exists and belongs to no stack. */
export function leftBehind(events: readonly OperationEvent[], region: string): Finding[] {
  return lastEvents(events).flatMap(({ stack, logicalId, physicalId, type, status, reason }): Finding[] => {
    if (status !== 'DELETE_FAILED') return []
    const named = physicalId === '' ? 'IDENTIFIER' : physicalId
    return [
      {
        code: 'stack/left-behind',
        outcome: 'fail',
        title: `${logicalId} (${type}) could not be removed and still exists`,
        subject: `stack/${stack}/resource/${logicalId}`,
        expected: 'DELETE_COMPLETE',
        observed: `DELETE_FAILED: ${oneLine(reason) || 'CloudFormation gave no reason'}`,
        advice: `Fix what the reason names, then remove the resource with \`aws cloudcontrol delete-resource --type-name ${type} --identifier ${named} --region ${region}\`: CloudFormation does not try again.`,
        details: { physicalId, type },
      },
    ]
  })
}

interface Placed {
  readonly stack: string
  readonly change: ResourceChange
}

/** A description of each planned change that is not known to be complete. */
function unfinishedChanges(from: {
  readonly plan: ChangeSetPlan
  readonly last: readonly OperationEvent[]
  readonly resources: OutcomeFacts['resources']
}): string[] {
  return changesOf(from.plan).flatMap((placed) => {
    const problem = missingEvent(placed, from.last) ?? wrongState(placed, from.resources, from.last)
    return problem === undefined ? [] : [`${placed.stack}/${placed.change.logicalId} ${problem}`]
  })
}

const ofChange =
  ({ stack, change }: Placed) =>
  (event: OperationEvent): boolean =>
    event.stack === stack && event.logicalId === change.logicalId

function missingEvent(placed: Placed, last: readonly OperationEvent[]): string | undefined {
  const { change } = placed
  const own = last.filter(ofChange(placed))
  const wanted = wantedStatuses(change)
  if (wanted === undefined || own.some(({ status }) => wanted.includes(status))) return undefined
  // A failed removal has its own finding.
  if (change.action === 'Remove' && own.some(({ status }) => status === 'DELETE_FAILED')) return undefined
  const reported = own.map(({ status }) => status).join(', ') || 'no event'
  return `(${change.action}): ${wanted.join(' or ')} expected, ${reported} reported`
}

/** The status with which CloudFormation reports the end of a change; undefined where it may report nothing. */
function wantedStatuses(change: ResourceChange): readonly string[] | undefined {
  switch (change.action) {
    case 'Add':
      return ['CREATE_COMPLETE']
    case 'Import':
      return ['IMPORT_COMPLETE', 'UPDATE_COMPLETE']
    case 'Remove':
      return ['DELETE_COMPLETE', 'DELETE_SKIPPED']
    case 'Modify': {
      // A change that depends on an unknown value may have no effect.
      const certain = change.properties.some(
        ({ attribute, evaluation }) => attribute === 'Properties' && evaluation === 'Static',
      )
      return certain && change.type !== STACK_TYPE ? ['UPDATE_COMPLETE'] : undefined
    }
    default:
      return undefined
  }
}

function wrongState(
  placed: Placed,
  resources: OutcomeFacts['resources'],
  last: readonly OperationEvent[],
): string | undefined {
  const { stack, change } = placed
  const listed = resources.get(stack)?.find(({ logicalId }) => logicalId === change.logicalId)
  if (change.action === 'Remove') {
    const failed = last.some((event) => ofChange(placed)(event) && event.status === 'DELETE_FAILED')
    if (listed === undefined || GONE.has(listed.status) || failed) return undefined
    return `(Remove): the stack still has it, as ${listed.status}`
  }
  if (listed !== undefined && SETTLED.has(listed.status)) return undefined
  return `(${change.action}): ${listed === undefined ? 'the stack does not have it' : `it is ${listed.status}`}`
}

function notAsPlanned(plan: ChangeSetPlan, problems: readonly string[]): Finding[] {
  if (problems.length === 0) return []
  const count = changesOf(plan).length
  return [
    {
      code: 'stack/not-as-planned',
      outcome: 'inconclusive',
      title: `${plan.stackName}: ${problems.length} of ${count} planned changes are not confirmed, although CloudFormation reports the update as complete`,
      subject: `stack/${plan.stack}`,
      expected: `${count} planned changes in their final state`,
      observed: shown(problems),
      advice: 'Check the resources of the stack in the console, then run the release again from precheck.',
    },
  ]
}

/** Changes that the reviewed plan does not have. */
function unplanned(plan: ChangeSetPlan, last: readonly OperationEvent[]): Finding[] {
  const changes = changesOf(plan)
  const planned = new Set(changes.map(({ stack, change }) => `${stack}/${change.logicalId}`))
  // The removal of a nested stack removes its resources, which are in no plan.
  const removed = changes
    .filter(({ change }) => change.action === 'Remove' && change.type === STACK_TYPE)
    .map(({ stack, change }) => `${stack}/${change.logicalId}/`)
  const others = [...new Set(last.map(({ stack, logicalId }) => `${stack}/${logicalId}`))].filter(
    (id) => !planned.has(id) && !removed.some((below) => id.startsWith(below)),
  )
  if (others.length === 0) return []
  return [
    {
      code: 'stack/unplanned-change',
      outcome: 'inconclusive',
      title: `${plan.stackName}: the update changed ${others.length} ${others.length === 1 ? 'resource' : 'resources'} that its plan does not name`,
      subject: `stack/${plan.stack}`,
      expected: `changes of ${planned.size === 0 ? 'no resource' : shown([...planned])}`,
      observed: `also changes of ${shown(others)}`,
      advice: 'Find in the events of the stack what changed them, and check whether that was intended.',
    },
  ]
}

/** Resources outside the plan that are in no final state. */
function unsettled(resources: OutcomeFacts['resources'], last: readonly OperationEvent[]): Finding[] {
  const failed = new Set(
    last.filter(({ status }) => status === 'DELETE_FAILED').map(({ stack, logicalId }) => `${stack}/${logicalId}`),
  )
  const wrong = [...resources].flatMap(([stack, list]) =>
    list.flatMap(({ logicalId, status }) => {
      const id = `${stack}/${logicalId}`
      return failed.has(id) || SETTLED.has(status) || GONE.has(status) || isOlder(status) ? [] : [`${id} (${status})`]
    }),
  )
  const [first] = [...resources.keys()]
  if (wrong.length === 0 || first === undefined) return []
  return [
    {
      code: 'stack/unsettled',
      outcome: 'fail',
      title: `${wrong.length} ${wrong.length === 1 ? 'resource is' : 'resources are'} in no final state, although CloudFormation reports the update as complete`,
      subject: `stack/${first}`,
      expected: 'CREATE_COMPLETE, UPDATE_COMPLETE or IMPORT_COMPLETE',
      observed: shown(wrong),
      advice: 'Read the events of these resources, and complete or roll back their changes before the next release.',
    },
  ]
}

/** A final state of an earlier rollback. */
function isOlder(status: string): boolean {
  return status === 'UPDATE_ROLLBACK_COMPLETE' || status === 'IMPORT_ROLLBACK_COMPLETE'
}

function shown(list: readonly string[]): string {
  const more = list.length - MOST_NAMED
  return [...list.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
