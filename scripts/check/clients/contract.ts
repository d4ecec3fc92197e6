import type { NpmPackage, PythonPackage } from '../engines/contract.ts'

/** A client of AWS that others wrote. */
export interface Client {
  readonly name: string
  /** Where it is installed from; an action is brought as a checkout. */
  readonly package: PythonPackage | NpmPackage | { readonly registry: 'action'; readonly name: string }
  readonly play: (stage: Stage) => Promise<void>
}

/** A client that is there. */
export interface Ready {
  readonly version: string
  readonly program: string
  readonly args: readonly string[]
}

/** An operation that a client called, with the HTTP statuses of its responses. */
export interface Called {
  readonly service: string
  readonly operation: string
  readonly statuses: readonly number[]
}

/** The result of one command of a client. */
export interface Row {
  readonly client: string
  readonly version: string
  readonly step: string
  /** The reason of its failure; absent when it worked. */
  readonly fault?: string
  readonly called: readonly Called[]
}

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** The environment in which a client runs. */
export interface Stage {
  readonly ready: Ready
  /** The URL of the sandbox. */
  readonly url: string
  /** An empty folder. */
  readonly folder: string
  /** Variables of its process: endpoint, credentials, region. */
  readonly variables: Readonly<Record<string, string>>
  /** Runs a program to its end, in the folder. */
  readonly run: (
    program: string,
    args: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ) => Promise<Ended>
  /**
   * One row of the result: `act` runs it, and returns the difference. Its calls are recorded in the row. An error that
   * it throws is its failure.
   */
  step(name: string, act: () => Promise<string | undefined | void>): Promise<boolean>
  /** Records that a step was skipped. */
  skip(name: string, why: string): void
}

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-1'
