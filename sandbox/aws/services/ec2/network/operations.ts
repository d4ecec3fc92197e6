import { hash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import type { World } from '../../../world.ts'
import { byId, filtered, given, page, tagFilters } from '../requests.ts'
import { DEFAULT_VPC } from '../security-groups.ts'
import { securityGroups } from '../security-groups.ts'
import type { NetworkInterface } from './interfaces.ts'
import { allInterfaces, leftInterfaces } from './left-interfaces.ts'
import type { Acl, AclRule, RouteTable } from './contract.ts'
import { topologyOf } from './topology.ts'

const missing = (code: string, what: string) => (id: string) =>
  new ServiceError(code, `The ${what} '${id}' does not exist`)

/** Network interfaces, route tables, network ACLs and gateways, as the resources of templates make them. */
export function topologyOperations(world: World): Service['operations'] {
  const interfaces = (call: Call): NetworkInterface[] => allInterfaces(world, call)
  const nameOf = (call: Call, group: string): string => securityGroups(world).find(call, group)?.name ?? 'default'

  function describeInterface(call: Call, each: NetworkInterface): sdk.NetworkInterface {
    const { id, attachedTo, publicAddress } = each
    const association = publicAddress && { PublicIp: publicAddress, IpOwnerId: 'amazon', PublicDnsName: '' }
    const address = { PrivateIpAddress: each.address, ...(association && { Association: association }) }
    return {
      NetworkInterfaceId: id,
      SubnetId: each.subnet,
      VpcId: each.vpc,
      AvailabilityZone: each.zone,
      Description: each.description,
      InterfaceType: each.type,
      Groups: each.groups.map((group) => ({ GroupId: group, GroupName: nameOf(call, group) })),
      MacAddress: macOf(id),
      OwnerId: call.account,
      ...address,
      PrivateIpAddresses: [{ ...address, Primary: true }],
      RequesterManaged: each.requester !== undefined,
      ...(each.requester !== undefined && { RequesterId: each.requester }),
      SourceDestCheck: each.sourceDestCheck,
      Status: attachedTo === undefined ? 'available' : 'in-use',
      ...(attachedTo !== undefined && {
        Attachment: {
          AttachmentId: id.replace('eni-', 'eni-attach-'),
          DeleteOnTermination: attachedTo.instance !== undefined,
          DeviceIndex: attachedTo.index ?? 1,
          ...(attachedTo.instance !== undefined && { InstanceId: attachedTo.instance }),
          InstanceOwnerId: attachedTo.instance === undefined ? (each.requester ?? 'amazon-aws') : call.account,
          Status: 'attached',
        },
      }),
      TagSet: [...each.tags],
    }
  }

  return {
    DescribeNetworkInterfaces(input: sdk.DescribeNetworkInterfacesCommandInput, call) {
      const notFound = missing('InvalidNetworkInterfaceID.NotFound', 'networkInterface ID')
      const named = byId(interfaces(call), input.NetworkInterfaceIds, ({ id }) => id, notFound)
      const found = filtered(
        named,
        input.Filters,
        (each) => ({
          ...tagFilters(each.tags),
          'attachment.instance-id': [each.attachedTo?.instance],
          'availability-zone': [each.zone],
          description: [each.description],
          'group-id': each.groups,
          'group-name': each.groups.map((group) => nameOf(call, group)),
          'interface-type': [each.type],
          'network-interface-id': [each.id],
          'private-ip-address': [each.address],
          'addresses.private-ip-address': [each.address],
          'requester-id': [each.requester],
          'requester-managed': [String(each.requester !== undefined)],
          status: [each.attachedTo === undefined ? 'available' : 'in-use'],
          'subnet-id': [each.subnet],
          'vpc-id': [each.vpc],
        }),
        INTERFACE_FILTERS,
      )
      const ids = given(input.NetworkInterfaceIds) ? 'networkInterfaceIds' : undefined
      const { items, more } = page(found, input, { ids })
      return { NetworkInterfaces: items.map((each) => describeInterface(call, each)), ...more }
    },
    DeleteNetworkInterface(input: sdk.DeleteNetworkInterfaceCommandInput, call) {
      const id = input.NetworkInterfaceId ?? ''
      const notFound = missing('InvalidNetworkInterfaceID.NotFound', 'networkInterface ID')
      const [found] = byId(interfaces(call), [id], (each) => each.id, notFound)
      if (found?.attachedTo !== undefined) {
        throw new ServiceError('InvalidParameterValue', `Network interface '${id}' is currently in use.`)
      }
      if (!leftInterfaces(world).delete(id)) {
        throw new ServiceError('OperationNotPermitted', `The sandbox deletes '${id}' with its resource only`)
      }
      return {}
    },
    DescribeRouteTables(input: sdk.DescribeRouteTablesCommandInput, call) {
      const tables = topologyOf(world, call).tables.filter(({ vpc }) => vpc !== DEFAULT_VPC)
      const notFound = missing('InvalidRouteTableID.NotFound', 'routeTable ID')
      const named = byId(tables, input.RouteTableIds, ({ id }) => id, notFound)
      const found = filtered(
        named,
        input.Filters,
        ({ id, vpc, tags, main, subnets, routes }) => ({
          ...tagFilters(tags),
          'route-table-id': [id],
          'vpc-id': [vpc],
          'association.main': [String(main)],
          'association.subnet-id': [...subnets.values()],
          'route.gateway-id': routes.filter(({ targetKind }) => targetKind === 'GatewayId').map(({ target }) => target),
        }),
        ['route-table-id', 'vpc-id', 'association.main', 'association.subnet-id', 'route.gateway-id'],
      )
      const { items, more } = page(found, input, {
        most: 100,
        ids: given(input.RouteTableIds) ? 'routeTableIds' : undefined,
      })
      return { RouteTables: items.map((each) => describeTable(call, each)), ...more }
    },
    DescribeNetworkAcls(input: sdk.DescribeNetworkAclsCommandInput, call) {
      const acls = topologyOf(world, call).acls.filter(({ vpc }) => vpc !== DEFAULT_VPC)
      const named = byId(
        acls,
        input.NetworkAclIds,
        ({ id }) => id,
        missing('InvalidNetworkAclID.NotFound', 'networkAcl ID'),
      )
      const found = filtered(
        named,
        input.Filters,
        ({ id, vpc, tags, isDefault, subnets }) => ({
          ...tagFilters(tags),
          'network-acl-id': [id],
          'vpc-id': [vpc],
          default: [String(isDefault)],
          'association.subnet-id': [...subnets.values()],
        }),
        ['network-acl-id', 'vpc-id', 'default', 'association.subnet-id'],
      )
      const { items, more } = page(found, input, { ids: given(input.NetworkAclIds) ? 'networkAclIds' : undefined })
      return { NetworkAcls: items.map((each) => describeAcl(call, each)), ...more }
    },
    DescribeInternetGateways(input: sdk.DescribeInternetGatewaysCommandInput, call) {
      const gateways = topologyOf(world, call).gateways.filter(({ vpcs }) => !vpcs.includes(DEFAULT_VPC))
      const notFound = missing('InvalidInternetGatewayID.NotFound', 'internetGateway ID')
      const named = byId(gateways, input.InternetGatewayIds, ({ id }) => id, notFound)
      const found = filtered(
        named,
        input.Filters,
        ({ id, tags, vpcs }) => ({ ...tagFilters(tags), 'internet-gateway-id': [id], 'attachment.vpc-id': vpcs }),
        ['internet-gateway-id', 'attachment.vpc-id'],
      )
      const ids = given(input.InternetGatewayIds) ? 'internetGatewayIds' : undefined
      const { items, more } = page(found, input, { ids })
      return {
        InternetGateways: items.map(({ id, tags, vpcs }) => ({
          InternetGatewayId: id,
          OwnerId: call.account,
          Attachments: vpcs.map((vpc) => ({ VpcId: vpc, State: 'available' })),
          Tags: [...tags],
        })),
        ...more,
      }
    },
    DescribeNatGateways(input: sdk.DescribeNatGatewaysCommandInput, call) {
      const { nats, subnets } = topologyOf(world, call)
      const vpcOf = (subnet: string): string | undefined => subnets.find(({ id }) => id === subnet)?.vpc
      const named = byId(nats, input.NatGatewayIds, ({ id }) => id, missing('NatGatewayNotFound', 'Nat gateway'))
      const found = filtered(
        named,
        input.Filter,
        ({ id, tags, subnet }) => ({
          ...tagFilters(tags),
          'nat-gateway-id': [id],
          'subnet-id': [subnet],
          'vpc-id': [vpcOf(subnet)],
          state: ['available'],
        }),
        ['nat-gateway-id', 'subnet-id', 'vpc-id', 'state'],
      )
      const own = interfaces(call)
      const { items, more } = page(found, input, { ids: given(input.NatGatewayIds) ? 'natGatewayIds' : undefined })
      return {
        NatGateways: items.map(({ id, tags, subnet, isPublic }) => ({
          NatGatewayId: id,
          SubnetId: subnet,
          VpcId: vpcOf(subnet),
          State: 'available',
          ConnectivityType: isPublic ? 'public' : 'private',
          NatGatewayAddresses: own
            .filter(({ owner, type }) => owner === id && type === 'natGateway')
            .map((each) => ({
              NetworkInterfaceId: each.id,
              PrivateIp: each.address,
              ...(each.publicAddress !== undefined && { PublicIp: each.publicAddress }),
              IsPrimary: true,
              Status: 'succeeded',
            })),
          Tags: [...tags],
        })),
        ...more,
      }
    },
  }
}

const INTERFACE_FILTERS = [
  'addresses.private-ip-address',
  'attachment.instance-id',
  'availability-zone',
  'description',
  'group-id',
  'group-name',
  'interface-type',
  'network-interface-id',
  'private-ip-address',
  'requester-id',
  'requester-managed',
  'status',
  'subnet-id',
  'vpc-id',
]

/** A locally administered address. */
const macOf = (id: string): string => ['02', ...(hash('sha256', id).slice(0, 10).match(/../g) ?? [])].join(':')

const describeTable = ({ account }: Call, { id, vpc, tags, main, subnets, routes }: RouteTable): sdk.RouteTable => ({
  RouteTableId: id,
  VpcId: vpc,
  OwnerId: account,
  Associations: [
    ...(main
      ? [
          {
            Main: true,
            RouteTableAssociationId: id.replace('rtb-', 'rtbassoc-'),
            RouteTableId: id,
            AssociationState: ASSOCIATED,
          },
        ]
      : []),
    ...[...subnets].map(([association, subnet]) => ({
      Main: false,
      RouteTableAssociationId: association,
      RouteTableId: id,
      SubnetId: subnet,
      AssociationState: ASSOCIATED,
    })),
  ],
  PropagatingVgws: [],
  Routes: routes.map(({ cidr, ipv6Cidr, prefixList, targetKind, target, origin, state }) => ({
    ...(cidr !== undefined && { DestinationCidrBlock: cidr }),
    ...(ipv6Cidr !== undefined && { DestinationIpv6CidrBlock: ipv6Cidr }),
    ...(prefixList !== undefined && { DestinationPrefixListId: prefixList }),
    [targetKind === 'VpcEndpointId' ? 'GatewayId' : targetKind]: target,
    Origin: origin,
    State: state,
  })),
  Tags: [...tags],
})
const ASSOCIATED = { State: 'associated' } as const

const entryOf = ({ number, egress, protocol, allow, cidr, ipv6Cidr, from, to }: AclRule): sdk.NetworkAclEntry => ({
  RuleNumber: number,
  Egress: egress,
  Protocol: protocol,
  RuleAction: allow ? 'allow' : 'deny',
  ...(ipv6Cidr === undefined ? { CidrBlock: cidr } : { Ipv6CidrBlock: ipv6Cidr }),
  ...((protocol === '6' || protocol === '17') && { PortRange: { From: from, To: to } }),
})

const describeAcl = ({ account }: Call, { id, vpc, tags, isDefault, subnets, rules }: Acl): sdk.NetworkAcl => ({
  NetworkAclId: id,
  VpcId: vpc,
  OwnerId: account,
  IsDefault: isDefault,
  Associations: [...subnets].map(([association, subnet]) => ({
    NetworkAclAssociationId: association,
    NetworkAclId: id,
    SubnetId: subnet,
  })),
  Entries: [...rules, ...LAST_RULES].map(entryOf),
  Tags: [...tags],
})

/** The last rules of every ACL, which deny all. */
const LAST_RULES = [false, true].map((egress): AclRule => ({
  number: 32_767,
  egress,
  protocol: '-1',
  allow: false,
  cidr: '0.0.0.0/0',
  from: 0,
  to: 65_535,
}))
