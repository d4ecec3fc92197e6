import type { ExistingResource } from '../../../../contract.ts'
import { asText } from '../../../names.ts'
import { idFor } from './addresses.ts'
import { ANYWHERE, associated, isTrue } from './records.ts'
import { tagsOf } from '../../../registry/tags.ts'
import type { Of } from './records.ts'
import type { Acl, AclRule, Subnet, Vpc } from './contract.ts'

const ALL_PORTS = { from: 0, to: 65_535 }
const ALLOW_ALL = [false, true].map((egress): AclRule => ({
  number: 100,
  egress,
  protocol: '-1',
  allow: true,
  cidr: ANYWHERE,
  ...ALL_PORTS,
}))

/** The network ACLs of a VPC. Each subnet without an association of its own is with the default one. */
export function aclsOf(vpc: Vpc, subnets: readonly Subnet[], of: Of): Acl[] {
  const taken = new Set(of('SubnetNetworkAclAssociation').map(({ properties }) => asText(properties.SubnetId)))
  const others = subnets.filter((subnet) => subnet.vpc === vpc.id && !taken.has(subnet.id))
  const own = of('NetworkAcl').filter(({ properties }) => properties.VpcId === vpc.id)
  return [
    {
      id: idFor('acl', `default/${vpc.id}`),
      tags: [],
      vpc: vpc.id,
      isDefault: true,
      subnets: new Map(others.map(({ id }) => [idFor('aclassoc', id), id])),
      rules: ALLOW_ALL,
    },
    ...own.map((each): Acl => ({
      id: each.physicalId,
      tags: tagsOf(each),
      vpc: vpc.id,
      isDefault: false,
      subnets: associated(of('SubnetNetworkAclAssociation'), 'NetworkAclId', each.physicalId),
      rules: of('NetworkAclEntry')
        .filter(({ properties }) => properties.NetworkAclId === each.physicalId)
        .map(aclRuleOf)
        .toSorted((left, right) => left.number - right.number),
    })),
  ]
}

function aclRuleOf({ properties }: ExistingResource): AclRule {
  const ports = properties.PortRange as { From?: unknown; To?: unknown } | undefined
  return {
    number: Number(properties.RuleNumber),
    egress: isTrue(properties.Egress),
    protocol: asText(properties.Protocol, '-1'),
    allow: asText(properties.RuleAction).toLowerCase() === 'allow',
    cidr: asText(properties.CidrBlock),
    ...(properties.Ipv6CidrBlock !== undefined && { ipv6Cidr: asText(properties.Ipv6CidrBlock) }),
    ...(ports === undefined ? ALL_PORTS : { from: Number(ports.From ?? 0), to: Number(ports.To ?? ALL_PORTS.to) }),
  }
}
