import { runInNewContext } from 'node:vm'
import { ActionError } from '../errors.ts'

/** Endless backtracking would block the process, including cancellation and deadlines. */
const PATIENCE_MS = 1_000

/**
 * Whether a regular expression (flags `m` and `u`) matches in a text. Throws an ActionError where that takes longer than a
 * second.
 */
export function hasMatch(source: string, text: string): boolean {
  try {
    return runInNewContext('new RegExp(source, "mu").test(text)', { source, text }, { timeout: PATIENCE_MS }) === true
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new ActionError('config/file', {
      message: `/${source}/ takes too long on ${text.length} characters`,
      subject: 'check',
      expected: 'a pattern that matches, or not, within a second',
      observed: `${PATIENCE_MS} ms without a result`,
      advice: 'Avoid a repetition inside a repetition, such as (a+)+, or use `contains`.',
      cause: error,
    })
  }
}
