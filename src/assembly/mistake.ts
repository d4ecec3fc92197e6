import { ActionError } from '../support/errors.ts'

/** What another tool built cannot be used: the message, and the next step. */
export function unusable(
  message: string,
  advice: string,
  details: {
    readonly subject?: string
    readonly expected?: string
    readonly observed?: string
    readonly file?: string
    readonly line?: number
    readonly cause?: unknown
  } = {},
): ActionError {
  return new ActionError('config/assembly', { message, advice, subject: 'stacks', ...details })
}
