import type { Run } from '../world.ts'
import type { Concurrency } from './model.ts'

/** The holder of a group, or a waiting member: a run, a job, or a job for the workflow that it calls. */
export interface Member {
  readonly run: Run
  /** Name of the job; absent for the whole run. */
  readonly job?: string
  readonly acquired: () => void
  readonly cancelled: (why: string) => void
}

export interface Group {
  readonly name: string
  holder?: Member
  acquiredAt?: Date
  readonly pending: Member[]
}

/** How many wait at most with `queue: max`. */
const LONGEST_QUEUE = 100

/** The concurrency groups of a repository. Names ignore case. */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Groups that something holds. */
  active(): Group[] {
    return [...this.#groups.values()].filter(({ holder }) => holder !== undefined)
  }

  get(name: string): Group | undefined {
    const group = this.#groups.get(name.toLowerCase())
    return group?.holder ? group : undefined
  }

  /**
   * Admits a member, or lets it wait. One waits by default and gives way to the next; with `queue: max`, up to 100
   * wait, and another is cancelled. `ancestors` hold the member itself: waiting for one of them would never end.
   */
  enter(given: Concurrency, member: Member, ancestors: readonly Member[] = []): void {
    const key = given.group.toLowerCase()
    const group = this.#groups.get(key) ?? { name: given.group, pending: [] }
    this.#groups.set(key, group)
    const { holder } = group
    if (!holder) return this.#acquire(group, member)
    if (ancestors.includes(holder)) {
      const above = holder.job ?? 'top level workflow'
      return member.cancelled(
        `Canceling since a deadlock for concurrency group '${given.group}' was detected between '${above}' and '${member.job ?? ''}'`,
      )
    }
    const why = `Canceling since a higher priority waiting request for ${given.group} exists`
    if (given.queue === 'max') {
      if (group.pending.length >= LONGEST_QUEUE) return member.cancelled(`The queue of ${given.group} is full`)
    } else {
      for (const earlier of group.pending.splice(0)) earlier.cancelled(why)
    }
    group.pending.push(member)
    if (given.cancelInProgress) holder.cancelled(why)
  }

  /** Removes a member from all groups, and admits the first waiting one to those that it held. */
  leave(member: Member): void {
    for (const group of this.#groups.values()) {
      const at = group.pending.indexOf(member)
      if (at >= 0) group.pending.splice(at, 1)
      if (group.holder !== member) continue
      delete group.holder
      const next = group.pending.shift()
      if (next) this.#acquire(group, next)
    }
  }

  #acquire(group: Group, member: Member): void {
    group.holder = member
    group.acquiredAt = this.#now()
    member.acquired()
  }
}
