import { balancerOf, listenerOf } from '../../../hosts/listeners.ts'
import { asText } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import type { World } from '../../../world.ts'
import { rangeOf } from '../network/addresses.ts'
import type { AddressRange } from '../network/addresses.ts'
import { defaultGroup } from '../network/interfaces.ts'
import { allInterfaces } from '../network/left-interfaces.ts'
import type { NetworkInterface } from '../network/interfaces.ts'
import { topologyOf } from '../network/topology.ts'
import type { Subnet, Topology } from '../network/contract.ts'
import { DEFAULT_EGRESS, securityGroups } from '../security-groups.ts'
import type { RuleInput } from '../security-groups.ts'

/** The input of an analysis: the configuration of an account and region at one time. */
export interface Net {
  readonly home: Home
  readonly topology: Topology
  readonly interfaces: readonly NetworkInterface[]
  readonly balancers: readonly BalancerNet[]
  /** The rules of a security group; undefined when it does not exist. */
  rulesOf(group: string): readonly RuleInput[] | undefined
  /** The addresses of a prefix list. */
  prefixes(id: string): readonly AddressRange[]
}

export interface BalancerNet {
  readonly arn: string
  readonly interfaces: readonly NetworkInterface[]
  readonly listeners: readonly {
    readonly arn: string
    readonly port: number
    readonly groups: readonly { readonly arn: string; readonly targets: readonly BalancerTarget[] }[]
  }[]
}

export interface BalancerTarget {
  readonly interface: NetworkInterface
  readonly port: number
}

export function netOf(world: World, home: Home): Net {
  const topology = topologyOf(world, home)
  const interfaces = allInterfaces(world, home, topology)
  const groups = securityGroups(world)
  const prefixLists = world.existing.list(home, 'AWS::EC2::PrefixList')
  const defaults = new Map(topology.vpcs.map(({ id }) => [defaultGroup(id), ownTraffic(defaultGroup(id))]))
  return {
    home,
    topology,
    interfaces,
    balancers: balancersOf(world, home, interfaces),
    rulesOf(id) {
      const group = groups.find(home, id)
      return group === undefined ? defaults.get(id) : [...group.rules.values()]
    },
    prefixes(id) {
      const entries = prefixLists.find(({ physicalId }) => physicalId === id)?.properties.Entries
      return ((entries as { Cidr?: unknown }[] | undefined) ?? []).flatMap(
        ({ Cidr: cidr }) => rangeOf(asText(cidr)) ?? [],
      )
    },
  }
}

/** The rules of a default security group: all from itself, and all traffic out (VPC user guide). */
const ownTraffic = (group: string): RuleInput[] => [
  { protocol: '-1', from: -1, to: -1, egress: false, peer: { kind: 'group', value: group } },
  DEFAULT_EGRESS,
]

function balancersOf(world: World, home: Home, interfaces: readonly NetworkInterface[]): BalancerNet[] {
  const of = (kind: string) => world.existing.list(home, `AWS::ElasticLoadBalancingV2::${kind}`)
  const targetsOf = (group: string): BalancerTarget[] =>
    [...(world.balancers.group(group)?.targets.keys() ?? [])].flatMap((target) => {
      const [id, port] = target.split(':')
      const at = interfaces.find(
        (each) => each.address === id || (each.attachedTo?.instance === id && each.attachedTo?.index === 0),
      )
      return at === undefined ? [] : [{ interface: at, port: Number(port ?? world.balancers.group(group)?.port ?? 80) }]
    })
  const rules = world.balancers
  return of('LoadBalancer').map(({ physicalId: arn }) => ({
    arn,
    interfaces: interfaces.filter(({ owner }) => owner === arn),
    listeners: of('Listener')
      .filter(({ physicalId }) => balancerOf(physicalId) === arn)
      .map(({ physicalId: listener, properties }) => {
        const played = [...(rules.find(arn)?.listeners.get(listener)?.rules.values() ?? [])]
        const own = played.filter((rule) => listenerOf(rule.arn) === listener)
        const named = new Set(own.flatMap(({ forward }) => forward.map(({ group }) => group)))
        return {
          arn: listener,
          port: Number(properties.Port ?? 80),
          groups: [...named].map((group) => ({ arn: group, targets: targetsOf(group) })),
        }
      }),
  }))
}

export const subnetOf = ({ topology }: Net, { subnet }: NetworkInterface): Subnet | undefined =>
  topology.subnets.find(({ id }) => id === subnet)
