import { callerOf } from './client.ts'
import { setBy } from './compare.ts'
import type { Pair } from './compare.ts'
import type { Answer, Session } from './contract.ts'

export interface Played {
  readonly answers: readonly Answer[]
  /** Names by value, as they were known at each call. */
  readonly names: readonly ReadonlyMap<string, string>[]
}

/** Makes the calls of a session one after the other. One that fails does not end it. */
export async function playSession(url: string, { calls }: Session, cancelled: AbortSignal): Promise<Played> {
  const caller = callerOf(url)
  const values = new Map<string, string>()
  const names = new Map<string, string>()
  const played: { answers: Answer[]; names: ReadonlyMap<string, string>[] } = { answers: [], names: [] }
  try {
    for (const call of calls) {
      if (cancelled.aborted) throw new Error('cancelled')
      const answer = await caller.call(call, values)
      for (const [name, value] of setBy(call, answer)) {
        values.set(name, value)
        names.set(value, name)
      }
      played.answers.push(answer)
      played.names.push(new Map(names))
    }
  } finally {
    caller.close()
  }
  return played
}

/** The calls of a session with both responses. */
export function pairsOf({ calls }: Session, sandbox: Played, engine: Played): Pair[] {
  return calls.flatMap((call, index) => {
    const [ours, theirs] = [sandbox.answers[index], engine.answers[index]]
    const [oursNames, theirsNames] = [sandbox.names[index], engine.names[index]]
    if (ours === undefined || theirs === undefined || oursNames === undefined || theirsNames === undefined) return []
    return [{ call, sandbox: ours, engine: theirs, names: { sandbox: oursNames, engine: theirsNames } }]
  })
}

/** Calls whose responses by the sandbox are not those that the session requires. */
export function faultsOf({ name, calls }: Session, { answers }: Played): string[] {
  return calls.flatMap(({ call, fails }, index) => {
    const answer = answers[index]
    if (answer === undefined) return []
    const found = 'output' in answer ? undefined : `${answer.error}: ${answer.message}`
    if (fails === undefined) return found === undefined ? [] : [`${name}: ${call}: ${found}`]
    return found?.startsWith(fails) === true ? [] : [`${name}: ${call}: ${found ?? 'success'}, ${fails} was expected`]
  })
}
