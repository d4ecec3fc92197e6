import type { Explanation, PathComponent } from '@aws-sdk/client-ec2'
import { oneLine } from '../../../support/text/text.ts'

/** The explanations of Reachability Analyzer in words. Codes: its user guide, "Explanation codes". */

const direction = ({ Direction: given }: Explanation): string =>
  given === 'egress' ? ' for outgoing traffic' : given === 'ingress' ? ' for incoming traffic' : ''

const idOf = (component: { readonly Id?: string | undefined } | undefined, what: string): string =>
  component?.Id === undefined ? what : `${what} ${oneLine(component.Id)}`

const groupsOf = ({ SecurityGroups = [], SecurityGroup }: Explanation): string => {
  const ids = [...SecurityGroups, ...(SecurityGroup ? [SecurityGroup] : [])].flatMap(({ Id }) => Id ?? [])
  return ids.length === 0 ? 'the security groups' : `the security groups ${ids.map((id) => oneLine(id)).join(', ')}`
}

const WORDS: Readonly<Record<string, (explanation: Explanation) => string>> = {
  ENI_SG_RULES_MISMATCH: (one) =>
    `${groupsOf(one)} of ${idOf(one.NetworkInterface, 'the interface')} have no rule that allows it${direction(one)}`,
  SUBNET_ACL_RESTRICTION: (one) =>
    `${idOf(one.Acl, 'the network ACL')} of ${idOf(one.Subnet, 'the subnet')} denies it${direction(one)}${one.AclRule?.RuleNumber === undefined ? '' : ` (rule ${one.AclRule.RuleNumber})`}`,
  NO_ROUTE_TO_DESTINATION: (one) =>
    `${idOf(one.RouteTable, 'the route table')} has no route to ${idOf(one.Destination, 'the destination')}`,
  BAD_STATE_ROUTE: (one) => `a route of ${idOf(one.RouteTable, 'the route table')} leads to what does not exist`,
  CANNOT_ROUTE: (one) => `no route of ${idOf(one.RouteTable, 'the route table')} has such addresses`,
  MORE_SPECIFIC_ROUTE: (one) => `a more specific route of ${idOf(one.RouteTable, 'the route table')} leads elsewhere`,
  DISCONNECTED_VPCS: (one) =>
    `${idOf(one.SourceVpc, 'the VPC')} is not connected with ${idOf(one.DestinationVpc, 'the other VPC')}`,
  UNASSOCIATED_COMPONENT: (one) => `${idOf(one.Component, 'a component')} is attached to nothing`,
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: () => 'the destination has no public address',
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: () => 'the source has no public address',
  NO_PATH: () => 'there is no path',
  ELB_LISTENER_PORT_RESTRICTION: (one) =>
    `${idOf(one.LoadBalancerArn ? { Id: one.LoadBalancerArn } : undefined, 'the load balancer')} has no listener for the port`,
  NO_SOURCE_OR_DESTINATION: () => 'the source or the destination does not exist any more',
}

/** What an absence would make unreachable, too: nothing was proven. */
const ABSENT = new Set(['NO_SOURCE_OR_DESTINATION'])

/** `the security groups sg-1 of the interface eni-1 have no rule that allows it (ENI_SG_RULES_MISMATCH)` */
export function explain(explanation: Explanation): string {
  const { ExplanationCode: code = 'no code' } = explanation
  const words = Object.hasOwn(WORDS, code) ? WORDS[code]?.(explanation) : undefined
  return words === undefined ? oneLine(code) : `${words} (${code})`
}

/** Whether the explanations say that something was not there, and not that it is kept away. */
export function saysAbsent(explanations: readonly Explanation[]): boolean {
  return explanations.some(({ ExplanationCode: code = '' }) => ABSENT.has(code))
}

/** `i-1 → eni-1 → sg-1 → …`: the components of a path that was found. */
export function showPath(components: readonly PathComponent[]): string {
  return components.map(({ Component: one }) => oneLine(one?.Name ?? one?.Id ?? '?')).join(' → ')
}
