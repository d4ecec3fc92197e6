import { Agent, request as requestPlain, STATUS_CODES, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as requestSecure } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { decodeBody } from './content-encoding.ts'
import { UNDECODABLE } from './codes.ts'
import type { Progress } from './progress.ts'
import type { ProxyVariables } from './proxy.ts'
import { decodeText } from '../text/decode.ts'
import { connectionFacts, type TlsFacts } from '../tls/connection.ts'
import { readableReason } from '../tls/reason.ts'

/** One HTTP request and its response, with times. */

const MOST_FETCHED_BYTES = 1_000_000

export interface RequestOptions {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** Agent that reuses connections; without one each request opens its own. */
  readonly agent?: Agent | SecureAgent
  /** The proxy, for a request without an agent. */
  readonly proxy?: ProxyVariables | undefined
  /** 2: over HTTP/2, on a connection of its own, without agent and proxy. */
  readonly version?: 2
  /** How many bytes of the body are kept; 0: none. */
  readonly mostBytes: number
}

export interface Answer {
  readonly status: number
  /** Names in lower case; several of one name are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly bodyIsWhole: boolean
  /** The values of `Set-Cookie`. */
  readonly cookies: readonly string[]
  /** Milliseconds until the last byte of the body. */
  readonly ms: number
  readonly tls?: TlsFacts
}

/** A request without a response. `code` is Node's (ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, …), TIMEOUT, or UNDECODABLE. */
export interface NoAnswer {
  readonly code: string
  readonly message: string
  readonly ms: number
  /** The status that came, and how many bytes of the body, where the end of the body did not come. */
  readonly begun?: { readonly status: number; readonly bytes: number }
}

/** Sends one request; does not follow redirects. Never rejects. */
export async function sendRequest(options: RequestOptions): Promise<Answer | NoAnswer> {
  const started = performance.now()
  const progress: Progress = { status: 0, bytes: 0 }
  try {
    if (options.version === 2) return await sendOverHttp2(options, started, progress)
    const response = await send(options, progress)
    progress.status = response.statusCode ?? 0
    const tls = tlsOf(response)
    const { bytes, whole } = await readBody(response, options.mostBytes, progress)
    return {
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: bodyText(bytes, whole, response.headers),
      bodyIsWhole: whole,
      cookies: response.headersDistinct['set-cookie'] ?? [],
      ms: performance.now() - started,
      ...(tls && { tls }),
    }
  } catch (thrown) {
    const ms = performance.now() - started
    const error = progress.error ?? thrown
    const code = codeOf(error)
    const begun = progress.status > 0 &&
      code !== UNDECODABLE && { begun: { status: progress.status, bytes: progress.bytes } }
    if (options.signal.aborted) return { code: 'TIMEOUT', message: 'it did not answer in time', ms, ...begun }
    return { code, message: reasonOf(error), ms, ...begun }
  }
}

/** The text of a body by the encoding and the character set that its headers name. */
function bodyText(
  bytes: Buffer,
  whole: boolean,
  headers: { readonly 'content-encoding'?: string | undefined; readonly 'content-type'?: string | undefined },
): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1]
  return decodeText(decodeBody(bytes, whole, headers['content-encoding']), charset)
}

const OWN_HEADERS = { 'accept-encoding': 'identity', 'user-agent': 'test-deployments' }

async function sendOverHttp2(options: RequestOptions, started: number, progress: Progress): Promise<Answer> {
  const { requestHttp2 } = await import('./http2.ts')
  const answer = await requestHttp2({ ...options, progress, headers: { ...OWN_HEADERS, ...options.headers } })
  const named = Object.entries(answer.headers).filter(([name]) => !name.startsWith(':'))
  return {
    status: answer.status,
    headers: Object.fromEntries(named.map(([name, value]) => [name, [value ?? []].flat().join(', ')])),
    body: bodyText(answer.bytes, answer.whole, answer.headers),
    bodyIsWhole: answer.whole,
    cookies: answer.headers['set-cookie'] ?? [],
    ms: performance.now() - started,
    ...(answer.tls && { tls: answer.tls }),
  }
}

/** The part of `fetch` that is used where a proxy is to be followed. */
export type Fetch = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Pick<Response, 'ok' | 'status' | 'statusText' | 'json'>>

/** A `fetch` through a proxy. The built-in one follows a proxy only where Node was started so. */
export function fetchThrough(proxy: ProxyVariables): Fetch {
  return async (url, { headers, signal }) => {
    const options = { url: new URL(url), method: 'GET', headers, signal, proxy, mostBytes: MOST_FETCHED_BYTES }
    const answer = await sendRequest(options)
    if (!('status' in answer)) throw new Error(answer.message)
    const { status, body } = answer
    const ok = status >= 200 && status < 300
    return { ok, status, statusText: STATUS_CODES[status] ?? '', json: async () => JSON.parse(body) as unknown }
  }
}

function proxyAgent(url: URL, proxyEnv: ProxyVariables): Agent | SecureAgent {
  return url.protocol === 'https:' ? new SecureAgent({ proxyEnv }) : new Agent({ proxyEnv })
}

async function send(options: RequestOptions, progress: Progress): Promise<IncomingMessage> {
  const ask = options.url.protocol === 'https:' ? requestSecure : requestPlain
  return await new Promise((resolve, reject) => {
    const request = ask(
      options.url,
      {
        method: options.method,
        headers: { ...OWN_HEADERS, ...options.headers },
        signal: options.signal,
        // `false`: a new connection, closed afterwards.
        agent: options.agent ?? (options.proxy === undefined ? false : proxyAgent(options.url, options.proxy)),
      },
      resolve,
    )
    request.on('error', (error) => {
      progress.error ??= error
      reject(error)
    })
    // A server may switch to another protocol, which is no response.
    request.on('close', () => reject(closedEarly()))
    request.end(options.body)
  })
}

async function readBody(
  response: IncomingMessage,
  mostBytes: number,
  progress: Progress,
): Promise<{ bytes: Buffer; whole: boolean }> {
  const kept: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (progress.bytes < mostBytes) kept.push(chunk.subarray(0, mostBytes - progress.bytes))
    progress.bytes += chunk.length
  }
  if (!response.complete) throw closedEarly()
  return { bytes: Buffer.concat(kept), whole: progress.bytes <= mostBytes }
}

function closedEarly(): Error {
  return Object.assign(new Error('the connection was closed before the end of the response'), { code: 'ECONNRESET' })
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  )
}

function tlsOf(response: IncomingMessage): TlsFacts | undefined {
  if (!('encrypted' in response.socket)) return undefined
  return connectionFacts(response.socket as TLSSocket)
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
  return typeof message === 'string' && message !== '' ? readableReason(message) : String(error)
}

function memberOf(error: unknown, name: 'code' | 'message' | 'errors'): unknown {
  return typeof error === 'object' && error !== null && name in error
    ? (error as Record<string, unknown>)[name]
    : undefined
}

/** Parses a set of status codes: `200`, `2xx`, `200-299`. Undefined where it is none. */
export function parseStatus(text: string): { readonly from: number; readonly to: number } | undefined {
  const group = /^([1-5])xx$/i.exec(text)?.[1]
  if (group !== undefined) return { from: Number(group) * 100, to: Number(group) * 100 + 99 }
  const match = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(text)
  if (!match) return undefined
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])]
  return from <= to ? { from, to } : undefined
}

/** Whether a status is in one of the sets. An invalid set is empty. */
export function isStatusIn(status: number, sets: readonly string[]): boolean {
  return sets.some((set) => {
    const range = parseStatus(set)
    return range !== undefined && status >= range.from && status <= range.to
  })
}
