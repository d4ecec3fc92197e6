import { isIP } from 'node:net'
import { ActionError } from '../../support/errors.ts'

/** A host and a port that a check connects to. */
export interface Address {
  readonly host: string
  readonly port: number
}

const MOST_PORT = 65_535
const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 }

/** Reads `host`, `host:port`, `[::1]:port`, an address, or a URL. Throws an ActionError where it is none of these, or where no port is known. */
export function addressOf(text: string, otherwise?: number): Address {
  const read = fromUrl(text) ?? fromText(text, otherwise)
  if (read && read.port >= 1 && read.port <= MOST_PORT) return read
  throw new ActionError('config/reference', {
    message: `${JSON.stringify(text)} is not a host with a port`,
    expected: otherwise === undefined ? 'host:port' : 'host, or host:port',
    observed: text,
    advice: 'Correct the address of the check, or the output of the stack that it refers to.',
  })
}

function fromUrl(text: string): Address | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { hostname, port, protocol } = new URL(text)
  const number = port === '' ? PORTS[protocol] : Number(port)
  return number === undefined ? undefined : { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: number }
}

function fromText(text: string, otherwise: number | undefined): Address | undefined {
  const match = isIP(text) === 6 ? [text, text] : /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]@]+))(?::(\d+))?$/i.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? otherwise : Number(match[3])
  return host === undefined || port === undefined ? undefined : { host, port }
}

/** `host:port`, with brackets where the host is an address of IPv6. */
export function showAddress({ host, port }: Address): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}
