import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webIdentityToken } from '../../../src/github/identity.ts'
import { check as http } from '../../../src/checks/http.ts'
import { check as load } from '../../../src/checks/load.ts'
import { world, type World } from '../world.ts'

/** A proxy that responds for every host; no name is resolved. */
const requests: string[] = []
let proxy: Server
let here: World

beforeAll(async () => {
  proxy = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end('{"value":"token-through-the-proxy"}')
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  here = await world({ HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` })
})
afterAll(async () => {
  await here.end()
  proxy.closeAllConnections()
  await new Promise((done) => proxy.close(done))
})

test('http checks use it', async () => {
  const options = { http: http.shape.http.parse('http://shop.invalid/health') }
  expect(http.judge(options, await http.observe(options, here.context()))).toMatchObject({ outcome: 'pass' })
  expect(requests).toContain('http://shop.invalid/health')
})

test('load checks use it', async () => {
  const options = {
    load: load.shape.load.parse({ url: 'http://load.invalid/', rate: '50/s', for: '200ms' }),
    pass: load.shape.pass.parse({}),
  }
  await load.observe(options, here.context())
  expect(requests).toContain('http://load.invalid/')
})

test('the OIDC token is requested through it', async () => {
  const { clock, log, place } = here.ports
  const env = {
    ...place.env,
    ACTIONS_ID_TOKEN_REQUEST_URL: 'http://token.invalid/?v=1',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
  }
  const signal = new AbortController().signal
  expect(await webIdentityToken({ env, clock, log, signal }, 'sts.amazonaws.com')).toBe('token-through-the-proxy')
  expect(requests).toContain('http://token.invalid/?v=1&audience=sts.amazonaws.com')
})

test('requests to this host do not use it', async () => {
  const options = { http: http.shape.http.parse('http://127.0.0.1:1/health') }
  const before = requests.length
  expect(http.judge(options, await http.observe(options, here.context()))).toMatchObject({ outcome: 'fail' })
  expect(requests).toHaveLength(before)
})
