import type { Call, Service } from '../../../contract.ts'
import { policyOperations } from './bucket-policy.ts'
import { lifecycleOperations } from './lifecycle.ts'
import { createS3 } from './operations.ts'
import type { S3Input } from './contract.ts'
import type { ObjectStore } from './store.ts'

/** S3: buckets and objects, bucket policies, public access blocks and lifecycle rules. */
export function createS3Service(store: ObjectStore): Service {
  const service = createS3(store)
  const bucketOf = (input: S3Input, call: Call) => store.bucket(input.Bucket ?? '', call.account)
  const configured = { ...policyOperations(bucketOf), ...lifecycleOperations(bucketOf) }
  return { ...service, operations: { ...service.operations, ...configured } }
}
