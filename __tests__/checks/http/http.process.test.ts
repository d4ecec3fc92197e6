import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { check } from '../../../src/checks/http.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { issue } from '../tls/pki.ts'
import { serve, world, type World } from '../world.ts'

let here: World
let server: Awaited<ReturnType<typeof serve>>
const requests: {
  url: string | undefined
  method: string | undefined
  authorization: string | undefined
  body: string
}[] = []

const TEXT = Buffer.from('unfolded, all of it')
const LARGE = Buffer.alloc(5 * 1024 * 1024, 'unfolded ')
const ENCODED: Readonly<Record<string, readonly [string, Buffer]>> = {
  '/x-gzip': ['X-GZIP', gzipSync(TEXT)],
  '/deflate': ['deflate', deflateSync(TEXT)],
  '/raw': ['deflate', deflateRawSync(TEXT)],
  '/brotli': ['br', brotliCompressSync(TEXT)],
  '/twice': ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
  '/zstd': ['zstd', zstdCompressSync(TEXT)],
  '/stored': ['aws-chunked', TEXT],
  '/cut-gzip': ['gzip', gzipSync(TEXT).subarray(0, -9)],
  '/no-trailer': ['gzip', gzipSync(TEXT).subarray(0, -1)],
  '/cut-brotli': ['br', brotliCompressSync(TEXT).subarray(0, -3)],
  '/cut-deflate': ['deflate', deflateSync(TEXT).subarray(0, -5)],
  '/cut-zstd': ['zstd', zstdCompressSync(TEXT).subarray(0, -3)],
  '/no-gzip': ['gzip', TEXT],
  '/incompressible': ['gzip', gzipSync(LARGE, { level: 0 })],
}

beforeAll(async () => {
  here = await world()
  server = await serve((request, response) => {
    let body = ''
    request.on('data', (bytes: Buffer) => (body += bytes.toString()))
    request.on('end', () => {
      requests.push({ url: request.url, method: request.method, authorization: request.headers.authorization, body })
      const path = request.url?.split('?')[0]
      response.setHeader('X-Version', '1.4.0')
      if (path === '/moved') response.writeHead(302, { location: '/health' }).end()
      else if (path === '/away')
        response.writeHead(302, { location: `http://localhost:${request.socket.localPort}/health` }).end()
      else if (path === '/round') response.writeHead(302, { location: '/round' }).end()
      else if (path === '/broken') response.writeHead(503).end('database | is <down>')
      else if (path === '/cut')
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
      else if (path === '/never') return
      else if (path === '/echo') response.end(JSON.stringify([request.url, request.headers]))
      else if (path === '/zip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unfolded'))
      else if (path && ENCODED[path]) {
        const [encoding, bytes] = ENCODED[path]
        response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
      } else if (path === '/slow') setTimeout(() => response.end('late'), 120)
      else if (path === '/number') response.end('{"id": 9007199254740993, "ids": [-9007199254740993, 7]}')
      else if (path === '/large') response.end('x'.repeat(5 * 1024 * 1024))
      else response.end(JSON.stringify({ status: 'ok', items: [{ name: 'tea' }], none: null }))
    })
  })
})
afterAll(async () => {
  await server.end()
  await here.end()
})

async function runCheck(http: Record<string, unknown>, timeout = 60_000): Promise<Judgement> {
  const options = { http: check.shape.http.parse({ ...http, url: new URL(String(http['url']), server.url).href }) }
  return check.judge(options, await check.observe(options, here.context({ signal: AbortSignal.timeout(timeout) })))
}

describe('a met expectation passes', () => {
  test.each([
    [{ url: '/health' }],
    [{ url: '/health', status: 200, within: '5s', contains: ['"ok"', 'tea'], matches: '"items":\\[' }],
    [{ url: '/health', json: { status: 'ok', 'items[0].name': 'tea', '/items/0': { name: 'tea' }, none: null } }],
    [{ url: '/health', 'expect-headers': { 'X-Version': '1.4.0' } }],
    [{ url: '/health', 'expect-headers': { 'x-version': '/^1\\./' } }],
    [{ url: '/broken', status: [200, '5xx'] }],
    [{ url: '/moved', status: 302 }],
    [{ url: '/moved', redirects: 1 }],
    [{ url: '/zip', contains: 'unfolded' }],
    ...['/x-gzip', '/deflate', '/raw', '/brotli', '/twice', '/zstd', '/stored'].map(
      (url): [Record<string, unknown>] => [{ url, matches: '^unfolded.*it$' }],
    ),
    [{ url: '/zip', method: 'HEAD' }],
    [{ url: '/incompressible', contains: 'unfolded' }],
  ])('%j', async (http) => {
    expect(await runCheck(http)).toMatchObject({ outcome: 'pass' })
  })
})

