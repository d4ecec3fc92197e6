import { createHash, verify, X509Certificate, type KeyObject } from 'node:crypto'
import type { BasicOCSPResponse, CertID } from '@peculiar/asn1-ocsp'

/** A stapled OCSP response (RFC 6960): what it says about a certificate, and whether its issuer says so. */

export interface StapleFacts {
  readonly status: 'good' | 'revoked' | 'unknown'
  /** ISO 8601. */
  readonly revokedAt?: string
  readonly thisUpdate: string
  readonly nextUpdate?: string
}

export interface UselessStaple {
  /** Why it proves nothing. */
  readonly problem: string
}

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const SUCCESSFUL = 0

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** Digest of each signature algorithm; null where the algorithm has its own. */
const SIGNATURES: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
}

/** @param issuer DER of the certificate that issued the server's */
export async function readStaple(staple: Buffer, leaf: Buffer, issuer: Buffer): Promise<StapleFacts | UselessStaple> {
  try {
    return await read(staple, leaf, issuer)
  } catch (error) {
    return { problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

async function read(staple: Buffer, leaf: Buffer, issuer: Buffer): Promise<StapleFacts | UselessStaple> {
  const { BasicOCSPResponse: Basic, OCSPResponse } = await import('@peculiar/asn1-ocsp')
  const { AsnConvert } = await import('@peculiar/asn1-schema')
  const response = AsnConvert.parse(staple, OCSPResponse)
  if ((response.responseStatus as number) !== SUCCESSFUL)
    return { problem: `the responder answered with the status ${String(response.responseStatus)}` }
  if (response.responseBytes?.responseType !== BASIC_RESPONSE) return { problem: 'it is of an unknown type' }
  const basic = AsnConvert.parse(response.responseBytes.response.buffer, Basic)
  const certificate = new X509Certificate(leaf)
  const authority = new X509Certificate(issuer)
  const matching: typeof basic.tbsResponseData.responses = []
  for (const one of basic.tbsResponseData.responses)
    if (await isAbout(one.certID, certificate, issuer)) matching.push(one)
  const [single] = matching
  if (!single) return { problem: 'it is about another certificate' }
  const wrong = await unsigned(basic, authority)
  if (wrong !== undefined) return { problem: wrong }
  const { revoked } = single.certStatus
  const status = revoked ? 'revoked' : single.certStatus.good === undefined ? 'unknown' : 'good'
  return {
    status,
    ...(revoked && { revokedAt: revoked.revocationTime.toISOString() }),
    thisUpdate: single.thisUpdate.toISOString(),
    ...(single.nextUpdate && { nextUpdate: single.nextUpdate.toISOString() }),
  }
}

async function isAbout(id: CertID, certificate: X509Certificate, issuer: Buffer): Promise<boolean> {
  const { AsnConvert } = await import('@peculiar/asn1-schema')
  const { Certificate } = await import('@peculiar/asn1-x509')
  const hash = HASHES[id.hashAlgorithm.algorithm]
  if (hash === undefined) return false
  const { tbsCertificate } = AsnConvert.parse(issuer, Certificate)
  const digest = (bytes: ArrayBuffer): Buffer => createHash(hash).update(Buffer.from(bytes)).digest()
  const serial = BigInt(`0x0${Buffer.from(id.serialNumber).toString('hex')}`)
  return (
    serial === BigInt(`0x0${certificate.serialNumber}`) &&
    digest(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey).equals(Buffer.from(id.issuerKeyHash.buffer)) &&
    digest(AsnConvert.serialize(tbsCertificate.subject)).equals(Buffer.from(id.issuerNameHash.buffer))
  )
}

/** Signed by the issuer itself, or by a responder that the issuer names for this. @returns what is wrong */
async function unsigned(basic: BasicOCSPResponse, authority: X509Certificate): Promise<string | undefined> {
  const { AsnConvert } = await import('@peculiar/asn1-schema')
  const algorithm = SIGNATURES[basic.signatureAlgorithm.algorithm]
  if (algorithm === undefined) return `it is signed with the unknown algorithm ${basic.signatureAlgorithm.algorithm}`
  const data = Buffer.from(basic.tbsResponseDataRaw ?? AsnConvert.serialize(basic.tbsResponseData))
  const isBy = (key: KeyObject): boolean => verify(algorithm, data, key, Buffer.from(basic.signature))
  if (isBy(authority.publicKey)) return undefined
  const producedAt = basic.tbsResponseData.producedAt.getTime()
  for (const each of basic.certs ?? []) {
    const responder = new X509Certificate(Buffer.from(AsnConvert.serialize(each)))
    if (!isBy(responder.publicKey)) continue
    if (!responder.checkIssued(authority) || !responder.verify(authority.publicKey))
      return 'its responder was not named by the issuer of the certificate'
    if (!(responder.keyUsage ?? []).includes(OCSP_SIGNING)) return 'its responder may not sign OCSP responses'
    const isValid = Date.parse(responder.validFrom) <= producedAt && producedAt <= Date.parse(responder.validTo)
    return isValid ? undefined : 'the certificate of its responder was not valid'
  }
  return 'its signature is not that of the issuer of the certificate'
}
