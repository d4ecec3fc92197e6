import { createServer as createHttp2Server } from 'node:http2'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { check } from '../../../src/checks/http.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { MOST_DECODED_BYTES } from '../../../src/support/http/content-encoding.ts'
import { world, type World } from '../world.ts'

/** Invalid responses of a service: each has an outcome, its cause in the title, and an end within its deadline. */

const DEADLINE_MS = 1_500

const head = (...lines: string[]): string => `HTTP/1.1 ${lines.join('\r\n')}\r\n\r\n`
const whole = (body: Buffer | string, ...lines: string[]): Buffer =>
  Buffer.concat([
    Buffer.from(head('200 OK', `content-length: ${Buffer.from(body).length}`, ...lines)),
    Buffer.from(body),
  ])
const moved = (location: string): string => head('302 Found', `location: ${location}`, 'content-length: 0')
const sendForever = (socket: Socket, text: string): void => {
  const timer = setInterval(() => socket.write(text), 10)
  socket.on('close', () => clearInterval(timer))
}
const chunked = (rest: string): string => head('200 OK', 'transfer-encoding: chunked') + rest
const BOMB = gzipSync(Buffer.alloc(MOST_DECODED_BYTES + 1))

type Answered = Buffer | string | ((socket: Socket) => void)

/** The server's response; the expectation; the outcome, a part of the title, and a part of the other fields. */
const VECTORS: readonly (readonly [string, Answered, object, string, string, string?])[] = [
  [
    'a body without an end',
    (socket) => {
      socket.write(chunked(''))
      sendForever(socket, '1\r\nx\r\n')
    },
    {},
    'fail',
    'answered 200, but its body did not end within',
    'TIMEOUT after ',
  ],
  [
    'headers without an end',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      sendForever(socket, 'x-a: b\r\n')
    },
    {},
    'fail',
    'did not answer: it did not answer in time',
  ],
  [
    'only an interim response',
    (socket) => void socket.write(head('100 Continue')),
    {},
    'fail',
    'did not answer: it did not answer in time',
  ],
  [
    'another protocol that was not requested',
    (socket) => void socket.write(head('101 Switching Protocols', 'upgrade: x', 'connection: upgrade')),
    {},
    'fail',
    'did not answer: the connection was closed',
  ],
  [
    'a chunk that is shorter than its length',
    chunked('10\r\nabc\r\n0\r\n\r\n'),
    {},
    'fail',
    'answered 200, but its body broke off',
  ],
  [
    'a chunk without a length',
    chunked('zz\r\nabc\r\n0\r\n\r\n'),
    {},
    'fail',
    'answered 200, but its body broke off (Parse Error: Invalid character in chunk size)',
  ],
  [
    'chunks without a last one',
    chunked('3\r\nabc\r\n'),
    {},
    'fail',
    'answered 200, but its body broke off',
    'after 3 bytes',
  ],
  [
    'a body that is shorter than its length',
    head('200 OK', 'content-length: 9') + 'abc',
    {},
    'fail',
    'answered 200, but its body broke off',
    'after 3 bytes',
  ],
  [
    'two lengths',
    head('200 OK', 'content-length: 3', 'content-length: 5') + 'abcde',
    {},
    'fail',
    'Duplicate Content-Length',
  ],
  [
    'both a length and chunks',
    head('200 OK', 'transfer-encoding: chunked', 'content-length: 5') + '0\r\n\r\n',
    {},
    'fail',
    "Content-Length can't be present with Transfer-Encoding",
  ],
  ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n', {}, 'fail', 'did not answer: Parse Error'],
  ['headers that are too large', head('200 OK', `x-a: ${'a'.repeat(100_000)}`), {}, 'fail', 'Header overflow'],
  ['an unknown status', head('999 Odd', 'content-length: 0'), {}, 'fail', 'answered 999 instead of 2xx'],
  [
    'a small body that decodes to a very large one',
    whole(BOMB, 'content-encoding: gzip'),
    {},
    'error',
    `sent a response that cannot be read: the body cannot be decoded as gzip: it has more than ${MOST_DECODED_BYTES} bytes then`,
  ],
  [
    'a body in Latin-1',
    whole(Buffer.from('caf\u00E9', 'latin1'), 'content-type: text/plain; charset=ISO-8859-1'),
    { contains: 'caf\u00E9' },
    'pass',
    'answered 200',
  ],
  [
    'a body in UTF-16',
    whole(Buffer.from('{"a":1}', 'utf16le'), 'content-type: application/json; charset="utf-16le"'),
    { json: { a: 1 } },
    'pass',
    'answered 200',
  ],
  ['a body with a byte order mark', whole('\uFEFF{"a":1}'), { json: { a: 1 } }, 'pass', 'answered 200'],
  [
    'a body in an unknown character set',
    whole('{"a":1}', 'content-type: text/plain; charset=klingon'),
    { json: { a: 1 } },
    'pass',
    'answered 200',
  ],
  [
    'a duplicate name in an object',
    whole('{"a":"down","b":{"a":1},"\\u0061":"up"}'),
    { json: { a: 'up' } },
    'inconclusive',
    'the body has "a" twice in an object',
  ],
  [
    'a duplicate name below a schema',
    whole('[{"a":1,"a":2}]'),
    { 'json-schema': { type: 'array' } },
    'inconclusive',
    'the body has "a" twice in an object',
  ],
  [
    'the same name in different objects',
    whole('{"a":{"a":"\\"a\\":"},"b":[{"a":1},{"a":2}]}'),
    { json: { 'b[1].a': 2 } },
    'pass',
    'answered 200',
  ],
  ['a body that resembles JSON', whole('{"\\x":1}'), { json: { a: 1 } }, 'fail', 'the body is not JSON'],
  [
    'JSON with too many levels',
    whole('['.repeat(200_000) + ']'.repeat(200_000)),
    { json: { a: 1 } },
    'fail',
    'the body is not JSON',
  ],
  [
    'a loop of redirects',
    moved('/odd'),
    { redirects: 3 },
    'fail',
    'answered 302 instead of 2xx: a circle of redirects',
    'Correct the redirects of the service',
  ],
  [
    'too many redirects',
    (socket) => void socket.end(moved(`/${Math.random()}`)),
    { redirects: 2 },
    'fail',
    'answered 302 instead of 2xx: still a redirect after 2',
    '`redirects: 3`',
  ],
  [
    'a redirect to an invalid URL',
    moved('http://[::bad'),
    { redirects: 2 },
    'fail',
    'redirects to what is no URL of http or https: http://[::bad',
    'Location that the service sends',
  ],
  [
    'a redirect to another scheme',
    moved('javascript:alert(1)'),
    { redirects: 2 },
    'fail',
    'redirects to what is no URL of http or https',
  ],
  ['an expected redirect, to any target', moved('http://[::bad'), { status: 302 }, 'pass', 'answered 302'],
]

