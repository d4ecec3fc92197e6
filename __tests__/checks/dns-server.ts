import { createSocket } from 'node:dgram'
import { decode, encode, type Answer } from 'dns-packet'

export interface DnsServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string
  close(): void
}

const NXDOMAIN = 3
const SERVFAIL = 2
const REFUSED = 5

/**
 * A resolver on loopback. Names that begin with `failing`, `refused` or `silent` get SERVFAIL, REFUSED or no answer; other
 * names without records get NXDOMAIN.
 */
export async function serveDns(records: readonly Answer[]): Promise<DnsServer> {
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    const name = question?.name.toLowerCase() ?? ''
    const own = records.filter((record) => record.name === name)
    const answers = own.filter(({ type }) => type === question?.type)
    const code = name.startsWith('failing')
      ? SERVFAIL
      : name.startsWith('refused')
        ? REFUSED
        : own.length === 0
          ? NXDOMAIN
          : 0
    if (name.startsWith('silent')) return
    socket.send(
      encode({ type: 'response', id: query.id ?? 0, flags: 0x0180 | code, questions: query.questions ?? [], answers }),
      port,
      address,
    )
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() }
}
