import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import * as z from 'zod'
import type { Binding } from '../evidence/chain/bound-job.ts'
import type { Digest } from '../evidence/digest.ts'
import { readIssuerKeys, readJobIdentity, webIdentityToken, type TokenAccess } from './identity.ts'

/**
 * Proofs that a job wrote a document: an OIDC token whose audience is the digest of the document. No service accepts such a
 * token, and later jobs verify it against the keys that GitHub publishes.
 */
export interface Proofs {
  /** A token for a document of this job. */
  issue(digest: Digest): Promise<string | undefined>
  /** Loads the keys of this job's own issuer. */
  verifier(): Promise<(token: string, digest: Digest) => Binding>
}

/** Undefined in a job without `id-token: write`. */
export function connectProofs(access: TokenAccess): Proofs | undefined {
  if (!access.env['ACTIONS_ID_TOKEN_REQUEST_URL']) return undefined
  return {
    issue: (digest) => webIdentityToken(access, digest),
    async verifier() {
      const identity = await readJobIdentity(access)
      const issuer = String(identity?.claims['iss'])
      const keys = await readIssuerKeys(access, issuer)
      return (token, digest) => readProof(token, digest, { issuer, keys })
    },
  }
}

const headerShape = z.object({ alg: z.literal('RS256'), kid: z.string() })
/** Seconds since 1970 that a date can have. */
const seconds = z.int().nonnegative().max(8_640_000_000_000)
const claimsShape = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: seconds,
  exp: seconds,
  repository: z.string(),
  sha: z.string(),
  run_id: z.string(),
  run_attempt: z.coerce.number().int().positive(),
  environment: z.string().min(1).optional(),
  check_run_id: z.coerce.string().optional(),
  job_workflow_ref: z.string().optional(),
})

/** The keys that an issuer publishes. */
export interface Issuer {
  readonly issuer: string
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[]
}

/** Pure. A token has expired when it is read; whoever builds on it compares its times with those of the document. */
export function readProof(token: string, digest: Digest, { issuer, keys }: Issuer): Binding {
  const invalid = (why: string): Binding => ({ kind: 'invalid', why })
  const [head = '', body = '', signature = '', ...more] = token.trim().split('.')
  let header: z.output<typeof headerShape>
  let claims: z.output<typeof claimsShape>
  try {
    if (more.length > 0) return invalid('it is not a JSON Web Token')
    header = headerShape.parse(JSON.parse(Buffer.from(head, 'base64url').toString('utf8')))
    claims = claimsShape.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  } catch {
    return invalid("it is not a JSON Web Token with GitHub's claims")
  }
  if (claims.iss !== issuer) return invalid(`its issuer is ${claims.iss}, not ${issuer}`)
  const key = keys.find(({ kid }) => kid === header.kid)
  if (key === undefined) return invalid(`${issuer} does not publish its key ${header.kid} any more`)
  const signed = Buffer.from(`${head}.${body}`)
  if (!verify('RSA-SHA256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))) {
    return invalid('its signature is wrong')
  }
  if (claims.aud !== digest) return invalid(`it is for another document: ${claims.aud}`)
  const { environment, check_run_id: checkRunId, job_workflow_ref: workflow } = claims
  return {
    kind: 'bound',
    job: {
      repository: claims.repository,
      sha: claims.sha,
      runId: claims.run_id,
      runAttempt: claims.run_attempt,
      ...(environment !== undefined && { environment }),
      ...(checkRunId !== undefined && { checkRunId }),
      ...(workflow !== undefined && { workflow }),
      issuedAt: new Date(claims.iat * 1_000),
      expiresAt: new Date(claims.exp * 1_000),
    },
  }
}
