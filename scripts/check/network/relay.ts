import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** Passes connections on, in both directions: from a port of loopback or a socket in the file system to another one. */
export async function relay(from: { port: number } | { path: string }, to: NetConnectOpts): Promise<Server> {
  const server = createServer((socket) => {
    const other: Socket = connect(to)
    for (const [one, two] of [
      [socket, other],
      [other, socket],
    ] as const) {
      one.on('error', () => two.destroy())
      one.pipe(two)
    }
  })
  server.listen('port' in from ? { ...from, host: '127.0.0.1' } : from)
  await once(server, 'listening')
  return server
}
