import type { PacedClock } from '../sandbox/clock.ts'

/** Simulated time between two requests. */
const EVERY_MS = 5_000

/** How many customers got which answer: a version of the shop, or a failure. */
export type Tally = Map<string, number>

/**
 * Customers who ask for a version of the shop twelve times a minute, so that metrics about requests have data, as in an
 * environment that is used. They stop with the clock of the sandbox.
 */
export async function visit(clock: PacedClock, url: string, tally: Tally): Promise<void> {
  for (;;) {
    await clock.sleep(EVERY_MS)
    await clock.busy(count(url, tally))
  }
}

/** Asks once, and counts the answer. */
export async function count(url: string, tally: Tally): Promise<void> {
  const answer = await request(`${url}/version`)
  tally.set(answer, (tally.get(answer) ?? 0) + 1)
}

async function request(url: string): Promise<string> {
  try {
    const response = await fetch(url, { headers: { connection: 'close' } })
    const text = await response.text()
    if (!response.ok) return `status ${response.status}`
    return `version ${(JSON.parse(text) as { version?: string }).version ?? 'unknown'}`
  } catch {
    // The load balancer is gone, or the target broke off: customers go away.
    return 'no answer'
  }
}

/** `41 × version 1.4.0, 3 × version 1.5.0` */
export function showTally(tally: Tally): string {
  return [...tally].map(([answer, times]) => `${times} × ${answer}`).join(', ') || 'none'
}
