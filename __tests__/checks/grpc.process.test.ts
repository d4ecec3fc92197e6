import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { check } from '../../src/checks/grpc.ts'
import type { Judgement } from '../../src/checks/contract.ts'
import { frameOf, healthRequest, messagesIn, servingStatusOf } from '../../src/checks/engine/grpc.ts'
import { serve, world, type World } from './world.ts'

let here: World
let url: string
const server = createServer()
/** The deadline of the current call. */
let deadline: AbortController
let requests: { headers: IncomingHttpHeaders; body: Buffer }[] = []
let answer: (stream: ServerHttp2Stream) => void = () => undefined

/** The response of a gRPC server: status 200, a message, and the status in the trailers. */
function say(status: number | undefined, body: Uint8Array, more: Record<string, string> = {}): typeof answer {
  return (stream) => {
    if (body.length === 0 && status !== undefined) {
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status), ...more },
        { endStream: true },
      )
      return
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.on('wantTrailers', () =>
      stream.sendTrailers(status === undefined ? {} : { 'grpc-status': String(status), ...more }),
    )
    stream.end(body)
  }
}
const state = (number: number): Uint8Array => frameOf(Uint8Array.from(number === 0 ? [] : [8, number]))

beforeAll(async () => {
  here = await world()
  server.on('stream', (stream, headers) => {
    const parts: Buffer[] = []
    stream.on('error', () => undefined)
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      requests.push({ headers, body: Buffer.concat(parts) })
      answer(stream)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await here.end()
})

async function runCheck(with_: typeof answer, service = 'shop.Orders', at = url): Promise<Judgement> {
  answer = with_
  deadline = new AbortController()
  const options = { grpc: { url: at, service, headers: { authorization: 'Bearer x' } } }
  return check.judge(options, await check.observe(options, here.context({ signal: deadline.signal })))
}

describe('the health service', () => {
  test('is requested as gRPC prescribes', async () => {
    requests = []
    await runCheck(say(0, state(1)))
    expect(requests[0]?.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: 'Bearer x',
    })
    expect(requests[0]?.body.toString('latin1')).toBe('\x00\x00\x00\x00\x0d\x0a\x0bshop.Orders')
  })

  test.each<[string, typeof answer, string, string]>([
    ['SERVING', say(0, state(1)), 'pass', 'is SERVING'],
    ['NOT_SERVING', say(0, state(2)), 'fail', 'is NOT_SERVING'],
    ['SERVICE_UNKNOWN', say(0, state(3)), 'fail', 'is SERVICE_UNKNOWN'],
    ['UNKNOWN, which is left out on the wire', say(0, state(0)), 'inconclusive', 'is UNKNOWN'],
    ['a state of a later version', say(0, state(9)), 'fail', 'is state 9'],
    ['a service that it does not have', say(5, new Uint8Array()), 'fail', 'has no health status of shop.Orders'],
    ['no health service', say(12, new Uint8Array()), 'fail', 'has no health service'],
    [
      'unavailable',
      say(14, new Uint8Array(), { 'grpc-message': 'no%20backend' }),
      'fail',
      'UNAVAILABLE (14): no backend',
    ],
    ['refused', say(16, new Uint8Array()), 'error', 'UNAUTHENTICATED (16)'],
    ['SERVING, and then an error', say(13, state(1)), 'fail', 'INTERNAL (13)'],
    ['no status', say(undefined, state(1)), 'fail', 'did not answer in gRPC'],
    ['OK without a message', say(0, Buffer.alloc(0)), 'error', 'cannot be read'],
    ['half a message', say(0, state(1).subarray(0, 6)), 'error', 'cannot be read'],
    ['two messages', say(0, Buffer.concat([state(1), state(1)])), 'error', 'cannot be read'],
    ['a truncated message', say(0, Uint8Array.from([1, 0, 0, 0, 2, 8, 1])), 'error', 'cannot be read'],
    ['HTTP 503', (stream) => stream.respond({ ':status': 503 }, { endStream: true }), 'fail', 'HTTP 503'],
    ['a reset', (stream) => stream.close(8), 'fail', 'did not answer'],
    [
      'an answer without an end',
      (stream) => {
        stream.respond({ ':status': 200 })
        // The client responds to the ping after the data that were sent before it.
        stream.write(Buffer.alloc(70_000), () => stream.session?.ping(() => deadline.abort()))
      },
      'fail',
      'the answer with HTTP 200 did not end in time (70000 bytes)',
    ],
    [
      'a message of several lines',
      say(14, Buffer.alloc(0), { 'grpc-message': 'a%0A::error::b' }),
      'fail',
      ': a ::error::b',
    ],
  ])('%s', async (_, say_, outcome, title) => {
    const judged = await runCheck(say_)
    expect([judged.outcome, judged.title]).toEqual([outcome, expect.stringContaining(title)])
  })

  test('a server without HTTP/2, or no server, is a failure', async () => {
    const old = await serve((_, response) => response.end('{}'))
    expect(await runCheck(say(0, state(1)), '', old.url)).toMatchObject({ outcome: 'fail' })
    await old.end()
    expect(await runCheck(say(0, state(1)), '', old.url)).toMatchObject({
      outcome: 'fail',
      observed: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

test('invalid metadata is not reported as a failure of the service, and a port without TLS is reported as such', async () => {
  const options = { grpc: { url, service: '', headers: { 'x a': 'b' } } }
  expect(check.judge(options, await check.observe(options, here.context()))).toMatchObject({
    outcome: 'error',
    advice: expect.stringContaining('Correct `headers`'),
  })
  expect(await runCheck(say(0, state(1)), '', url.replace('http://127.0.0.1', 'https://localhost'))).toMatchObject({
    outcome: 'fail',
    title: 'did not answer: the port does not speak TLS (wrong version number)',
  })
})

test('names contain the checked service', () => {
  expect(check.nameOf({ grpc: { url, service: 'shop.Orders', headers: {} } })).toBe('shop.Orders is serving')
  expect(check.nameOf({ grpc: check.shape.grpc.parse('https://u:p@x:443/') })).toBe('https://x:443/ is serving')
})

test('long names and unknown fields are written and parsed', () => {
  const name = 'n'.repeat(300)
  expect(Buffer.from(healthRequest(name)).subarray(0, 3)).toEqual(Buffer.from([10, 0xac, 2]))
  expect(messagesIn(Buffer.from(frameOf(healthRequest(''))))).toEqual([Buffer.alloc(0)])
  expect(servingStatusOf(Buffer.from([18, 2, 65, 66, 8, 1]))).toBe('SERVING')
  expect(servingStatusOf(Buffer.from([18, 9, 65]))).toBeUndefined()
  expect(servingStatusOf(Buffer.from([13, 1, 1, 1, 1]))).toBeUndefined()
})
