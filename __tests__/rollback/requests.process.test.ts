import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Ports } from '../../src/ports.ts'
import { Requests } from '../../src/rollback/requests.ts'

const service = createServer((_, response) => response.end('hello'))
beforeAll(() => new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening)))
const over = new AbortController()
afterAll(async () => {
  over.abort()
  await new Promise((closed) => service.close(closed))
})

test('requests are sent twice a second while something changes, and every two seconds while alarms are watched', async () => {
  const pauses: number[] = []
  const reached = new Map<number, () => void>()
  const pausesOf = (ms: number): Promise<void> => new Promise((resolve) => reached.set(ms, resolve))
  const clock: Ports['clock'] = {
    now: () => new Date(),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      pauses.push(ms)
      reached.get(ms)?.()
    },
  }
  const ports = { clock, cancelled: over.signal, place: { env: {} } } as unknown as Ports
  const http = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const words = { environment: 'preprod' } as unknown as ConstructorParameters<typeof Requests>[1]['words']
  const { verify } = readConfig(`version: 1\nverify: [{ http: '${http}' }]`, 'file')
  const requests = new Requests(verify, { ports, words, outputs: {}, invokesAs: undefined })

  const changing = pausesOf(500)
  requests.begin()
  await changing
  await requests.duringWatch(pausesOf(2_000))
  const again = pausesOf(500)
  await again
  await requests.end()
  expect(pauses.filter((ms, index) => ms !== pauses[index - 1])).toEqual([500, 2_000, 500])
})
