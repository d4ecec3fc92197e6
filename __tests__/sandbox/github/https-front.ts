import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { webcrypto } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls'

/** An HTTPS proxy for clients with fixed hosts: it terminates TLS and passes each request on to a loopback URL. */
export interface HttpsFront {
  readonly url: string
  /** The certificate that clients must trust, as PEM. */
  readonly certificate: string
  /** The hosts that clients connected to, in order. */
  readonly hosts: readonly string[]
  /** The last `Proxy-Authorization`. */
  readonly authorization: () => string | undefined
  close(): Promise<void>
}

/**
 * `targets` has the base URL for each host, or for `*.example.com`. Other hosts are refused with 403. `rewrite` changes
 * JSON responses and locations, such as loopback URLs in them.
 */
export async function startHttpsFront(
  targets: Readonly<Record<string, string>>,
  rewrite?: (text: string) => string,
): Promise<HttpsFront> {
  const { certificate, key } = await certify(Object.keys(targets))
  const context = createSecureContext({ cert: certificate, key })
  const inner = createServer((from, to) => pass(targets, from, to, rewrite))
  const proxy = createServer()
  const sockets = new Set<Socket>()
  const hosts: string[] = []
  let authorization: string | undefined
  proxy.on('connection', (socket: Socket) => sockets.add(socket))
  proxy.on('connect', (message: IncomingMessage, socket: Socket) => {
    const [host = ''] = (message.url ?? '').split(':')
    hosts.push(host)
    authorization = message.headers['proxy-authorization']
    if (targetOf(targets, host) === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    inner.emit('connection', secure(socket, context))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate,
    hosts,
    authorization: () => authorization,
    close: () => close(proxy, sockets),
  }
}

function targetOf(targets: Readonly<Record<string, string>>, host: string): string | undefined {
  return targets[host] ?? targets[host.replace(/^[^.]+/, '*')]
}

function secure(socket: Socket, secureContext: SecureContext): TLSSocket {
  return new TLSSocket(socket, { isServer: true, secureContext })
}

function pass(
  targets: Readonly<Record<string, string>>,
  from: IncomingMessage,
  to: ServerResponse,
  rewrite: ((text: string) => string) | undefined,
): void {
  const target = targetOf(targets, from.headers.host ?? '') ?? ''
  const path = from.url ?? '/'
  const sent = request(target + path, { method: from.method ?? 'GET', headers: from.headers }, (answer) => {
    const { location } = answer.headers
    const headers = { ...answer.headers, ...(rewrite && location !== undefined && { location: rewrite(location) }) }
    if (rewrite !== undefined && /json/.test(answer.headers['content-type'] ?? ''))
      return void sendRewritten(answer, headers, to, rewrite)
    to.writeHead(answer.statusCode ?? 502, headers)
    answer.pipe(to)
  })
  sent.on('error', () => to.destroy())
  from.pipe(sent)
}

async function sendRewritten(
  answer: IncomingMessage,
  headers: IncomingMessage['headers'],
  to: ServerResponse,
  rewrite: (text: string) => string,
): Promise<void> {
  const content = Buffer.from(rewrite(await text(answer)))
  to.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': content.length })
  to.end(content)
}

async function close(proxy: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(proxy, 'close')
  proxy.close()
  for (const socket of sockets) socket.destroy()
  await closed
}

async function certify(hosts: readonly string[]): Promise<{ certificate: string; key: string }> {
  await import('reflect-metadata')
  const { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } =
    await import('@peculiar/x509')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=loopback',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true),
        new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value }))),
      ],
    },
    webcrypto,
  )
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  }
}
