import { createPublicKey, verify } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { ServiceError } from '../../contract.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Verifies tokens of trusted OpenID Connect issuers. */
export interface WebTokenVerifier {
  /** The claims of a valid token; rejects with STS's error. */
  verify(token: string, now: Date): Promise<Claims>
}

interface Key extends JsonWebKey {
  readonly kid?: string
}

/** Longer than a busy machine takes: a time limit of real time must not decide. */
const LONGEST_ANSWER_MS = 60_000
const STS_AUDIENCE = 'sts.amazonaws.com'

/**
 * Verifies RS256 tokens by the keys that the issuers publish (OpenID Connect discovery), at the URL that `urlOf` gives for
 * an issuer.
 */
export function createWebTokenVerifier(
  issuers: () => readonly string[],
  urlOf: (issuer: string) => string,
): WebTokenVerifier {
  return {
    async verify(token, now) {
      const [header, claims, signature] = split(token)
      const issuer = String(claims.iss)
      if (!issuers().includes(issuer)) {
        throw new ServiceError('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${issuer}`)
      }
      const keys = await publishedKeys(urlOf(issuer))
      const key = keys.find((each) => each.kid === header.kid)
      const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')))
      if (
        header.alg !== 'RS256' ||
        key === undefined ||
        !verify('RSA-SHA256', signed, createPublicKey({ key, format: 'jwk' }), signature)
      ) {
        throw new ServiceError('InvalidIdentityToken', 'Token signature is invalid')
      }
      const expires = new Date(Number(claims.exp) * 1000)
      if (!(expires > now)) {
        throw new ServiceError(
          'ExpiredTokenException',
          `Token expired: current date/time ${seconds(now)} must be before the expiration date/time ${seconds(expires)}`,
        )
      }
      const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
      if (!audiences.includes(STS_AUDIENCE)) {
        throw new ServiceError('InvalidIdentityToken', 'Incorrect token audience')
      }
      return claims
    },
  }
}

function split(token: string): [{ alg?: string; kid?: string }, Claims, Buffer] {
  try {
    const [header = '', claims = '', signature = ''] = token.split('.')
    const read = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as object
    return [read(header), read(claims) as Claims, Buffer.from(signature, 'base64url')]
  } catch {
    throw new ServiceError(
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  }
}

async function publishedKeys(issuer: string): Promise<readonly Key[]> {
  try {
    const discovery = (await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as {
      jwks_uri: string
    }
    return ((await getJson(discovery.jwks_uri)) as { keys: Key[] }).keys
  } catch {
    throw new ServiceError(
      'InvalidIdentityToken',
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    )
  }
}

async function getJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.json()
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)
