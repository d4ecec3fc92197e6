import { canHave, isFindingCode } from './codes/lookup.ts'
import type { Composition } from './composition.ts'
import type { Digest } from './digest.ts'
import type {
  Approval,
  Evidence,
  Handle,
  LastRelease,
  Measurement,
  PlaceOutputs,
  PlaceState,
  Plan,
  Release,
  Snapshot,
  TemporaryDeployment,
  TimelineEntry,
} from './document.ts'
import type { Finding } from './finding.ts'
import { handleKey } from './place.ts'
import { verdictOf } from './verdict.ts'

/** What a command found out so far. It is written down in every ending, so it is collected as it comes. */
export class Recorder {
  readonly #now: () => Date
  readonly #findings: Finding[] = []
  readonly #measurements: Measurement[] = []
  readonly #timeline: TimelineEntry[] = []
  readonly #handles = new Map<string, Handle>()
  readonly #plans: Plan[] = []
  readonly #snapshots: Snapshot[] = []
  readonly #states: PlaceState[] = []
  readonly #approvals: Approval[] = []
  readonly #previous = new Set<Digest>()
  #release: Release | undefined
  #composition: Composition | undefined
  #lastRelease: LastRelease | undefined
  readonly #outputs: PlaceOutputs[] = []
  #temporary: TemporaryDeployment | undefined
  #url: string | undefined
  #environments: readonly string[] | undefined

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Throws where the catalogue does not have the code with that outcome: a mistake in the program. */
  find(...findings: readonly Finding[]): void {
    for (const { code, outcome } of findings) {
      if (!isFindingCode(code)) throw new TypeError(`the catalogue has no code ${String(code)}`)
      if (!canHave(code, outcome)) throw new TypeError(`a finding with the code ${code} cannot be ${outcome}`)
    }
    this.#findings.push(...findings)
  }

  /** What is not a number was not measured. */
  measure(...measurements: readonly Measurement[]): void {
    this.#measurements.push(...measurements.filter(({ value }) => Number.isFinite(value)))
  }

  /** Adds to the timeline; the time is now unless the event has one. */
  happened(entry: Omit<TimelineEntry, 'at'> & { readonly at?: string }): void {
    this.#timeline.push({ ...entry, at: entry.at ?? this.#now().toISOString() })
  }

  /** What happened last. */
  get latest(): TimelineEntry | undefined {
    return this.#timeline.at(-1)
  }

  get timeline(): readonly TimelineEntry[] {
    return this.#timeline
  }

  /** Remembers what was created or runs; the same kind and id at the same place replaces what was known of it. */
  handle(handle: Handle): void {
    this.#handles.set(handleKey(handle), handle)
  }

  /** Removes what was recorded at the request, once its result is known. */
  forget(handle: Handle): void {
    this.#handles.delete(handleKey(handle))
  }

  has(handle: Handle): boolean {
    return this.#handles.has(handleKey(handle))
  }

  /** All environments of the release, in the order in which they get it. */
  environments(keys: readonly string[]): void {
    this.#environments = keys
  }

  release(release: Release): void {
    this.#release = release
  }

  /** What this release consists of, and what is known of the last one. */
  composed(composition: Composition, lastRelease: LastRelease | undefined): void {
    this.#composition = composition
    this.#lastRelease = lastRelease
  }

  outputs(outputs: PlaceOutputs): void {
    this.#outputs.push(outputs)
  }

  /** Where the environment serves that the step deployed to. */
  serves(url: string): void {
    this.#url = url
  }

  /** The temporary environment that the step made. */
  temporary(made: TemporaryDeployment): void {
    this.#temporary = made
  }

  plan(plan: Plan): void {
    this.#plans.push(plan)
  }

  snapshot(snapshot: Snapshot): void {
    this.#snapshots.push(snapshot)
  }

  /** What serves at a place now. */
  state(...states: readonly PlaceState[]): void {
    this.#states.push(...states)
  }

  approved(...approvals: readonly Approval[]): void {
    this.#approvals.push(...approvals)
  }

  /** This document builds on those. */
  builtOn(...digests: readonly Digest[]): void {
    for (const digest of digests) this.#previous.add(digest)
  }

  get findings(): readonly Finding[] {
    return this.#findings
  }

  /** Whether anything is there that was created and not removed, or still runs. */
  get leaves(): boolean {
    return [...this.#handles.values()].some(({ state }) => state !== 'removed')
  }

  /** The document as of now. The verdict is folded from the findings here and nowhere else. */
  document(about: Pick<Evidence, 'schema' | 'slot' | 'origin' | 'mode' | 'endpoints' | 'startedAt'>): Evidence {
    return wellFormed({
      ...about,
      ...(this.#environments && { environments: this.#environments }),
      ...(this.#release && { release: this.#release }),
      ...(this.#composition && { composition: this.#composition }),
      ...(this.#lastRelease && { lastRelease: this.#lastRelease }),
      plans: this.#plans,
      snapshots: this.#snapshots,
      ...(this.#states.length > 0 && { states: this.#states }),
      ...(this.#outputs.length > 0 && { outputs: this.#outputs }),
      ...(this.#temporary && { temporary: this.#temporary }),
      ...(this.#url !== undefined && { url: this.#url }),
      verdict: verdictOf(this.#findings),
      findings: this.#findings,
      measurements: this.#measurements,
      timeline: this.#timeline.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
      handles: [...this.#handles.values()],
      approvals: this.#approvals,
      previous: [...this.#previous],
      finishedAt: this.#now().toISOString(),
    })
  }
}

/** Half a character, as a cut through a text leaves it, has no canonical form: the document could not be digested. */
function wellFormed<T>(value: T): T {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed() : member,
  )
  return JSON.parse(text) as T
}
