import type * as sdk from '@aws-sdk/client-ec2'
import { addressOf, isPublic, rangeOf } from '../network/addresses.ts'
import type { AddressRange } from '../network/addresses.ts'
import type { NetworkInterface } from '../network/interfaces.ts'
import type { Gateway } from '../network/contract.ts'
import { arnOf, component, headerOf, numbered, plainHop } from './components.ts'
import type { Hop } from './components.ts'
import type { BalancerNet, Net } from './net.ts'
import type { Packet } from './packets.ts'
import { between, fromInternet, toEndpoint, toInternet } from './segments.ts'
import type { Way } from './segments.ts'

/** Ports, both ends included. */
interface Ports {
  readonly from: number
  readonly to: number
}

/** The input of an analysis. Addresses and ports without a limit may have any value. */
export interface Question {
  readonly source: string
  readonly destination: string | undefined
  readonly protocol: Packet['protocol']
  readonly sourceAddress: string | undefined
  readonly destinationAddress: string | undefined
  readonly sourcePorts: Ports
  /** The destination port at the source, and at the destination: a load balancer may change it. */
  readonly ports: Ports
  readonly finalPorts: Ports
  /** ARNs of components that a path has to have, and must not have. */
  readonly through: readonly string[]
  readonly without: readonly string[]
}

export interface Answer {
  readonly found: boolean
  readonly forward: readonly sdk.PathComponent[]
  readonly back: readonly sdk.PathComponent[]
  readonly explanations: readonly sdk.Explanation[]
}

type End =
  | { readonly kind: 'interfaces'; readonly all: readonly NetworkInterface[] }
  | { readonly kind: 'gateway'; readonly gateway: Gateway }
  | { readonly kind: 'endpoint'; readonly id: string }

/** The network component with an ID; undefined when it does not exist. */
export function endOf(net: Net, id: string): End | undefined {
  const { topology, interfaces } = net
  const gateway = topology.gateways.find((each) => each.id === id)
  if (gateway !== undefined) return { kind: 'gateway', gateway }
  const own = interfaces.filter((each) => each.id === id || each.attachedTo?.instance === id)
  if (own.length > 0) return { kind: 'interfaces', all: own }
  const endpoint = topology.endpoints.find((each) => each.id === id)
  if (endpoint === undefined) return undefined
  if (endpoint.kind === 'Gateway') return { kind: 'endpoint', id }
  return { kind: 'interfaces', all: interfaces.filter(({ owner }) => owner === id) }
}

const nothing = (...explanations: sdk.Explanation[]): Answer => ({ found: false, forward: [], back: [], explanations })

/** Whether a packet reaches the destination and its response returns, by the configuration alone. */
export function analyze(net: Net, question: Question): Answer {
  const source = endOf(net, question.source)
  if (source === undefined || source.kind === 'endpoint')
    return nothing({ ExplanationCode: 'NO_SOURCE_OR_DESTINATION' })
  const destination = destinationOf(net, question, source)
  if (destination === undefined) return nothing({ ExplanationCode: 'NO_SOURCE_OR_DESTINATION' })
  if (source.kind === 'interfaces' && source.all.length === 0) {
    return nothing({ ExplanationCode: 'UNASSOCIATED_COMPONENT', Component: component(net, question.source) })
  }
  const all = waysOf(net, question, source, destination)
  const filtered = all.map((each) => withFilters(net, question, each))
  const best = filtered.toSorted(
    (left, right) =>
      left.way.blocks.length - right.way.blocks.length || left.way.forward.length - right.way.forward.length,
  )[0]
  if (best === undefined) return nothing({ ExplanationCode: 'NO_PATH' })
  const { way, packet } = best
  if (way.blocks.length > 0) return nothing(...distinct(way.blocks))
  return {
    found: true,
    forward: numbered(withHeaders(way.forward, packet, false)),
    // The path of responses is analyzed for connections only.
    back: question.protocol === 'tcp' ? numbered(withHeaders(way.back, packet, true)) : [],
    explanations: [],
  }
}

