import type { SecureVersion } from 'node:tls'
import { certificateFacts, isIssuedBy, isValidFor, type CertificateFacts } from './certificate.ts'
import { handshake, type Handshake, type HandshakeRequest, type NoHandshake } from './handshake.ts'
import { readStaple, type StapleFacts, type UselessStaple } from './ocsp.ts'

/** What an endpoint serves over TLS: everything that is judged about it, without the bytes. */

export interface ServedTls {
  readonly protocol: string
  readonly resumed: boolean
  /** As sent, the server's own first. */
  readonly certificates: readonly CertificateFacts[]
  /** The order is that of the server. */
  readonly orderIsKnown: boolean
  /** For each certificate but the last: the next one issued it. */
  readonly links: readonly boolean[]
  /** Names that were asked about, and for which of them the certificate is valid. */
  readonly validFor: Readonly<Record<string, boolean>>
  readonly distrust?: string
  /** Absent: nothing was stapled. */
  readonly staple?: StapleFacts | UselessStaple
}

export interface RefusedVersion {
  readonly version: SecureVersion
  /** `accepted`: the server speaks it. `unknown`: this client could not ask. */
  readonly answer: 'accepted' | 'refused' | 'unknown'
  readonly why: string
}

export async function observeTls(asked: HandshakeRequest, names: readonly string[]): Promise<ServedTls | NoHandshake> {
  const shown = await handshake(asked)
  return 'code' in shown ? shown : await served(shown, names)
}

async function served(shown: Handshake, names: readonly string[]): Promise<ServedTls> {
  const { certificates, issuer, staple, distrust } = shown
  const [leaf] = certificates
  const read =
    staple && leaf
      ? issuer
        ? await readStaple(staple, leaf, issuer)
        : { problem: 'the issuer of the certificate is not known, so its signature was not checked' }
      : undefined
  return {
    protocol: shown.protocol,
    resumed: shown.resumed,
    certificates: await Promise.all(certificates.map(certificateFacts)),
    orderIsKnown: shown.asSent,
    links: certificates.slice(1).map((next, at) => isIssuedBy(certificates[at] ?? next, next)),
    validFor: Object.fromEntries(names.map((name) => [name, leaf !== undefined && isValidFor(leaf, name)])),
    ...(distrust !== undefined && { distrust }),
    ...(read && { staple: read }),
  }
}

/** Errors of this client itself: the server was not asked. */
const OWN_ERRORS = /^ERR_SSL_NO_(PROTOCOLS_AVAILABLE|CIPHERS_AVAILABLE|CIPHER_MATCH|SUITABLE_)/
/** The server ended the handshake: by an alert, or by closing the connection. */
const REFUSALS =
  /ALERT|^ECONNRESET$|^EPIPE$|^ERR_SSL_(UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|UNEXPECTED_EOF_WHILE_READING)$/

/** Whether the server speaks a version. Another handshake with it must have worked, otherwise a refusal says nothing. */
export async function observeVersion(asked: HandshakeRequest, version: SecureVersion): Promise<RefusedVersion> {
  const shown = await handshake({ ...asked, only: version })
  if (!('code' in shown)) return { version, answer: 'accepted', why: `it speaks ${shown.protocol}` }
  const isRefused = !OWN_ERRORS.test(shown.code) && REFUSALS.test(shown.code)
  return { version, answer: isRefused ? 'refused' : 'unknown', why: shown.code }
}
