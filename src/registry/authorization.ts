import type { Log } from '../support/runtime.ts'
import { bytesOf, type Ask } from './http.ts'
import { refusalOf, type Doing } from './refusals.ts'

/**
 * The value of the header Authorization for a request; undefined for none.
 * @param challenge `WWW-Authenticate` of the answer to a request without it, or with one that was not taken
 */
export type Authorize = (doing: Doing, challenge: string | undefined) => Promise<string | undefined>

/** The right of ECR for a registry: user and password as GetAuthorizationToken answers them. */
export function withPassword(token: string, log: Log): Authorize {
  const header = `Basic ${token}`
  log.mask(token)
  const password = Buffer.from(token, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '')
  log.mask(password)
  return async () => header
}

/**
 * A token of everybody, where a registry asks for one.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export function anonymously({
  host,
  ask,
  log,
  signal,
}: {
  readonly host: string
  readonly ask: Ask
  readonly log: Log
  readonly signal: AbortSignal
}): Authorize {
  const tokens = new Map<string, string>()
  return async (doing, challenge) => {
    const scope = `repository:${doing.repository}:${doing.scope}`
    const known = tokens.get(scope)
    if (challenge === undefined) return known
    const { realm, service } = challengeOf(challenge)
    const url = URL.parse(realm ?? '')
    const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    if (url === null || (url.protocol !== 'https:' && !isLocal)) return undefined
    url.searchParams.set('scope', scope)
    if (service !== undefined) url.searchParams.set('service', service)
    const answer = await ask({ method: 'GET', url, headers: {}, signal })
    const bytes = await bytesOf(answer)
    if (answer.status !== 200)
      throw refusalOf(
        doing,
        { host, isEcr: false },
        { status: answer.status, text: `${url.host} gave no token for everybody` },
      )
    const { token, access_token: other } = JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, unknown>>
    const given = token ?? other
    if (typeof given !== 'string') return undefined
    log.mask(given)
    tokens.set(scope, `Bearer ${given}`)
    return `Bearer ${given}`
  }
}

/** `Bearer realm="https://auth.example.com/token",service="registry"` */
function challengeOf(text: string): { readonly realm?: string; readonly service?: string } {
  if (!/^bearer\s/i.test(text)) return {}
  return Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  )
}
