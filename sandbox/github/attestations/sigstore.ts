import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto'
import { Refusal, type Request, type Route } from '../server/router.ts'

/** The public instance, with transparency logs, and GitHub's own, with a timestamp authority. */
export const INSTANCES = ['public-good', 'github'] as const
export type Instance = (typeof INSTANCES)[number]

type Handler = (body: string) => Promise<{
  statusCode: number
  response: string | ArrayBufferView
  contentType?: string
}>

interface Running {
  readonly fulcio: Handler
  readonly rekor: Handler
  readonly tsa: Handler
  readonly trustedRoot: unknown
}

const SERVICES = {
  fulcio: '/api/v2/signingCert',
  rekor: '/api/v1/log/entries',
  tsa: '/api/v1/timestamp',
} as const
type Service = keyof typeof SERVICES
/** The audience of tokens for Sigstore. */
const AUDIENCE = 'sigstore'
/** Issuer and URLs of repositories in certificates: those of github.com. */
const ISSUER = 'https://token.actions.githubusercontent.com'
const SERVER = 'https://github.com'
/** The time from which the keys of an instance are trusted. */
const TRUSTED_SINCE = '2020-01-01T00:00:00Z'

/**
 * Sigstore, by its own mock (`@sigstore/mock`): a certificate authority that certifies the claims of a job's OIDC token, a
 * transparency log and a timestamp authority. An instance starts when it is first called.
 */
export class Sigstore {
  readonly #verify: (token: string) => Record<string, unknown> | undefined
  readonly #instances = new Map<Instance, Promise<Running>>()
  /**
   * The time for the mock: the machine's, as that of its root certificates is, in whole seconds, since its encoding of
   * fractions is not what its client reads.
   */
  readonly #clock = new Date()

  /** `verify` returns the claims of a valid OIDC token. */
  constructor(verify: (token: string) => Record<string, unknown> | undefined) {
    this.#verify = verify
  }

  urls(api: string, instance: Instance): Record<Service, string> {
    const at = (service: Service): string => `${api}/sigstore/${instance}/${service}`
    // A timestamp client adds its path to hosts only.
    return { fulcio: at('fulcio'), rekor: at('rekor'), tsa: at('tsa') + SERVICES.tsa }
  }

  async trustedRoot(instance: Instance): Promise<unknown> {
    return (await this.#instance(instance)).trustedRoot
  }

  routes(): Route[] {
    return INSTANCES.flatMap((instance) =>
      (Object.keys(SERVICES) as Service[]).map((service): Route => ({
        method: 'POST',
        path: `/sigstore/${instance}/${service}${SERVICES[service]}`,
        docs: '',
        answer: async (request) => {
          const running = await this.#instance(instance)
          this.#tick()
          const body = service === 'fulcio' ? this.#certified(request) : bodyFor(service, request)
          const { statusCode, response, contentType = 'text/plain' } = await running[service](body)
          const bytes = typeof response === 'string' ? Buffer.from(response) : bytesOf(response)
          return { status: statusCode, headers: { 'content-type': contentType }, body: bytes }
        },
      })),
    )
  }

  /** The request for a certificate, with the token's claims as the mock reads them. Wrong tokens are refused. */
  #certified(request: Request): string {
    const body = JSON.parse(request.body.toString('utf8')) as { credentials?: { oidcIdentityToken?: string } }
    const claims = this.#verify(body.credentials?.oidcIdentityToken ?? '')
    if (claims?.['aud'] !== AUDIENCE) {
      throw new Refusal(400, 'There was an error processing the credentials for this request')
    }
    const identity = { ...claims, iss: ISSUER, sub: `${SERVER}/${String(claims['job_workflow_ref'])}` }
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const oidcIdentityToken = `${part({ alg: 'none' })}.${part(identity)}.`
    return JSON.stringify({ ...body, credentials: { ...body.credentials, oidcIdentityToken } })
  }

