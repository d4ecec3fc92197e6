import { setTimeout as delay } from 'node:timers/promises'

/** How long the reader may read nothing before the rest is dropped. */
const PATIENCE_MS = 30_000

/**
 * Waits until a stream has written all its data: at the exit of the process, data that a slow reader has not read is lost.
 * Gives up when the reader reads nothing for half a minute.
 */
export async function flush(stream: NodeJS.WritableStream & { readonly writableLength: number }): Promise<void> {
  const done = new Promise<'done'>((resolve) => {
    stream.write('', () => resolve('done'))
  })
  for (;;) {
    const before = stream.writableLength
    const timer = new AbortController()
    const ended = await Promise.race([
      done,
      delay(PATIENCE_MS, undefined, { signal: timer.signal }).catch(() => undefined),
    ])
    timer.abort()
    if (ended === 'done' || stream.writableLength === before) return
  }
}
