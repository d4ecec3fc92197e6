import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { findRoute, Refusal, type Answer, type Request, type Route } from './router.ts'
import { maskBody, maskHeaders, maskPath, type Exchange } from './traffic.ts'
import type { Trouble, Troubles } from './trouble.ts'
import type { Caller, Level, World } from './world.ts'

const DOCS = 'https://docs.github.com/rest'
const HOURLY_LIMIT = 5_000
const DEFAULT_LIMIT_S = 60
const LEVELS: readonly (Level | 'none')[] = ['none', 'read', 'write']

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Answers HTTP on loopback: authenticates, permits, meets trouble, and tells what went over the wire. */
export class HttpFront {
  readonly #world: World
  readonly #troubles: Troubles
  readonly #record: (exchange: Exchange) => void
  #routes: readonly Route[] = []
  #used = 0

  constructor(world: World, troubles: Troubles, record: (exchange: Exchange) => void) {
    this.#world = world
    this.#troubles = troubles
    this.#record = record
  }

  serve(routes: readonly Route[]): void {
    this.#routes = routes
  }

  async listen(port: number): Promise<Listening> {
    const server: Server = createServer((message, response) => void this.#handle(message, response))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    }
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = message.method ?? 'GET'
    const path = message.url ?? '/'
    const url = new URL(path, `http://${message.headers.host ?? '127.0.0.1'}`)
    let body: Buffer
    try {
      body = Buffer.concat(await message.toArray())
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
    this.#record({
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
    const found = findRoute(this.#routes, given.method, given.url.pathname)
    try {
      if (!found) throw new Refusal(404, 'Not Found')
      const caller = this.#authorize(found.route, given.headers)
      return await found.route.answer({ ...given, parts: found.parts, ...(caller && { caller }) })
    } catch (error) {
      if (!(error instanceof Refusal)) {
        return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } }
      }
      const { status, body, headers } = error.answer
      const isRest = found === undefined || found.route.docs !== ''
      return {
        status,
        ...(headers && { headers }),
        body: isRest ? { documentation_url: `${DOCS}/${found?.route.docs ?? ''}`, ...(body as object) } : body,
      }
    }
  }

  /** A person's token may do what the person may; a job's token what the job's `permissions` say. */
  #authorize(route: Route, headers: Request['headers']): Caller | undefined {
    if (!route.needs) return undefined
    const token = String(headers['authorization'] ?? '').replace(/^(token|Bearer) /i, '')
    if (token === '') throw new Refusal(401, 'Requires authentication')
    const caller = this.#world.tokens.get(token)
    if (!caller) throw new Refusal(401, 'Bad credentials')
    const { scope, level } = route.needs
    if (caller.kind === 'job' && scope !== 'metadata') {
      const given = caller.job.permissions[scope] ?? 'none'
      if (LEVELS.indexOf(given) < LEVELS.indexOf(level)) {
        const accepted = { 'x-accepted-github-permissions': `${scope.replaceAll('-', '_')}=${level}` }
        throw new Refusal(403, 'Resource not accessible by integration', {}, accepted)
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
    const rest = !/^\/(blob|twirp|oidc|idtoken)\//.test(url.pathname)
    this.#used += rest ? 1 : 0
    return {
      status,
      bytes,
      headers: {
        ...(body !== undefined && !Buffer.isBuffer(body) && { 'content-type': 'application/json; charset=utf-8' }),
        ...(rest && {
          'x-github-media-type': 'github.v3; format=json',
          'x-github-api-version-selected': '2022-11-28',
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