describe('a difference fails, with expected and observed values', () => {
  test.each([
    [{ url: '/broken' }, 'answered 503 instead of 2xx', 'status 503; the body begins database | is <down>'],
    [{ url: '/moved' }, 'answered 302 instead of 2xx', 'status 302, a redirect to /health'],
    [{ url: '/round', redirects: 3 }, 'answered 302 instead of 2xx', '/round → '],
    [{ url: '/slow', within: '50ms' }, 'not within 50 ms', 'ms'],
    [{ url: '/health', contains: 'coffee' }, 'the body lacks "coffee"', 'no such text'],
    [{ url: '/health', matches: '^nothing$' }, 'the body does not match /^nothing$/', 'no match'],
    [
      { url: '/health', json: { 'items[1].name': 'tea' } },
      'items[1].name is not as expected',
      'items[1].name = nothing',
    ],
    [{ url: '/health', json: { status: 'OK' } }, 'status is not as expected', 'status = "ok"'],
    [{ url: '/health', json: { toString: 'x' } }, 'toString is not as expected', 'toString = nothing'],
    [{ url: '/slow', json: { a: 1 } }, 'the body is not JSON', 'late'],
    [
      { url: '/health', 'expect-headers': { 'X-Version': '1.3.0' } },
      'has another header X-Version',
      'X-Version: 1.4.0',
    ],
    [{ url: '/health', 'expect-headers': { 'X-None': 'a' } }, 'has no header X-None', 'no X-None'],
    [{ url: '/health', 'expect-tls': { 'days-left': 21 } }, 'is not encrypted', 'http'],
    [{ url: '/cut' }, 'answered 200, but its body broke off', 'ECONNRESET after 4 bytes'],
  ])('%j', async (http, title, observed) => {
    const judgement = await runCheck(http)
    expect(judgement.outcome).toBe('fail')
    expect(judgement.title).toContain(title)
    expect(judgement.observed).toContain(observed)
    expect(judgement.expected).not.toBe('')
    expect(judgement.advice).toMatch(/^[A-Z].*\.$/)
  })

  test('all differences are reported at once', async () => {
    const { title } = await runCheck({ url: '/broken', contains: 'up', 'expect-headers': { a: 'b' } })
    expect(title).toBe('answered 503 instead of 2xx; has no header a; the body lacks "up"')
  })
})

test.each(['/cut-gzip', '/no-trailer', '/cut-brotli', '/cut-deflate', '/cut-zstd', '/no-gzip'])(
  'a body that cannot be decoded is an error for every expectation: %s',
  async (url) => {
    for (const options of [{ url }, { url, contains: 'unfolded' }, { url, status: [200, '2xx'] }])
      expect(await runCheck(options)).toMatchObject({
        outcome: 'error',
        title: expect.stringContaining('sent a response that cannot be read: the body cannot be decoded as'),
      })
  },
)

test('secrets of a request are masked where the service echoes them', async () => {
  const headers = { Authorization: 'Bearer very-secret-token', Cookie: 'session=very-secret-cookie' }
  const { observed = '' } = await runCheck({ url: '/echo?api-key=very-secret-key', headers, contains: 'nothing' })
  expect(observed).toContain('very-secret-token')
  expect(here.ports.secrets.hide(observed)).not.toMatch(/very-secret/)
})

test('a late response is a failure of the service', async () => {
  expect(await runCheck({ url: '/never' }, 100)).toMatchObject({
    outcome: 'fail',
    observed: expect.stringContaining('TIMEOUT'),
  })
})

