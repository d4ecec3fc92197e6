import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import * as z from 'zod'
import type { Clock, Log, Place } from '../support/runtime.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { fetchThrough, type Fetch } from '../support/http/request.ts'
import { proxyVariables } from '../support/http/proxy.ts'
import { claimsOf } from '../support/web-token.ts'

/**
 * The identity of this job, from the claims of its OIDC token: GitHub signs them; inputs and steps cannot forge them.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export interface JobIdentity {
  readonly actor: string
  /** Only in a job that names an environment. */
  readonly environment?: string
  /** All claims of the token, as GitHub signed them. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** What a token request needs. `env` has the variables of the runner; only main.ts reads them from the process. */
export interface TokenAccess {
  readonly env: Place['env']
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly fetch?: Fetch
}

/** The audience of tokens that are requested only for their claims: valid for no other service. */
const OWN_AUDIENCE = 'test-deployments'

const ATTEMPTS = 4
const FIRST_PAUSE_MS = 500
const REQUEST_TIMEOUT_MS = 15_000
/** Accepted difference between the clocks of the runner and GitHub. */
const SKEW_S = 60
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

/**
 * The job's OIDC token for an audience, as a secret: it is masked before it is returned. Undefined when the job has no
 * `id-token: write`. Rejects with an ActionError.
 */
export async function webIdentityToken(access: TokenAccess, audience: string): Promise<string | undefined> {
  const url = access.env['ACTIONS_ID_TOKEN_REQUEST_URL']
  const bearer = access.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  if (!url || !bearer) return undefined
  access.log.mask(bearer)
  const asked = new URL(url)
  asked.searchParams.set('audience', audience)
  const answer = await getJson(access, asked.href, { authorization: `Bearer ${bearer}` })
  const parsed = z.object({ value: z.string().min(1) }).safeParse(answer)
  if (!parsed.success) throw refused('the response has no token', '{"value": TOKEN}', 'something else')
  access.log.mask(parsed.data.value)
  return parsed.data.value
}

/**
 * Reads the identity of the job. The token's signature, issuer, audience and times are verified, and its run must be the one
 * that the runner's variables name. Undefined when the job has no `id-token: write`. Rejects with an ActionError.
 */
export async function readJobIdentity(access: TokenAccess, audience = OWN_AUDIENCE): Promise<JobIdentity | undefined> {
  const token = await webIdentityToken(access, audience)
  if (token === undefined) return undefined
  const { header, claims } = decode(token)
  checkIssuer(claims.iss, access.env)
  await checkSignature(access, token, header, claims.iss)
  checkClaims(claims, audience, access)
  const { actor, environment } = claims
  return { actor, ...(environment !== undefined && { environment }), claims: claimsOf(token) ?? {} }
}

const headerShape = z.object({ alg: z.literal('RS256'), kid: z.string() })

const claimsShape = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number(),
  repository: z.string(),
  sha: z.string(),
  run_id: z.string(),
  run_attempt: z.coerce.number().int().positive(),
  actor: z.string(),
  environment: z.string().min(1).optional(),
})

type Claims = z.output<typeof claimsShape>
type Header = z.output<typeof headerShape>

function decode(token: string): { header: Header; claims: Claims } {
  try {
    const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'))
    return { header: headerShape.parse(JSON.parse(header ?? '')), claims: claimsShape.parse(JSON.parse(claims ?? '')) }
  } catch (error) {
    throw refused('it cannot be parsed', "GitHub's claims in a JSON Web Token", 'another form', error)
  }
}

