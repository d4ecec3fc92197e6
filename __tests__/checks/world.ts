import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckContext } from '../../src/checks/contract.ts'
import type { Connections, Ports } from '../../src/ports.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import { wallClock } from '../../src/support/clock.ts'

/** A workspace, a stored log, and a wall clock with short pauses. Any request to AWS or GitHub throws. */
export interface World {
  readonly ports: Ports
  readonly workspace: string
  readonly log: string[]
  readonly cancelling: AbortController
  context(more?: Partial<CheckContext>): CheckContext
  end(): Promise<void>
}

const LONGEST_PAUSE_MS = 10

export async function world(env: Readonly<Record<string, string>> = {}): Promise<World> {
  const workspace = await mkdtemp(join(tmpdir(), 'checks-'))
  const log: string[] = []
  const cancelling = new AbortController()
  const nobody = (): never => {
    throw new Error('nothing outside may be asked')
  }
  const none = (): Promise<undefined> => Promise.resolve(undefined)
  const place = { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }, workspace, temp: workspace }
  const ports: Ports = {
    place,
    secrets: new Secrets(place.env),
    clock: {
      now: () => wallClock.now(),
      sleep: (ms, signal) => wallClock.sleep(Math.min(ms, LONGEST_PAUSE_MS), signal),
    },
    log: {
      debug: (text) => void log.push(text),
      info: (text) => void log.push(text),
      warning: (text) => void log.push(text),
      group: (_title, body) => body(),
      mask: () => undefined,
    },
    connect: new Proxy(
      { evidenceBucket: none, proofs: none },
      { get: (own, name) => (name in own ? none : nobody) },
    ) as Partial<Connections> as Connections,
    cancelled: cancelling.signal,
  }
  return {
    ports,
    workspace,
    log,
    cancelling,
    context: (more = {}) => ({
      ports,
      signal: AbortSignal.any([cancelling.signal, AbortSignal.timeout(60_000)]),
      name: 'the check',
      environment: 'preprod',
      on: 'runner',
      access: { region: 'eu-west-1', session: 'test' },
      deployed: undefined,
      hosts: 'unreachable',
      variables: {},
      ...more,
    }),
    end: () => rm(workspace, { recursive: true, force: true }),
  }
}

/** A server on loopback. @returns its URL without a slash at the end, and a function that ends it */
export async function serve(listener: RequestListener): Promise<{ url: string; end: () => Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
