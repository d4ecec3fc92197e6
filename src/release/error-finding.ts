import type { Finding } from '../evidence/finding.ts'
import type { ActionError } from '../support/errors.ts'

/** There is no answer about this subject, and why. `environment` tells two environments' errors apart. */
export function errorFinding(error: ActionError, subject = error.subject, environment?: string): Finding {
  const { file, line, column, expected, observed } = error.details
  return {
    code: error.code,
    outcome: 'error',
    title: environment === undefined ? error.message : `${environment}: ${error.message}`,
    subject,
    advice: error.advice,
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    ...(file !== undefined && {
      source: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    }),
    ...(environment !== undefined && { details: { environment } }),
  }
}
