import { contains, rangeOf } from '../network/addresses.ts'
import type { NetworkInterface } from '../network/interfaces.ts'
import type { Acl, AclRule } from '../network/contract.ts'
import type { RuleInput } from '../security-groups.ts'
import type { Net } from './net.ts'

/**
 * One packet on its way from a source to a destination. Ports are those of the request; responses have them reversed.
 */
export interface Packet {
  readonly protocol: 'tcp' | 'udp'
  /** Addresses as numbers. */
  readonly source: number
  readonly destination: number
  readonly sourcePort: number
  readonly port: number
}

/** The protocols by number. */
export const PROTOCOL_NUMBERS = { tcp: '6', udp: '17' } as const

/** The peer of a security group's rules. */
export interface Peer {
  readonly address: number
  /** Empty where the network does not preserve security groups. */
  readonly groups: readonly string[]
}

function matches(net: Net, rule: RuleInput, { protocol, port }: Packet, peer: Peer): boolean {
  if (rule.protocol !== '-1' && rule.protocol !== protocol) return false
  if (rule.from !== -1 && (port < rule.from || port > rule.to)) return false
  const { kind, value } = rule.peer
  if (kind === 'group') return peer.groups.includes(value)
  if (kind === 'prefix') return net.prefixes(value).some((range) => contains(range, peer.address))
  const range = kind === 'ipv4' ? rangeOf(value) : undefined
  return range !== undefined && contains(range, peer.address)
}

/** The group and rule of a network interface that admit a packet; undefined when none does. */
export function admittedBy(
  net: Net,
  { groups }: NetworkInterface,
  egress: boolean,
  packet: Packet,
  peer: Peer,
): { readonly group: string; readonly rule: RuleInput } | undefined {
  for (const group of groups) {
    const rule = net.rulesOf(group)?.find((each) => each.egress === egress && matches(net, each, packet, peer))
    if (rule !== undefined) return { group, rule }
  }
  return undefined
}

/** The rule of a network ACL that decides about a packet; the last one of every ACL denies all. */
export function decidingRule(
  { rules }: Acl,
  egress: boolean,
  protocol: Packet['protocol'],
  remote: number,
  port: number,
): AclRule {
  const found = rules.find((rule) => {
    if (rule.egress !== egress) return false
    if (rule.protocol !== '-1' && rule.protocol !== PROTOCOL_NUMBERS[protocol]) return false
    const range = rangeOf(rule.cidr)
    return range !== undefined && contains(range, remote) && rule.from <= port && port <= rule.to
  })
  return found ?? { number: 32_767, egress, protocol: '-1', allow: false, cidr: '0.0.0.0/0', from: 0, to: 65_535 }
}
