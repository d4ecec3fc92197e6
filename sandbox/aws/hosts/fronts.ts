import type { X509Certificate } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import type { RequestListener, Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { SecureContext, SecureVersion } from 'node:tls'
import { listenOnLoopback } from '../../loopback.ts'

export interface TlsCertificate {
  /** Another one when the certificate is replaced. */
  readonly id: string
  /** PEM, the certificate itself first. */
  readonly chain: string
  readonly key: string
  readonly certificate: X509Certificate
}

export interface ListenerTls {
  /** The default certificate first. */
  readonly certificates: readonly TlsCertificate[]
  readonly minVersion: SecureVersion
  readonly maxVersion: SecureVersion
}

/** A port of a load balancer, which speaks HTTP or, as long as its listener has certificates, TLS. */
export interface Front {
  readonly port: number
  close(): Promise<void>
}

/** Versions before 1.2 need signatures that OpenSSL refuses by default. */
const CIPHERS = 'DEFAULT@SECLEVEL=0'

/** `tls` tells at each connection how the listener of this port speaks TLS. */
export async function openFront(serve: RequestListener, tls: () => Promise<ListenerTls | undefined>): Promise<Front> {
  const plain = withoutLimits(createHttpServer(serve))
  const secure = new Map<string, HttpServer>()
  const secureServer = (settings: ListenerTls): HttpServer => {
    const { certificates, minVersion, maxVersion } = settings
    const key = JSON.stringify([certificates.map(({ id }) => id), minVersion, maxVersion])
    let server = secure.get(key)
    if (server === undefined) secure.set(key, (server = withoutLimits(secureServerOf(serve, settings))))
    return server
  }
  const sockets = new Set<Socket>()
  async function serveOn(socket: Socket): Promise<void> {
    try {
      const settings = await tls()
      const server = settings === undefined ? plain : secureServer(settings)
      server.emit('connection', socket)
      socket.resume()
    } catch {
      // As a listener whose certificate cannot be used.
      socket.destroy()
    }
  }

  const front = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket)
    socket.once('error', () => socket.destroy()).once('close', () => sockets.delete(socket))
    void serveOn(socket)
  })
  const port = await listenOnLoopback(front)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Idle connections stay open, as `listenOnLoopback` says. */
function withoutLimits<T extends HttpServer>(server: T): T {
  server.keepAliveTimeout = 0
  return server
}

function secureServerOf(serve: RequestListener, { certificates, ...versions }: ListenerTls): HttpServer {
  const contexts = new Map<TlsCertificate, SecureContext>()
  const contextOf = (one: TlsCertificate): SecureContext => {
    let context = contexts.get(one)
    if (context === undefined) {
      context = createSecureContext({ cert: one.chain, key: one.key, ciphers: CIPHERS, ...versions })
      contexts.set(one, context)
    }
    return context
  }
  const [standard] = certificates
  return createHttpsServer(
    {
      cert: standard?.chain ?? '',
      key: standard?.key ?? '',
      ciphers: CIPHERS,
      ...versions,
      ALPNProtocols: ['http/1.1'],
      SNICallback(name, done) {
        const chosen = chosenFor(name, certificates)
        done(null, chosen === undefined ? undefined : contextOf(chosen))
      },
    },
    serve,
  )
}

/**
 * The certificate for a server name: of those that are valid for it the best one, by the kind of its key and then by its
 * end (user guide, “Default certificate”, “Certificate list”); without one, the default certificate.
 */
function chosenFor(name: string, certificates: readonly TlsCertificate[]): TlsCertificate | undefined {
  const valid = certificates.filter(({ certificate }) => certificate.checkHost(name) !== undefined)
  const isElliptic = ({ certificate }: TlsCertificate): number =>
    certificate.publicKey.asymmetricKeyType === 'ec' ? 0 : 1
  const end = ({ certificate }: TlsCertificate): number => Date.parse(certificate.validTo)
  const [best] = valid.toSorted((left, right) => isElliptic(left) - isElliptic(right) || end(right) - end(left))
  return best ?? certificates[0]
}
