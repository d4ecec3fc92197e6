import type { Finding } from '../evidence/finding.ts'
import { ActionError, messageOf } from './errors.ts'

/**
 * A finding for an error: the subject has no answer. The failed call is kept as the cause, by which several such findings are
 * merged.
 */
export function errorFinding(error: ActionError, subject = error.subject, environment?: string): Finding {
  const cause = error.subject.startsWith('aws/') ? error.subject : undefined
  const { file, line, column, expected, observed } = error.details
  return {
    code: error.code,
    outcome: 'error',
    title: error.message,
    subject,
    advice: error.advice,
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    ...(file !== undefined && {
      source: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    }),
    ...((environment !== undefined || cause !== undefined) && {
      details: { ...(environment !== undefined && { environment }), ...(cause !== undefined && { cause }) },
    }),
  }
}

/** The error of a step as findings. `leaves`: whether resources remain in the account. */
export function errorFindings(error: unknown, cancelled: AbortSignal, leaves: boolean): Finding[] {
  if (cancelled.aborted && (error === cancelled.reason || !(error instanceof ActionError))) {
    return [
      {
        code: 'cancelled',
        outcome: 'error',
        title: 'the job was cancelled before this step completed',
        subject: 'action',
        expected: 'a completed step',
        observed: messageOf(cancelled.reason),
        advice: leaves
          ? 'See below what was stopped, what remains and what still runs; then run the job again.'
          : 'No resources remain. Run the job again.',
      },
    ]
  }
  if (!(error instanceof ActionError)) {
    return errorFindings(new ActionError('internal', { message: messageOf(error), cause: error }), cancelled, leaves)
  }
  return error.findings.length > 0 ? [...error.findings] : [errorFinding(error)]
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
