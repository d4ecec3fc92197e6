import { leastTime, paced, type Turn } from '../aws/pace.ts'
import { serviceOf, type StateReads } from '../aws/state-clients.ts'
import type { Clock } from '../support/runtime.ts'

/** The ceiling of reads of live state: one bucket for each account, region and service. */
export class LivePace {
  readonly perSecond: number
  readonly #clock: Clock
  readonly #turns = new Map<string, Turn>()

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock
    this.perSecond = perSecond
  }

  /** The same reads, each of which waits for its turn. `place`: account and region. */
  limit(reads: StateReads, place: string, signal: AbortSignal): StateReads {
    return new Proxy(reads, {
      get: (target, name) => {
        const call = target[name as keyof StateReads] as (input: unknown) => Promise<unknown>
        return async (input: unknown) => {
          await this.#turn(`${place} ${serviceOf(name as keyof StateReads)}`)(signal)
          return call(input)
        }
      },
    })
  }

  /** Milliseconds that so many calls to each service take at least. */
  least(calls: readonly string[]): number {
    const counted = [...Map.groupBy(calls, (service) => service).values()].map(({ length }) => length)
    return Math.max(0, ...counted.map((count) => leastTime(count, this.perSecond)))
  }

  #turn(key: string): Turn {
    const known = this.#turns.get(key) ?? paced(this.#clock, this.perSecond)
    this.#turns.set(key, known)
    return known
  }
}