/** github.com has one issuer (an enterprise may add its name); other servers issue from their own host. */
function checkIssuer(issuer: string, env: Place['env']): void {
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const ofGitHub = issuer === GITHUB_ISSUER || issuer.startsWith(`${GITHUB_ISSUER}/`)
  if (server === 'https://github.com') {
    if (!ofGitHub) throw refused('it is from another issuer', GITHUB_ISSUER, issuer)
    return
  }
  const asked = hostOf(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '')
  const from = hostOf(issuer)
  const own = hostOf(server)
  if (from === undefined || !(from === own || from === asked || from.endsWith(`.${own}`))) {
    throw refused('it is from another issuer', `an issuer at ${own}`, issuer)
  }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

/** The keys that an issuer publishes for its signatures. */
export async function readIssuerKeys(
  access: TokenAccess,
  issuer: string,
): Promise<readonly (JsonWebKey & { readonly kid?: string })[]> {
  const discovery = await getJson(access, `${issuer}/.well-known/openid-configuration`, {})
  const place = z.object({ jwks_uri: z.url() }).safeParse(discovery)
  if (!place.success) throw refused('its issuer publishes no keys', 'a jwks_uri', 'none')
  const keys = z
    .object({ keys: z.array(z.looseObject({ kid: z.string().optional() })) })
    .safeParse(await getJson(access, place.data.jwks_uri, {}))
  return (keys.data?.keys ?? []) as (JsonWebKey & { readonly kid?: string })[]
}

async function checkSignature(access: TokenAccess, token: string, header: Header, issuer: string): Promise<void> {
  const keys = await readIssuerKeys(access, issuer)
  const key = keys.find(({ kid }) => kid === header.kid)
  if (!key) throw refused('its key is unknown to the issuer', 'a published key', header.kid)
  const signed = token.slice(0, token.lastIndexOf('.'))
  const signature = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url')
  const publicKey = createPublicKey({ key, format: 'jwk' })
  if (!verify('RSA-SHA256', Buffer.from(signed), publicKey, signature)) {
    throw refused('its signature is wrong', `a signature by key ${header.kid}`, 'another signature')
  }
}

function checkClaims(claims: Claims, audience: string, { env, clock }: TokenAccess): void {
  const now = clock.now().getTime() / 1_000
  if (claims.aud !== audience) throw refused('it is for another audience', audience, claims.aud)
  if (claims.exp <= now - SKEW_S) throw refused('it has expired', 'a token that is valid now', showTime(claims.exp))
  const from = Math.max(claims.nbf ?? 0, claims.iat)
  if (from > now + SKEW_S) throw refused('it is not valid yet', 'a token that is valid now', showTime(from))
  const told = {
    GITHUB_REPOSITORY: claims.repository,
    GITHUB_RUN_ID: claims.run_id,
    GITHUB_RUN_ATTEMPT: String(claims.run_attempt),
    GITHUB_SHA: claims.sha,
  }
  for (const [name, claimed] of Object.entries(told)) {
    if (env[name] !== undefined && env[name] !== claimed) {
      throw refused(`it contradicts ${name}`, claimed, env[name])
    }
  }
}

function showTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString()
}

function fetchOf(env: Place['env']): Fetch {
  const proxy = proxyVariables(env)
  return proxy === undefined ? globalThis.fetch : fetchThrough(proxy)
}

async function getJson(access: TokenAccess, url: string, headers: Record<string, string>): Promise<unknown> {
  const { clock, log, signal, fetch = fetchOf(access.env) } = access
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    let reason: string
    let lasting = false
    try {
      const answer = await fetch(url, {
        headers: { accept: 'application/json', ...headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      })
      if (answer.ok) return await answer.json()
      reason = `${answer.status} ${answer.statusText}`.trim()
      lasting = answer.status < 500 && answer.status !== 429
    } catch (error) {
      signal.throwIfAborted()
      reason = messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
    }
    const what = `${new URL(url).origin} did not return the identity of this job: ${reason}`
    if (lasting || attempt === ATTEMPTS)
      throw new ActionError('github/identity', { message: what, subject: 'github/identity' })
    log.info(`${what}; trying again`)
    await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal)
  }
}

function refused(why: string, expected: string, observed: string, cause?: unknown): ActionError {
  return new ActionError('github/identity', {
    message: `the job's OIDC token is not accepted: ${why}`,
    advice: 'Run the job again on a runner whose variables are set by GitHub alone.',
    subject: 'github/identity',
    expected,
    observed,
    ...(cause !== undefined && { cause }),
  })
}
