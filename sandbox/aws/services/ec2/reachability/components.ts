import type * as sdk from '@aws-sdk/client-ec2'
import type { Home } from '../../../names.ts'
import { addressText } from '../network/addresses.ts'
import type { NetworkInterface } from '../network/interfaces.ts'
import type { AclRule, Route } from '../network/contract.ts'
import type { RuleInput } from '../security-groups.ts'
import { PROTOCOL_NUMBERS } from './packets.ts'
import type { Packet } from './packets.ts'

/** The type in the ARN of an EC2 resource, by the prefix of its ID. */
const ARN_TYPES: Readonly<Record<string, string>> = {
  acl: 'network-acl',
  eni: 'network-interface',
  i: 'instance',
  igw: 'internet-gateway',
  nat: 'natgateway',
  pcx: 'vpc-peering-connection',
  pl: 'prefix-list',
  rtb: 'route-table',
  sg: 'security-group',
  subnet: 'subnet',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
}

/** Where a component is. */
type Place = { readonly home: Home }

export function arnOf({ home }: Place, id: string): string {
  if (id.startsWith('arn:')) return id
  return `arn:aws:ec2:${home.region}:${home.account}:${ARN_TYPES[id.split('-')[0] ?? ''] ?? 'resource'}/${id}`
}

export const component = (net: Place, id: string): sdk.AnalysisComponent => ({ Id: id, Arn: arnOf(net, id) })

/** A hop without its number. */
export type Hop = Omit<sdk.PathComponent, 'SequenceNumber'>

const hop = (net: Place, id: string, more: Partial<Hop> = {}): Hop => ({ Component: component(net, id), ...more })

export const plainHop = (net: Place, id: string): Hop => hop(net, id)

export const gatewayHop = (net: Place, id: string, vpc: string): Hop => hop(net, id, { Vpc: component(net, vpc) })

export const interfaceHop = (net: Place, { id, subnet, vpc, attachedTo, owner }: NetworkInterface): Hop =>
  hop(net, id, {
    ...(attachedTo !== undefined && { AttachedTo: component(net, attachedTo.instance ?? owner) }),
    Subnet: component(net, subnet),
    Vpc: component(net, vpc),
  })

export const groupHop = (net: Place, group: string, rule: RuleInput | undefined): Hop =>
  hop(net, group, {
    ...(rule !== undefined && {
      SecurityGroupRule: {
        ...(rule.peer.kind === 'ipv4' && { Cidr: rule.peer.value }),
        ...(rule.peer.kind === 'prefix' && { PrefixListId: rule.peer.value }),
        ...(rule.peer.kind === 'group' && { SecurityGroupId: rule.peer.value }),
        Direction: rule.egress ? 'egress' : 'ingress',
        ...(rule.from !== -1 && { PortRange: { From: rule.from, To: rule.to } }),
        Protocol: rule.protocol === '-1' ? 'all' : rule.protocol,
      },
    }),
  })

export const aclRule = ({ cidr, egress, allow, number, protocol, from, to }: AclRule): sdk.AnalysisAclRule => ({
  Cidr: cidr,
  Egress: egress,
  ...((from > 0 || to < 65_535) && { PortRange: { From: from, To: to } }),
  Protocol: protocol === '-1' ? 'all' : protocol,
  RuleAction: allow ? 'allow' : 'deny',
  RuleNumber: number,
})

export const aclHop = (net: Place, acl: string, rule: AclRule): Hop => hop(net, acl, { AclRule: aclRule(rule) })

export const routeOf = ({
  cidr,
  prefixList,
  targetKind,
  target,
  origin,
  state,
}: Route): sdk.AnalysisRouteTableRoute => ({
  ...(cidr !== undefined && { DestinationCidr: cidr }),
  ...(prefixList !== undefined && { DestinationPrefixListId: prefixList }),
  [targetKind === 'VpcEndpointId' ? 'GatewayId' : targetKind]: target,
  Origin: origin.toLowerCase(),
  State: state,
})

export const routeHop = (net: Place, table: string, route: Route): Hop =>
  hop(net, table, { RouteTableRoute: routeOf(route) })

/** The header of a packet on its way, or of its response. */
export function headerOf(packet: Packet, answer: boolean): sdk.AnalysisPacketHeader {
  const { source, destination, sourcePort, port, protocol } = packet
  const [from, fromPort, to, toPort] = answer
    ? [destination, port, source, sourcePort]
    : [source, sourcePort, destination, port]
  return {
    DestinationAddresses: [`${addressText(to)}/32`],
    DestinationPortRanges: [{ From: toPort, To: toPort }],
    Protocol: PROTOCOL_NUMBERS[protocol],
    SourceAddresses: [`${addressText(from)}/32`],
    SourcePortRanges: [{ From: fromPort, To: fromPort }],
  }
}

export const numbered = (hops: readonly Hop[]): sdk.PathComponent[] =>
  hops.map((each, index) => ({ SequenceNumber: index + 1, ...each }))
