import { afterAll, expect, test } from '@jest/globals'
import { hasSubscribers, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, get } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { untilSent } from '../../../src/support/http/sent.ts'

const CHANNEL = 'http.client.request.start'

const silent = createServer(() => undefined)
silent.listen(0, '127.0.0.1')
afterAll(() => {
  silent.closeAllConnections()
  silent.close()
})

test('it waits for a request to go out, and not for its answer', async () => {
  if (!silent.listening) await once(silent, 'listening')
  const events: string[] = []
  const note = (): void => void events.push('request')
  subscribe(CHANNEL, note)
  const waited = untilSent([new Promise(() => undefined)]).then(() => void events.push('waited'))
  expect(events).toEqual([])
  const request = get({ port: (silent.address() as AddressInfo).port, host: '127.0.0.1' })
  request.on('error', () => undefined)
  await waited
  unsubscribe(CHANNEL, note)
  request.destroy()
  expect(events).toEqual(['request', 'waited'])
  expect(hasSubscribers(CHANNEL)).toBe(false)
})

test.each([
  ['nothing to wait for', []],
  ['a work that ended', [Promise.resolve(1), new Promise(() => undefined)]],
  ['a work that failed', [Promise.reject(new Error('denied'))]],
])('it does not wait for a request with %s', async (_, works) => {
  await expect(untilSent(works)).resolves.toBeUndefined()
  expect(hasSubscribers(CHANNEL)).toBe(false)
})
