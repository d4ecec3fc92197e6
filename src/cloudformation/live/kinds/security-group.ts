import { recordOf } from '../../../support/records.ts'
import type { AspectKind, DeclaredItem, ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { showValue } from '../show.ts'
import type { Properties } from './answers.ts'

/** Rules of security groups, by what they let through. */

/** Where traffic comes from or goes to, by the properties of a rule. */
const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'DestinationSecurityGroupId',
  'SourcePrefixListId',
  'DestinationPrefixListId',
  'SourceSecurityGroupName',
] as const
const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' }

/** A rule of a security group without what has no effect: description, and the ports of a rule for all protocols. */
function ruleValue(rule: Properties): Properties {
  const given = rule['IpProtocol']
  const protocol = typeof given === 'symbol' ? given : (PROTOCOLS[String(given)] ?? String(given).toLowerCase())
  const ports = protocol === '-1' ? {} : { FromPort: rule['FromPort'] ?? '-1', ToPort: rule['ToPort'] ?? '-1' }
  const peers = PEERS.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]] as const]))
  return { IpProtocol: protocol, ...ports, ...Object.fromEntries(peers) }
}

function ruleKey(rule: Properties): string {
  const { IpProtocol: protocol, FromPort: from, ToPort: to, ...peers } = rule
  const ports = from === undefined ? '' : ` ${showValue(from)}${from === to ? '' : `-${showValue(to)}`}`
  return `${showValue(protocol)}${ports} ${Object.values(peers).map(showValue).join(' ')}`
}

function rules(list: unknown): DeclaredItem[] {
  if (list === undefined || list === null) return []
  if (list === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [list].flat().map((rule: unknown) => ({ key: '', value: rule === UNKNOWN ? rule : ruleValue(recordOf(rule)) }))
}

function groupRules(direction: 'Ingress' | 'Egress', more: Partial<AspectKind> = {}): AspectKind {
  const property = `SecurityGroup${direction}`
  return {
    name: `/${property}`,
    byValue: true,
    read: async ({ model }) =>
      rules((await model())[property]).map(({ value }) => ({ key: ruleKey(recordOf(value)), value })),
    own: (properties) => rules(properties[property]),
    children: [
      { type: `AWS::EC2::SecurityGroup${direction}`, by: 'GroupId', items: (properties) => rules([properties]) },
    ],
    ...more,
  }
}

const ALL_OUT = ['-1 0.0.0.0/0', '-1 ::/0']
/** What CloudFormation puts in place of no egress rule at all: traffic to the own host. */
const NONE_OUT = '-1 127.0.0.1/32'

export const securityGroup: ResourceKind = {
  calls: ['cloudcontrol'],
  aspects: [
    groupRules('Ingress'),
    groupRules('Egress', {
      isDefault: ({ key }, { SecurityGroupEgress: declared }) =>
        (declared === undefined && ALL_OUT.includes(key)) ||
        (Array.isArray(declared) && declared.length === 0 && key === NONE_OUT),
    }),
  ],
}
