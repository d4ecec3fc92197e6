import { createSecureServer, createServer, type ServerHttp2Stream, type IncomingHttpHeaders } from 'node:http2'
import { createServer as createHttp1, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { check } from '../../../src/checks/http.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { issue } from '../tls/pki.ts'
import { world, type World } from '../world.ts'

let here: World
const urls: Record<string, string> = {}
const servers: { close(): unknown }[] = []
const trusted = getCACertificates('default')

async function listen(
  name: string,
  server: Pick<Server, 'listen' | 'address' | 'close'>,
  protocol: string,
): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  urls[name] = `${protocol}://localhost:${(server.address() as AddressInfo).port}`
  servers.push(server)
}

function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  stream.on('error', () => undefined)
  const path = headers[':path']
  if (path === '/login')
    stream.respond({ ':status': 302, location: '/home', 'set-cookie': ['session=s1; Path=/', 'b=2; Path=/other'] })
  else if (path === '/never') return
  else if (path === '/cut') {
    stream.respond({ ':status': 200 })
    stream.write('half', () => stream.session?.destroy())
    return
  } else if (path === '/short') stream.respond({ ':status': 200, 'content-length': '100' })
  else stream.respond({ ':status': 200, 'x-version': '1' })
  stream.end(JSON.stringify({ path, method: headers[':method'], cookie: headers.cookie, host: headers[':authority'] }))
}

beforeAll(async () => {
  here = await world()
  const root = await issue({ subject: 'CN=root', isAuthority: true })
  const leaf = await issue({ names: ['localhost'], issuer: root })
  const tls = { key: leaf.key, cert: leaf.pem }
  setDefaultCACertificates([root.pem])
  await listen('h2', createSecureServer(tls).on('stream', answer) as never, 'https')
  await listen('h2c', createServer().on('stream', answer) as never, 'http')
  await listen(
    'https',
    createHttps(tls, (_, response) => response.end('old')),
    'https',
  )
  await listen(
    'http',
    createHttp1((_, response) => response.end('old')),
    'http',
  )
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  for (const server of servers) server.close()
  await here.end()
})

async function runCheck(at: string, path: string, more: object = {}, timeout = 60_000): Promise<Judgement> {
  const options = { http: check.shape.http.parse({ url: `${urls[at]}${path}`, version: 2, ...more }) }
  return check.judge(options, await check.observe(options, here.context({ signal: AbortSignal.timeout(timeout) })))
}

describe('over HTTP/2', () => {
  test.each(['h2', 'h2c'])('%s responds, with headers, body and method', async (at) => {
    expect(
      await runCheck(at, '/orders?x=1', {
        method: 'POST',
        headers: { Host: 'shop.example' },
        body: { a: 1 },
        json: { path: '/orders?x=1', method: 'POST', host: 'shop.example' },
        'expect-headers': { 'X-Version': '1' },
      }),
    ).toMatchObject({ outcome: 'pass', observed: expect.stringContaining('over HTTP/2') })
  })

  test('the certificate is judged as over HTTP/1.1', async () => {
    expect(await runCheck('h2', '/', { 'expect-tls': { 'days-left': 1, 'at-least': 'TLSv1.3' } })).toMatchObject({
      outcome: 'pass',
    })
    expect(await runCheck('h2c', '/', { 'expect-tls': { 'days-left': 1 } })).toMatchObject({ outcome: 'fail' })
  })

  test('a server that only negotiates HTTP/1.1 fails, and so does one that only speaks it', async () => {
    expect(await runCheck('https', '/')).toMatchObject({ outcome: 'fail', title: 'does not speak HTTP/2' })
    expect(await runCheck('http', '/')).toMatchObject({
      outcome: 'fail',
      title: expect.stringContaining('did not answer'),
    })
  })

  test.each([
    ['/cut', 'ECONNRESET'],
    ['/short', ''],
  ])('a truncated response is an error: %s', async (path, code) => {
    expect(await runCheck('h2', path)).toMatchObject({ outcome: 'fail', observed: expect.stringContaining(code) })
  })

  test('a late response is a failure of the service', async () => {
    expect(await runCheck('h2', '/never', {}, 150)).toMatchObject({
      outcome: 'fail',
      observed: expect.stringContaining('TIMEOUT'),
    })
  })

  test('a closed port is a failure', async () => {
    urls['closed'] = 'https://localhost:9'
    expect(await runCheck('closed', '/')).toMatchObject({
      outcome: 'fail',
      observed: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('cookies of a redirect are sent after it, together with those of the check', async () => {
    const json = { path: '/home', cookie: 'own=0; session=s1' }
    expect(await runCheck('h2', '/login', { redirects: 1, headers: { Cookie: 'own=0' }, json })).toMatchObject({
      outcome: 'pass',
    })
    expect(await runCheck('h2', '/home', { json: { cookie: 'own=0' }, headers: { cookie: 'own=0' } })).toMatchObject({
      outcome: 'pass',
    })
  })

  test('a proxy is not used, which is reported', async () => {
    const options = { http: check.shape.http.parse({ url: 'https://shop.example/', version: 2 }) }
    const place = { ...here.ports.place, env: { HTTPS_PROXY: 'http://127.0.0.1:9' } }
    const context = here.context({ ports: { ...here.ports, place } })
    await expect(check.observe(options, context)).rejects.toMatchObject({
      code: 'config/reference',
      advice: expect.stringContaining('NO_PROXY'),
    })
  })
})

test('a JSON Schema is applied', async () => {
  const schema = { type: 'object', properties: { path: { const: '/orders' } }, required: ['path'] }
  expect(await runCheck('h2c', '/orders', { 'json-schema': schema })).toMatchObject({ outcome: 'pass' })
  expect(await runCheck('h2c', '/other', { 'json-schema': schema })).toMatchObject({
    outcome: 'fail',
    title: 'the body does not satisfy its JSON Schema',
    observed: expect.stringContaining('/path must be equal to constant'),
  })
  expect(await runCheck('http', '/', { version: undefined, 'json-schema': schema })).toMatchObject({
    outcome: 'fail',
    title: 'the body is not JSON',
  })
})
