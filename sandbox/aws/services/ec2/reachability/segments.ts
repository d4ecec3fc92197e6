import type * as sdk from '@aws-sdk/client-ec2'
import { addressOf, contains, isPublic, rangeOf, RFC1918, isIn } from '../network/addresses.ts'
import type { NetworkInterface } from '../network/interfaces.ts'
import { aclOf, tableOf } from '../network/topology.ts'
import type { Gateway, Route, RouteTable, Subnet } from '../network/contract.ts'
import {
  aclHop,
  aclRule,
  component,
  gatewayHop,
  groupHop,
  interfaceHop,
  plainHop,
  routeHop,
  routeOf,
} from './components.ts'
import type { Hop } from './components.ts'
import { subnetOf } from './net.ts'
import type { Net } from './net.ts'
import { admittedBy, decidingRule } from './packets.ts'
import type { Packet } from './packets.ts'

/** The path of a packet and of its response, with the components that block it. */
export interface Way {
  readonly forward: readonly Hop[]
  readonly back: readonly Hop[]
  readonly blocks: readonly sdk.Explanation[]
}

/** Collects the hops and the blocks of one direction. */
class Trail {
  readonly hops: Hop[] = []
  readonly blocks: sdk.Explanation[] = []
  readonly #net: Net

  constructor(net: Net) {
    this.#net = net
  }

  add(...hops: readonly Hop[]): this {
    this.hops.push(...hops)
    return this
  }

  block(code: string, members: Omit<sdk.Explanation, 'ExplanationCode'>): void {
    this.blocks.push({ ...members, ExplanationCode: code })
  }

