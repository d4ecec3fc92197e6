import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

/** A TCP socket of this host that waits for connections. */
export interface Listener {
  /** As the system writes it, such as 0100007F for 127.0.0.1. */
  readonly address: string
  readonly port: number
  readonly inode: string
}

const LISTENING = '0A'
const ANY_V4 = '0'.repeat(8)
const ANY_V6 = '0'.repeat(32)
const MAPPED = '0000000000000000FFFF0000'

/** All listening TCP sockets, of IPv4 and IPv6; undefined where the host does not list them. */
export function listListeners(): Listener[] | undefined {
  const texts = ['/proc/net/tcp', '/proc/net/tcp6'].map(readText)
  if (texts[0] === undefined) return undefined
  return texts.flatMap((text) =>
    (text ?? '').split('\n').flatMap((line): Listener[] => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      const [address, port] = local.split(':')
      if (state !== LISTENING || address === undefined || port === undefined || inode === undefined) return []
      return [{ address, port: Number.parseInt(port, 16), inode }]
    }),
  )
}

/** How /proc/net/tcp and tcp6 write an address, on a little-endian host; `*` is every address. Undefined for no address. */
export function listenerAddresses(address: string): string[] | undefined {
  if (address === '*' || address === '0.0.0.0' || address === '::') return [ANY_V4, ANY_V6]
  const family = isIP(address)
  if (family === 4) {
    const hex = wordsAsHex(address.split('.').map(Number))
    return [hex, `${MAPPED}${hex}`]
  }
  return family === 6 ? [wordsAsHex(bytesOfV6(address))] : undefined
}

function bytesOfV6(address: string): number[] {
  // The host name of a URL is the normal form without an embedded IPv4 address.
  const normal = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)
  const [head = '', tail] = normal.split('::')
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const middle = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return [...before, ...middle, ...after].flatMap((group) => [group >> 8, group & 0xff])
}

/** Each word of four bytes, its last byte first. */
function wordsAsHex(bytes: readonly number[]): string {
  const words = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.slice(at * 4, at * 4 + 4).toReversed())
  return words
    .flat()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('')
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
