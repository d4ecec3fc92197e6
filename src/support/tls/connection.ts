import type { TLSSocket } from 'node:tls'

export interface TlsFacts {
  /** `TLSv1.3` */
  readonly protocol: string
  /** ISO 8601: end of the validity of the certificate. */
  readonly validUntil?: string
}

/** What was agreed on a connection that is open. */
export function connectionFacts(socket: TLSSocket): TlsFacts {
  const until = Date.parse(socket.getPeerCertificate().valid_to ?? '')
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    ...(Number.isFinite(until) && { validUntil: new Date(until).toISOString() }),
  }
}
