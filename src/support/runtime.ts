import type { Secrets } from './secrets/secrets.ts'

/** The types of what a run gets from its host: time, log, folders and the runner. */

export interface Clock {
  now(): Date
  /** Waits that many milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The job's log. Texts are data: what renders them escapes them. */
export interface Log {
  debug(text: string): void
  info(text: string): void
  warning(text: string): void
  /** Runs `body` inside a fold of the log. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>
  /** Masks a value in all output from now on. Call it before the value is used. */
  mask(value: string): void
}

/** The folders and variables of a run. Ambient state is read once, in main.ts, and passed on. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the workspace; relative paths of users are read from here. */
  readonly workspace: string
  /** Absolute path of a temporary folder that the runner removes after the job (RUNNER_TEMP). */
  readonly temp: string
}

/** The ambient state, read once in main.ts, and its secrets. A module takes the members that it needs. */
export interface Runtime {
  readonly place: Place
  readonly clock: Clock
  readonly log: Log
  /** Values that must not be shown. */
  readonly secrets: Secrets
  /** Aborted when the job is cancelled. Every wait and every request takes it. */
  readonly cancelled: AbortSignal
}

/** An annotation, which GitHub shows beside a file or at the top of the run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** The results that a step gives to the runner. */
export interface Runner {
  input(name: string): string
  output(name: string, value: string): void
  summary(markdown: string): Promise<void>
  annotate(annotation: Annotation): void
}

export interface RunKey {
  readonly runId: string
  readonly runAttempt: number
}
