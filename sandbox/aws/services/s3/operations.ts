import { createHash, hash, randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { Bucket, ObjectStore, StoredObject } from './store.ts'
import type { S3Input, S3Output, XmlChildren } from './contract.ts'
import { listing, versionsOf } from './listings.ts'

const DEFAULT_REGION = 'us-east-1'

export function createS3(store: ObjectStore): Service {
  const bucketOf = (input: S3Input, call: Call): Bucket => {
    const bucket = store.bucket(input.Bucket ?? '', call.account)
    const expected = input.headers['x-amz-expected-bucket-owner']
    if (expected !== undefined && expected !== bucket.account) {
      throw new ServiceError('AccessDenied', 'Access Denied', 403)
    }
    return bucket
  }

  function object(input: S3Input, call: Call): StoredObject {
    const bucket = bucketOf(input, call)
    const found = store.get(bucket, input.Key ?? '', input.query.versionId)
    if (found === undefined)
      throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: input.Key })
    const wanted = input.headers['if-match']
    if (wanted !== undefined && wanted !== found.etag && `"${wanted}"` !== found.etag) {
      throw new ServiceError(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        412,
        {
          Condition: 'If-Match',
        },
      )
    }
    return found
  }

  const operations: Record<string, (input: S3Input, call: Call) => S3Output> = {
    ListBuckets: (_input, call) => ({
      xml: [
        'ListAllMyBucketsResult',
        {
          Owner: { ID: hash('sha256', call.account) },
          Buckets: {
            Bucket: store
              .list(call.account)
              .map(({ name, created }) => ({ Name: name, CreationDate: created.toISOString() })),
          },
        },
      ],
    }),
    CreateBucket(input, call) {
      const region = /<LocationConstraint>([^<]*)</.exec(input.body.toString('utf8'))?.[1] ?? DEFAULT_REGION
      const bucket = store.createBucket(input.Bucket ?? '', { account: call.account, region })
      if (input.headers['x-amz-bucket-object-lock-enabled'] === 'true') {
        bucket.versioned = true
        bucket.lock = {}
      }
      const location = region === DEFAULT_REGION ? `/${input.Bucket}` : `http://${input.Bucket}.s3.amazonaws.com/`
      return { headers: { location } }
    },
    HeadBucket: (input, call) => ({ headers: { 'x-amz-bucket-region': bucketOf(input, call).region } }),
    DeleteBucket(input, call) {
      store.deleteBucket(input.Bucket ?? '', call.account)
      return { status: 204 }
    },
    GetBucketLocation(input, call) {
      const { region } = bucketOf(input, call)
      return { xml: ['LocationConstraint', { '': region === DEFAULT_REGION ? '' : region }] }
    },
    GetBucketVersioning: (input, call) => ({
      xml: ['VersioningConfiguration', versioningOf(bucketOf(input, call))],
    }),
    PutBucketVersioning(input, call) {
      const bucket = bucketOf(input, call)
      bucket.versioned = /<Status>Enabled</.test(input.body.toString('utf8'))
      bucket.suspended = !bucket.versioned
      return {}
    },
    GetObjectLockConfiguration(input, call) {
      const { lock } = bucketOf(input, call)
      if (lock === undefined) {
        throw new ServiceError(
          'ObjectLockConfigurationNotFoundError',
          'Object Lock configuration does not exist for this bucket',
          404,
        )
      }
      const rule = lock.days !== undefined && { Rule: { DefaultRetention: { Mode: lock.mode, Days: lock.days } } }
      return { xml: ['ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', ...rule }] }
    },
    PutObjectLockConfiguration(input, call) {
      const bucket = bucketOf(input, call)
      if (!bucket.versioned) {
        throw new ServiceError(
          'InvalidBucketState',
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          409,
        )
      }
      const text = input.body.toString('utf8')
      const days = /<Days>(\d+)</.exec(text)?.[1]
      const mode = /<Mode>(\w+)</.exec(text)?.[1]
      bucket.lock = { ...(days !== undefined && { days: Number(days) }), ...(mode !== undefined && { mode }) }
      return {}
    },
    PutObject(input, call) {
      const bucket = bucketOf(input, call)
      if (bucket.lock?.days !== undefined && !hasChecksum(input)) {
        throw new ServiceError(
          'InvalidRequest',
          'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
          400,
        )
      }
      if (input.headers['if-none-match'] === '*' && store.get(bucket, input.Key ?? '') !== undefined) {
        throw new ServiceError(
          'PreconditionFailed',
          'At least one of the pre-conditions you specified did not hold',
          412,
          {
            Condition: 'If-None-Match',
          },
        )
      }
      return { headers: written(store.put(bucket, input.Key ?? '', input.body, input.kept)) }
    },
    CopyObject(input, call) {
      const [from = '', ...key] = decodeURIComponent(input.headers['x-amz-copy-source'] ?? '')
        .replace(/^\//, '')
        .split('/')
      const source = store.get(store.bucket(from, call.account), key.join('/'))
      if (source === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404)
      const copy = store.put(bucketOf(input, call), input.Key ?? '', source.body, { ...source.headers })
      return {
        headers: written(copy),
        xml: ['CopyObjectResult', { LastModified: copy.lastModified.toISOString(), ETag: copy.etag }],
      }
    },
    GetObject(input, call) {
      const found = object(input, call)
      const range = /^bytes=(\d+)-(\d*)$/.exec(input.headers.range ?? '')
      if (range === null) return { headers: read(found, input), bytes: found.body }
      const from = Number(range[1])
      const to = Math.min(range[2] === '' ? Infinity : Number(range[2]), found.body.length - 1)
      if (from > to) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416)
      return {
        status: 206,
        headers: { ...read(found, input), 'content-range': `bytes ${from}-${to}/${found.body.length}` },
        bytes: found.body.subarray(from, to + 1),
      }
    },
    HeadObject(input, call) {
      const found = object(input, call)
      return { headers: { ...read(found, input), 'content-length': String(found.body.length) } }
    },
    DeleteObject(input, call) {
      const removed = store.remove(bucketOf(input, call), input.Key ?? '', input.query.versionId)
      return {
        status: 204,
        headers: {
          ...(removed?.versionId !== undefined && { 'x-amz-version-id': removed.versionId }),
          ...(removed?.deleted === true && { 'x-amz-delete-marker': 'true' }),
        },
      }
    },
    DeleteObjects(input, call) {
      const bucket = bucketOf(input, call)
      const body = input.body.toString('utf8')
      const objects = [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, entry = '']) => ({
        Key: unescaped(/<Key>([^<]*)</.exec(entry)?.[1] ?? ''),
        VersionId: /<VersionId>([^<]*)</.exec(entry)?.[1],
      }))
      const errors: XmlChildren[] = []
      const deleted: XmlChildren[] = []
      for (const { Key, VersionId } of objects) {
        try {
          store.remove(bucket, Key, VersionId)
          deleted.push({ Key, ...(VersionId !== undefined && { VersionId }) })
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error
          errors.push({ Key, ...(VersionId !== undefined && { VersionId }), Code: error.code, Message: error.message })
        }
      }
      const quiet = /<Quiet>true</.test(body)
      return { xml: ['DeleteResult', { ...(!quiet && { Deleted: deleted }), Error: errors }] }
    },
    ListObjectVersions: (input, call) => versionsOf(bucketOf(input, call), input),
    ListObjects: (input, call) => listing(bucketOf(input, call), input, input.query.marker),
    ListObjectsV2: (input, call) =>
      listing(bucketOf(input, call), input, input.query['continuation-token'] ?? input.query['start-after']),
    CreateMultipartUpload(input, call) {
      const uploadId = randomUUID().replaceAll('-', '')
      bucketOf(input, call).uploads.set(uploadId, { key: input.Key ?? '', headers: input.kept, parts: new Map() })
      return { xml: ['InitiateMultipartUploadResult', { Bucket: input.Bucket, Key: input.Key, UploadId: uploadId }] }
    },
    UploadPart(input, call) {
      upload(bucketOf(input, call), input).parts.set(Number(input.query.partNumber), input.body)
      return { headers: { etag: `"${createHash('md5').update(input.body).digest('hex')}"` } }
    },
    AbortMultipartUpload(input, call) {
      const bucket = bucketOf(input, call)
      upload(bucket, input)
      bucket.uploads.delete(input.query.uploadId ?? '')
      return { status: 204 }
    },
    CompleteMultipartUpload(input, call) {
      const bucket = bucketOf(input, call)
      const { key, headers, parts } = upload(bucket, input)
      const numbers = [...input.body.toString('utf8').matchAll(/<PartNumber>(\d+)</g)].map((match) => Number(match[1]))
      const bodies = numbers.map((number) => parts.get(number))
      if (bodies.length === 0 || bodies.some((body) => body === undefined)) {
        throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.', 400)
      }
      const sums = bodies.map((body) => createHash('md5').update(body!).digest())
      const etag = `"${createHash('md5').update(Buffer.concat(sums)).digest('hex')}-${bodies.length}"`
      const stored = store.put(bucket, key, Buffer.concat(bodies as Buffer[]), headers, etag)
      bucket.uploads.delete(input.query.uploadId ?? '')
      return {
        headers: stored.versionId === undefined ? {} : { 'x-amz-version-id': stored.versionId },
        xml: ['CompleteMultipartUploadResult', { Bucket: bucket.name, Key: key, ETag: stored.etag }],
      }
    },
  }
  return { name: 's3', operations }
}

