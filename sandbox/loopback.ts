import type { Server as HttpServer } from 'node:http'
import type { Server } from 'node:net'

export const LOOPBACK = '127.0.0.1'

/**
 * Listens on loopback, on any free port if it is 0. Idle connections stay open: a server that closes one just when its
 * client uses it again fails the request. @returns the port
 */
export function listenOnLoopback(server: Server, port = 0): Promise<number> {
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** Closes a server together with the connections that are still open. */
export function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