test('a closed port is a failure, an unknown host name is an error', async () => {
  const at = async (url: string): Promise<Judgement> => {
    const options = { http: check.shape.http.parse(url) }
    return check.judge(options, await check.observe(options, here.context()))
  }
  expect(await at('http://127.0.0.1:9/')).toMatchObject({
    outcome: 'fail',
    observed: expect.stringContaining('ECONNREFUSED'),
  })
  const options = { http: check.shape.http.parse('http://nowhere.invalid/') }
  const silence = { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND nowhere.invalid', ms: 3 }
  expect(check.judge(options, { answer: silence, asked: ['http://nowhere.invalid/'], at: 0 })).toMatchObject({
    outcome: 'error',
  })
})

test('text that may be in the part that was cut off is unknown, not absent', async () => {
  expect(await runCheck({ url: '/large', contains: 'y' })).toMatchObject({ outcome: 'inconclusive' })
  expect(await runCheck({ url: '/large', contains: 'xxx' })).toMatchObject({ outcome: 'pass' })
})

test('method, headers and a JSON body are sent; a redirect to another host gets none of the headers', async () => {
  requests.length = 0
  await runCheck({ url: '/away', method: 'POST', headers: { authorization: 'Bearer x' }, body: { a: 1 }, redirects: 1 })
  expect(requests).toEqual([
    { url: '/away', method: 'POST', authorization: 'Bearer x', body: '{"a":1}' },
    { url: '/health', method: 'GET', authorization: undefined, body: '' },
  ])
})

test('neither password nor query of a URL is shown', async () => {
  const options = {
    http: check.shape.http.parse(server.url.replace('http://', 'http://user:secret@') + '/health?token=abc'),
  }
  const judgement = check.judge(options, await check.observe(options, here.context()))
  expect(JSON.stringify(judgement) + check.nameOf(options)).not.toMatch(/secret|abc/)
  expect(judgement.observed).toContain('/health?…')
})

test('an invalid URL is reported', async () => {
  // An output of a stack is resolved after the file was read.
  const options = { http: { ...check.shape.http.parse('{stack.web.outputs.Url}'), url: 'ftp://x/' } }
  await expect(check.observe(options, here.context())).rejects.toMatchObject({ code: 'config/reference' })
})

describe('certificates', () => {
  const options = {
    http: check.shape.http.parse({ url: 'https://x/', 'expect-tls': { 'days-left': 21, 'at-least': 'TLSv1.2' } }),
  }
  const at = Date.parse('2026-11-20T00:00:00Z')
  test.each([
    ['TLSv1.3', '2026-12-31T00:00:00Z', 'pass'],
    ['TLSv1.2', '2026-12-11T00:00:00Z', 'pass'],
    ['TLSv1.2', '2026-12-10T00:00:00Z', 'fail'],
    ['TLSv1.1', '2026-12-31T00:00:00Z', 'fail'],
    ['unknown', '2026-12-31T00:00:00Z', 'fail'],
    ['TLSv1.3', undefined, 'inconclusive'],
  ])('%s until %s: %s', (protocol, validUntil, outcome) => {
    const tls = { protocol, ...(validUntil !== undefined && { validUntil }) }
    const answer = { status: 200, headers: {}, body: '', bodyIsWhole: true, cookies: [], ms: 1, tls }
    expect(check.judge(options, { answer, asked: ['https://x/'], at }).outcome).toBe(outcome)
  })
})

test.each([
  ['with a negative lookahead', '^(?![^]*error)', 'fine', 'inconclusive'],
  ['that extends to the end', '^[^x]*$', 'fine', 'inconclusive'],
  ['that ends with a line', '^ready$', 'ready\nand so on', 'pass'],
  ['that matches', 'fi.e', 'fine', 'pass'],
])('for a truncated body a pattern %s', (_, matches, body, outcome) => {
  const options = { http: check.shape.http.parse({ url: 'https://x', matches }) }
  const answer = { status: 200, headers: {}, body, bodyIsWhole: false, cookies: [], ms: 1 }
  expect(check.judge(options, { answer, asked: ['https://x/'], at: 0 }).outcome).toBe(outcome)
})

test('names derive from the checked URL, and are the same in both environments', () => {
  const name = (http: unknown): string => check.nameOf({ http: check.shape.http.parse(http) })
  expect(name('{stack.web.outputs.Url}/health')).toBe('GET /health answers 2xx')
  expect(name({ url: 'https://shop.example/a?b=c', method: 'HEAD', status: [200, 204] })).toBe(
    'HEAD /a?… answers 200 or 204',
  )
  expect(name('https://shop.example')).toBe('GET https://shop.example answers 2xx')
})

test.each([
  [{ id: '9007199254740993', 'ids[0]': '-9007199254740993', ids: ['-9007199254740993', 7] }, 'pass'],
  // As doubles they are equal.
  [{ id: '9007199254740992' }, 'fail'],
])('whole numbers beyond 2^53 are compared digit by digit: %j', async (json, outcome) => {
  expect(await runCheck({ url: '/number', json })).toMatchObject({ outcome })
})

test('a redirect from https to http is not followed, and fails with any response', async () => {
  const root = await issue({ subject: 'CN=root', isAuthority: true })
  const leaf = await issue({ names: ['localhost'], issuer: root })
  const secure = createSecureServer({ key: leaf.key, cert: leaf.pem }, (_, response) =>
    response.writeHead(302, { location: `${server.url}/health` }).end(),
  )
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  const trusted = getCACertificates('default')
  setDefaultCACertificates([root.pem])
  try {
    const { port } = secure.address() as AddressInfo
    const before = requests.length
    for (const status of ['2xx', '302'])
      expect(await runCheck({ url: `https://localhost:${port}/`, redirects: 2, status })).toMatchObject({
        outcome: 'fail',
        title: expect.stringContaining(`redirects from https to http: ${server.url}/health`),
      })
    expect(requests.length).toBe(before)
  } finally {
    setDefaultCACertificates(trusted)
    secure.closeAllConnections()
    secure.close()
  }
})
