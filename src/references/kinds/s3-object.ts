import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { LookUps } from '../../aws/clients/look-ups.ts'
import { errorName } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import type { Content, LookedUp, Target } from '../contract.ts'
import { FOUND, missing, notAllowed, statusOf, unusable } from './outcomes.ts'

type Objects = Awaited<ReturnType<LookUps['objects']>>
type Reader = Pick<Objects, 'headObject' | 'listObjectsV2'>

const FORBIDDEN = 403
const ABSENT = 404
const MOVED = 301

export interface S3Object extends Target {
  readonly kind: 's3-object'
  readonly bucket: string
  readonly key: string
  readonly version?: string
}

export function s3Object(bucket: string, key: string, version?: string): S3Object {
  return {
    kind: 's3-object',
    id: `s3://${bucket}/${key}${version === undefined ? '' : `?versionId=${version}`}`,
    bucket,
    key,
    ...(version !== undefined && { version }),
  }
}

/**
 * `s3://BUCKET/KEY`, and the addresses of S3 with the bucket in the host or in the path; undefined for another text.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function parseS3Url(text: string): S3Object | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  const path = decoded(url.pathname.slice(1))
  const version = url.searchParams.get('versionId') ?? undefined
  if (path === undefined) return undefined
  if (url.protocol === 's3:') return path === '' ? undefined : s3Object(url.host, path, version)
  if (url.protocol !== 'https:' || !/\.amazonaws\.com(?:\.cn)?$/.test(url.host)) return undefined
  const inHost = /^(.+)\.s3(?:[.-][a-z0-9.-]+)?\.amazonaws\.com/.exec(url.host)?.[1]
  if (inHost !== undefined) return path === '' ? undefined : s3Object(inHost, path, version)
  if (!/^s3[.-]/.test(url.host)) return undefined
  const slash = path.indexOf('/')
  return slash <= 0 || slash === path.length - 1
    ? undefined
    : s3Object(path.slice(0, slash), path.slice(slash + 1), version)
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/**
 * Looks an object up without reading it. Where the role may list the bucket and not read the object, its existence and size
 * are known, and its digest is not.
 */
export async function lookUpObject(s3: Reader, object: S3Object): Promise<LookedUp> {
  const { bucket, key, version } = object
  try {
    const head = await s3.headObject({
      Bucket: bucket,
      Key: key,
      ChecksumMode: 'ENABLED',
      ...(version !== undefined && { VersionId: version }),
    })
    if (head.StorageClass === 'GLACIER' || head.StorageClass === 'DEEP_ARCHIVE') return archived(object, head)
    return { state: 'found', content: contentOf(head) }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    const status = statusOf(error)
    if (status === MOVED) return inOtherRegion(bucket)
    if (status === FORBIDDEN || status === ABSENT) return listed(s3, object, status === ABSENT, error)
    throw error
  }
}

/** The answer to HEAD has no body: only a list tells a missing bucket from a missing object, and both from a refusal. */
async function listed(s3: Reader, object: S3Object, isAbsent: boolean, refused: ActionError): Promise<LookedUp> {
  const { bucket, key, version } = object
  let found: { readonly Size?: number | undefined } | undefined
  try {
    const { Contents } = await s3.listObjectsV2({ Bucket: bucket, Prefix: key, MaxKeys: 1 })
    found = Contents?.find((each) => each.Key === key)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    if (errorName(error) === 'NoSuchBucket') {
      return missing(`no bucket ${bucket}`, `Create the bucket ${bucket}, or correct its name.`)
    }
    if (isAbsent) return absent(object)
    if (error.code !== 'aws/denied') throw error
    return notAllowed(
      's3:GetObject and s3:ListBucket are not allowed',
      `Allow s3:ListBucket on arn:aws:s3:::${bucket} for the plan-role; s3:GetObject on arn:aws:s3:::${bucket}/${key} to compare digests too.`,
    )
  }
  if (isAbsent || (found === undefined && version === undefined)) return absent(object)
  if (found === undefined || version !== undefined) {
    return notAllowed(
      refused.message,
      `Allow s3:GetObjectVersion on arn:aws:s3:::${bucket}/${key} for the plan-role: a list has no versions.`,
    )
  }
  const { Size: bytes } = found
  return { state: 'found', content: { digests: {}, ...(bytes !== undefined && { bytes }) } }
}

function absent({ bucket, key, version }: S3Object): LookedUp {
  return missing(
    version === undefined ? `no object ${key} in ${bucket}` : `no version ${version} of ${key} in ${bucket}`,
    `Upload ${key} to the bucket ${bucket} before the release, or correct bucket and key.`,
  )
}

function inOtherRegion(bucket: string): LookedUp {
  return unusable(
    'a bucket in the region of the stack',
    `${bucket} is in another region`,
    `Copy the object to a bucket in the region of the stack; see \`aws s3api get-bucket-location --bucket ${bucket}\`.`,
  )
}

function archived({ id }: S3Object, { StorageClass, Restore }: HeadObjectCommandOutput): LookedUp {
  if (Restore?.includes('ongoing-request="false"') === true)
    return { state: 'found', note: `restored from ${StorageClass}` }
  return unusable('an object that can be read', `storage class ${StorageClass}`, `Restore ${id}, or upload it again.`)
}

/** Digests of the whole object, the strongest first. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
function contentOf(head: HeadObjectCommandOutput): Content {
  const whole = head.ChecksumType !== 'COMPOSITE'
  const sums = {
    SHA256: head.ChecksumSHA256,
    SHA1: head.ChecksumSHA1,
    CRC64NVME: head.ChecksumCRC64NVME,
    CRC32C: head.ChecksumCRC32C,
    CRC32: head.ChecksumCRC32,
    MD5: md5Of(head),
  }
  const known = Object.entries(sums).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (entry[0] === 'MD5' || (whole && !/-\d+$/.test(entry[1]))),
  )
  return {
    ...(head.ContentLength !== undefined && { bytes: head.ContentLength }),
    digests: Object.fromEntries(known),
  }
}

/** The ETag is the MD5 of an object that was uploaded in one part and is encrypted with keys of S3, and of no other. */
function md5Of({ ETag, ServerSideEncryption, SSECustomerAlgorithm }: HeadObjectCommandOutput): string | undefined {
  if (ServerSideEncryption !== 'AES256' || SSECustomerAlgorithm !== undefined) return undefined
  return /^"?([0-9a-f]{32})"?$/.exec(ETag ?? '')?.[1]
}

/** A bucket by its name, as destinations of logs have it. */
export async function lookUpBucket(s3: Pick<Objects, 'headBucket'>, bucket: Target): Promise<LookedUp> {
  try {
    await s3.headBucket({ Bucket: bucket.id })
    return FOUND
  } catch (error) {
    const status = statusOf(error)
    if (status === MOVED) return { state: 'found', note: 'in another region' }
    if (status === ABSENT) {
      return missing(
        `no bucket ${bucket.id}`,
        `Create the bucket ${bucket.id} before the release, or correct its name.`,
      )
    }
    // A bucket of that name exists; whose it is is not known.
    if (status === FORBIDDEN) {
      return notAllowed(
        's3:ListBucket is not allowed',
        `Allow s3:ListBucket on arn:aws:s3:::${bucket.id} for the plan-role.`,
      )
    }
    throw error
  }
}
