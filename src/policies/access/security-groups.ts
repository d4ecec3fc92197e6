import { isIPv4 } from '../../support/addresses.ts'

/** Compares rules of security groups: whether one set of them lets in, or out, what another did not. */

interface Opening {
  readonly protocol: string
  readonly from: number
  readonly to: number
  /** An address range, or a group, a prefix list or something that is not known yet. */
  readonly peer: string
}

const ALL = '-1'
const ANYONE = 'anyone'
const LAST_PORT = 65_535

/** What `after` opens and `before` did not, each as a sentence. */
export function opened(before: unknown, after: unknown): string[] {
  const earlier = openings(before)
  return openings(after)
    .filter((opening) => !earlier.some((wider) => covers(wider, opening)))
    .map(show)
}

/** What is open for every address, each as a sentence. */
export function openToAll(rules: unknown): string[] {
  return openings(rules)
    .filter(({ peer }) => peer === ANYONE || peer.endsWith('/0'))
    .map(show)
}

/** Reads one rule or a list of them. */
function openings(rules: unknown): Opening[] {
  const list: unknown[] = rules === undefined || rules === null ? [] : Array.isArray(rules) ? rules : [rules]
  return list.flatMap((rule): Opening[] => {
    if (typeof rule !== 'object' || rule === null)
      return [{ protocol: ALL, from: 0, to: LAST_PORT, peer: String(rule) }]
    const member = (key: string): unknown => (rule as Record<string, unknown>)[key]
    const protocol = scalar(member('IpProtocol') ?? ALL).toLowerCase()
    const every = protocol === ALL || protocol === 'all'
    const peers = PEERS.flatMap((key) => (member(key) === undefined ? [] : [scalar(member(key))]))
    return (peers.length === 0 ? [ANYONE] : peers).map((peer) => ({
      protocol: every ? ALL : protocol,
      from: every ? 0 : port(member('FromPort'), 0),
      to: every ? LAST_PORT : port(member('ToPort'), LAST_PORT),
      peer,
    }))
  })
}

const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'SourceSecurityGroupName',
  'SourcePrefixListId',
  'DestinationSecurityGroupId',
  'DestinationPrefixListId',
]

/** Ports that are not numbers yet may be any. */
function port(value: unknown, otherwise: number): number {
  const number = Number(value)
  return value === undefined || !Number.isInteger(number) || number < 0 ? otherwise : number
}

function covers(wider: Opening, narrower: Opening): boolean {
  if (wider.protocol !== ALL && wider.protocol !== narrower.protocol) return false
  if (narrower.from < wider.from || narrower.to > wider.to) return false
  return wider.peer === narrower.peer || contains(wider.peer, narrower.peer)
}

/** Whether an IPv4 range holds another. IPv6 ranges are only compared as they are written, save the one of everything. */
function contains(range: string, other: string): boolean {
  if (range === '::/0') return other.includes(':') && other.includes('/')
  const [a, b] = [ipv4(range), ipv4(other)]
  if (a === undefined || b === undefined || a.bits > b.bits) return false
  const shift = 32 - a.bits
  return shift === 32 || a.address >>> shift === b.address >>> shift
}

function ipv4(range: string): { address: number; bits: number } | undefined {
  const [address = '', bits = '32'] = range.split('/')
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined
  return { address: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> 0, bits: Number(bits) }
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function show({ protocol, from, to, peer }: Opening): string {
  const ports = protocol === ALL ? 'everything' : from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`
  return `${ports} for ${peer}`
}
