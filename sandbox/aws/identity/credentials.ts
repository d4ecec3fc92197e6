import { randomBytes } from 'node:crypto'
import type { HttpRequest } from '../wire/http.ts'
import type { PolicyDocument } from './policy.ts'

/** The caller of a request. */
export interface Principal {
  readonly account: string
  readonly arn: string
  readonly userId: string
  /** The role of a session. */
  readonly role?: string
  /** The policies of a user; undefined allows everything. Those of a session are the ones that its role has now. */
  readonly policies?: readonly PolicyDocument[]
  /** The policy that was passed for the session. */
  readonly session?: readonly PolicyDocument[]
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expires?: Date
  readonly principal: Principal
}

/** Why credentials are rejected. */
export type Refusal = 'missing' | 'unknown' | 'expired'

/** The credential scope of a signed request: `KEY/20260101/eu-west-1/cloudformation/aws4_request`. */
export interface Scope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

/** Reads the credential scope from the header or from a presigned URL. Signatures are not verified. */
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

export interface Session {
  /** ARN. */
  readonly role: string
  readonly name: string
  /** The policies that limit the session. */
  readonly limits?: readonly PolicyDocument[]
}

export interface CredentialStore {
  /** Issues temporary credentials for a role session. */
  issue(session: Session, expires: Date): Credentials
  /** The principal of a request's credentials, or why they are rejected. */
  authenticate(request: HttpRequest, now: Date): Principal | Refusal
  /** Expires all temporary credentials issued so far. */
  expireAll(): void
  /** All secrets ever issued, which must be masked in records. */
  secrets(): readonly string[]
}

/** `unknownKeys`: the account of unknown access keys; undefined rejects them. */
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
    issue(session, expires) {
      const credentials = {
        accessKeyId: `ASIA${randomName(16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: `FwoGZXIvYXdzE${randomBytes(180).toString('base64')}`,
        expires,
        principal: sessionOf(session),
      }
      known.set(credentials.accessKeyId, credentials)
      return credentials
    },
    authenticate(request, now) {
      const scope = scopeOf(request)
      if (scope === undefined) return 'missing'
      const credentials = known.get(scope.accessKeyId)
      if (credentials === undefined) return unknownKeyPrincipal(scope.accessKeyId, unknownKeys)
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

/** The principal of a role session. */
export function sessionOf({ role, name, limits }: Session): Principal {
  const [, , , , account = '', path = ''] = role.split(':')
  return {
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${path.split('/').at(-1) ?? ''}/${name}`,
    userId: `${identifier('AROA', `${account}/${path.split('/').at(-1) ?? ''}`)}:${name}`,
    role,
    ...(limits && { session: limits }),
  }
}

/** The principal of an unknown access key: a key of twelve digits belongs to that account, others to `unknownKeys`. */
function unknownKeyPrincipal(accessKeyId: string, unknownKeys: string | undefined): Principal | Refusal {
  if (unknownKeys === undefined || accessKeyId.startsWith('ASIA')) return 'unknown'
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : unknownKeys
  return { account, arn: `arn:aws:iam::${account}:user/anybody`, userId: identifier('AIDA', account) }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const randomName = (length: number): string =>
  [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

/** A unique ID as in IAM (`AROA…`), derived from the name. */
export function identifier(prefix: string, name: string): string {
  let hash = 0n
  for (const character of name) hash = (hash * 1_000_003n + BigInt(character.codePointAt(0) ?? 0)) % (1n << 80n)
  const letters = Array.from({ length: 17 }, (_, place) => ALPHABET[Number((hash >> BigInt(place * 5)) & 31n)])
  return prefix + letters.join('')
}
