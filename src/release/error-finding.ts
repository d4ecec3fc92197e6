import type { Finding } from '../evidence/finding.ts'
import type { ActionError } from '../support/errors.ts'

/**
 * There is no answer about this subject, and why. `environment` is where; the call that was not answered is kept as its
 * cause, by which several such findings become one.
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
