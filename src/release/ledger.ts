import {
  createChangeSet,
  discardChangeSet,
  type ChangeSetRequest,
  type CreatedChangeSet,
} from '../cloudformation/change-set.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import type { Handle } from '../evidence/document.ts'
import { refusalIn } from '../aws/refusals.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Log } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'

interface Entry {
  readonly cloudformation: CloudFormation
  readonly request: ChangeSetRequest
  readonly place: Place
  created: CreatedChangeSet | undefined
}

interface Place {
  readonly environment: string
  readonly region: string
}

/** Something that is still there although it was to go, and why. */
interface Left {
  readonly entry: Entry
  readonly error: unknown
}

const NAMED_AT_MOST = 10
const NO_ANSWER = new Set(['aws/unreachable', 'aws/throttled', 'cancelled'])

/**
 * Remembers every change set that was asked for, before the answer is there, so that a cancelled or failed run can
 * remove exactly what it made: also what was made by a request whose answer was lost.
 */
export class ChangeSetLedger {
  readonly #log: Log
  readonly #onHandle: (handle: Handle) => void
  readonly #entries = new Set<Entry>()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #left = new Map<Entry, Left>()
  #closed = false

  constructor(log: Log, onHandle: (handle: Handle) => void) {
    this.#log = log
    this.#onHandle = onHandle
  }

  async create(cloudformation: CloudFormation, request: ChangeSetRequest, place: Place): Promise<CreatedChangeSet> {
    if (this.#closed) {
      throw new ActionError('cancelled', { message: `no change set is made for ${request.stack} any more` })
    }
    const entry: Entry = { cloudformation, request, place, created: undefined }
    this.#entries.add(entry)
    const answer = createChangeSet(cloudformation, request)
    const settled = answer.catch(() => undefined)
    this.#underWay.add(settled)
    try {
      entry.created = await answer
    } catch (error) {
      // AWS's refusal made nothing; where no answer came, something may be there.
      if (error instanceof ActionError && !NO_ANSWER.has(error.code)) this.#entries.delete(entry)
      throw error
    } finally {
      this.#underWay.delete(settled)
    }
    this.#tell(entry, 'kept')
    return entry.created
  }

  /** Removes one change set, with the shell of a stack that it made. What may not be removed is told, and stays. */
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

  /** From now on this one is not removed: it is about to be executed, and with it the shell becomes a stack. */
  forget(arn: string): void {
    for (const entry of this.#entries) if (entry.created?.arn === arn) this.#entries.delete(entry)
  }

  /** Ends the making of change sets and removes all that were made, or those of one environment. Never throws. */
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
   * What was to be removed and is still there: one finding for each environment and cause. A change set that is left can
   * be executed, so it blocks; the empty shell of a stack cannot, and who may not delete stacks leaves it knowingly.
   */
  leftovers(): Finding[] {
    const groups = Map.groupBy(this.#left.values(), ({ entry, error }) =>
      JSON.stringify([entry.place.environment, isOnlyShell(error), error instanceof ActionError ? error.code : '']),
    )
    return [...groups.values()].map((group) => leftFinding(group as [Left, ...Left[]]))
  }

  async #remove(entry: Entry): Promise<void> {
    const { created, request, cloudformation } = entry
    await discardChangeSet(
      cloudformation,
      created ?? { name: request.name, stack: request.stack, shell: request.makesShell },
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
    const { region, environment } = entry.place
    this.#onHandle({
      kind: 'change-set',
      id,
      environment,
      region,
      state,
      ...(state !== 'removed' && { advice: removalOf(entry, id, state) }),
    })
  }
}

function idOf({ created, request }: Entry): string {
  return created?.arn ?? request.name
}

/** Whether the change set is gone and only the stack that it made may not be deleted. */
function isOnlyShell(error: unknown): boolean {
  if (!(error instanceof ActionError) || error.code !== 'aws/denied') return false
  return refusalIn(error.details.observed ?? '')?.action === 'cloudformation:DeleteStack'
}

function leftFinding(group: readonly [Left, ...Left[]]): Finding {
  const [{ entry, error }] = group
  const { environment } = entry.place
  const shell = isOnlyShell(error)
  const what = shell ? 'empty stack' : 'change set'
  const count = group.length === 1 ? `the ${what} of ${nameOf(entry)} is` : `${group.length} ${what}s are`
  const names = group.slice(0, NAMED_AT_MOST).map((each) => nameOf(each.entry))
  const more = group.length - names.length
  const others = group.length === 1 ? '' : ' (the others are beside what is left, below)'
  const advice = shell
    ? `Remove it: \`${shellRemovalOf(entry)}\`${others}, or leave it: the deployment makes its stack of it. ` +
      'docs/iam/plan-role-first-release.json lets precheck remove it.'
    : `Remove it: \`${removalOf(entry, idOf(entry), 'unknown')}\`${others}. So that none is left again: ` +
      (error instanceof ActionError ? error.advice : 'see the log.')
  return {
    code: shell ? 'stack/shell-left' : 'change-set/left',
    outcome: shell ? 'skipped' : 'fail',
    title: `${environment}: ${count} left behind, since precheck could not remove ${group.length === 1 ? 'it' : 'them'}`,
    subject: group.length === 1 ? `stack/${nameOf(entry)}` : `environment/${environment}`,
    expected: 'nothing that precheck made only to look',
    observed: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${messageOf(error)}`,
    advice,
    details: { environment },
  }
}

/** The name of a stack, of which there may be only the ARN. */
function nameOf({ request }: Entry): string {
  return request.stack.split('/')[1] ?? request.stack
}

function shellRemovalOf({ request, place }: Pick<Entry, 'request' | 'place'>): string {
  return `aws cloudformation delete-stack --stack-name ${request.stack} --region ${place.region}`
}

/** How a person removes it. What could not be removed may be the shell of a stack, without its change set. */
function removalOf({ request, place }: Pick<Entry, 'request' | 'place'>, id: string, state: Handle['state']): string {
  const where = `--stack-name ${request.stack} --region ${place.region}`
  const changeSet = `aws cloudformation delete-change-set --change-set-name ${id} ${where}`
  if (state !== 'unknown' || !request.makesShell) return changeSet
  return `${changeSet}; then, while the stack is REVIEW_IN_PROGRESS: ${shellRemovalOf({ request, place })}`
}
