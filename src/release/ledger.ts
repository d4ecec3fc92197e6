import {
  createChangeSet,
  discardChangeSet,
  type ChangeSetRequest,
  type CreatedChangeSet,
} from '../cloudformation/change-set.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import type { Handle } from '../evidence/document.ts'
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

  async #remove(entry: Entry): Promise<void> {
    const { created, request, cloudformation } = entry
    await discardChangeSet(
      cloudformation,
      created ?? { name: request.name, stack: request.stack, shell: request.makesShell },
    )
    this.#entries.delete(entry)
    this.#tell(entry, 'removed')
  }

  #remains(entry: Entry, error: unknown): void {
    this.#log.warning(`the change set ${entry.request.name} could not be removed: ${messageOf(error)}`)
    this.#tell(entry, 'unknown')
  }

  #tell(entry: Entry, state: Handle['state']): void {
    const id = entry.created?.arn ?? entry.request.name
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

/** How a person removes it. What could not be removed may be the shell of a stack, without its change set. */
function removalOf({ request, place }: Entry, id: string, state: Handle['state']): string {
  const where = `--stack-name ${request.stack} --region ${place.region}`
  const changeSet = `aws cloudformation delete-change-set --change-set-name ${id} ${where}`
  if (state !== 'unknown' || !request.makesShell) return changeSet
  return `${changeSet}; then, while the stack is REVIEW_IN_PROGRESS: aws cloudformation delete-stack ${where}`
}