  /** The security groups of an interface; an interface without any, as of a NAT gateway, filters nothing. */
  groups(at: NetworkInterface, egress: boolean, packet: Packet, other: NetworkInterface | undefined): this {
    if (at.groups.length === 0) return this
    const peer = { address: egress ? packet.destination : packet.source, groups: other?.groups ?? [] }
    const admitted = admittedBy(this.#net, at, egress, packet, peer)
    if (admitted !== undefined) return this.add(groupHop(this.#net, admitted.group, admitted.rule))
    this.block('ENI_SG_RULES_MISMATCH', {
      Direction: egress ? 'egress' : 'ingress',
      NetworkInterface: component(this.#net, at.id),
      SecurityGroups: at.groups.map((group) => component(this.#net, group)),
      Subnet: component(this.#net, at.subnet),
      Vpc: component(this.#net, at.vpc),
    })
    return this
  }

  /** The network ACL of a subnet. */
  acl(subnet: Subnet | undefined, egress: boolean, protocol: Packet['protocol'], remote: number, port: number): this {
    const acl = subnet && aclOf(this.#net.topology, subnet)
    if (acl === undefined || subnet === undefined) return this
    const rule = decidingRule(acl, egress, protocol, remote, port)
    if (rule.allow) return this.add(aclHop(this.#net, acl.id, rule))
    this.block('SUBNET_ACL_RESTRICTION', {
      Acl: component(this.#net, acl.id),
      AclRule: aclRule(rule),
      Direction: egress ? 'egress' : 'ingress',
      Subnet: component(this.#net, subnet.id),
      Vpc: component(this.#net, subnet.vpc),
    })
    return this
  }

  /** The route of a subnet to an address; blocked when it does not lead to one of the targets. */
  route(subnet: Subnet | undefined, address: number, targets: readonly string[], wanted: string): Route | undefined {
    const table = subnet && tableOf(this.#net.topology, subnet)
    if (table === undefined) return undefined
    const route = mostSpecific(table, address)
    if (route !== undefined && targets.includes(route.target)) {
      this.add(routeHop(this.#net, table.id, route))
      if (route.state === 'active') return route
    }
    this.#noRoute(table, route, targets, wanted)
    return undefined
  }

  #noRoute(table: RouteTable, route: Route | undefined, targets: readonly string[], wanted: string): void {
    const where = { RouteTable: component(this.#net, table.id), Vpc: component(this.#net, table.vpc) }
    if (route?.state === 'blackhole') {
      this.block('BAD_STATE_ROUTE', { ...where, RouteTableRoute: routeOf(route) })
      return
    }
    const Destination = component(this.#net, wanted)
    const leading = table.routes.find(({ target }) => targets.includes(target))
    if (leading === undefined || route === undefined) {
      const code = leading === undefined ? 'NO_ROUTE_TO_DESTINATION' : 'CANNOT_ROUTE'
      this.block(code, { ...where, Destination, ...(leading !== undefined && { RouteTableRoute: routeOf(leading) }) })
      return
    }
    this.block('MORE_SPECIFIC_ROUTE', { ...where, Destination, RouteTableRoute: routeOf(route) })
  }
}

/** The route with the longest prefix that contains an address. */
function mostSpecific({ routes }: RouteTable, address: number): Route | undefined {
  const matching = routes.flatMap((route) => {
    const range = route.cidr === undefined ? undefined : rangeOf(route.cidr)
    return range !== undefined && contains(range, address) ? [{ route, size: range.last - range.first }] : []
  })
  return matching.toSorted((left, right) => left.size - right.size)[0]?.route
}

const owner = (net: Net, at: NetworkInterface): Hop[] =>
  at.attachedTo?.instance === undefined ? [] : [plainHop(net, at.attachedTo.instance)]

const addressIn = ({ address }: NetworkInterface): number => addressOf(address) ?? 0

/** Between two network interfaces, in one VPC or in two that are peered. */
export function between(net: Net, from: NetworkInterface, to: NetworkInterface, packet: Packet): Way {
  const trail = new Trail(net)
  const answer = new Trail(net)
  const [near, far] = [subnetOf(net, from), subnetOf(net, to)]
  const peering = from.vpc === to.vpc ? undefined : peeringOf(net, from.vpc, to.vpc)
  if (from.vpc !== to.vpc && peering === undefined) {
    trail.block('DISCONNECTED_VPCS', { SourceVpc: component(net, from.vpc), DestinationVpc: component(net, to.vpc) })
    return { forward: [], back: [], blocks: trail.blocks }
  }
  const crosses = from.subnet !== to.subnet
  const across = (at: Trail, subnet: Subnet | undefined, address: number): void => {
    if (!crosses) return
    if (peering === undefined) at.route(subnet, address, ['local'], to.id)
    else if (at.route(subnet, address, [peering], peering) !== undefined) at.add(plainHop(net, peering))
  }
  const { protocol, port, sourcePort } = packet
  const [source, destination] = [addressIn(from), addressIn(to)]
  trail.add(...owner(net, from), interfaceHop(net, from)).groups(from, true, packet, to)
  if (crosses) trail.acl(near, true, protocol, destination, port)
  across(trail, near, destination)
  if (crosses) trail.acl(far, false, protocol, source, port)
  trail.groups(to, false, packet, from).add(interfaceHop(net, to), ...owner(net, to))

  answer.add(...owner(net, to), interfaceHop(net, to), ...to.groups.slice(0, 1).map((group) => plainHop(net, group)))
  if (crosses) answer.acl(far, true, protocol, source, sourcePort)
  across(answer, far, source)
  if (crosses) answer.acl(near, false, protocol, destination, sourcePort)
  answer.add(
    ...from.groups.slice(0, 1).map((group) => plainHop(net, group)),
    interfaceHop(net, from),
    ...owner(net, from),
  )
  return { forward: trail.hops, back: answer.hops, blocks: [...trail.blocks, ...answer.blocks] }
}

function peeringOf({ topology }: Net, one: string, other: string): string | undefined {
  return topology.peerings.find(({ vpcs }) => vpcs.includes(one) && vpcs.includes(other))?.id
}

/** From the internet, through a gateway, to a network interface. */
export function fromInternet(net: Net, gateway: Gateway, to: NetworkInterface, packet: Packet): Way {
  const trail = new Trail(net)
  const answer = new Trail(net)
  if (!attached(net, gateway, to.vpc, trail)) return { forward: [], back: [], blocks: trail.blocks }
  const [subnet, { protocol, source, port, sourcePort }] = [subnetOf(net, to), packet]
  const where = { InternetGateway: component(net, gateway.id), Vpc: component(net, to.vpc) }
  if (!isPublic(source)) {
    const code = isIn(RFC1918, source)
      ? 'IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS'
      : 'IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS'
    trail.block(code, where)
  }
  trail.add(gatewayHop(net, gateway.id, to.vpc))
  if (to.publicAddress === undefined || to.attachedTo === undefined) {
    trail.block('IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', where)
  }
  trail.acl(subnet, false, protocol, source, port).groups(to, false, packet, undefined)
  trail.add(interfaceHop(net, to), ...owner(net, to))
  answer.add(...owner(net, to), interfaceHop(net, to), ...to.groups.slice(0, 1).map((group) => plainHop(net, group)))
  answer.acl(subnet, true, protocol, source, sourcePort)
  answer.route(subnet, source, [gateway.id], gateway.id)
  answer.add(gatewayHop(net, gateway.id, to.vpc))
  return { forward: trail.hops, back: answer.hops, blocks: [...trail.blocks, ...answer.blocks] }
}

function attached(net: Net, gateway: Gateway, vpc: string, trail: Trail): boolean {
  if (gateway.vpcs.includes(vpc)) return true
  const [other] = gateway.vpcs
  if (other === undefined) trail.block('UNASSOCIATED_COMPONENT', { Component: component(net, gateway.id) })
  else trail.block('DISCONNECTED_VPCS', { SourceVpc: component(net, other), DestinationVpc: component(net, vpc) })
  return false
}

/** From a network interface to the internet, through its gateway or a NAT gateway. */
export function toInternet(net: Net, from: NetworkInterface, gateway: Gateway, packet: Packet): Way {
  const trail = new Trail(net)
  const answer = new Trail(net)
  if (!attached(net, gateway, from.vpc, trail)) return { forward: [], back: [], blocks: trail.blocks }
  const [subnet, { protocol, destination, port, sourcePort }] = [subnetOf(net, from), packet]
  const where = { InternetGateway: component(net, gateway.id), Vpc: component(net, from.vpc) }
  const nats = net.topology.nats.filter(({ isPublic: open }) => open)
  if (!isPublic(destination)) {
    const code = isIn(RFC1918, destination)
      ? 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'
      : 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'
    trail.block(code, where)
  }
  trail.add(...owner(net, from), interfaceHop(net, from)).groups(from, true, packet, undefined)
  trail.acl(subnet, true, protocol, destination, port)
  const route = trail.route(subnet, destination, [gateway.id, ...nats.map(({ id }) => id)], gateway.id)
  const nat = net.interfaces.find((each) => each.type === 'natGateway' && each.owner === route?.target)
  if (route !== undefined && nat === undefined && from.publicAddress === undefined) {
    trail.block('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', where)
  }
  if (nat !== undefined) {
    const next = subnetOf(net, nat)
    const crosses = nat.subnet !== from.subnet
    if (crosses) trail.acl(next, false, protocol, addressIn(from), port)
    trail.add(interfaceHop(net, nat), plainHop(net, nat.owner)).acl(next, true, protocol, destination, port)
    trail.route(next, destination, [gateway.id], gateway.id)
    answer.acl(next, false, protocol, destination, sourcePort).add(plainHop(net, nat.owner))
    if (crosses) answer.acl(next, true, protocol, addressIn(from), sourcePort)
  }
  trail.add(gatewayHop(net, gateway.id, from.vpc))
  answer.acl(subnet, false, protocol, destination, sourcePort)
  answer.add(
    ...from.groups.slice(0, 1).map((group) => plainHop(net, group)),
    interfaceHop(net, from),
    ...owner(net, from),
  )
  return {
    forward: trail.hops,
    back: [gatewayHop(net, gateway.id, from.vpc), ...answer.hops],
    blocks: [...trail.blocks, ...answer.blocks],
  }
}

/** From a network interface to a gateway endpoint, which its route table leads to. */
export function toEndpoint(net: Net, from: NetworkInterface, endpoint: string, packet: Packet): Way {
  const trail = new Trail(net)
  const subnet = subnetOf(net, from)
  const found = net.topology.endpoints.find(({ id }) => id === endpoint)
  const table = subnet && tableOf(net.topology, subnet)
  trail.add(...owner(net, from), interfaceHop(net, from)).groups(from, true, packet, undefined)
  trail.acl(subnet, true, packet.protocol, packet.destination, packet.port)
  if (table !== undefined && found?.tables.includes(table.id) !== true) {
    trail.block('NO_ROUTE_TO_DESTINATION', {
      Destination: component(net, endpoint),
      RouteTable: component(net, table.id),
      Vpc: component(net, from.vpc),
    })
  } else if (table !== undefined) trail.add(plainHop(net, table.id))
  trail.add(plainHop(net, endpoint))
  return { forward: trail.hops, back: [], blocks: trail.blocks }
}
