import { createHash, KeyObject, sign, webcrypto } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, createSecureContext, type SecureVersion, type TlsOptions } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, Certificate as AsnCertificate } from '@peculiar/asn1-x509'
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp'
import type { X509Certificate } from '@peculiar/x509'

/** Authorities, certificates, OCSP responses and servers for tests of TLS, without outside requests. */

// The library needs the polyfill before it is loaded.
await import('reflect-metadata')
const {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} = await import('@peculiar/x509')

export const DAY_MS = 86_400_000
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const TLS_FEATURE = '1.3.6.1.5.5.7.1.24'
const STATUS_REQUEST = Buffer.from('3003020105', 'hex')
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

export interface Algorithm {
  readonly name: string
  readonly namedCurve?: string
  readonly hash: string
  readonly modulusLength?: number
  readonly saltLength?: number
}

export const rsa = (modulusLength: number, hash = 'SHA-256'): Algorithm & { publicExponent: Uint8Array } => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
})

export interface Identity {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
  readonly algorithm: Algorithm
  readonly pem: string
  readonly key: string
  readonly der: Buffer
  readonly pin: string
}

export interface Wanted {
  readonly subject?: string
  readonly names?: readonly string[]
  readonly ips?: readonly string[]
  /** Days from now. */
  readonly from?: number
  readonly until?: number
  readonly issuer?: Identity
  readonly algorithm?: Algorithm
  readonly isAuthority?: boolean
  readonly usages?: readonly string[]
  readonly mustStaple?: boolean
  readonly keys?: webcrypto.CryptoKeyPair
}

let serial = 1

export async function issue(wanted: Wanted): Promise<Identity> {
  const algorithm = wanted.algorithm ?? EC
  const keys =
    wanted.keys ??
    ((await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair)
  const issuer = wanted.issuer
  const signer = issuer?.algorithm ?? algorithm
  const subject = wanted.subject ?? `CN=${wanted.names?.[0] ?? 'no name'}, O=Shop`
  serial += 1
  const names = [
    ...(wanted.names ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(wanted.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ]
  const certificate = await X509CertificateGenerator.create({
    serialNumber: (0x1000 + serial).toString(16),
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(Date.now() + (wanted.from ?? -1) * DAY_MS),
    notAfter: new Date(Date.now() + (wanted.until ?? 90) * DAY_MS + 60_000),
    signingAlgorithm: signer as never,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(wanted.isAuthority === true, undefined, true),
      ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      ...(wanted.isAuthority === true ? [] : [new ExtendedKeyUsageExtension([...(wanted.usages ?? [SERVER_AUTH])])]),
      ...(wanted.mustStaple === true ? [new Extension(TLS_FEATURE, false, STATUS_REQUEST)] : []),
    ],
  })
  const der = Buffer.from(certificate.rawData)
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey))
  return {
    certificate,
    keys,
    algorithm,
    pem: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string,
    der,
    pin: `sha256/${createHash('sha256').update(spki).digest('base64')}`,
  }
}

export interface WantedStaple {
  readonly status?: 'good' | 'revoked' | 'unknown'
  /** Days from now. */
  readonly from?: number
  readonly until?: number
  /** Signs it; its certificate is part of the response where it is not the issuer. */
  readonly by?: Identity
}

/** An OCSP response about a certificate. */
export async function staple(about: Identity, issuer: Identity, wanted: WantedStaple = {}): Promise<Buffer> {
  const { status = 'good', from = -1, until = 3, by = issuer } = wanted
  const authority = AsnConvert.parse(issuer.der, AsnCertificate).tbsCertificate
  const sha1 = (bytes: ArrayBuffer): OctetString =>
    new OctetString(createHash('sha1').update(Buffer.from(bytes)).digest())
  const { tbsCertificate } = AsnConvert.parse(about.der, AsnCertificate)
  const now = Date.now()
  const single = new SingleResponse({
    certID: new CertID({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: '1.3.14.3.2.26', parameters: null }),
      issuerNameHash: sha1(AsnConvert.serialize(authority.subject)),
      issuerKeyHash: sha1(authority.subjectPublicKeyInfo.subjectPublicKey),
      serialNumber: tbsCertificate.serialNumber,
    }),
    certStatus: new CertStatus(
      status === 'revoked'
        ? { revoked: new RevokedInfo({ revocationTime: new Date(now - DAY_MS) }) }
        : { [status]: null },
    ),
    thisUpdate: new Date(now + from * DAY_MS),
    nextUpdate: new Date(now + until * DAY_MS),
  })
  const data = new ResponseData({
    responderID: new ResponderID({ byName: AsnConvert.parse(by.der, AsnCertificate).tbsCertificate.subject }),
    producedAt: new Date(now),
    responses: [single],
  })
  const signed = Buffer.from(AsnConvert.serialize(data))
  const signature = KeyObject.from(by.keys.privateKey)
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' }),
    signature: new Uint8Array(sign('sha256', signed, signature)).buffer,
    ...(by !== issuer && { certs: [AsnConvert.parse(by.der, AsnCertificate)] }),
  })
  return Buffer.from(
    AsnConvert.serialize(
      new OCSPResponse({
        responseStatus: OCSPResponseStatus.successful,
        responseBytes: new ResponseBytes({
          responseType: '1.3.6.1.5.5.7.48.1.1',
          response: new OctetString(AsnConvert.serialize(basic)),
        }),
      }),
    ),
  )
}

/** An OCSP response with a status that the responder cannot give an answer. */
export function failedStaple(): Buffer {
  return Buffer.from(AsnConvert.serialize(new OCSPResponse({ responseStatus: OCSPResponseStatus.tryLater })))
}

export interface Serving {
  readonly leaf: Identity
  /** Sent after the server's own certificate. */
  readonly chain?: readonly Identity[]
  readonly versions?: readonly [SecureVersion, SecureVersion]
  readonly staple?: Buffer
  /** By server name: another certificate. */
  readonly others?: Readonly<Record<string, Identity>>
}

export interface Running {
  readonly port: number
  end(): Promise<void>
}

/** A server on loopback that completes every handshake. */
export async function serveTls({
  leaf,
  chain = [],
  versions,
  staple: stapled,
  others = {},
}: Serving): Promise<Running> {
  const chained = (own: Identity): { key: string; cert: string } => ({
    key: own.key,
    cert: [own, ...chain].map(({ pem }) => pem).join(''),
  })
  const weak = { ciphers: 'ALL:@SECLEVEL=0' }
  const options: TlsOptions = {
    ...chained(leaf),
    ...weak,
    ...(versions && { minVersion: versions[0], maxVersion: versions[1] }),
    SNICallback: (name, done) => {
      const other = others[name]
      done(null, other && createSecureContext({ ...chained(other), ...weak }))
    },
  }
  const server = createTlsServer(options, (socket) => socket.resume())
  server.on('OCSPRequest', (_certificate: Buffer, _issuer: Buffer, done: (error: null, response?: Buffer) => void) =>
    done(null, stapled),
  )
  server.on('tlsClientError', () => undefined)
  return await listening(server)
}

/** A server with this handler for each connection. */
export async function serveTcp(answer: (socket: Socket) => void): Promise<Running> {
  return await listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      answer(socket)
    }),
  )
}

async function listening(server: ReturnType<typeof createServer>): Promise<Running> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
