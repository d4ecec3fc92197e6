import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PacedClock } from './clock.ts'
import { listenOnLoopback } from './loopback.ts'

/**
 * Shares simulated time with the processes that load clock-client.ts. While a connected process works, no time is
 * skipped.
 *
 * The client sends `sleep NUMBER MS` when it only waits, and `awake` when something else ends the wait. The server sends
 * `at SKIPPED` at the beginning, and `wake NUMBER SKIPPED` when the wait is over.
 */
export interface ClockServer {
  /** Environment variables that make a Node process use simulated time. */
  readonly variables: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function serveClock(clock: PacedClock): Promise<ClockServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    let rest = atWork(clock)
    let sleeping: AbortController | undefined
    const wakeUp = (): void => {
      if (sleeping === undefined) return
      sleeping.abort()
      sleeping = undefined
      rest = atWork(clock)
    }
    socket.write(`at ${clock.skipped()}\n`)
    const lines = createInterface({ input: socket })
    // The interface repeats errors of its input: a process that was killed resets the connection.
    lines.on('error', () => socket.destroy())
    lines.on('line', (line) => {
      const [what, number, ms] = line.split(' ')
      wakeUp()
      if (what !== 'sleep') return
      sleeping = new AbortController()
      rest()
      clock
        .wait(Number(ms), sleeping.signal)
        .then(wakeUp)
        .then(() => socket.write(`wake ${number} ${clock.skipped()}\n`))
        // The client has sent `awake`, or has disconnected.
        .catch(() => undefined)
    })
    socket.on('close', () => {
      sockets.delete(socket)
      sleeping?.abort()
      rest()
    })
  })
  const port = await listenOnLoopback(server)
  const client = pathToFileURL(join(import.meta.dirname, 'clock-client.ts')).href
  return {
    variables: {
      NODE_OPTIONS: `--import=${client}`,
      SANDBOX_CLOCK: String(port),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Starts work. @returns the function that ends it */
function atWork(clock: PacedClock): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  void clock.busy(promise)
  return resolve
}
