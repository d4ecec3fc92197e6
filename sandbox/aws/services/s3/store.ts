import { createHash, randomBytes } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import { crc64Nvme } from './crc64.ts'
import { BLOCKED } from './public-access.ts'
import type { PublicAccessBlock } from './public-access.ts'

/** One version of an object. A delete marker has no body. */
export interface StoredObject {
  readonly key: string
  readonly body: Buffer
  /** With quotes, as in the header. */
  readonly etag: string
  readonly versionId?: string
  readonly lastModified: Date
  readonly deleted: boolean
  readonly retention?: { readonly mode: string; readonly until: Date }
  /** Content-Type, x-amz-meta-*, x-amz-checksum-*: returned as received. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Bucket {
  readonly name: string
  readonly account: string
  readonly region: string
  readonly created: Date
  versioned: boolean
  /** Versioning was set, and is not enabled. */
  suspended?: boolean
  /** With Object Lock; `days`: the default retention, where there is one. */
  lock?: { readonly days?: number; readonly mode?: string }
  /** The bucket policy, as it was written. */
  policy?: string
  publicAccessBlock?: PublicAccessBlock
  /** Lifecycle rules, as they were written. */
  lifecycle?: string
  /** Object Ownership; BucketOwnerEnforced where it was not set. */
  ownership?: string
  /** Versions by key, newest first. */
  readonly objects: Map<string, StoredObject[]>
  readonly uploads: Map<string, { key: string; headers: Record<string, string>; parts: Map<number, Buffer> }>
}

/** All buckets, whose names are global. */
export interface ObjectStore {
  createBucket(name: string, owner: { account: string; region: string }): Bucket
  /** The bucket of an account; throws when it does not exist or belongs to another account. */
  bucket(name: string, account: string): Bucket
  find(name: string): Bucket | undefined
  list(account: string): Bucket[]
  deleteBucket(name: string, account: string): void
  put(bucket: Bucket, key: string, body: Buffer, headers?: Record<string, string>, etag?: string): StoredObject
  /** The current or the given version; undefined when it does not exist or is a delete marker. */
  get(bucket: Bucket, key: string, versionId?: string): StoredObject | undefined
  remove(bucket: Bucket, key: string, versionId?: string): StoredObject | undefined
}

const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export function createObjectStore(clock: SandboxClock): ObjectStore {
  const buckets = new Map<string, Bucket>()
  return {
    createBucket(name, { account, region }) {
      if (!BUCKET_NAME.test(name)) {
        throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name })
      }
      const existing = buckets.get(name)
      if (existing !== undefined) throw alreadyThere(existing, account)
      const bucket: Bucket = {
        name,
        account,
        region,
        created: clock.now(),
        versioned: false,
        publicAccessBlock: BLOCKED,
        objects: new Map(),
        uploads: new Map(),
      }
      buckets.set(name, bucket)
      return bucket
    },
    bucket(name, account) {
      const bucket = buckets.get(name)
      if (bucket === undefined) {
        throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name })
      }
      if (bucket.account !== account) throw new ServiceError('AccessDenied', 'Access Denied', 403)
      return bucket
    },
    find: (name) => buckets.get(name),
    list: (account) => [...buckets.values()].filter((bucket) => bucket.account === account),
    deleteBucket(name, account) {
      const bucket = this.bucket(name, account)
      if ([...bucket.objects.values()].some((versions) => versions.length > 0)) {
        throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
          BucketName: name,
        })
      }
      buckets.delete(name)
    },
    put(bucket, key, body, headers = {}, etag) {
      const object = {
        key,
        body,
        etag: etag ?? `"${createHash('md5').update(body).digest('hex')}"`,
        lastModified: clock.now(),
        deleted: false,
        headers: { ...DEFAULT_ENCRYPTION, ...headers, ...checksumOf(body, headers) },
        ...(bucket.versioned && { versionId: newVersionId() }),
        ...retentionOf(bucket, clock.now()),
      }
      const older = bucket.versioned ? (bucket.objects.get(key) ?? []) : []
      bucket.objects.set(key, [object, ...older])
      return object
    },
    get(bucket, key, versionId) {
      const versions = bucket.objects.get(key) ?? []
      const object = versionId === undefined ? versions[0] : versions.find((each) => each.versionId === versionId)
      return object?.deleted === true ? undefined : object
    },
    remove(bucket, key, versionId) {
      const versions = bucket.objects.get(key) ?? []
      const isNamed = (each: StoredObject): boolean => (each.versionId ?? 'null') === versionId
      const version = versionId === undefined ? undefined : versions.find(isNamed)
      if (version?.retention && version.retention.until > clock.now()) {
        throw new ServiceError('AccessDenied', 'Access Denied because object protected by object lock.', 403)
      }
      if (!bucket.versioned || versionId !== undefined) {
        const kept = bucket.versioned ? versions.filter((each) => !isNamed(each)) : []
        if (kept.length > 0) bucket.objects.set(key, kept)
        else bucket.objects.delete(key)
        return version
      }
      const marker = {
        key,
        body: Buffer.alloc(0),
        etag: '',
        lastModified: clock.now(),
        deleted: true,
        headers: {},
        versionId: newVersionId(),
      }
      bucket.objects.set(key, [marker, ...versions])
      return marker
    },
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
const DEFAULT_ENCRYPTION = { 'x-amz-server-side-encryption': 'AES256' }

/**
 * S3 computes CRC-64/NVME of the whole object where the upload has no checksum.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
function checksumOf(body: Buffer, headers: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.keys(headers).some((name) => /^x-amz-checksum-(crc|sha)/.test(name))
  return {
    'x-amz-checksum-type': 'FULL_OBJECT',
    ...(!given && { 'x-amz-checksum-crc64nvme': crc64Nvme(body) }),
  }
}

function retentionOf({ lock }: Bucket, now: Date): Pick<StoredObject, 'retention'> {
  if (lock?.days === undefined) return {}
  return { retention: { mode: lock.mode ?? 'GOVERNANCE', until: new Date(now.getTime() + lock.days * DAY_MS) } }
}

const DAY_MS = 86_400_000

const newVersionId = (): string => randomBytes(24).toString('base64url')

function alreadyThere(existing: Bucket, account: string): ServiceError {
  const members = { BucketName: existing.name }
  return existing.account === account
    ? new ServiceError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
        members,
      )
    : new ServiceError(
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
        409,
        members,
      )
}
