import type { ExistingResource } from '../../../../contract.ts'
import { asText } from '../../../names.ts'
import { DEFAULT_VPC } from '../security-groups.ts'
import { idFor } from './addresses.ts'
import { ANYWHERE, associated } from './records.ts'
import { tagsOf } from '../../../registry/tags.ts'
import type { Of } from './records.ts'
import { DEFAULT_GATEWAY, ROUTE_TARGETS } from './contract.ts'
import type { Route, RouteTable, Vpc } from './contract.ts'

/** The route tables of a VPC; `exists` tells whether a target of a route still does. */
export function tablesOf(vpc: Vpc, of: Of, exists: (id: string) => boolean): RouteTable[] {
  const local: Route[] = vpc.cidrs.map((cidr) => ({
    cidr,
    prefixList: undefined,
    targetKind: 'GatewayId',
    target: 'local',
    origin: 'CreateRouteTable',
    state: 'active',
  }))
  const outward: Route = { ...DEFAULT_ROUTE, cidr: ANYWHERE }
  const main: RouteTable = {
    id: idFor('rtb', `main/${vpc.id}`),
    tags: [],
    vpc: vpc.id,
    main: true,
    subnets: new Map(),
    routes: [...local, ...(vpc.id === DEFAULT_VPC ? [outward] : [])],
  }
  const own = of('RouteTable').filter(({ properties }) => properties.VpcId === vpc.id)
  return [
    main,
    ...own.map((each): RouteTable => ({
      id: each.physicalId,
      tags: tagsOf(each),
      vpc: vpc.id,
      main: false,
      subnets: associated(of('SubnetRouteTableAssociation'), 'RouteTableId', each.physicalId),
      routes: [
        ...local,
        ...of('Route')
          .filter(({ properties }) => properties.RouteTableId === each.physicalId)
          .flatMap((route) => routeOf(route, exists)),
      ],
    })),
  ]
}

const DEFAULT_ROUTE = {
  prefixList: undefined,
  targetKind: 'GatewayId',
  target: DEFAULT_GATEWAY,
  origin: 'CreateRoute',
  state: 'active',
} as const

function routeOf({ properties }: ExistingResource, exists: (id: string) => boolean): Route[] {
  const kind = ROUTE_TARGETS.find((each) => properties[each] !== undefined)
  if (kind === undefined) return []
  const target = asText(properties[kind])
  const { DestinationCidrBlock: cidr, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: prefixList } = properties
  return [
    {
      cidr: cidr === undefined ? undefined : asText(cidr),
      ...(ipv6 !== undefined && { ipv6Cidr: asText(ipv6) }),
      prefixList: prefixList === undefined ? undefined : asText(prefixList),
      targetKind: kind,
      target,
      origin: 'CreateRoute',
      // A route whose target was deleted.
      state: exists(target) ? 'active' : 'blackhole',
    },
  ]
}
