import { request as requestPlain, type Agent, type IncomingMessage } from 'node:http'
import { request as requestSecure, type Agent as SecureAgent } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** One HTTP request and its answer, as it was on the wire and how long it took. */

export interface Asked {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** Keeps connections; without one each request has its own. */
  readonly agent?: Agent | SecureAgent
  /** How much of the body is kept; 0 where nobody looks at it. */
  readonly mostBytes: number
}

export interface Answer {
  readonly status: number
  /** Names in lower case; several of one name are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly bodyIsWhole: boolean
  /** Milliseconds until the last byte of the body. */
  readonly ms: number
  readonly tls?: TlsFacts
}

export interface TlsFacts {
  /** `TLSv1.3` */
  readonly protocol: string
  /** ISO 8601: the last moment at which the certificate holds. */
  readonly validUntil?: string
}

/** There was no answer. `code` is Node's: ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, …; or TIMEOUT. */
export interface NoAnswer {
  readonly code: string
  readonly message: string
  readonly ms: number
}

/** A small answer must not unfold into a large one. */
const MOST_DECODED_BYTES = 64 * 1024 * 1024

/** Asks once; redirects are an answer like any other. Never rejects. */
export async function exchange(asked: Asked): Promise<Answer | NoAnswer> {
  const started = performance.now()
  try {
    const response = await send(asked)
    const tls = tlsOf(response)
    const { bytes, whole } = await readBody(response, asked.mostBytes)
    return {
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: decoded(bytes, response.headers['content-encoding']),
      bodyIsWhole: whole,
      ms: performance.now() - started,
      ...(tls && { tls }),
    }
  } catch (error) {
    const ms = performance.now() - started
    if (asked.signal.aborted) return { code: 'TIMEOUT', message: 'it did not answer in time', ms }
    return { code: codeOf(error), message: reasonOf(error), ms }
  }
}

async function send(asked: Asked): Promise<IncomingMessage> {
  const ask = asked.url.protocol === 'https:' ? requestSecure : requestPlain
  return await new Promise((resolve, reject) => {
    const request = ask(
      asked.url,
      {
        method: asked.method,
        headers: { 'accept-encoding': 'identity', 'user-agent': 'test-deployments', ...asked.headers },
        signal: asked.signal,
        // `false`: a connection of its own, closed afterwards.
        agent: asked.agent ?? false,
      },
      resolve,
    )
    request.on('error', reject)
    request.end(asked.body)
  })
}

async function readBody(response: IncomingMessage, mostBytes: number): Promise<{ bytes: Buffer; whole: boolean }> {
  const kept: Buffer[] = []
  let read = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (read < mostBytes) kept.push(chunk.subarray(0, mostBytes - read))
    read += chunk.length
  }
  if (!response.complete)
    throw Object.assign(new Error('the connection ended in the middle of the answer'), { code: 'ECONNRESET' })
  return { bytes: Buffer.concat(kept), whole: read <= mostBytes }
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  const limit = { maxOutputLength: MOST_DECODED_BYTES }
  try {
    if (encoding === 'gzip') return gunzipSync(bytes, limit).toString('utf8')
    if (encoding === 'br') return brotliDecompressSync(bytes, limit).toString('utf8')
    if (encoding === 'deflate') return inflateSync(bytes, limit).toString('utf8')
  } catch {
    // Asked for none, got one that cannot be read: as it came.
  }
  return bytes.toString('utf8')
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  )
}

function tlsOf(response: IncomingMessage): TlsFacts | undefined {
  if (!('encrypted' in response.socket)) return undefined
  const socket = response.socket as TLSSocket
  const until = Date.parse(socket.getPeerCertificate().valid_to ?? '')
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    ...(Number.isFinite(until) && { validUntil: new Date(until).toISOString() }),
  }
}

function codeOf(error: unknown): string {
  const code = memberOf(error, 'code')
  return typeof code === 'string' ? code : 'ERROR'
}

/** Node wraps the attempts on several addresses in an AggregateError without a message. */
function reasonOf(error: unknown): string {
  const attempts = memberOf(error, 'errors')
  if (Array.isArray(attempts)) return [...new Set(attempts.map((attempt: unknown) => reasonOf(attempt)))].join('; ')
  const message = memberOf(error, 'message')
  return typeof message === 'string' && message !== '' ? message : String(error)
}

function memberOf(error: unknown, name: 'code' | 'message' | 'errors'): unknown {
  return typeof error === 'object' && error !== null && name in error
    ? (error as Record<string, unknown>)[name]
    : undefined
}

/** A set of status codes as people write it: `200`, `2xx`, `200-299`. Undefined: it cannot be read. */
export function parseStatus(text: string): { readonly from: number; readonly to: number } | undefined {
  const group = /^([1-5])xx$/i.exec(text)?.[1]
  if (group !== undefined) return { from: Number(group) * 100, to: Number(group) * 100 + 99 }
  const match = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(text)
  if (!match) return undefined
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])]
  return from <= to ? { from, to } : undefined
}

/** Whether a status is in one of the sets. What cannot be read as a set contains nothing. */
export function isStatusIn(status: number, sets: readonly string[]): boolean {
  return sets.some((set) => {
    const range = parseStatus(set)
    return range !== undefined && status >= range.from && status <= range.to
  })
}

/** A URL for people: without user, password and the values of its query. */
export function shownUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#@]*@)?([^?#]*)(\?)?/i.exec(url)
  return match ? `${match[1] ?? ''}${match[2] ?? ''}${match[3] === undefined ? '' : '?…'}` : url.split('?')[0] || url
}

/** The path of a URL, or all of it where that is empty: short, and the same in both environments. */
export function shownPath(url: string): string {
  const shown = shownUrl(url)
  return /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]+|\{[^}]*\})(\/.*)?$/i.exec(shown)?.[1] ?? shown
}
