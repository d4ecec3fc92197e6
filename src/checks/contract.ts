import type { z } from 'zod'
import type { AwsAccess } from '../aws/access.ts'
import type { Budget } from './engine/budget.ts'
import type { CheckName } from '../evidence/codes/checks.ts'
import type { Finding, Source } from '../evidence/finding.ts'
import type { Outcome } from '../evidence/outcome.ts'
import type { Deployment } from '../config/model/environment.ts'
import type { LastRelease, Measurement, PlaceState } from '../evidence/document.ts'
import type { Kind } from '../evidence/kind.ts'
import type { Ports } from '../ports.ts'
import { lazy } from '../support/lazy.ts'

export interface CheckMeta {
  /** The key in the configuration: `http`. */
  readonly name: CheckName
  readonly title: string
  /** What it does and what makes it fail, for the reference page. */
  readonly docs: string
  /** The kind where the user names none. */
  readonly kind: Kind
  /** Whether it runs commands of the user's, which get no credentials. */
  readonly runsUserCode: boolean
  /** Whether it makes or starts something in the account, which the plan-role may not do. */
  readonly acts?: true
}

/** A machine whose files can be looked at from this job. */
export interface ReachableHost {
  readonly name: string
  /** Absolute path below which its files are. */
  readonly root: string
}

/** When the deployments of this run to the environment began, and when the last of them had ended. */
export interface DeployedWindow {
  readonly startedAt: Date
  readonly endedAt: Date
}

/** The stacks and deployments of an environment, and what the deployments of this run recorded at their end. */
export interface ReleasedPlace {
  readonly stacks: readonly { readonly id: string; readonly name: string }[]
  readonly deployments: readonly Deployment[]
  /** Undefined where no deployment of this run is known, or none that recorded what served. */
  readonly recorded: PlaceState | undefined
  /** Ids of the stacks that the deployment of this run did not change, where that is known. */
  readonly unchanged?: readonly string[]
}

export interface CheckContext {
  readonly ports: Ports
  /** Aborted when the look's deadline passes, or when the job is cancelled. */
  readonly signal: AbortSignal
  /** Name of the check, as in findings. */
  readonly name: string
  readonly environment: string
  readonly on: 'runner' | 'hosts'
  /** To the environment's account and region, with the role for checks. */
  readonly access: AwsAccess
  /** Undefined where the job was told of no deployment of this run. */
  readonly deployed: DeployedWindow | undefined
  /** The hosts of the deployments; `unreachable` where their files cannot be seen from here. */
  readonly hosts: readonly ReachableHost[] | 'unreachable'
  /** Variables for the user's commands: outputs of the stacks, the environment. */
  readonly variables: Readonly<Record<string, string>>
  /** What precheck of this run restored of the last release; absent where there is none, or none is known. */
  readonly lastRelease?: LastRelease
  /** Only where the checks run after the deployment. */
  readonly released?: ReleasedPlace
  /** How many analyses of network paths the run may start; absent: it starts none. */
  readonly analyses?: Budget
}

/** What one look gave, judged. `observed` shows the numbers. */
export interface Judgement {
  readonly outcome: Outcome
  /** A sentence that is true, without the name of the check: `answered 503 instead of 200`. */
  readonly title: string
  readonly expected?: string
  readonly observed?: string
  readonly advice?: string
  readonly source?: Source
  /** Single answers that are worth a finding of their own, such as each failing test case. */
  readonly findings?: readonly Finding[]
  readonly measurements?: readonly Measurement[]
}

/**
 * A check collects facts in `observe` and judges them, purely, in `judge`. Its options are what the shape gives: the key
 * itself, and what may stand beside it. `{…outputs…}` in any text of them is filled before `observe`.
 */
export interface Check<Shape extends z.ZodRawShape = z.ZodRawShape, Facts = unknown> {
  readonly meta: CheckMeta
  readonly shape: Shape
  /** The name where the user gives none, from what is checked. */
  nameOf(options: OptionsOf<Shape>): string
  /** Milliseconds that one look may take where the user says nothing. */
  timeoutOf(options: OptionsOf<Shape>): number
  /**
   * Whether it must run alone: it changes something, puts a load on something, or measures a time that others disturb.
   * Absent: it runs beside others.
   */
  alone?(options: OptionsOf<Shape>): boolean
  observe(options: OptionsOf<Shape>, context: CheckContext): Promise<Facts>
  judge(options: OptionsOf<Shape>, facts: Facts): Judgement
  /**
   * The check as a call in the script for hosts. Absent where a host cannot make it. Throws an ActionError for an option
   * that only this job can judge.
   */
  onHost?(options: OptionsOf<Shape>): HostCall
}

/** A call of a function of the script for hosts. */
export interface HostCall {
  /** The function, then its arguments. They are data: the script has them quoted. */
  readonly words: readonly [string, ...string[]]
  /** What it calls the expected state, as in a judgement. */
  readonly expected: string
}

export type OptionsOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

/** A check as the table holds it: its options are known to its own schema only. */
export type AnyCheck = Omit<Check, 'nameOf' | 'timeoutOf' | 'alone' | 'observe' | 'judge' | 'onHost'> & {
  nameOf(options: never): string
  timeoutOf(options: never): number
  alone?(options: never): boolean
  observe(options: never, context: CheckContext): Promise<unknown>
  judge(options: never, facts: never): Judgement
  onHost?(options: never): HostCall
}

/** Lets the types of options and facts follow from shape and `observe`. The shape is made when it is first read. */
export function defineCheck<Shape extends z.ZodRawShape, Facts>(
  check: Omit<Check<Shape, Facts>, 'shape'> & { readonly shape: () => Shape },
): Check<Shape, Facts> {
  const shape = lazy(check.shape)
  return {
    ...check,
    get shape() {
      return shape()
    },
  }
}
