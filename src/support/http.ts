import { Agent, request as requestPlain, STATUS_CODES, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as requestSecure } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { decodeBody } from './content-encoding.ts'
import type { ProxyVariables } from './proxy.ts'
import { connectionFacts, type TlsFacts } from './tls/connection.ts'

/** One HTTP request and its response, with times. */

const MOST_FETCHED_BYTES = 1_000_000

export interface Asked {
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
}

/** Sends one request; does not follow redirects. Never rejects. */
export async function exchange(asked: Asked): Promise<Answer | NoAnswer> {
  const started = performance.now()
  try {
    if (asked.version === 2) return await exchangeHttp2(asked, started)
    const response = await send(asked)
    const tls = tlsOf(response)
    const { bytes, whole } = await readBody(response, asked.mostBytes)
    return {
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: decodeBody(bytes, whole, response.headers['content-encoding']).toString('utf8'),
      bodyIsWhole: whole,
      cookies: response.headersDistinct['set-cookie'] ?? [],
      ms: performance.now() - started,
      ...(tls && { tls }),
    }
  } catch (error) {
    const ms = performance.now() - started
    if (asked.signal.aborted) return { code: 'TIMEOUT', message: 'it did not answer in time', ms }
    return { code: codeOf(error), message: reasonOf(error), ms }
  }
}

const OWN_HEADERS = { 'accept-encoding': 'identity', 'user-agent': 'test-deployments' }

async function exchangeHttp2(asked: Asked, started: number): Promise<Answer> {
  const { requestHttp2 } = await import('./http2.ts')
  const answer = await requestHttp2({ ...asked, headers: { ...OWN_HEADERS, ...asked.headers } })
  const encoding = answer.headers['content-encoding']
  const named = Object.entries(answer.headers).filter(([name]) => !name.startsWith(':'))
  return {
    status: answer.status,
    headers: Object.fromEntries(named.map(([name, value]) => [name, [value ?? []].flat().join(', ')])),
    body: decodeBody(answer.bytes, answer.whole, encoding).toString('utf8'),
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
    const asked = { url: new URL(url), method: 'GET', headers, signal, proxy, mostBytes: MOST_FETCHED_BYTES }
    const answer = await exchange(asked)
    if (!('status' in answer)) throw new Error(answer.message)
    const { status, body } = answer
    const ok = status >= 200 && status < 300
    return { ok, status, statusText: STATUS_CODES[status] ?? '', json: async () => JSON.parse(body) as unknown }
  }
}

function proxyAgent(url: URL, proxyEnv: ProxyVariables): Agent | SecureAgent {
  return url.protocol === 'https:' ? new SecureAgent({ proxyEnv }) : new Agent({ proxyEnv })
}

async function send(asked: Asked): Promise<IncomingMessage> {
  const ask = asked.url.protocol === 'https:' ? requestSecure : requestPlain
  return await new Promise((resolve, reject) => {
    const request = ask(
      asked.url,
      {
        method: asked.method,
        headers: { ...OWN_HEADERS, ...asked.headers },
        signal: asked.signal,
        // `false`: a new connection, closed afterwards.
        agent: asked.agent ?? (asked.proxy === undefined ? false : proxyAgent(asked.url, asked.proxy)),
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
    throw Object.assign(new Error('the connection was closed before the end of the response'), { code: 'ECONNRESET' })
  return { bytes: Buffer.concat(kept), whole: read <= mostBytes }
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
  return typeof message === 'string' && message !== '' ? message : String(error)
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
