import type { z } from 'zod'
import type { Finding, Outcome } from '../evidence/finding.ts'
import type { Measurement } from '../evidence/document.ts'
import type { Ports } from '../ports.ts'

/** What a check proves. A gate requires kinds. */
export const KINDS = ['deployment', 'functional', 'security', 'regression', 'integration', 'load'] as const
export type Kind = (typeof KINDS)[number]

export interface CheckMeta {
  /** The key in the configuration: `http`. */
  readonly name: string
  readonly title: string
  readonly docs: string
  /** The kind where the user names none. */
  readonly kind: Kind
  /** Whether it runs commands of the user's, which get no credentials. */
  readonly runsUserCode: boolean
}

export interface CheckContext {
  readonly ports: Ports
  /** Aborted when the check's own deadline passes, or when the job is cancelled. */
  readonly signal: AbortSignal
  readonly environment: string
}

/** What one look gave, judged. `observed` shows the numbers. */
export interface Judgement {
  readonly outcome: Outcome
  readonly title: string
  readonly expected?: string
  readonly observed?: string
  readonly advice?: string
  readonly findings?: readonly Finding[]
  readonly measurements?: readonly Measurement[]
}

/** A check collects facts in `observe` and judges them, purely, in `judge`. Options are what its schema gives. */
export interface Check<Options = any, Facts = any> {
  readonly meta: CheckMeta
  readonly options: z.ZodType<Options>
  observe(options: Options, context: CheckContext): Promise<Facts>
  judge(options: Options, facts: Facts): Judgement
}
