import { asText } from '../names.ts'
import { putPolicy } from '../services/s3/bucket-policy.ts'
import type { World } from '../world.ts'
import type { Kind, LiveResource } from './live.ts'
import { handled, policyProperty, policyText } from './policy-values.ts'

/** AWS::S3::BucketPolicy. */
export function bucketPolicyKind({ objects }: World): Kind {
  const put = ({ owner, properties }: LiveResource): void =>
    handled('S3', () =>
      putPolicy(objects.bucket(asText(properties.Bucket), owner.account), policyText(properties.PolicyDocument)),
    )
  return {
    type: 'AWS::S3::BucketPolicy',
    identify: (desired) => asText(desired.Bucket),
    created: put,
    updated: put,
    tampered: put,
    removed({ physicalId }) {
      const bucket = objects.find(physicalId)
      if (bucket !== undefined) delete bucket.policy
    },
    observe({ physicalId, properties }) {
      const policy = objects.find(physicalId)?.policy
      return policy === undefined ? undefined : { ...properties, PolicyDocument: policyProperty(policy) }
    },
  }
}
