import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import type { StackReference } from '../contract.ts'

const SHOWN = 5
/** Rules of security groups name groups of other VPCs, which are peers. */
const OF_PEERS = /^AWS::EC2::SecurityGroup(?:Ingress|Egress)?$/

/** Pure: resources whose subnets and security groups are not all of one VPC, which their services refuse. */
export function judgeVpcs(environment: string, references: readonly StackReference[]): Finding[] {
  const placed = references.flatMap((each) => {
    const { reference, answer } = each
    if (answer?.state !== 'found' || answer.vpc === undefined || OF_PEERS.test(reference.type)) return []
    return [{ ...each, vpc: answer.vpc }]
  })
  const groups = Map.groupBy(placed, ({ stack, reference: { logicalId = '', property } }) => {
    return `${stack} ${logicalId} ${logicalId === '' ? property : property.split('.').slice(0, -1).join('.')}`
  })
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group
    const other = others.find(({ vpc }) => vpc !== first?.vpc)
    if (first === undefined || other === undefined || first.reference.logicalId === undefined) return []
    const { stack, stackName, reference } = other
    return [
      {
        code: 'reference/unusable',
        outcome: group.some(({ used }) => used) ? 'fail' : 'noted',
        title: `${environment}: ${reference.logicalId} of ${stackName} names subnets and security groups of different VPCs`,
        subject: `stack/${stack}/resource/${reference.logicalId}/property/${reference.property}`,
        expected: 'subnets and security groups of one VPC',
        observed: listed(
          group.map(({ reference: { target }, vpc }) => `${target?.id} of ${vpc}`),
          SHOWN,
        ),
        advice: `Name subnets and security groups of ${first.vpc}, or of ${other.vpc}.`,
        source: reference.source,
        details: { environment },
      } as const,
    ]
  })
}
