import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Node publishes here when a request is complete and goes out: https://nodejs.org/api/diagnostics_channel.html#http */
const CHANNEL = 'http.client.request.start'

/** Waits until a request of this process goes out, or until one of the works has ended without. Never rejects. */
export async function untilSent(works: readonly Promise<unknown>[]): Promise<void> {
  if (works.length === 0) return
  let listener = (): void => undefined
  const sent = new Promise<void>((done) => {
    listener = () => done()
    subscribe(CHANNEL, listener)
  })
  await Promise.race([sent, ...works.map((work) => Promise.allSettled([work]))])
  unsubscribe(CHANNEL, listener)
}
