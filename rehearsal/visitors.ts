import type { PacedClock } from '../sandbox/clock.ts'

/** Simulated time between two requests. */
const EVERY_MS = 15_000

/**
 * Customers who ask for a version of the shop four times a minute, so that metrics about requests have data, as in an
 * environment that is used. They stop with the clock of the sandbox.
 */
export async function visit(clock: PacedClock, url: string): Promise<void> {
  for (;;) {
    await clock.sleep(EVERY_MS)
    await clock.busy(request(`${url}/version`))
  }
}

/** Whatever is answered: the load balancer measures it. */
async function request(url: string): Promise<void> {
  try {
    await (await fetch(url, { headers: { connection: 'close' } })).text()
  } catch {
    // The load balancer is gone, or the target broke off: customers go away.
  }
}
