import type { AnsweredBy } from './play.ts'

/** Where an engine's responses to one operation differ in their members from the sandbox's. Information only. */
export interface Difference {
  readonly operation: string
  /** Members that only the sandbox returns, and that only the engine returns. */
  readonly lacks: readonly string[]
  readonly adds: readonly string[]
}

/** All operations that succeeded in both. */
export function differencesOf(sandbox: readonly AnsweredBy[], engine: readonly AnsweredBy[]): Difference[] {
  const ours = membersOf(sandbox)
  const theirs = membersOf(engine)
  return [...ours.keys()].toSorted().flatMap((operation) => {
    const mine = ours.get(operation) ?? new Set<string>()
    const other = theirs.get(operation)
    if (other === undefined) return []
    const lacks = outermost([...mine].filter((path) => !other.has(path)))
    const adds = outermost([...other].filter((path) => !mine.has(path)))
    return lacks.length + adds.length > 0 ? [{ operation, lacks, adds }] : []
  })
}

/** The operations that succeeded in both. */
export function comparedIn(sandbox: readonly AnsweredBy[], engine: readonly AnsweredBy[]): string[] {
  const theirs = membersOf(engine)
  return [...membersOf(sandbox).keys()].filter((operation) => theirs.has(operation)).toSorted()
}

/** Without the members that another member of the list holds. */
function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths)
  const isInner = (path: string): boolean =>
    path.split('.').some((_, index, parts) => index > 0 && all.has(parts.slice(0, index).join('.')))
  return paths.filter((path) => !isInner(path)).toSorted()
}

function membersOf(answered: readonly AnsweredBy[]): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>()
  for (const [operation, answer] of answered.flatMap((each) => [...each])) {
    if (![...answer.statuses.keys()].some((status) => status < 300)) continue
    members.set(operation, new Set([...(members.get(operation) ?? []), ...answer.members]))
  }
  return members
}
