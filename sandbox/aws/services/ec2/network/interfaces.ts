import type { ExistingResource, Properties } from '../../../../contract.ts'
import { scalingGroups } from '../../autoscaling/groups.ts'
import type { Host } from '../../../hosts/hosts.ts'
import { asText } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import type { World } from '../../../world.ts'
import { settingsOf } from '../instances.ts'
import type { Tag } from '../requests.ts'
import { DEFAULT_VPC } from '../security-groups.ts'
import { idFor, privateAddress, publicAddress } from './addresses.ts'
import { isTrue, textList } from './records.ts'
import { DEFAULT_SUBNET } from './contract.ts'
import type { Subnet, Topology } from './contract.ts'

export type InterfaceType =
  'interface' | 'lambda' | 'natGateway' | 'network_load_balancer' | 'vpc_endpoint' | 'gateway_load_balancer_endpoint'

/** A network interface: of an instance, or of what a service keeps in a subnet. */
export interface NetworkInterface {
  readonly id: string
  readonly subnet: string
  readonly vpc: string
  readonly zone: string
  readonly description: string
  readonly type: InterfaceType
  /** Security groups, by ID. */
  readonly groups: readonly string[]
  readonly address: string
  readonly publicAddress: string | undefined
  readonly sourceDestCheck: boolean
  /** The service that created it. */
  readonly requester: string | undefined
  /** The resource that it is attached to: an instance, or a part of a service. */
  readonly attachedTo: { readonly instance?: string; readonly index?: number } | undefined
  readonly tags: readonly Tag[]
  /** The instance, load balancer, NAT gateway or endpoint, by ID or ARN. */
  readonly owner: string
}

/** The security group that every VPC has; it is in no list. */
export const defaultGroup = (vpc: string): string => idFor('sg', `default/${vpc}`)

type Given = Pick<NetworkInterface, 'description' | 'owner'> &
  Partial<Omit<NetworkInterface, 'publicAddress'>> & { readonly isPublic?: boolean }

