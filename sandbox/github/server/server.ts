import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { closeServer, listenOnLoopback, LOOPBACK } from '../../loopback.ts'
import { ENTERPRISE_PATH, ENTERPRISE_VERSION, type Edition } from '../edition.ts'
import { findRoute, Refusal, type Answer, type Request, type Route } from './router.ts'
import { maskBody, maskHeaders, maskPath, type Exchange } from './traffic.ts'
import type { Trouble, Troubles } from './trouble.ts'
import type { Caller, Level, World } from '../world.ts'

const DOCS = 'https://docs.github.com/rest'
const HOURLY_LIMIT = 5_000
const DEFAULT_LIMIT_S = 60
const LEVELS: readonly (Level | 'none')[] = ['none', 'read', 'write']

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** The HTTP server: authenticates and authorizes requests, injects faults, responds and records. */
export class ApiServer {
  readonly #world: World
  readonly #troubles: Troubles
  readonly #record: ((exchange: Exchange) => void) | undefined
  readonly #edition: Edition
  #routes: readonly Route[] = []
  #used = 0

  constructor(world: World, troubles: Troubles, record: ((exchange: Exchange) => void) | undefined, edition: Edition) {
    this.#world = world
    this.#troubles = troubles
    this.#record = record
    this.#edition = edition
  }

  serve(routes: readonly Route[]): void {
    this.#routes = routes
  }

  async listen(port: number, endConnections = false): Promise<Listening> {
    const server: Server = createServer((message, response) => void this.#handle(message, response))
    if (endConnections) server.maxRequestsPerSocket = 1
    const listening = await listenOnLoopback(server, port)
    return { url: `http://${LOOPBACK}:${listening}`, close: () => closeServer(server) }
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = message.method ?? 'GET'
    const path = message.url ?? '/'
    const url = new URL(path, `http://${message.headers.host ?? '127.0.0.1'}`)
    let body: Buffer
    try {
      body = await buffer(message)
    } catch {
      return
    }
    const trouble = this.#troubles.due(method, url.pathname)
    if (trouble?.kind === 'delay') await delay(trouble.amount ?? 0)
    if (trouble?.kind === 'reset') return void message.socket.destroy()
    const answer =
      (trouble && this.#troubled(trouble)) ?? (await this.#answer({ method, url, headers: message.headers, body }))
    if (trouble?.kind === 'reset-after-effect') return void message.socket.destroy()
    const { status, headers, bytes } = this.#encode(url, answer)
    const sent = trouble?.kind === 'malformed' ? bytes.subarray(0, bytes.length / 2) : bytes
    this.#record?.({
      service: 'github',
      request: {
        method,
        path: maskPath(path),
        headers: maskHeaders(message.headers),
        body: maskBody(path, message.headers['content-type'] ?? '', body),
      },
      response: { status, headers: maskHeaders(headers), body: maskBody(path, headers['content-type'] ?? '', sent) },
    })
    response.writeHead(status, { ...headers, 'content-length': String(sent.length) })
    response.end(sent)
  }

  async #answer(given: Omit<Request, 'parts' | 'caller'>): Promise<Answer> {
    const pathname = this.#pathOf(given.url.pathname)
    const found = pathname === undefined ? undefined : findRoute(this.#routes, given.method, pathname)
    try {
      if (!found) throw new Refusal(404, 'Not Found')
      const caller = this.#authorize(found.route, given.headers)
      return await found.route.answer({ ...given, parts: found.parts, ...(caller && { caller }) })
    } catch (error) {
      if (!(error instanceof Refusal)) {
        return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } }
      }
      const { status, body, headers } = error.answer
      const documented = found === undefined || found.route.docs !== ''
      return {
        status,
        ...(headers && { headers }),
        body: documented ? { documentation_url: `${DOCS}/${found?.route.docs ?? ''}`, ...(body as object) } : body,
      }
    }
  }

  /** The path of a route; undefined for a REST path outside of where an Enterprise Server has them. */
  #pathOf(pathname: string): string | undefined {
    if (this.#edition === 'github.com' || !isRest(pathname)) return pathname
    return pathname.startsWith(`${ENTERPRISE_PATH}/`) ? pathname.slice(ENTERPRISE_PATH.length) : undefined
  }

  /**
   * Authorizes a request: a user's token has the user's permissions, a job's token those in the job's `permissions`.
   */
  #authorize(route: Route, headers: Request['headers']): Caller | undefined {
    if (!route.needs) return undefined
    const token = String(headers['authorization'] ?? '').replace(/^(token|Bearer) /i, '')
    if (token === '') throw new Refusal(401, 'Requires authentication')
    const caller = this.#world.tokens.get(token)
    if (!caller) throw new Refusal(401, 'Bad credentials')
    const { scope, level, or = [] } = route.needs
    const scopes = [scope, ...or]
    if (caller.kind === 'job' && scope !== 'metadata') {
      const given = scopes.map((one) => LEVELS.indexOf(caller.job.permissions[one] ?? 'none'))
      if (Math.max(...given) < LEVELS.indexOf(level)) {
        const accepted = scopes.map((one) => `${one.replaceAll('-', '_')}=${level}`).join('; ')
        throw new Refusal(
          403,
          'Resource not accessible by integration',
          {},
          { 'x-accepted-github-permissions': accepted },
        )
      }
      if (caller.job.status === 'completed') throw new Refusal(401, 'Bad credentials')
    }
    return caller
  }

  #troubled({ kind, status, amount = DEFAULT_LIMIT_S }: Trouble): Answer | undefined {
    const reset = Math.ceil(this.#world.now().getTime() / 1_000) + amount
    switch (kind) {
      case 'rate-limit':
        return {
          status: 403,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
          body: {
            message: 'API rate limit exceeded for installation.',
            documentation_url: `${DOCS}/overview/rate-limits-for-the-rest-api`,
            status: '403',
          },
        }
      case 'secondary-limit':
        return {
          status: 429,
          headers: { 'retry-after': String(amount) },
          body: {
            message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
            documentation_url: `${DOCS}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
            status: '429',
          },
        }
      case 'error':
        return { status: status ?? 502, body: { message: 'Server Error' } }
      default:
        return undefined
    }
  }

  #encode(
    url: URL,
    { status, body, headers = {} }: Answer,
  ): { status: number; headers: Record<string, string>; bytes: Buffer } {
    const bytes =
      body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
    const rest = isRest(url.pathname)
    this.#used += rest ? 1 : 0
    return {
      status,
      bytes,
      headers: {
        ...(body !== undefined && !Buffer.isBuffer(body) && { 'content-type': 'application/json; charset=utf-8' }),
        ...(rest && {
          'x-github-media-type': 'github.v3; format=json',
          'x-github-api-version-selected': '2022-11-28',
          ...(this.#edition === 'enterprise-server' && {
            'x-github-enterprise-version': `enterprise-server@${ENTERPRISE_VERSION}`,
          }),
          'x-github-request-id': randomBytes(16).toString('hex').toUpperCase(),
          'x-ratelimit-limit': String(HOURLY_LIMIT),
          'x-ratelimit-remaining': String(Math.max(0, HOURLY_LIMIT - this.#used)),
          'x-ratelimit-used': String(this.#used),
          'x-ratelimit-reset': String(Math.ceil(this.#world.now().getTime() / 1_000) + 3_600),
          'x-ratelimit-resource': 'core',
        }),
        ...headers,
      },
    }
  }
}

function isRest(pathname: string): boolean {
  return !/^\/(blob|twirp|oidc|idtoken|sigstore)\//.test(pathname)
}
