import type { Opened } from './world.ts'

/** Simulated. */
const LIMIT_MS = 7 * 24 * 3_600_000
const LOOK_MS = 10

/**
 * Polls until the condition is true; in between, time advances to the next event of the sandbox. A lasting condition
 * can be polled after several events: a poll costs more than they do.
 */
export async function passUntil<T>(
  { sandbox: { clock } }: Opened,
  look: () => Promise<T>,
  good: (value: T) => boolean,
  events = 1,
): Promise<T> {
  const deadline = clock.elapsed() + LIMIT_MS
  for (;;) {
    await clock.settled()
    const value = await look()
    if (good(value)) return value
    if (clock.elapsed() > deadline) throw new Error(`it did not become so: ${JSON.stringify(value)}`)
    for (let passed = 0; passed < events; passed++) {
      await clock.settled()
      clock.leap()
    }
  }
}

/** Advances time until a client that waits in real time has ended. */
export async function passWhile<T>({ sandbox: { clock } }: Opened, client: Promise<T>): Promise<T> {
  const ended = client.then(
    () => true,
    () => true,
  )
  const later = (): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(false), LOOK_MS))
  while (!(await Promise.race([ended, later()]))) clock.leap()
  return client
}
