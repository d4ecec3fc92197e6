import type { SandboxClock } from './contract.ts'

interface Sleeper {
  due: number
  wake: () => void
}

/** The sandbox's time. `now` is the wall clock plus what was skipped; a sleep takes its length divided by the pace. */
export interface PacedClock extends SandboxClock {
  /** Simulated milliseconds since the sandbox started; only differences mean something. */
  elapsed(): number
  /** Moves time on: sleepers whose simulated time is up wake, and `now` jumps. */
  advance(simulatedMs: number): void
  /** Nobody wakes any more. */
  stop(): void
}

/** Looks every `step` until it is so or `limit` is over, both in simulated milliseconds. Gives whether it became so. */
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

export function createClock(pace: number): PacedClock {
  const sleepers = new Set<Sleeper>()
  let skipped = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  // Monotonic, so that a machine whose clock is set while a deployment runs does not stretch it.
  const simulated = (): number => performance.now() * pace + skipped

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
    const next = Math.min(...[...sleepers].map((sleeper) => sleeper.due))
    timer = setTimeout(wakeThoseWhoseTimeHasCome, Math.max(0, Math.ceil((next - simulated()) / pace)))
  }

  return {
    now: () => new Date(Date.now() + skipped),
    elapsed: simulated,
    sleep(ms) {
      return new Promise((resolve) => {
        sleepers.add({ due: simulated() + ms, wake: resolve })
        schedule()
      })
    },
    advance(ms) {
      skipped += ms
      wakeThoseWhoseTimeHasCome()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      sleepers.clear()
    },
  }
}
