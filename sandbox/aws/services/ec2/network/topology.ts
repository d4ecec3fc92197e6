import type { ExistingResource } from '../../../../contract.ts'
import { asText, homeKey } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import type { World } from '../../../world.ts'
import { DEFAULT_VPC } from '../security-groups.ts'
import { aclsOf } from './acls.ts'
import { rangeOf } from './addresses.ts'
import { DEFAULT_GATEWAY, DEFAULT_SUBNET } from './contract.ts'
import type { Acl, RouteTable, Subnet, Topology, Vpc } from './contract.ts'
import { isTrue, textList } from './records.ts'
import { tagsOf } from '../../../registry/tags.ts'
import { tablesOf } from './route-tables.ts'

/** The network of a default VPC (VPC user guide, “Default VPCs”). */
const DEFAULT_CIDR = '172.31.0.0/16'
const DEFAULT_SUBNET_CIDR = '172.31.0.0/20'

/** The route tables of VPCs, network ACLs and gateways, as they are now. */
export function topologyOf({ existing, scenario }: World, home: Home): Topology {
  const of = (kind: string): ExistingResource[] => existing.list(home, `AWS::EC2::${kind}`)
  const given = scenario.network.filter((network) => homeKey(network) === homeKey(home))
  const vpcs: Vpc[] = [
    ...given.map(({ vpc }) => ({ id: vpc, tags: [], cidrs: [] })),
    ...of('VPC').map((each) => ({
      id: each.physicalId,
      tags: tagsOf(each),
      cidrs: [
        asText(each.properties.CidrBlock),
        ...of('VPCCidrBlock')
          .filter(({ properties }) => properties.VpcId === each.physicalId)
          .map(({ properties }) => asText(properties.CidrBlock)),
      ].filter((cidr) => rangeOf(cidr) !== undefined),
    })),
    { id: DEFAULT_VPC, tags: [], cidrs: [DEFAULT_CIDR] },
  ]
  const subnets: Subnet[] = [
    ...given.flatMap(({ vpc, subnets: ids }) => ids.map((id) => subnetOf(id, vpc, {}, home))),
    ...of('Subnet').map((each) => ({
      ...subnetOf(each.physicalId, asText(each.properties.VpcId), each.properties, home),
      tags: tagsOf(each),
    })),
    subnetOf(DEFAULT_SUBNET, DEFAULT_VPC, { CidrBlock: DEFAULT_SUBNET_CIDR, MapPublicIpOnLaunch: true }, home),
  ]
  const targets = new Set(TARGET_TYPES.flatMap((kind) => of(kind).map(({ physicalId }) => physicalId)))
  const exists = (id: string): boolean => targets.has(id) || !/^(igw|nat|pcx|vgw|eigw|vpce)-/.test(id)
  return {
    vpcs,
    subnets,
    tables: vpcs.flatMap((vpc) => tablesOf(vpc, of, exists)),
    acls: vpcs.flatMap((vpc) => aclsOf(vpc, subnets, of)),
    gateways: [
      ...of('InternetGateway').map((each) => ({
        id: each.physicalId,
        tags: tagsOf(each),
        vpcs: of('VPCGatewayAttachment')
          .filter(({ properties }) => properties.InternetGatewayId === each.physicalId)
          .map(({ properties }) => asText(properties.VpcId)),
      })),
      { id: DEFAULT_GATEWAY, tags: [], vpcs: [DEFAULT_VPC] },
    ],
    nats: of('NatGateway').map((each) => ({
      id: each.physicalId,
      tags: tagsOf(each),
      subnet: asText(each.properties.SubnetId),
      isPublic: asText(each.properties.ConnectivityType, 'public') === 'public',
    })),
    peerings: of('VPCPeeringConnection').map((each) => ({
      id: each.physicalId,
      tags: tagsOf(each),
      vpcs: [asText(each.properties.VpcId), asText(each.properties.PeerVpcId)],
    })),
    endpoints: of('VPCEndpoint').map(({ physicalId: id, properties, ...each }) => ({
      id,
      tags: tagsOf({ properties, ...each }),
      vpc: asText(properties.VpcId),
      kind: asText(properties.VpcEndpointType, 'Gateway'),
      service: asText(properties.ServiceName),
      subnets: textList(properties.SubnetIds),
      groups: textList(properties.SecurityGroupIds),
      tables: textList(properties.RouteTableIds),
    })),
  }
}

const TARGET_TYPES = [
  'InternetGateway',
  'NatGateway',
  'VPCPeeringConnection',
  'VPNGateway',
  'EgressOnlyInternetGateway',
  'VPCEndpoint',
]

/** Addresses of subnets that the scenario gives without a CIDR block. */
const UNKNOWN_CIDR = '10.255.255.0/24'

function subnetOf(id: string, vpc: string, properties: ExistingResource['properties'], { region }: Home): Subnet {
  const cidr = asText(properties.CidrBlock, UNKNOWN_CIDR)
  return {
    id,
    vpc,
    tags: [],
    cidr,
    range: rangeOf(cidr) ?? { first: 0, last: 0 },
    zone: asText(properties.AvailabilityZone, `${region}a`),
    publicAddresses: isTrue(properties.MapPublicIpOnLaunch),
  }
}

/** The route table of a subnet: its own, or the main one of its VPC. */
export function tableOf({ tables }: Topology, subnet: Subnet): RouteTable | undefined {
  const own = tables.find(({ subnets }) => [...subnets.values()].includes(subnet.id))
  return own ?? tables.find(({ vpc, main }) => main && vpc === subnet.vpc)
}

/** The network ACL of a subnet: its own, or the default one of its VPC. */
export function aclOf({ acls }: Topology, subnet: Subnet): Acl | undefined {
  const own = acls.find(({ subnets }) => [...subnets.values()].includes(subnet.id))
  return own ?? acls.find(({ vpc, isDefault }) => isDefault && vpc === subnet.vpc)
}
