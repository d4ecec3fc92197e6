import type { Evidence, Handle } from './document.ts'

/** The event of the timeline after which an environment may be changed. */
export const EXECUTION_STARTED = 'execution of the release started'

/** Kinds of things that only a deployment makes, starts or changes. */
const DEPLOYED_KINDS: ReadonlySet<Handle['kind']> = new Set([
  'stack',
  'deployment',
  'revision',
  'function-version',
  'task-definition',
  'process',
  'folder',
])

/**
 * Whether a deployment job ended without changing its environment. A call that ended without an answer may have changed
 * it, so an error after the execution started is never untouched.
 */
export function leftUntouched({ timeline, handles, findings }: Evidence): boolean {
  if (handles.some(({ kind }) => DEPLOYED_KINDS.has(kind))) return false
  const started = timeline.some(({ event }) => event === EXECUTION_STARTED)
  return !started || !findings.some(({ outcome, code }) => outcome === 'error' && code !== 'release/not-deployed')
}
