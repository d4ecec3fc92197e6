import {
  createChangeSet,
  type ChangeSetRequest,
  type CreatedChangeSet,
} from '../../cloudformation/change-sets/change-set.ts'
import { discardChangeSet, EMPTY_STACK } from '../../cloudformation/change-sets/discard.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import type { Handle } from '../../evidence/document.ts'
import { refusalIn } from '../../aws/refusals.ts'
import type { Finding } from '../../evidence/finding.ts'
import { placeKey, placeOf, type AwsPlace } from '../../evidence/place.ts'
import type { Clock, Log } from '../../support/runtime.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { listed } from '../../support/text/text.ts'

interface Entry {
  readonly cloudformation: CloudFormation
  readonly request: Pick<ChangeSetRequest, 'name' | 'stack' | 'makesShell'>
  readonly place: AwsPlace
  created: CreatedChangeSet | undefined
}

/** A change set or stack that could not be removed, and why. */
interface Left {
  readonly entry: Entry
  readonly error: unknown
}

const NAMED_AT_MOST = 10
const NO_ANSWER = new Set(['aws/unreachable', 'aws/throttled', 'cancelled'])

/**
 * Records every change set when it is requested, before the response, so that a cancelled or failed run removes exactly what
 * it created, also where the response was lost.
 */
export class ChangeSetLedger {
  readonly #log: Log
  readonly #clock: Pick<Clock, 'sleep'>
  readonly #onHandle: (handle: Handle) => void
  readonly #entries = new Set<Entry>()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #left = new Map<Entry, Left>()
  #closed = false

  constructor(log: Log, onHandle: (handle: Handle) => void, clock: Pick<Clock, 'sleep'>) {
    this.#log = log
    this.#clock = clock
    this.#onHandle = onHandle
  }

  async create(cloudformation: CloudFormation, request: ChangeSetRequest, place: AwsPlace): Promise<CreatedChangeSet> {
    if (this.#closed) {
      throw new ActionError('cancelled', {
        message: `the step is ending: no change set is created for ${request.stack}`,
      })
    }
    const entry: Entry = { cloudformation, request, place, created: undefined }
    this.#entries.add(entry)
    const answer = createChangeSet(cloudformation, request)
    const settled = answer.catch(() => undefined)
    this.#underWay.add(settled)
    try {
      entry.created = await answer
    } catch (error) {
      // A refused request created nothing; without a response the change set may exist.
      if (error instanceof ActionError && !NO_ANSWER.has(error.code)) this.#entries.delete(entry)
      throw error
    } finally {
      this.#underWay.delete(settled)
    }
    this.#tell(entry, 'kept')
    return entry.created
  }

  /** Takes over a change set that an earlier attempt of the run made: it is removed as one of this step. */
  take(cloudformation: CloudFormation, created: CreatedChangeSet, place: AwsPlace): void {
    const { name, stackArn: stack, shell: makesShell } = created
    const entry: Entry = { cloudformation, request: { name, stack, makesShell }, place, created }
    this.#entries.add(entry)
    this.#tell(entry, 'kept')
  }

  /** Deletes one change set, with the empty stack that its creation made. What AWS denies is reported, and remains. */
  async discard(arn: string): Promise<void> {
    for (const entry of this.#entries) {
      if (entry.created?.arn !== arn) continue
      try {
        await this.#remove(entry)
      } catch (error) {
        if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
        this.#entries.delete(entry)
        this.#remains(entry, error)
      }
    }
  }

  /** Excludes a change set from removal: it will be executed. */
  forget(arn: string): void {
    for (const entry of this.#entries) if (entry.created?.arn === arn) this.#entries.delete(entry)
  }

  /** Refuses further change sets and removes all that were created, or those of one environment. Never throws. */
  async discardAll(environment?: string): Promise<void> {
    if (environment === undefined) this.#closed = true
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
    const entries = [...this.#entries].filter(
      (entry) => environment === undefined || entry.place.environment === environment,
    )
    await Promise.all(
      entries.map(async (entry) => {
        try {
          await this.#remove(entry)
        } catch (error) {
          this.#remains(entry, error)
        }
      }),
    )
  }

  /**
   * What could not be removed: one finding for each place and cause. A remaining change set can be executed, so it blocks; an
   * empty stack cannot, and a role without the permission to delete stacks leaves it by intention.
   */
  leftovers(): Finding[] {
    const groups = Map.groupBy(this.#left.values(), ({ entry, error }) =>
      JSON.stringify([placeKey(entry.place), isOnlyShell(error), error instanceof ActionError ? error.code : '']),
    )
    return [...groups.values()].map((group) => leftFinding(group as [Left, ...Left[]]))
  }

  async #remove(entry: Entry): Promise<void> {
    const { created, request, cloudformation } = entry
    await discardChangeSet(
      cloudformation,
      created ?? { name: request.name, stack: request.stack, shell: request.makesShell },
      this.#clock,
    )
    this.#entries.delete(entry)
    this.#left.delete(entry)
    this.#tell(entry, 'removed')
  }

