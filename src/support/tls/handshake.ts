import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls, type ConnectionOptions, type SecureVersion, type TLSSocket } from 'node:tls'
import { readableReason } from './reason.ts'
import { sentCertificates } from './sent-certificates.ts'

/** One TLS handshake, on a connection of its own and without an earlier session, and what the server showed. */

export interface HandshakeRequest {
  /** Name or address to connect to. */
  readonly host: string
  readonly port: number
  /** The name that is sent (SNI); absent: none. */
  readonly servername?: string
  /** Certificates in PEM that are trusted in place of those of Node. */
  readonly ca?: string
  /** The only version that is offered. Default: all that this Node has. */
  readonly only?: SecureVersion
  readonly signal: AbortSignal
}

export interface Handshake {
  /** `TLSv1.3` */
  readonly protocol: string
  readonly cipher: string
  /** A resumed session has no certificate: it proves nothing. */
  readonly resumed: boolean
  /** DER, the server's own first: as it sent them, or sorted by Node where that cannot be seen. */
  readonly certificates: readonly Buffer[]
  readonly asSent: boolean
  /** DER of the certificate that issued the server's: sent, or of the trusted ones. */
  readonly issuer?: Buffer
  /** Why the chain is not trusted, as OpenSSL names it: `CERT_HAS_EXPIRED`; absent: trusted. The name is not compared. */
  readonly distrust?: string
  /** DER of the stapled OCSP response. */
  readonly staple?: Buffer
}

export interface NoHandshake {
  /** Node's code, or TIMEOUT. */
  readonly code: string
  readonly message: string
}

/** Any key and any cipher is accepted here, so that weak ones are seen. */
const ALL_CIPHERS = 'ALL:@SECLEVEL=0'
const OLDEST: SecureVersion = 'TLSv1'
/** More than the largest handshake: the rest of an endless one is not kept. */
const MOST_BYTES = 1024 * 1024

/** Never rejects. Closes the connection. */
export async function handshake(request: HandshakeRequest): Promise<Handshake | NoHandshake> {
  const tap = new Tap(connectTcp({ host: request.host, port: request.port }))
  const options: ConnectionOptions = {
    socket: tap,
    ciphers: ALL_CIPHERS,
    minVersion: request.only ?? OLDEST,
    ...(request.only && { maxVersion: request.only }),
    // It is judged afterwards: all facts are wanted, also those of a certificate that is not right.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    requestOCSP: true,
    ...(request.servername !== undefined && isIP(request.servername) === 0 && { servername: request.servername }),
    ...(request.ca !== undefined && { ca: request.ca }),
  }
  let socket: TLSSocket | undefined
  try {
    return await new Promise<Handshake | NoHandshake>((resolve) => {
      const fail = (error: unknown): void => resolve(noHandshake(error, request.signal))
      request.signal.addEventListener('abort', fail, { once: true })
      if (request.signal.aborted) fail(undefined)
      let secret: Buffer | undefined
      let staple: Buffer | undefined
      tap.on('error', fail)
      socket = connectTls(options)
      socket.on('error', fail)
      socket.on('keylog', (line: Buffer) => (secret = handshakeSecret(line) ?? secret))
      // Null where nothing is stapled.
      socket.on('OCSPResponse', (response: Buffer | null) => (staple = response ?? undefined))
      const opened = socket
      socket.on('secureConnect', () => resolve(factsOf(opened, tap.received(), secret, staple)))
      socket.on('close', () => fail(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' })))
    })
  } catch (error) {
    return noHandshake(error, request.signal)
  } finally {
    socket?.destroy()
    tap.destroy()
  }
}

function noHandshake(error: unknown, signal: AbortSignal): NoHandshake {
  if (signal.aborted) return { code: 'TIMEOUT', message: 'the handshake did not end in time' }
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: readonly Error[] }
  const told =
    errors?.map((each) => each.message).join('; ') ??
    (typeof message === 'string' ? readableReason(message) : String(error))
  return { code: typeof code === 'string' ? code : 'ERROR', message: told }
}

function handshakeSecret(line: Buffer): Buffer | undefined {
  const match = /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ ([0-9a-f]+)/.exec(line.toString('latin1'))
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], 'hex')
}

function factsOf(
  socket: TLSSocket,
  received: Buffer,
  secret: Buffer | undefined,
  staple: Buffer | undefined,
): Handshake {
  const cipher = socket.getCipher().name
  const sent = sentCertificates(received, cipher, secret)
  const sorted = chainOf(socket)
  // OpenSSL must have used the same certificate, otherwise the bytes were misread.
  const isSame = sent?.[0] !== undefined && sorted[0] !== undefined && sent[0].equals(sorted[0])
  const { authorizationError } = socket
  const distrust = socket.authorized ? undefined : String(authorizationError)
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher,
    resumed: socket.isSessionReused(),
    certificates: isSame ? sent : sorted,
    asSent: isSame,
    ...(sorted[1] && { issuer: sorted[1] }),
    ...(distrust !== undefined && { distrust }),
    ...(staple && { staple }),
  }
}

/** The server's certificate and its issuers, as far as Node has them. The issuer of the last may be the last itself. */
function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = []
  let next = socket.getPeerX509Certificate()
  while (next && !chain.some((known) => next?.raw.equals(known) === true)) {
    chain.push(next.raw)
    next = next.issuerCertificate
  }
  return chain
}

/** Passes the bytes of a connection on, and remembers the first of those that came. */
class Tap extends Duplex {
  readonly #socket: Socket
  readonly #kept: Buffer[] = []
  #bytes = 0

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      if (this.#bytes < MOST_BYTES) this.#kept.push(chunk)
      this.#bytes += chunk.length
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  received(): Buffer {
    return Buffer.concat(this.#kept)
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
