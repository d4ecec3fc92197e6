import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import { hexId, homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'
import type { Tag } from './requests.ts'

/** One rule: a protocol and ports, and one peer. */
export interface Rule {
  readonly id: string
  readonly egress: boolean
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all. */
  readonly protocol: string
  /** -1 for all ports. */
  readonly from: number
  readonly to: number
  readonly peer: Peer
  readonly description?: string
  /** The rule is a resource of its own in a template. */
  readonly resource?: true
}

export type Peer =
  | { readonly kind: 'ipv4'; readonly value: string }
  | { readonly kind: 'ipv6'; readonly value: string }
  | { readonly kind: 'prefix'; readonly value: string }
  | { readonly kind: 'group'; readonly value: string; readonly account?: string }

export type RuleInput = Omit<Rule, 'id'>

export interface SecurityGroup {
  readonly home: Home
  readonly id: string
  readonly name: string
  readonly description: string
  readonly vpc: string
  tags: readonly Tag[]
  /** By rule ID. */
  readonly rules: Map<string, Rule>
}

export interface SecurityGroups {
  create(home: Home, given: { name: string; description: string; vpc: string; tags: readonly Tag[] }): SecurityGroup
  list(home: Home): SecurityGroup[]
  find(home: Home, id: string): SecurityGroup | undefined
  remove(home: Home, id: string): void
  /** Adds rules, all or none. */
  authorize(group: SecurityGroup, rules: readonly RuleInput[]): Rule[]
  /** Removes rules, all or none. */
  revoke(group: SecurityGroup, rules: readonly RuleInput[]): Rule[]
}

/** The VPC of groups that name none. */
export const DEFAULT_VPC = 'vpc-00000000000000000'

const ALL_TRAFFIC = { protocol: '-1', from: -1, to: -1 } as const

export const DEFAULT_EGRESS: RuleInput = { ...ALL_TRAFFIC, egress: true, peer: { kind: 'ipv4', value: '0.0.0.0/0' } }

/** The security groups of all accounts. */
export const securityGroups = perWorld((): SecurityGroups => {
  const groups = new Map<string, SecurityGroup>()
  return {
    create(home, { name, description, vpc, tags }) {
      const twin = [...groups.values()].find(
        (each) => homeKey(each.home) === homeKey(home) && each.vpc === vpc && each.name === name,
      )
      if (twin !== undefined) {
        throw new ServiceError('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpc}'`)
      }
      const { account, region } = home
      const group: SecurityGroup = {
        home: { account, region },
        id: hexId('sg-'),
        name,
        description,
        vpc,
        tags,
        rules: new Map(),
      }
      groups.set(homeKey(home, group.id), group)
      this.authorize(group, [DEFAULT_EGRESS])
      return group
    },
    list: (home) => [...groups.values()].filter((group) => homeKey(group.home) === homeKey(home)),
    find: (home, id) => groups.get(homeKey(home, id)),
    remove: (home, id) => void groups.delete(homeKey(home, id)),
    authorize(group, rules) {
      for (const rule of rules) {
        if ([...group.rules.values()].some((known) => sameRule(known, rule))) {
          throw new ServiceError(
            'InvalidPermission.Duplicate',
            `the specified rule "${describePeer(rule)}, ${rule.protocol.toUpperCase()}, from port: ${rule.from}, to port: ${rule.to}, ALLOW" already exists`,
          )
        }
      }
      const added = rules.map((rule) => ({ ...rule, id: hexId('sgr-') }))
      for (const rule of added) group.rules.set(rule.id, rule)
      return added
    },
    revoke(group, rules) {
      const found = rules.map((rule) => {
        const known = [...group.rules.values()].find((each) => sameRule(each, rule))
        if (known === undefined) {
          throw new ServiceError(
            'InvalidPermission.NotFound',
            'The specified rule does not exist in this security group.',
          )
        }
        return known
      })
      for (const { id } of found) group.rules.delete(id)
      return found
    },
  }
})

const describePeer = ({ peer }: RuleInput): string => `peer: ${peer.value}`

/** Whether rules allow the same; descriptions do not count. */
export const sameRule = (left: RuleInput, right: RuleInput): boolean =>
  left.egress === right.egress &&
  left.protocol === right.protocol &&
  left.from === right.from &&
  left.to === right.to &&
  left.peer.kind === right.peer.kind &&
  left.peer.value === right.peer.value

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' }

/** The protocol by name, as the API returns it; the ports of all traffic are -1. */
export function protocolAndPorts(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): Pick<Rule, 'protocol' | 'from' | 'to'> {
  const name = PROTOCOLS[protocol ?? '-1'] ?? protocol ?? '-1'
  return name === '-1' ? ALL_TRAFFIC : { protocol: name, from: from ?? -1, to: to ?? -1 }
}

const described = (description: string | undefined) => (description === undefined ? {} : { description })

/** One rule for each peer of the permissions. */
export function rulesOf(permissions: readonly sdk.IpPermission[] | undefined, egress: boolean): RuleInput[] {
  return (permissions ?? []).flatMap((each) => {
    const ports = { egress, ...protocolAndPorts(each.IpProtocol, each.FromPort, each.ToPort) }
    return [
      ...(each.IpRanges ?? []).map(({ CidrIp: value = '', Description: text }): RuleInput => ({
        ...ports,
        peer: { kind: 'ipv4', value },
        ...described(text),
      })),
      ...(each.Ipv6Ranges ?? []).map(({ CidrIpv6: value = '', Description: text }): RuleInput => ({
        ...ports,
        peer: { kind: 'ipv6', value },
        ...described(text),
      })),
      ...(each.PrefixListIds ?? []).map(({ PrefixListId: value = '', Description: text }): RuleInput => ({
        ...ports,
        peer: { kind: 'prefix', value },
        ...described(text),
      })),
      ...(each.UserIdGroupPairs ?? []).map(
        ({ GroupId: value = '', UserId: account, Description: text }): RuleInput => ({
          ...ports,
          peer: { kind: 'group', value, ...(account !== undefined && { account }) },
          ...described(text),
        }),
      ),
    ]
  })
}

interface Permission {
  readonly IpProtocol: string
  readonly FromPort?: number
  readonly ToPort?: number
  readonly IpRanges: sdk.IpRange[]
  readonly Ipv6Ranges: sdk.Ipv6Range[]
  readonly PrefixListIds: sdk.PrefixListId[]
  readonly UserIdGroupPairs: sdk.UserIdGroupPair[]
}

/** Rules as permissions: one for each protocol and range of ports. */
export function permissionsOf({ home, rules }: SecurityGroup, egress: boolean): sdk.IpPermission[] {
  const permissions = new Map<string, Permission>()
  for (const rule of [...rules.values()].filter((each) => each.egress === egress)) {
    const key = `${rule.protocol}/${rule.from}/${rule.to}`
    const permission: Permission = permissions.get(key) ?? {
      IpProtocol: rule.protocol,
      // All traffic has no ports here, and -1 in DescribeSecurityGroupRules.
      ...(rule.protocol !== '-1' && { FromPort: rule.from, ToPort: rule.to }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    }
    permissions.set(key, permission)
    const text = rule.description === undefined ? {} : { Description: rule.description }
    const { peer } = rule
    if (peer.kind === 'ipv4') permission.IpRanges.push({ CidrIp: peer.value, ...text })
    else if (peer.kind === 'ipv6') permission.Ipv6Ranges.push({ CidrIpv6: peer.value, ...text })
    else if (peer.kind === 'prefix') permission.PrefixListIds.push({ PrefixListId: peer.value, ...text })
    else permission.UserIdGroupPairs.push({ GroupId: peer.value, UserId: peer.account ?? home.account, ...text })
  }
  return [...permissions.values()]
}

/** A rule as DescribeSecurityGroupRules returns it. */
export function describeRule(group: SecurityGroup, rule: Rule): sdk.SecurityGroupRule {
  const { home, id } = group
  const { peer } = rule
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: id,
    GroupOwnerId: home.account,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.from,
    ToPort: rule.to,
    ...(peer.kind === 'ipv4' && { CidrIpv4: peer.value }),
    ...(peer.kind === 'ipv6' && { CidrIpv6: peer.value }),
    ...(peer.kind === 'prefix' && { PrefixListId: peer.value }),
    ...(peer.kind === 'group' && {
      ReferencedGroupInfo: { GroupId: peer.value, UserId: peer.account ?? home.account },
    }),
    ...(rule.description !== undefined && { Description: rule.description }),
    Tags: [],
    SecurityGroupRuleArn: `arn:aws:ec2:${home.region}:${home.account}:security-group-rule/${rule.id}`,
  }
}
