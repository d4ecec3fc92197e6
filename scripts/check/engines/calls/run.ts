import type { Judged } from './contract.ts'
import { judgedIn } from './compare.ts'
import { faultsOf, pairsOf, playSession } from './play.ts'
import type { Played } from './play.ts'
import { sessions } from './sessions/index.ts'

export interface Place {
  readonly engine: string
  readonly url: string
}

/** Makes the calls of all sessions, first in the sandbox, then in each engine; `compare` takes one engine at a time. */
export async function playCalls(sandboxUrl: string, cancelled: AbortSignal) {
  const all = await sessions()
  const ours: Played[] = []
  for (const session of all) ours.push(await playSession(sandboxUrl, session, cancelled))
  return {
    faults: all.flatMap((session, index) => faultsOf(session, ours[index] ?? { answers: [], names: [] })),
    async compare({ engine, url }: Place): Promise<Judged[]> {
      const judged: Judged[] = []
      for (const [index, session] of all.entries()) {
        const mine = ours[index]
        const theirs = await playSession(url, session, cancelled)
        if (mine !== undefined) judged.push(...judgedIn(engine, pairsOf(session, mine, theirs)))
      }
      return merged(judged)
    },
  }
}

/** One entry for each operation; several sessions may call it. */
function merged(all: readonly Judged[]): Judged[] {
  const byOperation = new Map<string, Judged>()
  for (const one of all) {
    const key = `${one.service}:${one.operation}`
    const known = byOperation.get(key)
    const both = (select: (each: Judged) => readonly string[]): string[] => [
      ...new Set([...(known === undefined ? [] : select(known)), ...select(one)]),
    ]
    byOperation.set(key, {
      ...one,
      calls: one.calls + (known?.calls ?? 0),
      differences: [...(known?.differences ?? []), ...one.differences],
      lacks: both(({ lacks }) => lacks),
      adds: both(({ adds }) => adds),
    })
  }
  return [...byOperation.values()]
}
