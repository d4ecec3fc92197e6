import { setTimeout as delay } from 'node:timers/promises'

/** An open-loop generator: arrivals at given times, whether or not earlier ones have been answered. */

export interface Arrivals {
  /** Milliseconds from the start to each arrival, ascending. */
  readonly due: Float64Array
  /** How long the last ones may still take, milliseconds. */
  readonly drain: number
  readonly signal: AbortSignal
  /** One arrival, by its position; resolves with whether it went well. Must not reject. */
  readonly send: (index: number, signal: AbortSignal) => Promise<boolean>
}

/** What happened, one entry for each arrival that was due, in order. */
export interface ArrivalRecord {
  /** Milliseconds from the start to when it was due. */
  readonly due: Float64Array
  /** How much later than that it left, because the generator itself was busy. NaN: it never left. */
  readonly lateness: Float64Array
  /**
   * Milliseconds from when it was due to its end. Counting from there keeps what a user would have waited, also while
   * everything stood still. NaN: not ended within the drain.
   */
  readonly latency: Float64Array
  /** 1: went well. */
  readonly ok: Uint8Array
  readonly cut: boolean
}

const TICK_MS = 1

/** Sends all arrivals and waits for their ends. An abort ends it early; the record is then `cut`. */
export async function arrive(options: Arrivals): Promise<ArrivalRecord> {
  const { due } = options
  const total = due.length
  const lateness = new Float64Array(total).fill(Number.NaN)
  const latency = new Float64Array(total).fill(Number.NaN)
  const ok = new Uint8Array(total)
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  const started = performance.now()
  // Open ones are counted: a promise for each of millions would be kept in memory.
  let open = 0
  let idle: (() => void) | undefined
  const ended = (): Promise<void> => new Promise((resolve) => (open === 0 ? resolve() : (idle = resolve)))
  const one = async (index: number): Promise<void> => {
    const dueAt = due[index] ?? 0
    lateness[index] = performance.now() - started - dueAt
    open += 1
    const well = await options.send(index, signal)
    if (!signal.aborted) {
      latency[index] = performance.now() - started - dueAt
      ok[index] = well ? 1 : 0
    }
    open -= 1
    if (open === 0) idle?.()
  }
  for (let next = 0; next < total && !options.signal.aborted;) {
    const now = performance.now() - started
    while (next < total && (due[next] ?? 0) <= now) void one(next++)
    if (next < total) await delay(Math.max(TICK_MS, (due[next] ?? 0) - now))
  }
  if (open > 0 && !options.signal.aborted) {
    const enough = new AbortController()
    const either = AbortSignal.any([enough.signal, options.signal])
    await Promise.race([ended(), delay(options.drain, undefined, { signal: either }).catch(() => undefined)])
    enough.abort()
  }
  const cut = options.signal.aborted
  stop.abort()
  await ended()
  return { due, lateness, latency, ok, cut }
}