const hasChecksum = ({ headers, kept }: S3Input): boolean =>
  headers['content-md5'] !== undefined || Object.keys(kept).some((name) => name.startsWith('x-amz-checksum-'))

/** Versioning that was never set has no status. */
const versioningOf = ({ versioned, suspended }: Bucket): Readonly<Record<string, string>> =>
  versioned ? { Status: 'Enabled' } : suspended === true ? { Status: 'Suspended' } : {}

function upload(bucket: Bucket, input: S3Input) {
  const found = bucket.uploads.get(input.query.uploadId ?? '')
  if (found === undefined) {
    throw new ServiceError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    )
  }
  return found
}

const written = ({ etag, versionId, headers }: StoredObject): Record<string, string> => ({
  etag,
  ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
  ...Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^x-amz-(checksum-|server-side-encryption$)/.test(name)),
  ),
})

function read(object: StoredObject, input: S3Input): Record<string, string> {
  const wantsChecksums = input.headers['x-amz-checksum-mode'] === 'ENABLED' && input.headers.range === undefined
  const kept = Object.entries(object.headers).filter(([name]) => wantsChecksums || !name.startsWith('x-amz-checksum-'))
  return {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream',
    ...(object.versionId !== undefined && { 'x-amz-version-id': object.versionId }),
    ...(object.retention && {
      'x-amz-object-lock-mode': object.retention.mode,
      'x-amz-object-lock-retain-until-date': object.retention.until.toISOString(),
    }),
    ...Object.fromEntries(kept),
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescaped(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|apos|amp|#x?[0-9a-fA-F]+);/g, (all, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? all
    return String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1)))
  })
}
