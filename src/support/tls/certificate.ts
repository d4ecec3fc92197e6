import { createHash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** Facts of a certificate, and comparisons that clients make. */

export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  /** Upper-case hexadecimal, without leading zeros. */
  readonly serial: string
  readonly from: number
  readonly until: number
  /** Names and addresses that it is valid for. */
  readonly names: readonly string[]
  /** `sha256/…` of the public key (SPKI), as for pins of HTTP. */
  readonly pin: string
  /** Why the key is weak; absent: it is not. */
  readonly weakKey?: string
  /** `sha1`, where the signature uses a broken digest. */
  readonly weakSignature?: string
  /** It may serve TLS. */
  readonly forServers: boolean
  readonly isAuthority: boolean
  readonly isSelfIssued: boolean
  /** Clients must refuse it without a stapled OCSP response (RFC 7633). */
  readonly mustStaple: boolean
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const ANY_USAGE = '2.5.29.37.0'
const TLS_FEATURE = '1.3.6.1.5.5.7.1.24'
const LEAST_RSA_BITS = 2_048
const WEAK_CURVE_BITS = 256
const RSA_PSS = '1.2.840.113549.1.1.10'
/** By the bytes of the identifier. */
const WEAK_DIGESTS: Readonly<Record<string, string>> = { '06052b0e03021a': 'sha1', '06082a864886f70d0205': 'md5' }
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2',
  '1.2.840.113549.1.1.3': 'md4',
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.10040.4.3': 'sha1',
  '1.2.840.10045.4.1': 'sha1',
  '1.3.14.3.2.29': 'sha1',
}

export async function certificateFacts(der: Buffer): Promise<CertificateFacts> {
  const { AsnConvert } = await import('@peculiar/asn1-schema')
  const { Certificate } = await import('@peculiar/asn1-x509')
  const certificate = new X509Certificate(der)
  const parsed = AsnConvert.parse(der, Certificate)
  const usages = certificate.keyUsage ?? []
  const weakKey = weaknessOf(certificate)
  const { algorithm, parameters } = parsed.signatureAlgorithm
  const weakSignature = algorithm === RSA_PSS ? weakDigestOf(parameters) : WEAK_SIGNATURES[algorithm]
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: plainSerial(certificate.serialNumber),
    from: Date.parse(certificate.validFrom),
    until: Date.parse(certificate.validTo),
    names: namesOf(certificate),
    pin: `sha256/${createHash('sha256').update(spki).digest('base64')}`,
    ...(weakKey !== undefined && { weakKey }),
    ...(weakSignature !== undefined && { weakSignature }),
    forServers: usages.length === 0 || usages.includes(SERVER_AUTH) || usages.includes(ANY_USAGE),
    isAuthority: certificate.ca,
    isSelfIssued: certificate.checkIssued(certificate),
    mustStaple: (parsed.tbsCertificate.extensions ?? []).some(({ extnID }) => extnID === TLS_FEATURE),
  }
}

/** The digest of a signature with RSASSA-PSS is the first of its parameters, and SHA-1 where it is absent (RFC 4055, 3.1). */
function weakDigestOf(parameters: ArrayBuffer | null | undefined): string | undefined {
  const first = /^30..a0..30..(.*)$/.exec(Buffer.from(parameters ?? new ArrayBuffer(0)).toString('hex'))?.[1]
  if (first === undefined) return 'sha1'
  return Object.entries(WEAK_DIGESTS).find(([identifier]) => first.startsWith(identifier))?.[1]
}

/** `0A:bc` as `ABC`: services write serial numbers in different ways. */
export function plainSerial(serial: string): string {
  return serial
    .replaceAll(/[^0-9a-f]/gi, '')
    .replace(/^0+/, '')
    .toUpperCase()
}

/** Whether a client that connects to this name or address accepts the certificate for it. Common names do not count. */
export function isValidFor(der: Buffer, name: string): boolean {
  const certificate = new X509Certificate(der)
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined
  const ascii = domainToASCII(name.replace(/\.$/, ''))
  return certificate.checkHost(ascii, { subject: 'never', partialWildcards: false }) !== undefined
}

/** Whether the second certificate issued the first, by name and signature. */
export function isIssuedBy(der: Buffer, issuer: Buffer): boolean {
  const certificate = new X509Certificate(der)
  const authority = new X509Certificate(issuer)
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

function namesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '').split(', ').flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ') || 'no name'
}

/** Bits of a curve, from its name: prime256v1, secp384r1. */
function weaknessOf({ publicKey }: X509Certificate): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey
  if (type === 'rsa' || type === 'rsa-pss' || type === 'dsa') {
    const bits = details?.modulusLength ?? 0
    return bits < LEAST_RSA_BITS ? `${type} of ${bits} bits` : type === 'dsa' ? 'dsa' : undefined
  }
  if (type === 'ec') {
    const bits = Number(/\d{3}/.exec(details?.namedCurve ?? '')?.[0] ?? 0)
    return bits < WEAK_CURVE_BITS ? `curve ${details?.namedCurve ?? 'unknown'}` : undefined
  }
  return type === 'ed25519' || type === 'ed448' ? undefined : `key of the type ${type ?? 'unknown'}`
}
