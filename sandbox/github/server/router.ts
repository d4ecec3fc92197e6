import type { Caller, Level, Scope } from '../world.ts'

export interface Request {
  readonly method: string
  readonly url: URL
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: Buffer
  /** Decoded path parameters. */
  readonly parts: Readonly<Record<string, string>>
  readonly caller?: Caller
}

export interface Answer {
  readonly status: number
  /** A Buffer is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An error response. */
export class Refusal extends Error {
  readonly answer: Answer
  constructor(
    status: number,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.answer = { status, body: { message, ...more, status: String(status) }, headers }
  }
}

/** A permission, at this level or above. `or` names other permissions of which one suffices as well. */
export interface Needs {
  readonly scope: Scope
  readonly level: Level
  readonly or?: readonly Scope[]
}

export interface Route {
  readonly method: string
  /** `/repos/:owner/:repo/contents/*path`. */
  readonly path: string
  /** The permission that a GITHUB_TOKEN needs; absent for routes without authentication. */
  readonly needs?: Needs
  /** The page in GitHub's reference, for `documentation_url`. */
  readonly docs: string
  readonly answer: (request: Request) => Promise<Answer> | Answer
}

export interface Found {
  readonly route: Route
  readonly parts: Record<string, string>
}

/** The route of a method and path; a parameter with an encoded slash is one part. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Found | undefined {
  const given = pathname.split('/')
  for (const route of routes) {
    if (route.method !== method) continue
    const parts = match(route.path.split('/'), given)
    if (parts) return { route, parts }
  }
  return undefined
}

function match(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const parts: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('*')) {
      parts[part.slice(1)] = given.slice(index).map(decodeURIComponent).join('/')
      return parts
    }
    const at = given[index]
    if (at === undefined) return undefined
    if (part.startsWith(':')) parts[part.slice(1)] = decodeURIComponent(at)
    else if (part !== at) return undefined
  }
  return pattern.length === given.length ? parts : undefined
}

/** One page of a list, with GitHub's `Link` header. */
export function paged<T>(
  items: readonly T[],
  request: Request,
): { items: readonly T[]; headers: Record<string, string> } {
  const size = within(request.url.searchParams.get('per_page'), 30, 100)
  const page = within(request.url.searchParams.get('page'), 1, Number.MAX_SAFE_INTEGER)
  const last = Math.max(1, Math.ceil(items.length / size))
  const to = (number: number, rel: string): string => {
    const url = new URL(request.url)
    url.searchParams.set('page', String(number))
    return `<${url.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ]
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  }
}

function within(text: string | null, standard: number, most: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? Math.min(number, most) : standard
}

/** The JSON object in the body. */
export function jsonOf(request: Request): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8') || '{}')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    throw new Refusal(400, 'Problems parsing JSON')
  }
  throw new Refusal(400, 'Body should be a JSON object')
}
