/**
 * What the outside world gives, as types. `main.ts` makes the real ones; tests give their own.
 * Rooms take the narrowest of these that they need.
 */
import type { CloudFormation } from './cloudformation/client.ts'
import type { CodeDeploy } from './codedeploy/client.ts'
import type { Alarms, Containers, Functions, Identity, Storage, Trail } from './aws/clients.ts'
import type { AwsAccess } from './aws/access.ts'
import type { ArtifactStore } from './github/artifacts.ts'
import type { GitHub } from './github/client.ts'
import type { JobIdentity } from './github/identity.ts'

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
  /** From now on this value appears nowhere. Call it before anything else sees the value. */
  mask(value: string): void
}

/** Where a run happens. Everything ambient is read once, in main.ts, and passed on. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the workspace; relative paths of users are read from here. */
  readonly workspace: string
  /** Absolute path of a folder that is ours and is removed after the job (RUNNER_TEMP). */
  readonly temp: string
}

/** Connections, each loaded and made when first asked for. All reject with an ActionError only. */
export interface Connections {
  cloudformation(access: AwsAccess): Promise<CloudFormation>
  codedeploy(access: AwsAccess): Promise<CodeDeploy>
  storage(access: AwsAccess): Promise<Storage>
  alarms(access: AwsAccess): Promise<Alarms>
  functions(access: AwsAccess): Promise<Functions>
  containers(access: AwsAccess): Promise<Containers>
  trail(access: AwsAccess): Promise<Trail>
  identity(access: AwsAccess): Promise<Identity>
  github(): Promise<GitHub>
  artifacts(): Promise<ArtifactStore>
  /** The claims of the job's OIDC token; undefined when the job has no `id-token: write`. */
  job(): Promise<JobIdentity | undefined>
}

export interface Ports {
  readonly place: Place
  readonly clock: Clock
  readonly log: Log
  readonly connect: Connections
  /** Aborted when the job is cancelled. Every wait and every request takes it. */
  readonly cancelled: AbortSignal
}

/** A line that GitHub shows beside a file, or at the top of the run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** What the runner takes from a step. */
export interface Runner {
  input(name: string): string
  output(name: string, value: string): void
  summary(markdown: string): Promise<void>
  annotate(annotation: Annotation): void
}