  #remains(entry: Entry, error: unknown): void {
    this.#log.warning(`the change set ${entry.request.name} could not be removed: ${messageOf(error)}`)
    this.#left.set(entry, { entry, error })
    this.#tell(entry, 'unknown')
  }

  #tell(entry: Entry, state: Handle['state']): void {
    const id = idOf(entry)
    this.#onHandle({
      kind: 'change-set',
      id,
      ...placeOf(entry.place),
      state,
      ...(state !== 'removed' && { advice: removalOf(entry, id, state) }),
    })
  }
}

function idOf({ created, request }: Entry): string {
  return created?.arn ?? request.name
}

/** Whether the change set is deleted, and only its empty stack is not: that is denied, or it has not ended. */
function isOnlyShell(error: unknown): boolean {
  if (!(error instanceof ActionError)) return false
  if (error.subject === EMPTY_STACK) return true
  if (error.code !== 'aws/denied') return false
  return refusalIn(error.details.observed ?? '')?.action === 'cloudformation:DeleteStack'
}

function leftFinding(group: readonly [Left, ...Left[]]): Finding {
  const [{ entry, error }] = group
  const { environment } = entry.place
  const shell = isOnlyShell(error)
  const what = shell ? 'empty stack' : 'change set'
  const count = group.length === 1 ? `the ${what} of ${nameOf(entry)} is` : `${group.length} ${what}s are`
  const names = group.map((each) => nameOf(each.entry))
  const others = group.length === 1 ? '' : ' (the commands for the others are listed below)'
  const advice = shell
    ? `Remove it: \`${shellRemovalOf(entry)}\`${others}, or keep it: the deployment uses the empty stack. ` +
      (error instanceof ActionError && error.code === 'aws/denied'
        ? 'docs/iam/plan-role-first-release.json lets precheck remove it.'
        : 'The events of the stack show why it is not deleted.')
    : `Remove it: \`${removalOf(entry, idOf(entry), 'unknown')}\`${others}. To prevent this: ` +
      (error instanceof ActionError ? error.advice : 'see the log.')
  return {
    code: shell ? 'stack/shell-not-removed' : 'change-set/not-removed',
    outcome: shell ? 'noted' : 'fail',
    title: `${environment}: ${count} remaining, since precheck could not remove ${group.length === 1 ? 'it' : 'them'}`,
    subject: group.length === 1 ? `stack/${nameOf(entry)}` : `environment/${environment}`,
    expected: 'no change set or stack that precheck created for its plan',
    observed: `${listed(names, NAMED_AT_MOST)}: ${messageOf(error)}`,
    advice,
    details: { environment },
  }
}

/** The name of a stack, from its name or ARN. */
function nameOf({ request }: Entry): string {
  return request.stack.split('/')[1] ?? request.stack
}

function shellRemovalOf({ request, place }: Pick<Entry, 'request' | 'place'>): string {
  return `aws cloudformation delete-stack --stack-name ${request.stack} --region ${place.region}`
}

/** The command that removes it. What remains may be an empty stack without its change set. */
function removalOf({ request, place }: Pick<Entry, 'request' | 'place'>, id: string, state: Handle['state']): string {
  const where = `--stack-name ${request.stack} --region ${place.region}`
  const changeSet = `aws cloudformation delete-change-set --change-set-name ${id} ${where}`
  if (state !== 'unknown' || !request.makesShell) return changeSet
  return `${changeSet}; then, while the stack is REVIEW_IN_PROGRESS: ${shellRemovalOf({ request, place })}`
}
