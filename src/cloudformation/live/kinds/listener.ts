import { recordOf } from '../../../support/records.ts'
import type { LiveItem } from '../contract.ts'
import { textItems } from '../items.ts'
import type { DeclaredItem, ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { present } from './answers.ts'

/** Rules and certificates of listeners. */

export const listener: ResourceKind = {
  calls: ['elasticloadbalancing', 'elasticloadbalancing'],
  aspects: [
    {
      name: '/Rules',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.describeRules({
            ListenerArn: resource.physicalId,
            ...(marker && { Marker: marker }),
          })
          for (const { RuleArn = '', IsDefault, Priority, Actions = [] } of present(page.Rules, 'Rules')) {
            if (IsDefault !== true) {
              found.push({ key: RuleArn, value: { Priority, Actions: Actions.map(({ Type }) => Type) } })
            }
          }
          marker = page.NextMarker
        } while (marker !== undefined && marker !== '')
        return found
      },
      own: () => [],
      children: [
        {
          type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
          by: 'ListenerArn',
          items: (_properties, { physicalId }) => [{ key: physicalId, value: UNKNOWN }],
        },
      ],
      physicalId: ({ key: arn }) => arn,
    },
    {
      name: '/Certificates',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.describeListenerCertificates({
            ListenerArn: resource.physicalId,
            ...(marker && { Marker: marker }),
          })
          for (const { CertificateArn = '' } of present(page.Certificates, 'Certificates')) {
            found.push({ key: CertificateArn, value: CertificateArn })
          }
          marker = page.NextMarker
        } while (marker !== undefined && marker !== '')
        return found
      },
      own: ({ Certificates }) => certificates(Certificates),
      children: [
        {
          type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
          by: 'ListenerArn',
          items: ({ Certificates }) => certificates(Certificates),
        },
      ],
    },
  ],
}

function certificates(list: unknown): DeclaredItem[] {
  if (list === UNKNOWN) return textItems(UNKNOWN)
  return [list ?? []].flat().flatMap((each: unknown) => textItems(recordOf(each)['CertificateArn'] ?? UNKNOWN))
}
