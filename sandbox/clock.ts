import type { SandboxClock } from './contract.ts'

interface Sleeper {
  readonly due: number
  readonly wake: () => void
  readonly client: boolean
}

/**
 * Simulated time: `now` is the wall clock plus the skipped time, and a sleep takes its duration divided by the pace.
 */
export interface PacedClock extends SandboxClock {
  /** Monotonic simulated milliseconds; only differences are meaningful. */
  elapsed(): number
  /** How far `now` is ahead of the wall clock, in milliseconds. */
  skipped(): number
  /**
   * A sleep of a client of the sandbox: where idle time is skipped, it is skipped only while a client waits. Rejects with
   * the signal's reason.
   */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** No time is skipped until the work ends. */
  busy<T>(work: Promise<T>): Promise<T>
  /** Skips time: sleeps that are due end, and `now` jumps. */
  advance(simulatedMs: number): void
  /** Skips the time until the next sleep ends. */
  leap(): void
  /** Resolves when nothing more happens without time passing. */
  settled(): Promise<void>
  /** Stops the clock: pending sleeps never end. */
  stop(): void
}

/** Simulated milliseconds per real millisecond. `skip` is 1, with the time skipped in which clients only wait. */
export type Pace = number | 'skip'

const LONGEST_TIMER_MS = 2 ** 31 - 1
/** Turns of the event loop without work after which the process is idle: loopback delivers within a few turns. */
const IDLE_TURNS = 10
/** Active resources of Node that do not mean work. */
const STANDING = new Set([
  'Timeout',
  'Immediate',
  'TCPServerWrap',
  'TCPSocketWrap',
  'PipeWrap',
  'TTYWrap',
  'SignalWrap',
  'MessagePort',
  'ProcessWrap',
])

/**
 * Polls every `step` until `look` is true or `limit` has passed, both in simulated milliseconds. @returns whether it
 * was true
 */
export async function waitUntil(
  clock: PacedClock,
  { limit, step }: { readonly limit: number; readonly step: number },
  look: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = clock.elapsed() + limit
  for (;;) {
    if (await look()) return true
    if (clock.elapsed() >= deadline) return false
    await clock.sleep(step)
  }
}

export function createClock(given: Pace): PacedClock {
  const pace = given === 'skip' ? 1 : given
  const sleepers = new Set<Sleeper>()
  let skipped = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  /** Pieces of work in progress. */
  let working = 0
  let watching = false
  // Monotonic, so that a change of the system clock does not affect durations.
  const simulated = (): number => performance.now() * pace + skipped
  const untilNext = (): number => Math.max(0, Math.min(...[...sleepers].map((sleeper) => sleeper.due)) - simulated())

  function wakeThoseWhoseTimeHasCome(): void {
    const now = simulated()
    for (const sleeper of sleepers) {
      if (sleeper.due <= now) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    }
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (stopped || sleepers.size === 0) return
    timer = setTimeout(wakeThoseWhoseTimeHasCome, Math.min(LONGEST_TIMER_MS, Math.ceil(untilNext() / pace)))
    void watch()
  }

  function advance(ms: number): void {
    skipped += ms
    wakeThoseWhoseTimeHasCome()
  }

  /** Resolves when the process is idle, or when `until` is true. */
  async function idle(until: () => boolean = () => false): Promise<void> {
    for (let turns = 0; turns <= IDLE_TURNS && !until();) {
      await new Promise(setImmediate)
      turns = process.getActiveResourcesInfo().every((name) => STANDING.has(name)) ? turns + 1 : 0
    }
  }

  const maySkip = (): boolean =>
    given === 'skip' && !stopped && working === 0 && [...sleepers].some(({ client }) => client)

  /** Skips from sleep to sleep while a client waits and no work is in progress. */
  async function watch(): Promise<void> {
    if (watching) return
    watching = true
    while (maySkip()) {
      await idle(() => !maySkip())
      if (maySkip()) advance(untilNext())
    }
    watching = false
  }

  function sleep(ms: number, client: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const abort = (): void => {
        sleepers.delete(sleeper)
        schedule()
        reject(signal?.reason as Error)
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const sleeper: Sleeper = { due: simulated() + ms, wake, client }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', abort, { once: true })
      schedule()
    })
  }

  return {
    now: () => new Date(Date.now() + skipped),
    elapsed: simulated,
    skipped: () => skipped,
    sleep: (ms) => sleep(ms, false),
    wait: (ms, signal) => sleep(ms, true, signal),
    async busy(work) {
      working += 1
      try {
        return await work
      } finally {
        working -= 1
        void watch()
      }
    },
    advance,
    leap: () => advance(sleepers.size === 0 ? 1 : untilNext()),
    settled: () => idle(),
    stop() {
      stopped = true
      clearTimeout(timer)
      sleepers.clear()
    },
  }
}
