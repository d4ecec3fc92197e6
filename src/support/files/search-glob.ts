import { globSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { ActionError, messageOf } from '../errors.ts'

/** The longest path on Linux. */
const MOST_CHARACTERS = 4_096
/** `{a,b}{a,b}` expands to four globs, and `{1..1000}` to a thousand. */
const MOST_ALTERNATIVES = 1_000
/** Endless backtracking would block the process, including cancellation and deadlines. */
const PATIENCE_MS = 10_000

/** Paths below the folder that match a glob. Throws an ActionError for one that cannot be searched for in ten seconds. */
export function searchGlob(folder: string, pattern: string, patienceMs = PATIENCE_MS): string[] {
  if (pattern.length > MOST_CHARACTERS)
    throw refused(pattern, `at most ${MOST_CHARACTERS} characters`, `${pattern.length}`)
  if (alternativesOf(pattern) > MOST_ALTERNATIVES)
    throw refused(pattern, `at most ${MOST_ALTERNATIVES} alternatives in braces`, 'more')
  try {
    return runInNewContext(
      'search(pattern, { cwd })',
      { search: globSync, pattern, cwd: folder },
      { timeout: patienceMs },
    ) as string[]
  } catch (error) {
    const isEndless = (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    throw refused(
      pattern,
      `a glob whose search ends within ${patienceMs / 1_000} s`,
      isEndless ? 'no answer' : messageOf(error),
      error,
    )
  }
}

/** Upper bound of the number of globs that braces expand to; counting ends at the limit. */
function alternativesOf(pattern: string): number {
  let count = 1
  let rest = pattern
  for (;;) {
    const found = /\{([^{}]*)\}/.exec(rest)
    if (!found) return count
    const [whole, inside = ''] = found
    const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.-?\d+)?$/.exec(inside)
    count *= range ? Math.abs(Number(range[2]) - Number(range[1])) + 1 : inside.split(',').length
    if (count > MOST_ALTERNATIVES) return count
    rest = rest.slice(0, found.index) + rest.slice(found.index + whole.length)
  }
}

const SHOWN_LENGTH = 60

function refused(pattern: string, expected: string, observed: string, cause?: unknown): ActionError {
  const shown = pattern.length > SHOWN_LENGTH ? `${pattern.slice(0, SHOWN_LENGTH)}…` : pattern
  return new ActionError('config/file', {
    message: `the glob ${JSON.stringify(shown)} cannot be searched`,
    subject: 'check',
    expected,
    observed,
    advice: 'Write a simpler glob, such as reports/**/*.xml, or several of them as a list.',
    cause,
  })
}
