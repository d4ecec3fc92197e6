import { recordOf } from '../../../support/records.ts'
import { policyOf, textItems } from '../items.ts'
import type { Reading, ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { orNone, present } from './answers.ts'
import { lifecycle } from './settings.ts'

/** Policy, public access, ownership and lifecycle of buckets. */

const FLAGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']

export const bucket: ResourceKind = {
  calls: ['s3', 's3', 's3', 's3'],
  aspects: [
    policyOf(
      '/BucketPolicy',
      async (reading) => (await orNone(reading.reads.getBucketPolicy(bucketOf(reading)), 'NoSuchBucketPolicy'))?.Policy,
      { type: 'AWS::S3::BucketPolicy', by: 'Bucket' },
    ),
    {
      name: '/PublicAccessBlockConfiguration',
      async read(reading) {
        const answer = await orNone(
          reading.reads.getPublicAccessBlock(bucketOf(reading)),
          'NoSuchPublicAccessBlockConfiguration',
        )
        const block = recordOf(answer?.PublicAccessBlockConfiguration)
        return FLAGS.filter((flag) => String(block[flag]) !== 'true').map((flag) => ({ key: flag, value: false }))
      },
      // A flag that a declared configuration leaves out is off.
      own: ({ PublicAccessBlockConfiguration: declared }) =>
        declared === undefined
          ? []
          : FLAGS.map((flag) => ({
              key: declared === UNKNOWN ? UNKNOWN : flag,
              value: declared === UNKNOWN ? UNKNOWN : (recordOf(declared)[flag] ?? false),
            })),
    },
    {
      name: '/OwnershipControls',
      async read(reading) {
        const answer = await orNone(
          reading.reads.getBucketOwnershipControls(bucketOf(reading)),
          'OwnershipControlsNotFoundError',
        )
        const rules = answer === undefined ? [] : present(answer.OwnershipControls?.Rules, 'the rules')
        return rules.map(({ ObjectOwnership: value = 'unknown' as const }) => ({ key: value, value }))
      },
      own: ({ OwnershipControls: declared }) =>
        declared === UNKNOWN
          ? textItems(UNKNOWN)
          : [recordOf(declared)['Rules'] ?? []]
              .flat()
              .flatMap((rule: unknown) => textItems(recordOf(rule)['ObjectOwnership'])),
      isDefault: ({ key: ownership }) => ownership === 'BucketOwnerEnforced',
    },
    lifecycle,
  ],
}

function bucketOf({ resource, account }: Reading): { readonly Bucket: string; readonly ExpectedBucketOwner?: string } {
  return { Bucket: resource.physicalId, ...(account !== '' && { ExpectedBucketOwner: account }) }
}
