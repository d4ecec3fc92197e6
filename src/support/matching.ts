import { runInNewContext } from 'node:vm'
import { ActionError } from './errors.ts'

/** A pattern that backtracks without end would hold the whole process, a cancellation and every deadline with it. */
const PATIENCE_MS = 1_000

/**
 * Whether a text has a match of a regular expression, which looks at lines and at whole characters. Throws an
 * ActionError where that is not known within a second.
 */
export function hasMatch(source: string, text: string): boolean {
  try {
    return runInNewContext('new RegExp(source, "mu").test(text)', { source, text }, { timeout: PATIENCE_MS }) === true
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new ActionError('config/file', {
      message: `/${source}/ finds no end in ${text.length} characters`,
      subject: 'check',
      expected: 'a pattern that is found, or not, within a second',
      observed: `${PATIENCE_MS} ms and no answer`,
      advice: 'Write it without a repetition inside of a repetition, such as (a+)+, or use `contains`.',
      cause: error,
    })
  }
}