/** The destination: a resource, or any holder of the address. */
function destinationOf(net: Net, { destination, destinationAddress: text }: Question, source: End): End | undefined {
  if (destination !== undefined) return endOf(net, destination)
  const vpcs = source.kind === 'interfaces' ? source.all.map(({ vpc }) => vpc) : []
  const [first] = vpcs
  const at = net.interfaces.filter(
    (each) =>
      each.publicAddress === text || (each.address === text && (first === undefined || vpcs.includes(each.vpc))),
  )
  if (at.length > 0) return { kind: 'interfaces', all: at }
  const gateway = net.topology.gateways.find((each) => each.vpcs.some((vpc) => vpcs.includes(vpc)))
  return gateway === undefined ? undefined : { kind: 'gateway', gateway }
}

interface Tried {
  readonly way: Way
  readonly packet: Packet
}

/** All possible paths, for every packet that could be treated differently. */
function waysOf(net: Net, question: Question, source: End, destination: End): Tried[] {
  const packets = packetsOf(net, question)
  const tried: Tried[] = []
  const walk = (packet: Packet, way: Way): void => void tried.push({ packet, way })
  for (const packet of packets) {
    if (source.kind === 'interfaces' && destination.kind === 'interfaces') {
      for (const from of source.all) {
        const own = { ...packet, source: numberOf(from) }
        for (const to of destination.all) {
          if (admits(question, own, to)) walk(own, between(net, from, to, { ...own, destination: numberOf(to) }))
          for (const way of balanced(net, question, own, { from, to })) walk(own, way)
        }
      }
    } else if (source.kind === 'gateway' && destination.kind === 'interfaces') {
      for (const to of destination.all) {
        const arriving = { ...packet, destination: numberOf(to) }
        if (admits(question, packet, to)) walk(arriving, fromInternet(net, source.gateway, to, arriving))
        for (const way of balanced(net, question, packet, { from: source.gateway, to })) walk(packet, way)
      }
    } else if (source.kind === 'interfaces') {
      for (const from of source.all) {
        const own = { ...packet, source: numberOf(from) }
        if (destination.kind === 'gateway') walk(own, toInternet(net, from, destination.gateway, own))
        else if (destination.kind === 'endpoint') walk(own, toEndpoint(net, from, destination.id, own))
      }
    }
  }
  return tried
}

const numberOf = ({ address }: NetworkInterface): number => addressOf(address) ?? 0

/** Whether the filters let a packet reach an interface unchanged. */
function admits({ finalPorts, destinationAddress: wanted }: Question, { port }: Packet, to: NetworkInterface): boolean {
  if (port < finalPorts.from || port > finalPorts.to) return false
  return wanted === undefined || wanted === to.address || wanted === to.publicAddress
}

/** The paths through load balancers that have the destination as a target. */
function* balanced(
  net: Net,
  { finalPorts, without }: Question,
  packet: Packet,
  { from, to }: { readonly from: NetworkInterface | Gateway; readonly to: NetworkInterface },
): Generator<Way> {
  for (const balancer of net.balancers) {
    if (without.includes(balancer.arn)) continue
    for (const listener of balancer.listeners) {
      if (listener.port !== packet.port) continue
      for (const group of listener.groups) {
        const target = group.targets.find((each) => each.interface.id === to.id)
        if (target === undefined || target.port < finalPorts.from || target.port > finalPorts.to) continue
        for (const front of balancer.interfaces) {
          const first =
            'address' in from
              ? between(net, from, front, { ...packet, destination: numberOf(front) })
              : fromInternet(net, from, front, { ...packet, destination: numberOf(front) })
          const onward = { ...packet, source: numberOf(front), destination: numberOf(to), port: target.port }
          const second = between(net, front, to, onward)
          const middle = balancerHops(net, balancer, listener.arn, group.arn)
          yield {
            forward: [...first.forward, ...middle, ...second.forward],
            back: [...second.back, ...first.back],
            blocks: [...first.blocks, ...second.blocks],
          }
        }
      }
    }
  }
}

const balancerHops = (net: Net, { arn }: BalancerNet, listener: string, group: string): Hop[] => [
  { ...plainHop(net, arn), ElasticLoadBalancerListener: component(net, listener) },
  plainHop(net, group),
]

