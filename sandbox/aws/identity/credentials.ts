import { randomBytes } from 'node:crypto'
import type { HttpRequest } from '../wire/http.ts'
import type { PolicyDocument } from './policy.ts'

/** Who signs a request. */
export interface Principal {
  readonly account: string
  readonly arn: string
  readonly userId: string
  /** The role behind a session. */
  readonly role?: string
  /** What it may do; undefined means everything. */
  readonly policies?: readonly PolicyDocument[]
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expires?: Date
  readonly principal: Principal
}

/** Why a request's credentials are refused. */
export type Refusal = 'missing' | 'unknown' | 'expired'

/** The credential scope of a signed request: `KEY/20260101/eu-west-1/cloudformation/aws4_request`. */
export interface Scope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

/** Reads who signed, from the header or from a presigned URL. Signatures themselves are not verified. */
export function scopeOf(request: HttpRequest): Scope | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]
  const text = header ?? request.query.get('X-Amz-Credential') ?? undefined
  const parts = text?.split('/')
  if (parts === undefined || parts.length < 5) return undefined
  const [accessKeyId = '', , region = '', service = ''] = parts
  return { accessKeyId, region, service }
}

export interface KnownUser {
  readonly account: string
  readonly name: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly policies?: readonly PolicyDocument[]
}

export interface CredentialStore {
  /** Makes temporary credentials of a role's session. */
  issue(session: { role: string; name: string; policies?: readonly PolicyDocument[] }, expires: Date): Credentials
  /** Whose credentials a request carries. */
  authenticate(request: HttpRequest, now: Date): Principal | Refusal
  /** Ends all temporary credentials that were issued until now. */
  expireAll(): void
  /** Every secret that was ever issued: none of them may reach a record. */
  secrets(): readonly string[]
}

/** `unknownKeys`: the account that access keys nobody issued belong to; undefined refuses them. */
export function createCredentialStore(users: readonly KnownUser[], unknownKeys: string | undefined): CredentialStore {
  const known = new Map<string, Credentials>()
  for (const user of users) {
    known.set(user.accessKeyId, {
      accessKeyId: user.accessKeyId,
      secretAccessKey: user.secretAccessKey,
      principal: {
        account: user.account,
        arn: `arn:aws:iam::${user.account}:user/${user.name}`,
        userId: identifier('AIDA', user.accessKeyId),
        ...(user.policies && { policies: user.policies }),
      },
    })
  }

  return {
    issue({ role, name, policies }, expires) {
      const credentials = {
        accessKeyId: `ASIA${randomName(16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: `FwoGZXIvYXdzE${randomBytes(180).toString('base64')}`,
        expires,
        principal: sessionOf(role, name, policies),
      }
      known.set(credentials.accessKeyId, credentials)
      return credentials
    },
    authenticate(request, now) {
      const scope = scopeOf(request)
      if (scope === undefined) return 'missing'
      const credentials = known.get(scope.accessKeyId)
      if (credentials === undefined) return strangersPrincipal(scope.accessKeyId, unknownKeys)
      const token = request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token') ?? undefined
      if (token !== credentials.sessionToken) return 'unknown'
      const expires = credentials.expires
      if (expires !== undefined && now >= expires) return 'expired'
      return credentials.principal
    },
    expireAll() {
      for (const [key, credentials] of known) {
        if (credentials.expires !== undefined) known.set(key, { ...credentials, expires: new Date(0) })
      }
    },
    secrets: () =>
      [...known.values()].flatMap(({ secretAccessKey, sessionToken }) =>
        sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken],
      ),
  }
}

/** Who acts in a session of a role. */
export function sessionOf(role: string, name: string, policies?: readonly PolicyDocument[]): Principal {
  const [, , , , account = '', path = ''] = role.split(':')
  return {
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${path.split('/').at(-1) ?? ''}/${name}`,
    userId: `${identifier('AROA', role)}:${name}`,
    role,
    ...(policies && { policies }),
  }
}

/** An access key that is an account's number acts in that account, any other one in the account for strangers. */
function strangersPrincipal(accessKeyId: string, unknownKeys: string | undefined): Principal | Refusal {
  if (unknownKeys === undefined || accessKeyId.startsWith('ASIA')) return 'unknown'
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : unknownKeys
  return { account, arn: `arn:aws:iam::${account}:user/anybody`, userId: identifier('AIDA', account) }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const randomName = (length: number): string =>
  [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

/** A unique ID as IAM gives them (`AROA…`), the same for the same name. */
export function identifier(prefix: string, name: string): string {
  let hash = 0n
  for (const character of name) hash = (hash * 1_000_003n + BigInt(character.codePointAt(0) ?? 0)) % (1n << 80n)
  const letters = Array.from({ length: 17 }, (_, place) => ALPHABET[Number((hash >> BigInt(place * 5)) & 31n)])
  return prefix + letters.join('')
}
