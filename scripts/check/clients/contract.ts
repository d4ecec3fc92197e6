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

/** An operation that a client called, with the HTTP statuses of its answers. */
export interface Called {
  readonly service: string
  readonly operation: string
  readonly statuses: readonly number[]
}

/** What one command of a client came to. */
export interface Row {
  readonly client: string
  readonly version: string
  readonly step: string
  /** Why it did not work; absent when it did. */
  readonly fault?: string
  readonly called: readonly Called[]
}

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Where a client is played. */
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
   * One row of the result: `act` does it, and returns what is wrong. The calls that it made are those of the row. What it
   * throws is its fault.
   */
  step(name: string, act: () => Promise<string | undefined | void>): Promise<boolean>
  /** Notes that a step was not played. */
  skip(name: string, why: string): void
}

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-1'
