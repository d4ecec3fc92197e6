import { ERRORS, type ErrorCode, type ErrorKind } from '../evidence/codes/errors.ts'
import type { Finding } from '../evidence/finding.ts'

/** An error: no answer was obtained. (A bad answer is a Finding.) */
export class ActionError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  /** The next step, as an imperative. */
  readonly advice: string
  /** Subject, as in a finding. */
  readonly subject: string
  /** The single mistakes, where the message summarizes several. */
  readonly findings: readonly Finding[]
  readonly details: {
    readonly expected?: string
    readonly observed?: string
    readonly file?: string
    readonly line?: number
    readonly column?: number
  }

  constructor(
    code: ErrorCode,
    text: {
      message: string
      advice?: string
      subject?: string
      cause?: unknown
      expected?: string
      observed?: string
      file?: string
      line?: number
      column?: number
      findings?: readonly Finding[]
    },
  ) {
    super(text.message, text.cause === undefined ? undefined : { cause: text.cause })
    this.name = 'ActionError'
    this.code = code
    this.kind = ERRORS[code].kind
    this.advice = text.advice ?? ERRORS[code].next
    this.subject = text.subject ?? 'action'
    this.findings = text.findings ?? []
    const { expected, observed, file, line, column } = text
    this.details = {
      ...(expected !== undefined && { expected }),
      ...(observed !== undefined && { observed }),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }
  }
}

/** An error as one line, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
