import type { Tag } from '../requests.ts'
import type { AddressRange } from './addresses.ts'

interface Named {
  readonly id: string
  readonly tags: readonly Tag[]
}

export interface Vpc extends Named {
  readonly cidrs: readonly string[]
}

export interface Subnet extends Named {
  readonly vpc: string
  readonly cidr: string
  readonly range: AddressRange
  readonly zone: string
  readonly publicAddresses: boolean
}

/** The kinds of targets of a route, with the member of the API and of templates. */
export const ROUTE_TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'VpcPeeringConnectionId',
  'TransitGatewayId',
  'NetworkInterfaceId',
  'InstanceId',
  'EgressOnlyInternetGatewayId',
  'CarrierGatewayId',
  'LocalGatewayId',
  'VpcEndpointId',
] as const

export interface Route {
  /** An IPv4 CIDR block; routes of IPv6 and of prefix lists have none. */
  readonly cidr: string | undefined
  /** Returned only: paths are analyzed for IPv4. */
  readonly ipv6Cidr?: string
  readonly prefixList: string | undefined
  readonly targetKind: (typeof ROUTE_TARGETS)[number]
  readonly target: string
  readonly origin: 'CreateRouteTable' | 'CreateRoute'
  readonly state: 'active' | 'blackhole'
}

export interface RouteTable extends Named {
  readonly vpc: string
  readonly main: boolean
  /** IDs of the subnets that it is associated with, by the ID of the association. */
  readonly subnets: ReadonlyMap<string, string>
  readonly routes: readonly Route[]
}

export interface AclRule {
  readonly number: number
  readonly egress: boolean
  /** A number, or `-1` for all. */
  readonly protocol: string
  readonly allow: boolean
  /** An IPv4 CIDR block; empty in an entry for IPv6. */
  readonly cidr: string
  /** Returned only: paths are analyzed for IPv4. */
  readonly ipv6Cidr?: string
  readonly from: number
  readonly to: number
}

export interface Acl extends Named {
  readonly vpc: string
  readonly isDefault: boolean
  readonly subnets: ReadonlyMap<string, string>
  /** By number, without the last one that denies everything. */
  readonly rules: readonly AclRule[]
}

export interface Gateway extends Named {
  /** The VPCs that it is attached to. */
  readonly vpcs: readonly string[]
}

export interface NatGateway extends Named {
  readonly subnet: string
  readonly isPublic: boolean
}

export interface Peering extends Named {
  readonly vpcs: readonly [requester: string, accepter: string]
}

export interface Endpoint extends Named {
  readonly vpc: string
  readonly kind: string
  readonly service: string
  readonly subnets: readonly string[]
  readonly groups: readonly string[]
  readonly tables: readonly string[]
}

/** Network resources of templates, Cloud Control and the scenario in an account and region. */
export interface Topology {
  readonly vpcs: readonly Vpc[]
  readonly subnets: readonly Subnet[]
  readonly tables: readonly RouteTable[]
  readonly acls: readonly Acl[]
  readonly gateways: readonly Gateway[]
  readonly nats: readonly NatGateway[]
  readonly peerings: readonly Peering[]
  readonly endpoints: readonly Endpoint[]
}

/** Of the default VPC, which is in no list. */
export const DEFAULT_SUBNET = 'subnet-00000000000000000'
export const DEFAULT_GATEWAY = 'igw-00000000000000000'