let here: World
let url: string
let http2: string
let answer: Answered = ''
const server = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.once('data', () => (typeof answer === 'function' ? answer(socket) : socket.end(answer)))
})
const authorizations: unknown[] = []
const server2 = createHttp2Server().on('stream', (stream, headers) => {
  stream.on('error', () => undefined)
  authorizations.push(headers.authorization)
  stream.respond({ ':status': 200 })
  if (headers[':path'] === '/endless') stream.write('x')
  else stream.end()
})

beforeAll(async () => {
  here = await world()
  for (const each of [server, server2]) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  http2 = `http://user:p%40ss@127.0.0.1:${(server2.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  server2.close()
  await here.end()
})

async function runCheck(http: object, timeout = 5_000): Promise<Judgement> {
  const options = { http: check.shape.http.parse(http) }
  return check.judge(options, await check.observe(options, here.context({ signal: AbortSignal.timeout(timeout) })))
}

test.each(VECTORS)('%s', async (_, sent, options, outcome, title, rest = '') => {
  answer = sent
  const endless = / (in time|did not end) ?/.test(title)
  const found = await runCheck({ url: `${url}/odd`, ...options }, endless ? DEADLINE_MS : undefined)
  expect(found).toMatchObject({ outcome, title: expect.stringContaining(title) })
  expect(`${found.observed} ${found.advice}`).toContain(rest)
})

test('over HTTP/2, an endless body and the credentials of the URL are handled as over HTTP/1.1', async () => {
  expect(await runCheck({ url: `${http2}/endless`, version: 2 }, DEADLINE_MS)).toMatchObject({
    outcome: 'fail',
    title: expect.stringContaining('answered 200, but its body did not end within'),
    observed: expect.stringContaining('TIMEOUT after 1 bytes'),
  })
  expect(await runCheck({ url: http2, version: 2 })).toMatchObject({ outcome: 'pass' })
  expect(authorizations).toEqual(Array(2).fill(`Basic ${btoa('user:p@ss')}`))
})

test.each([
  [{ headers: { 'x a': 'b' } }, 'Header name must be a valid HTTP token'],
  [{ headers: { xa: 'b\nc' } }, 'Invalid character in header content'],
  [{ headers: { xa: '\u20AC' } }, 'Invalid character in header content'],
])('a request that is invalid in HTTP is not reported as a failure of the service: %j', async (http, title) => {
  const found = await runCheck({ url, ...http })
  expect(found).toMatchObject({ outcome: 'error', advice: expect.stringContaining('Correct `headers`') })
  expect(found.title).toContain(`the request cannot be sent: ${title}`)
})

test('port 0 is refused; Node would use the default port', async () => {
  expect(check.shape.http.safeParse('http://127.0.0.1:0/').success).toBe(false)
  const options = { http: { ...check.shape.http.parse('{stack.web.outputs.Url}'), url: 'http://127.0.0.1:0/' } }
  await expect(check.observe(options, here.context())).rejects.toMatchObject({ code: 'config/reference' })
})

test('a port without TLS is reported as such', async () => {
  answer = 'HTTP/1.1 400 Bad Request\r\n\r\n'
  expect(await runCheck({ url: url.replace('http:', 'https:') })).toMatchObject({
    outcome: 'fail',
    title: 'did not answer: the port does not speak TLS (wrong version number)',
  })
})