  #tick(): void {
    this.#clock.setTime(Math.floor(Date.now() / 1_000) * 1_000)
  }

  #instance(instance: Instance): Promise<Running> {
    const known = this.#instances.get(instance) ?? start(instance, this.#clock)
    this.#instances.set(instance, known)
    return known
  }
}

/**
 * The body of a request to the log or the timestamp authority. Rekor stores hashes and signatures of a DSSE envelope,
 * not the proposed envelope (schema `dsse` 0.0.1); the mock stores its input.
 */
function bodyFor(service: 'rekor' | 'tsa', request: Request): string {
  const body = request.body.toString('utf8')
  if (service === 'tsa') return body
  const entry = JSON.parse(body) as ProposedEntry
  const proposed = entry.spec.proposedContent
  if (entry.kind !== 'dsse' || !proposed) return body
  const { payload, signatures } = JSON.parse(proposed.envelope) as {
    payload: string
    signatures: readonly { sig: string }[]
  }
  const hash = (bytes: Buffer): object => ({ algorithm: 'sha256', value: sha256(bytes).toString('hex') })
  const spec = {
    envelopeHash: hash(Buffer.from(proposed.envelope)),
    payloadHash: hash(Buffer.from(payload, 'base64')),
    signatures: signatures.map(({ sig }, index) => ({ signature: sig, verifier: proposed.verifiers[index] })),
  }
  return JSON.stringify({ ...entry, spec })
}

interface ProposedEntry {
  readonly kind: string
  readonly spec: { readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] } }
}

async function start(instance: Instance, clock: Date): Promise<Running> {
  // The index of the mock replaces the HTTP client of the process, which these parts do not.
  const [fulcio, rekor, timestamp] = await Promise.all([
    import('@sigstore/mock/dist/fulcio/index.js'),
    import('@sigstore/mock/dist/rekor/index.js'),
    import('@sigstore/mock/dist/timestamp/index.js'),
  ])
  const [caKey, ctKey, logKey, tsaKey] = [newKey(), newKey(), newKey(), newKey()]
  const ctlog = await fulcio.initializeCTLog(ctKey)
  // GitHub's own instance has no log, and its certificates no proof of one.
  const ca = await fulcio.initializeCA(caKey, instance === 'public-good' ? ctlog : undefined, clock)
  const tlog = await rekor.initializeTLog('https://rekor.sigstore.dev', logKey, clock)
  const tsa = await timestamp.initializeTSA(tsaKey, clock)
  const organization = instance === 'github' ? 'GitHub, Inc.' : 'sigstore.dev'
  const authority = (uri: string, certificates: readonly ArrayBufferView[]): object => ({
    subject: { organization, commonName: organization },
    uri,
    certChain: { certificates: certificates.map((bytes) => ({ rawBytes: base64(bytes) })) },
    validFor: { start: TRUSTED_SINCE },
  })
  const log = (baseUrl: string, key: Buffer, id: Buffer): object => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: base64(key),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: TRUSTED_SINCE },
    },
    logId: { keyId: base64(id) },
  })
  const logs = instance === 'public-good'
  return {
    fulcio: fulcio.fulcioHandler(ca).fn,
    rekor: rekor.rekorHandler(tlog).fn,
    tsa: timestamp.tsaHandler(tsa).fn,
    trustedRoot: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: logs ? [log('https://rekor.sigstore.dev', tlog.publicKey, sha256(tlog.publicKey))] : [],
      ctlogs: logs ? [log('https://ctfe.sigstore.dev', ctlog.publicKey, bytesOf(ctlog.logID))] : [],
      certificateAuthorities: [authority('https://fulcio.sigstore.dev', [ca.rootCertificate])],
      timestampAuthorities: [authority('https://timestamp.sigstore.dev', [tsa.intCertificate, tsa.rootCertificate])],
    },
  }
}

function newKey(): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function base64(bytes: ArrayBufferView): string {
  return bytesOf(bytes).toString('base64')
}
