import type { Service } from '../../../contract.ts'
import { policyOperations } from './bucket-policy.ts'
import { createS3 } from './operations.ts'
import type { ObjectStore } from './store.ts'

/** S3: buckets and objects, bucket policies and public access blocks. */
export function createS3Service(store: ObjectStore): Service {
  const service = createS3(store)
  const policies = policyOperations((input, call) => store.bucket(input.Bucket ?? '', call.account))
  return { ...service, operations: { ...service.operations, ...policies } }
}
