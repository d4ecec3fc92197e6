import {
  connect as connectHttp2,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Progress } from './progress.ts'
import { NOT_HTTP2 } from './codes.ts'
import { connectionFacts, type TlsFacts } from '../tls/connection.ts'

/** One request over HTTP/2, on a connection of its own. */

export interface Http2Request {
  /** `https:`: HTTP/2 is negotiated in the handshake; `http:`: the server is expected to speak it. */
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
  readonly signal: AbortSignal
  /** How many bytes of the body are kept; 0: none. */
  readonly mostBytes: number
  /** Says as the answer comes how far it is. */
  readonly progress?: Progress
}

export interface AnswerHttp2 {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** What came after the body; empty where nothing did. */
  readonly trailers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Whether all of the body was kept. */
  readonly whole: boolean
  readonly tls?: TlsFacts
}

/** Rejects with Node's error, NOT_HTTP2, or the reason of the signal. */
export async function requestHttp2(options: Http2Request): Promise<AnswerHttp2> {
  options.signal.throwIfAborted()
  const socket = await connected(options)
  const session = connectHttp2(options.url, { createConnection: () => socket })
  const abort = (): void => session.destroy(new Error('aborted'))
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    const answer = await send(session, options)
    return { ...answer, ...('alpnProtocol' in socket && { tls: connectionFacts(socket) }) }
  } finally {
    options.signal.removeEventListener('abort', abort)
    session.destroy()
    socket.destroy()
  }
}

async function connected({ url, signal }: Http2Request): Promise<Socket | TLSSocket> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || (secure ? 443 : 80))
  const name = isIP(host) === 0 ? { servername: host } : {}
  const socket = secure ? connectTls({ host, port, ...name, ALPNProtocols: ['h2'] }) : connectTcp({ host, port })
  const abort = (): void => void socket.destroy(new Error('aborted'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(secure ? 'secureConnect' : 'connect', resolve)
      socket.once('error', reject)
    })
  } catch (error) {
    socket.destroy()
    if ((error as { code?: unknown }).code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') throw notHttp2()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
  if (!('alpnProtocol' in socket) || socket.alpnProtocol === 'h2') return socket
  socket.destroy()
  throw notHttp2()
}

function notHttp2(): Error {
  return Object.assign(new Error('the server does not negotiate HTTP/2'), { code: NOT_HTTP2 })
}

async function send(
  session: ClientHttp2Session,
  { url, method, headers, body, mostBytes, progress = { status: 0, bytes: 0 } }: Http2Request,
): Promise<Omit<AnswerHttp2, 'tls'>> {
  const { host, ...rest } = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return await new Promise((resolve, reject) => {
    session.on('error', reject)
    session.on('close', () => reject(closedEarly()))
    const stream: ClientHttp2Stream = session.request({
      ...credentialsOf(url),
      ...rest,
      ':method': method,
      ':path': `${url.pathname}${url.search}`,
      ...(host !== undefined && { ':authority': host }),
    })
    let answer: IncomingHttpHeaders | undefined
    let trailers: IncomingHttpHeaders = {}
    const kept: Buffer[] = []
    stream.on('response', (received) => {
      answer = received
      progress.status = received[':status'] ?? 0
    })
    stream.on('trailers', (received) => (trailers = received))
    stream.on('data', (chunk: Buffer) => {
      if (progress.bytes < mostBytes) kept.push(chunk.subarray(0, mostBytes - progress.bytes))
      progress.bytes += chunk.length
    })
    stream.on('error', reject)
    stream.on('close', () => {
      if (answer === undefined || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return reject(closedEarly())
      resolve({
        status: Number(answer[':status'] ?? 0),
        headers: answer,
        trailers,
        bytes: Buffer.concat(kept),
        whole: progress.bytes <= mostBytes,
      })
    })
    stream.end(body)
  })
}

/** Of a user and a password in the URL, as Node makes it for HTTP/1.1. */
function credentialsOf({ username, password }: URL): { authorization?: string } {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function closedEarly(): Error {
  return Object.assign(new Error('the connection was closed before the end of the response'), { code: 'ECONNRESET' })
}
