import { isIP } from 'node:net'

/**
 * Cookies of one attempt: what a server sets on the way is sent to the next URL, by RFC 6265. Nothing is kept for the next
 * attempt.
 */
export class Cookies {
  readonly #cookies = new Map<string, Cookie>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes the values of `Set-Cookie` that the response of this URL had. */
  store(url: URL, values: readonly string[]): void {
    for (const value of values) {
      const cookie = parse(url, value, this.#now())
      if (cookie === undefined) continue
      const key = [cookie.domain, cookie.path, cookie.name].join('\n')
      this.#cookies.delete(key)
      if (cookie.expires > this.#now()) this.#cookies.set(key, cookie)
    }
  }

  /** The value of `Cookie` for a request; undefined where there is none. */
  headerFor(url: URL): string | undefined {
    const sent = [...this.#cookies.values()]
      .filter((cookie) => isFor(cookie, url))
      .toSorted((a, b) => b.path.length - a.path.length)
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** It is for the host alone that set it. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  /** Milliseconds since 1970. */
  readonly expires: number
}

function parse(url: URL, text: string, now: number): Cookie | undefined {
  const [pair = '', ...rest] = text.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals).trim()
  if (equals < 1 || name === '') return undefined
  const attributes = new Map(
    rest.map((attribute) => {
      const [key = '', ...value] = attribute.split('=')
      return [key.trim().toLowerCase(), value.join('=').trim()]
    }),
  )
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  // A name of one label is a registry's: its cookie would go to hosts of others.
  if (domain !== undefined && domain !== '' && domain !== url.hostname)
    if (!domain.includes('.') || !isBelow(url.hostname, domain)) return undefined
  const path = attributes.get('path')
  const secure = attributes.has('secure')
  if (secure && url.protocol !== 'https:') return undefined
  return {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: domain || url.hostname,
    hostOnly: !domain,
    path: path?.startsWith('/') === true ? path : defaultPath(url.pathname),
    secure,
    expires: expiryOf(attributes, now),
  }
}

function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const seconds = attributes.get('max-age')
  if (seconds !== undefined && /^-?\d+$/.test(seconds)) return now + Number(seconds) * 1_000
  const expires = Date.parse(attributes.get('expires') ?? '')
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires
}

function defaultPath(pathname: string): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')))
}

function isFor({ domain, hostOnly, path, secure }: Cookie, { hostname, pathname, protocol }: URL): boolean {
  if (secure && protocol !== 'https:') return false
  if (hostname !== domain && (hostOnly || !isBelow(hostname, domain))) return false
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}

function isBelow(host: string, domain: string): boolean {
  return isIP(host.replace(/^\[(.*)\]$/, '$1')) === 0 && host.endsWith(`.${domain}`)
}
