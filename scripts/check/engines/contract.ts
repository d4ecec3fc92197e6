import type { CodeDeploy } from '@aws-sdk/client-codedeploy'
import type { Lambda } from '@aws-sdk/client-lambda'
import type { STS } from '@aws-sdk/client-sts'

/** An engine that plays AWS and was written by others. */
export interface Engine {
  readonly name: string
  readonly package: PythonPackage | CargoPackage
  /** Arguments of its program. */
  readonly args: (port: number) => readonly string[]
  /** Variables of its process. `folder` is an empty one for its files. */
  readonly env: (port: number, folder: string) => Readonly<Record<string, string>>
  /** True where no setting keeps it on loopback: it is only started where no other network is. */
  readonly listensEverywhere?: true
}

export interface PythonPackage {
  readonly registry: 'pypi'
  /** The distribution whose version is shown, and is asked for first. */
  readonly name: string
  /** What pip is asked to install. */
  readonly requirements: readonly string[]
  /** The module that runs it: `python -m MODULE`. */
  readonly module: string
  readonly leastPython: readonly [number, number]
}

export interface CargoPackage {
  readonly registry: 'crates'
  readonly name: string
  readonly version: string
}

export interface NpmPackage {
  readonly registry: 'npm'
  /** The package that is run, and what is installed with it, as `name@range`. */
  readonly name: string
  readonly requirements: readonly string[]
  /** Its program, below its folder. */
  readonly bin: string
}

/** How an installed engine is started. */
export interface Installed {
  readonly engine: string
  readonly version: string
  readonly program: string
  readonly args: readonly string[]
  /** How long the installation took in milliseconds; absent where it was there before. */
  readonly installedIn?: number
}

/**
 * The state that a separate client reads: `bucket NAME` → `there`, `alarm NAME` → its threshold, `alias NAME` → its
 * version,
 * `stack NAME` → its status.
 */
export type State = Readonly<Record<string, string>>

export type EnvironmentName = 'preprod' | 'production'
export const ENVIRONMENTS: readonly EnvironmentName[] = ['preprod', 'production']

/** Clients of the check itself: they create the initial state of a story, and read the state of an engine. */
export interface Clients {
  readonly codedeploy: CodeDeploy
  readonly lambda: Lambda
  readonly sts: STS
  /** Creates a stack with the parameter Name, and waits until it is there. */
  install(stack: string, template: string, name: string): Promise<void>
  putAlarm(name: string, threshold: number): Promise<void>
  deleteBucket(name: string): Promise<void>
  makeTemplateBucket(): Promise<void>
  /** All stacks, change sets, buckets, alarms and aliases of a story. */
  read(story: Story): Promise<State>
  close(): void
}

/** A release of one stack or one deployment to both environments. The names of all its things begin with its name. */
export interface Story {
  readonly name: string
  /**
   * True where the sandbox has the initial state in its scenario, because it does not implement the calls that create
   * it.
   */
  readonly seeded?: true
  /** The repository of the release. */
  readonly files: Readonly<Record<string, string>>
  /** Creates the initial state, with clients of the check. */
  readonly prepare: (clients: Clients, environment: EnvironmentName) => Promise<void>
  /** The function whose aliases belong to it. */
  readonly functionName?: (environment: EnvironmentName) => string
  /** Names of its stacks. */
  readonly stack?: (environment: EnvironmentName) => string
  /** What an environment has after the release, without its stack. */
  readonly released: (environment: EnvironmentName) => State
  /** The reason why no step may pass. */
  readonly mustNotPass?: string
  /** True where the story is about drift, which an engine must detect itself. */
  readonly needsDrift?: true
  /** The changes of a true plan: `Alarm Modify`. */
  readonly plan: readonly string[]
}

/** One row of the table. */
export interface Row {
  readonly engine: string
  readonly version: string
  /** `update: precheck`. */
  readonly step: string
  /** `pass`, or the findings that block. */
  readonly outcome: string
  /** Operations that the observer answered in place of the engine. */
  readonly standIns: readonly string[]
  /** The contradictions of the engine's state to a passed step; empty where it was read and nothing contradicts. */
  readonly contradictions: readonly string[]
  /** The reason why the row proves nothing; absent where the state was read. */
  readonly notJudged?: string
  readonly green: boolean
  /** Behaviour of the product that is never allowed, for any response of the engine. */
  readonly fault?: string
  readonly ms: number
}
