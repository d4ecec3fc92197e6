import type { PacedClock } from '../sandbox/clock.ts'
import { sendRequest } from '../src/support/http/request.ts'

/** Simulated time between two requests. */
const EVERY_MS = 10_000
const MOST_BYTES = 4_096
const notAborted = new AbortController().signal

/** The result for a customer at this moment: a version, or a failure. */
export type Ask = () => Promise<string>

/** Number of customers by response: a version of the shop, or a failure. */
export type Tally = Map<string, number>

/**
 * Customers who request a version of the shop six times a minute, so that metrics about requests have data, as in an
 * environment in use. They stop with the clock of the sandbox. `shop`: its URL, or a function that sends a request.
 */
export async function visit(clock: PacedClock, shop: string | Ask, tally: Tally): Promise<void> {
  const ask = typeof shop === 'string' ? () => askShop(shop) : shop
  for (;;) {
    await clock.sleep(EVERY_MS)
    await clock.busy(count(ask, tally))
  }
}

/** Asks once, and counts the answer. */
async function count(ask: Ask, tally: Tally): Promise<void> {
  const answer = await ask()
  tally.set(answer, (tally.get(answer) ?? 0) + 1)
}

/** Requests the version of the shop. */
export async function askShop(shop: string): Promise<string> {
  const url = URL.parse(`${shop}/version`)
  const answer =
    url && (await sendRequest({ url, method: 'GET', headers: {}, signal: notAborted, mostBytes: MOST_BYTES }))
  // The load balancer is gone, or the target closed the connection: a failure for the customer.
  if (answer === null || !('status' in answer)) return 'no answer'
  if (answer.status !== 200) return `status ${answer.status}`
  try {
    return `version ${(JSON.parse(answer.body) as { version?: string }).version ?? 'unknown'}`
  } catch {
    return 'no answer'
  }
}

/** `41 × version 1.4.0, 3 × version 1.5.0` */
export function showTally(tally: Tally): string {
  return [...tally].map(([answer, times]) => `${times} × ${answer}`).join(', ') || 'none'
}