const MOST_PORT = 65_535

/**
 * A packet for every combination of port and address that rules could treat differently: the limits of all ranges. The
 * addresses of interfaces are filled in later.
 */
function packetsOf(net: Net, question: Question): Packet[] {
  const groups = [...new Set(net.interfaces.flatMap((each) => each.groups))]
  const rules = groups.flatMap((group) => net.rulesOf(group) ?? [])
  const entries = net.topology.acls.flatMap((acl) => acl.rules)
  const cidrs = [
    ...rules.flatMap(({ peer }) => (peer.kind === 'prefix' ? net.prefixes(peer.value) : (rangeOf(peer.value) ?? []))),
    ...entries.flatMap(({ cidr }) => rangeOf(cidr) ?? []),
    ...net.topology.tables.flatMap(({ routes }) => routes.flatMap(({ cidr }) => (cidr && rangeOf(cidr)) || [])),
  ]
  const ports = limitsIn(question.ports, [...rules, ...entries])
  const sourcePorts = limitsIn(question.sourcePorts, entries)
  const sources = addresses(question.sourceAddress, cidrs)
  const destinations = addresses(question.destinationAddress, cidrs)
  const anyDestination = endOf(net, question.destination ?? '')?.kind === 'interfaces' ? [0] : destinations
  const anySource = endOf(net, question.source)?.kind === 'interfaces' ? [0] : sources
  return ports.flatMap((port) =>
    sourcePorts.flatMap((sourcePort) =>
      anySource.flatMap((source) =>
        anyDestination.map((destination) => ({ protocol: question.protocol, port, sourcePort, source, destination })),
      ),
    ),
  )
}

/** The first ports of all ranges, and those after their ends, within limits. */
function limitsIn({ from, to }: Ports, ranges: readonly Ports[]): number[] {
  const limits = [from, ...ranges.flatMap((range) => [range.from, range.to + 1])]
  return [...new Set(limits)].filter((port) => port >= from && port <= to && port <= MOST_PORT)
}

/** An address of the internet that documentation uses. */
const SOMEWHERE = 203 * 2 ** 24 + 113 * 2 ** 8 + 1

/** The given address, or public ones that are in different blocks. */
function addresses(given: string | undefined, ranges: readonly AddressRange[]): number[] {
  const one = given === undefined ? undefined : addressOf(given)
  if (one !== undefined) return [one]
  const limits = ranges.flatMap(({ first, last }) => [first, last + 1])
  return [...new Set([SOMEWHERE, ...limits])].filter((address) => address > 0 && address < 2 ** 32 && isPublic(address))
}

/** The filters of components, as blocks. */
function withFilters(net: Net, { through, without }: Question, { way, packet }: Tried): Tried {
  const arns = new Set(
    way.forward.flatMap(({ Component: each, ElasticLoadBalancerListener: listener }) => [each?.Arn, listener?.Arn]),
  )
  const missing = through.filter((arn) => !arns.has(arnOf(net, arn)))
  const excluded = without.filter((arn) => arns.has(arnOf(net, arn)))
  const blocks = [
    ...way.blocks,
    ...missing.map((arn) => ({
      ExplanationCode: 'COMPONENT_FILTER_RESTRICTION',
      Component: { Arn: arn, Id: idOf(arn) },
    })),
    ...excluded.map((arn) => ({
      ExplanationCode: 'COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT',
      Component: { Arn: arn, Id: idOf(arn) },
    })),
  ]
  return { way: { ...way, blocks }, packet }
}

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn

const distinct = (all: readonly sdk.Explanation[]): sdk.Explanation[] => [
  ...new Map(all.map((each) => [JSON.stringify(each), each])).values(),
]

function withHeaders(hops: readonly Hop[], packet: Packet, answer: boolean): Hop[] {
  const last = hops.length - 1
  return hops.map((hop, index) => {
    if (index === 0) return { ...hop, OutboundHeader: headerOf(packet, answer) }
    return index === last ? { ...hop, InboundHeader: headerOf(packet, answer) } : hop
  })
}
