import { Worker } from 'node:worker_threads'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { z } from 'zod'
import { check } from '../../src/checks/tcp.ts'
import type { Judgement } from '../../src/checks/contract.ts'
import { serveTcp } from './tls/pki.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function runCheck(options: Record<string, unknown>): Promise<Judgement> {
  const parsed = z.object(check.shape).parse({ wait: '1s', ...options })
  return check.judge(parsed, await check.observe(parsed, { signal: AbortSignal.timeout(60_000) } as never))
}

async function open(): Promise<number> {
  const server = await serveTcp((socket) => socket.resume())
  ending.push(() => server.end())
  return server.port
}

async function refusing(): Promise<number> {
  const server = await serveTcp(() => undefined)
  await server.end()
  return server.port
}

/** A port whose connection queue is full and never read: the system drops packets, as a security group does. */
async function silent(): Promise<number> {
  const source = `
    const { createServer } = require('node:net')
    const { parentPort } = require('node:worker_threads')
    const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
    })`
  const worker = new Worker(source, { eval: true })
  ending.push(() => worker.terminate())
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const waiting: Socket[] = []
  ending.push(() => waiting.forEach((socket) => socket.destroy()))
  for (let full = false; !full;) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    waiting.push(socket)
    full = await new Promise((resolve) => {
      socket.once('connect', () => resolve(false))
      // Where the event loop is late, the connection is established first.
      setTimeout(() => setImmediate(() => resolve(true)), 200)
    })
  }
  return port
}

const PORTS = { open, refusing, silent }

test.each<readonly [keyof typeof PORTS, string, Judgement['outcome'], RegExp]>([
  ['open', 'open', 'pass', /accepts connections$/],
  ['open', 'closed', 'fail', /accepts connections$/],
  ['open', 'refused', 'fail', /accepts connections$/],
  ['open', 'filtered', 'fail', /accepts connections$/],
  ['refusing', 'open', 'fail', /refuses connections \(ECONNREFUSED\)$/],
  ['refusing', 'closed', 'pass', /refuses connections/],
  ['refusing', 'refused', 'pass', /refuses connections/],
  ['refusing', 'filtered', 'fail', /refuses connections/],
  ['silent', 'open', 'fail', /did not respond within 1 s$/],
  ['silent', 'closed', 'pass', /did not respond/],
  ['silent', 'refused', 'fail', /did not respond/],
  ['silent', 'filtered', 'pass', /did not respond/],
])('a port that is %s, where %s is expected: %s', async (kind, state, outcome, title) => {
  const port = await PORTS[kind]()
  expect(await runCheck({ tcp: `127.0.0.1:${port}`, state })).toMatchObject({
    outcome,
    title: expect.stringMatching(title),
  })
})

test.each(['open', 'closed'])('a name that does not resolve is an error, where %s is expected', async (state) => {
  expect(await runCheck({ tcp: 'does-not-exist.invalid:80', state })).toMatchObject({
    outcome: 'error',
    title: 'the name does-not-exist.invalid does not resolve',
  })
})

test('an address without a route from this runner is an error, neither open nor closed', () => {
  const address = { host: '192.0.2.1', port: 80 }
  const facts = { asked: address, attempted: [{ address, state: 'unknown' as const, code: 'ENETUNREACH' }] }
  for (const state of ['open', 'closed'] as const)
    expect(check.judge({ tcp: 'x:80', state, wait: 1 }, facts)).toMatchObject({ outcome: 'error' })
})

test('each address of a host counts', () => {
  const at = (host: string) => ({ host, port: 80 })
  const attempted = [
    { address: at('192.0.2.1'), state: 'refused' as const, code: 'ECONNREFUSED' },
    { address: at('192.0.2.2'), state: 'open' as const },
  ]
  for (const state of ['open', 'closed'] as const)
    expect(check.judge({ tcp: 'x:80', state, wait: 1 }, { asked: at('x'), attempted })).toMatchObject({
      outcome: 'fail',
    })
})

test.each(['shop.example', 'a b:80', 'host:0', 'host:70000', ':80'])(
  '%s is not a valid address of a port',
  async (tcp) => {
    await expect(runCheck({ tcp })).rejects.toMatchObject({ code: 'config/reference' })
  },
)

test.each(['0s', '1ms', '900ms'])('a timeout of %s is refused as too short', (wait) => {
  expect(check.shape.wait.safeParse(wait).success).toBe(false)
})
