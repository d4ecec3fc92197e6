import { invalid } from '../errors.ts'

export type Dependencies = ReadonlyMap<string, readonly string[]>

/** Sorts nodes so that each comes after its dependencies; throws CloudFormation's error for a cycle. */
export function sortByDependencies(dependencies: Dependencies): string[] {
  const order: string[] = []
  const open = new Map(
    [...dependencies].map(([id, all]) => [id, new Set(all.filter((other) => dependencies.has(other)))]),
  )
  while (open.size > 0) {
    const ready = [...open].filter(([, left]) => left.size === 0).map(([id]) => id)
    if (ready.length === 0) throw invalid(`Circular dependency between resources: [${nodesInCycle(open).join(', ')}]`)
    for (const id of ready.toSorted()) {
      open.delete(id)
      order.push(id)
      for (const left of open.values()) left.delete(id)
    }
  }
  return order
}

/** The nodes on a cycle, without those that only depend on one. */
function nodesInCycle(open: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean =>
    [...(open.get(from) ?? [])].some(
      (next) => next === wanted || (!seen.has(next) && reaches(next, wanted, seen.add(next))),
    )
  return [...open.keys()].filter((id) => reaches(id, id)).toSorted()
}

/** Reverses the dependencies, for deletions. */
export function reverseDependencies(dependencies: Dependencies): Map<string, string[]> {
  const users = new Map<string, string[]>([...dependencies.keys()].map((id) => [id, []]))
  for (const [id, all] of dependencies) for (const other of all) users.get(other)?.push(id)
  return users
}

/**
 * Runs one task per node, each as soon as its dependencies have succeeded. Tasks that depend on a failed one are
 * skipped; the others continue. @returns the failed and the skipped nodes
 */
export async function runByDependencies(
  dependencies: Dependencies,
  work: (id: string) => Promise<boolean>,
): Promise<{ failed: string[]; skipped: string[] }> {
  const outcome = new Map<string, Promise<boolean | undefined>>()
  const start = (id: string): Promise<boolean | undefined> => {
    const known = outcome.get(id)
    if (known) return known
    const mine = Promise.all((dependencies.get(id) ?? []).filter((other) => dependencies.has(other)).map(start)).then(
      (done) => (done.every((ok) => ok === true) ? work(id) : undefined),
    )
    outcome.set(id, mine)
    return mine
  }
  const ends = await Promise.all([...dependencies.keys()].map(async (id) => ({ id, ok: await start(id) })))
  return {
    failed: ends.filter((end) => end.ok === false).map((end) => end.id),
    skipped: ends.filter((end) => end.ok === undefined).map((end) => end.id),
  }
}
