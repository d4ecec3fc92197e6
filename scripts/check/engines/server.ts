import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { listenOnLoopback } from '../../../sandbox/loopback.ts'
import type { Engine, Installed } from './contract.ts'

export interface Running {
  readonly url: string
  /** The end of its log. */
  log(): string
  stop(): Promise<void>
}

const START_LIMIT_MS = 90_000
const POLL_MS = 250
const LOOK_LIMIT_MS = 5_000
const STOP_LIMIT_MS = 5_000
const LOG_LINES = 5

/** Starts an engine on loopback. Throws where it ends, or does not respond in time. */
export async function startEngine(
  engine: Engine,
  { program, args }: Installed,
  folder: string,
  cancelled: AbortSignal,
): Promise<Running> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'engine.log')
  const file = openSync(path, 'w')
  const child = spawn(program, [...args, ...engine.args(port)], {
    cwd: folder,
    // No credentials of this machine.
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...engine.env(port, folder) },
    stdio: ['ignore', file, file],
    detached: true,
  })
  closeSync(file)
  let ended: string | undefined
  const closed = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (ended = error.message)))
    child.once('exit', (status, signal) => resolve(void (ended = `it ended with ${status ?? signal}`)))
  })
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name)
    } catch {
      // No process is left in the group.
    }
  }
  const running: Running = {
    url: `http://127.0.0.1:${port}`,
    log: () => readFileSync(path, 'utf8').trim().split('\n').slice(-LOG_LINES).join('\n'),
    async stop() {
      signal('SIGTERM')
      await Promise.race([closed, delay(STOP_LIMIT_MS, undefined, { ref: false })])
      signal('SIGKILL')
    },
  }
  const deadline = AbortSignal.any([cancelled, AbortSignal.timeout(START_LIMIT_MS)])
  while (!(await answers(running.url))) {
    if (ended === undefined && !deadline.aborted) {
      await delay(POLL_MS)
      continue
    }
    await running.stop()
    throw new Error(`${ended ?? 'it did not answer in time'}: ${running.log()}`)
  }
  return running
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(LOOK_LIMIT_MS) })
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
