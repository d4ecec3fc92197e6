import type { Level } from '../world.ts'

/** Levels by scope, as a workflow writes them; undefined where it says nothing. */
export type Requested = Readonly<Record<string, Level | 'none'>>

export interface Concurrency {
  /** With expressions. */
  readonly group: string
  /** `max` lets up to 100 wait; `single` lets one wait, and cancels it for the next. */
  readonly queue: 'single' | 'max'
  readonly cancelInProgress: boolean
}

export interface JobFile {
  readonly key: string
  readonly needs: readonly string[]
  readonly condition?: string
  readonly environment?: string
  /** Of the environment, with expressions that are filled when the steps have ended. */
  readonly environmentUrl?: string
  readonly permissions?: Requested
  readonly concurrency?: Concurrency
  /** The reusable workflow that it calls. */
  readonly uses?: string
  /** Inputs for the called workflow, with expressions. */
  readonly inputs: Readonly<Record<string, string>>
  /** With expressions, as the other texts of the job. */
  readonly outputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly steps: readonly StepFile[]
}

export interface StepFile {
  readonly id?: string
  readonly name?: string
  readonly condition?: string
  readonly uses?: string
  readonly run?: string
  readonly env: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
}

export interface WorkflowFile {
  readonly name: string
  readonly permissions?: Requested
  readonly concurrency?: Concurrency
  /** Default values of the inputs of a called workflow. */
  readonly defaults: Readonly<Record<string, string>>
  /** Outputs of a called workflow, with expressions. */
  readonly outputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly jobs: readonly JobFile[]
}

/** A job with the workflows that it calls. */
export interface PlannedJob {
  /** Names of the calling jobs and its own, joined by ` / `. */
  readonly name: string
  readonly file: JobFile
  /** `OWNER/REPO/PATH@REF` of the workflow that contains it. */
  readonly workflowRef: string
  readonly permissions: Requested
  /** `env` of its workflow, with expressions. */
  readonly env: Readonly<Record<string, string>>
  readonly called?: CalledWorkflow
}

export interface CalledWorkflow {
  readonly concurrency?: Concurrency
  readonly defaults: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly jobs: readonly PlannedJob[]
}

/** Why a run cannot start: GitHub's `startup_failure`. */
export class StartupFailure extends Error {}
