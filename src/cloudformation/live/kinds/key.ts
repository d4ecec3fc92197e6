import { recordOf } from '../../../support/records.ts'
import type { LiveItem } from '../contract.ts'
import { liveStatements, policyOf, statements } from '../items.ts'
import type { ResourceKind } from '../kind.ts'
import { present, policyIn } from './answers.ts'

/** Policies and grants of keys, and policies of secrets. */

export const secret: ResourceKind = {
  calls: ['secretsmanager'],
  aspects: [
    policyOf(
      '/ResourcePolicy',
      async ({ reads, resource }) => (await reads.getResourcePolicy({ SecretId: resource.physicalId })).ResourcePolicy,
      { type: 'AWS::SecretsManager::ResourcePolicy', by: 'SecretId', document: 'ResourcePolicy' },
    ),
  ],
}

export const key: ResourceKind = {
  calls: ['kms', 'kms'],
  aspects: [
    {
      name: '/KeyPolicy',
      byValue: true,
      read: async ({ reads, resource }) =>
        liveStatements(policyIn(await reads.getKeyPolicy({ KeyId: resource.physicalId, PolicyName: 'default' }))),
      own: ({ KeyPolicy }) => statements(KeyPolicy),
      isDefault: ({ value }, { KeyPolicy: declared }, account) => declared === undefined && isRoots(value, account),
    },
    {
      name: '/Grants',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.listGrants({ KeyId: resource.physicalId, ...(marker && { Marker: marker }) })
          for (const { GranteePrincipal: who = 'unknown', Operations = [], Name, GrantId } of present(
            page.Grants,
            'Grants',
          )) {
            found.push({ key: who, value: { Operations, Name, GrantId } })
          }
          marker = page.Truncated === true ? present(page.NextMarker, 'the place of the next grants') : undefined
        } while (marker !== undefined)
        return found
      },
      own: () => [],
      // Services make grants for the resources that they encrypt.
      isDefault: ({ key: who }) => /\.amazonaws\.com(\.cn)?$|:role\/aws-service-role\//.test(who),
    },
  ],
}

/** The statement of a key that was given no policy. */
function isRoots(statement: unknown, account: string): boolean {
  const { Action, Effect, Principal, Condition } = recordOf(statement)
  const { AWS: principal } = recordOf(Principal)
  return (
    Effect === 'Allow' &&
    [Action].flat().join() === 'kms:*' &&
    Condition === undefined &&
    [principal].flat().every((each) => each === account || String(each).endsWith(`::${account}:root`))
  )
}