/** All network interfaces of an account and region, as the resources and tasks need them. */
export function interfacesOf(world: World, home: Home, topology: Topology): NetworkInterface[] {
  const of = (type: string): ExistingResource[] => world.existing.list(home, type)
  const subnetOf = (id: string): Subnet | undefined => topology.subnets.find((each) => each.id === id)

  function made(subnetId: string, given: Given): NetworkInterface {
    const subnet = subnetOf(subnetId)
    const id = given.id ?? idFor('eni', `${home.account}/${home.region}/${given.owner}/${subnetId}`)
    const vpc = subnet?.vpc ?? DEFAULT_VPC
    const { isPublic = false, groups = [], ...rest } = given
    return {
      subnet: subnetId,
      vpc,
      zone: subnet?.zone ?? `${home.region}a`,
      type: 'interface',
      sourceDestCheck: true,
      requester: undefined,
      attachedTo: {},
      tags: [],
      ...rest,
      id,
      groups: groups.length === 0 && NEEDS_GROUP.has(rest.type ?? 'interface') ? [defaultGroup(vpc)] : groups,
      address: given.address ?? privateAddress(id, subnet?.range ?? { first: 0, last: 0 }),
      publicAddress: isPublic ? publicAddress(id) : undefined,
    }
  }

  /** Elastic IP addresses: of instances and of interfaces. */
  const elastic = new Set([
    ...of('AWS::EC2::EIP').map(({ properties }) => asText(properties.InstanceId)),
    ...of('AWS::EC2::EIPAssociation').flatMap(({ properties }) => [
      asText(properties.InstanceId),
      asText(properties.NetworkInterfaceId),
    ]),
  ])
  const hosts = world.hosts.list(home)
  const attachments = new Map(
    of('AWS::EC2::NetworkInterfaceAttachment').map(({ properties }) => [
      asText(properties.NetworkInterfaceId),
      { instance: asText(properties.InstanceId), index: Number(properties.DeviceIndex ?? 1) },
    ]),
  )
  const ownOf = (host: Host): Properties[] =>
    (settingsOf(world, host).NetworkInterfaces as Properties[] | undefined) ?? []
  for (const host of hosts) {
    for (const each of ownOf(host)) {
      if (each.NetworkInterfaceId === undefined) continue
      const index = Number(each.DeviceIndex ?? 0)
      attachments.set(asText(each.NetworkInterfaceId), { instance: host.id, index })
    }
  }

  function ofInstance(host: Host): NetworkInterface[] {
    const settings = settingsOf(world, host)
    const first = ownOf(host).find(({ DeviceIndex: index }) => Number(index ?? 0) === 0)
    if (first?.NetworkInterfaceId !== undefined) return []
    const subnetId = asText(first?.SubnetId ?? settings.SubnetId ?? fleetSubnet(world, host), DEFAULT_SUBNET)
    const wanted = first?.AssociatePublicIpAddress
    const groups = textList(first?.GroupSet ?? first?.Groups ?? settings.SecurityGroupIds ?? settings.SecurityGroups)
    return [
      made(subnetId, {
        owner: host.id,
        description: asText(first?.Description),
        groups,
        isPublic:
          elastic.has(host.id) ||
          (wanted === undefined ? (subnetOf(subnetId)?.publicAddresses ?? false) : isTrue(wanted)),
        attachedTo: { instance: host.id, index: 0 },
      }),
    ]
  }

  return [
    ...hosts.flatMap(ofInstance),
    ...of('AWS::EC2::NetworkInterface').map(({ physicalId: id, properties }) => {
      const address = properties.PrivateIpAddress
      return made(asText(properties.SubnetId), {
        id,
        owner: attachments.get(id)?.instance ?? id,
        description: asText(properties.Description),
        groups: textList(properties.GroupSet),
        sourceDestCheck: properties.SourceDestCheck === undefined || isTrue(properties.SourceDestCheck),
        isPublic: elastic.has(id),
        attachedTo: attachments.get(id),
        tags: (properties.Tags as Tag[] | undefined) ?? [],
        ...(address !== undefined && { address: asText(address) }),
      })
    }),
    ...of('AWS::ElasticLoadBalancingV2::LoadBalancer').flatMap(({ physicalId: arn, properties }) =>
      balancerSubnets(properties).map((subnet) =>
        made(subnet, {
          owner: arn,
          description: `ELB ${arn.split(':loadbalancer/')[1]}`,
          type: properties.Type === 'network' ? 'network_load_balancer' : 'interface',
          requester: 'amazon-elb',
          groups: textList(properties.SecurityGroups),
          isPublic: asText(properties.Scheme, 'internet-facing') === 'internet-facing',
        }),
      ),
    ),
    ...of('AWS::Lambda::Function').flatMap(({ physicalId: name, properties }) => {
      const network = properties.VpcConfig as Properties | undefined
      return textList(network?.SubnetIds).map((subnet) =>
        made(subnet, {
          owner: name,
          description: `AWS Lambda VPC ENI-${name}-${idFor('', `${name}/${subnet}`).slice(1)}`,
          type: 'lambda',
          requester: `lambda:${name}`,
          groups: textList(network?.SecurityGroupIds),
        }),
      )
    }),
    ...topology.nats.map(({ id, subnet, isPublic }) =>
      made(subnet, {
        owner: id,
        description: `Interface for NAT Gateway ${id}`,
        type: 'natGateway',
        requester: 'amazon-vpc',
        isPublic,
      }),
    ),
    ...topology.endpoints
      .filter(({ kind }) => kind === 'Interface')
      .flatMap(({ id, subnets, groups }) =>
        subnets.map((subnet) =>
          made(subnet, {
            owner: id,
            description: `VPC Endpoint Interface ${id}`,
            type: 'vpc_endpoint',
            requester: 'amazon-vpc',
            groups,
          }),
        ),
      ),
    ...of('AWS::RDS::DBInstance').map(({ physicalId: id, properties }) => {
      const name = asText(properties.DBSubnetGroupName)
      const group = of('AWS::RDS::DBSubnetGroup').find(({ physicalId }) => physicalId === name)
      return made(textList(group?.properties.SubnetIds)[0] ?? DEFAULT_SUBNET, {
        owner: id,
        description: 'RDSNetworkInterface',
        requester: 'amazon-rds',
        groups: textList(properties.VPCSecurityGroups),
        isPublic: isTrue(properties.PubliclyAccessible),
      })
    }),
    ...[...world.containers.clusters(home).keys()]
      .flatMap((cluster) => world.ecs.tasks.list(home, cluster))
      .filter(({ shown }) => shown.lastStatus !== 'STOPPED' && (shown.attachments ?? []).length > 0)
      .map(({ shown, request, address }) => {
        const network = request.network?.awsvpcConfiguration
        const detail = shown.attachments?.[0]?.details?.find(({ name }) => name === 'networkInterfaceId')
        return made(network?.subnets?.[0] ?? DEFAULT_SUBNET, {
          id: detail?.value ?? '',
          owner: shown.taskArn,
          description: `arn:aws:ecs:${home.region}:${home.account}:attachment/${shown.attachments?.[0]?.id}`,
          requester: 'amazon-ecs',
          groups: network?.securityGroups ?? [],
          address,
          isPublic: network?.assignPublicIp === 'ENABLED',
        })
      }),
  ]
}

/** Interfaces of these types are never without a security group. */
const NEEDS_GROUP: ReadonlySet<InterfaceType> = new Set(['interface', 'lambda', 'vpc_endpoint'])

const balancerSubnets = ({ Subnets: subnets, SubnetMappings: mappings }: Properties): string[] => [
  ...textList(subnets),
  ...((mappings as Properties[] | undefined) ?? []).map(({ SubnetId: subnet }) => asText(subnet)),
]

/** The subnet of an instance of an Auto Scaling group: they take turns. */
function fleetSubnet(world: World, host: Host): string | undefined {
  const group = scalingGroups(world)
    .list(host.home)
    .find(({ instances }) => instances.has(host.id))
  const subnets = (group?.settings.VPCZoneIdentifier ?? '').split(',').filter((id) => id !== '')
  const turn = [...(group?.instances.keys() ?? [])].indexOf(host.id)
  return subnets[Math.max(0, turn) % Math.max(1, subnets.length)]
}
