import type { TimelineEntry } from '../../evidence/document.ts'

interface Stage {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly name: string
  /** `deployment` or `stack`, where one step runs alone: its events are stages of their own. */
  readonly kind: string | undefined
}

/** What went on in an environment, and since when. Events are read later than they happen, and have AWS's time. */
export class Stages {
  readonly #stages: Stage[] = []
  readonly #now: () => number
  readonly #timeline: () => readonly TimelineEntry[]

  constructor(now: () => number, timeline: () => readonly TimelineEntry[]) {
    this.#now = now
    this.#timeline = timeline
  }

  begin(name: string, kind?: string): void {
    this.#stages.push({ at: this.#now(), name, kind })
  }

  /** The stage at a time, with the last event until then of a step that ran alone: `deployment app: BlockTraffic Succeeded`. */
  nameAt(time: number): string {
    const stage = this.#stages.findLast(({ at }) => at <= time) ?? this.#stages[0]
    if (stage?.kind === undefined) return stage?.name ?? ''
    const last = this.#timeline()
      .filter(({ at, subject }) => {
        const ms = Date.parse(at)
        return subject.startsWith(`${stage.kind}/`) && ms >= stage.at && ms <= time
      })
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .at(-1)
    return last === undefined ? stage.name : `${stage.name}: ${last.event}`
  }
}
