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
 * A resolver on loopback. Names with the prefix `failing`, `refused` or `silent` get SERVFAIL, REFUSED or no response;
 * aliases of names without records, and other names without records get NXDOMAIN.
 */
export async function serveDns(records: readonly Answer[]): Promise<DnsServer> {
  const socket = createSocket('udp4')
  socket.on('message', (message, { port, address }) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    const name = question?.name.toLowerCase() ?? ''
    const own = records.filter((record) => record.name === name)
    const aliases = question?.type === 'CNAME' ? [] : aliasesOf(records, name)
    const end = aliases.at(-1)?.data ?? name
    const answers = [...aliases, ...records.filter((each) => each.name === end && each.type === question?.type)]
    const isGone = own.length === 0 || !(end === name || records.some((each) => each.name === end))
    const code = name.startsWith('failing') ? SERVFAIL : name.startsWith('refused') ? REFUSED : isGone ? NXDOMAIN : 0
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

/** The aliases from a name on, until one that has other records or none. */
function aliasesOf(records: readonly Answer[], from: string): (Answer & { type: 'CNAME'; data: string })[] {
  const found: (Answer & { type: 'CNAME'; data: string })[] = []
  for (let name = from; ;) {
    const alias = records.find((each): each is (typeof found)[number] => each.type === 'CNAME' && each.name === name)
    if (alias === undefined || found.includes(alias)) return found
    found.push(alias)
    name = alias.data
  }
}
