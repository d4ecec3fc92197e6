import { ServiceError } from '../../../contract.ts'
import type { Call } from '../../../contract.ts'
import type { S3Input, S3Output } from './contract.ts'
import type { Bucket } from './store.ts'

type Operation = (input: S3Input, call: Call) => S3Output

/** The rules of a body, as they are written. */
const RULES = /<Rule>[^]*<\/Rule>/

/** Lifecycle rules of a bucket, returned as they were written; nothing expires. */
export function lifecycleOperations(bucketOf: (input: S3Input, call: Call) => Bucket): Record<string, Operation> {
  return {
    GetBucketLifecycleConfiguration(input, call) {
      const { name, lifecycle } = bucketOf(input, call)
      if (lifecycle === undefined) {
        throw new ServiceError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404, {
          BucketName: name,
        })
      }
      const text = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${lifecycle}</LifecycleConfiguration>`
      return { headers: { 'content-type': 'application/xml' }, bytes: Buffer.from(text) }
    },
    PutBucketLifecycleConfiguration(input, call) {
      const rules = RULES.exec(input.body.toString('utf8'))?.[0]
      if (rules === undefined) {
        throw new ServiceError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
          400,
        )
      }
      bucketOf(input, call).lifecycle = rules
      return {}
    },
    DeleteBucketLifecycle(input, call) {
      delete bucketOf(input, call).lifecycle
      return { status: 204 }
    },
  }
}
