import { ActionError } from '../support/errors.ts'

/** A container image that cannot be used: the message, and the next step. */
export function unusableImage(
  message: string,
  advice: string,
  details: {
    readonly subject?: string
    readonly expected?: string
    readonly observed?: string
    readonly cause?: unknown
  } = {},
): ActionError {
  return new ActionError('image/unusable', { message, advice, subject: 'images', ...details })
}
