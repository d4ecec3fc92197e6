import { invalid } from './errors.ts'

export type Needs = ReadonlyMap<string, readonly string[]>

/** Everything in an order in which each comes after what it needs; a cycle is CloudFormation's own error. */
export function inOrder(needs: Needs): string[] {
  const order: string[] = []
  const open = new Map([...needs].map(([id, all]) => [id, new Set(all.filter((other) => needs.has(other)))]))
  while (open.size > 0) {
    const ready = [...open].filter(([, left]) => left.size === 0).map(([id]) => id)
    if (ready.length === 0) throw invalid(`Circular dependency between resources: [${inCycle(open).join(', ')}]`)
    for (const id of ready.toSorted()) {
      open.delete(id)
      order.push(id)
      for (const left of open.values()) left.delete(id)
    }
  }
  return order
}

/** Those that wait for themselves: what only hangs on a cycle is not in it. */
function inCycle(open: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean =>
    [...(open.get(from) ?? [])].some(
      (next) => next === wanted || (!seen.has(next) && reaches(next, wanted, seen.add(next))),
    )
  return [...open.keys()].filter((id) => reaches(id, id)).toSorted()
}

/** Who needs whom, the other way round: the order of deletion. */
export function reversed(needs: Needs): Map<string, string[]> {
  const users = new Map<string, string[]>([...needs.keys()].map((id) => [id, []]))
  for (const [id, all] of needs) for (const other of all) users.get(other)?.push(id)
  return users
}

/**
 * Runs one piece of work per node, each as soon as what it needs is done. A failed piece keeps those that need it from
 * starting; the rest goes on. Returns what failed and what never started.
 */
export async function runInOrder(
  needs: Needs,
  work: (id: string) => Promise<boolean>,
): Promise<{ failed: string[]; skipped: string[] }> {
  const outcome = new Map<string, Promise<boolean | undefined>>()
  const start = (id: string): Promise<boolean | undefined> => {
    const known = outcome.get(id)
    if (known) return known
    const mine = Promise.all((needs.get(id) ?? []).filter((other) => needs.has(other)).map(start)).then((done) =>
      done.every((ok) => ok === true) ? work(id) : undefined,
    )
    outcome.set(id, mine)
    return mine
  }
  const ends = await Promise.all([...needs.keys()].map(async (id) => ({ id, ok: await start(id) })))
  return {
    failed: ends.filter((end) => end.ok === false).map((end) => end.id),
    skipped: ends.filter((end) => end.ok === undefined).map((end) => end.id),
  }
}
