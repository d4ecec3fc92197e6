import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Storage } from '../../aws/clients.ts'
import { errorName, httpStatus } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import type { Content, LookedUp, S3Object } from '../contract.ts'

type Reader = Pick<Storage, 'headObject' | 'listObjectsV2'>

const FORBIDDEN = 403
const MISSING = 404
const MOVED = 301

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
    const status = httpStatus(error)
    if (status === MOVED) return elsewhere(bucket)
    if (status === FORBIDDEN || status === MISSING) return listed(s3, object, status === MISSING, error)
    throw error
  }
}

/** The answer to HEAD has no body: only a list tells a missing bucket from a missing object, and both from a refusal. */
async function listed(s3: Reader, object: S3Object, missing: boolean, refused: ActionError): Promise<LookedUp> {
  const { bucket, key, version } = object
  let found: { readonly Size?: number | undefined } | undefined
  try {
    const { Contents } = await s3.listObjectsV2({ Bucket: bucket, Prefix: key, MaxKeys: 1 })
    found = Contents?.find((each) => each.Key === key)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    if (errorName(error) === 'NoSuchBucket') {
      return {
        state: 'missing',
        observed: `no bucket ${bucket}`,
        advice: `Create the bucket ${bucket}, or correct its name.`,
      }
    }
    if (missing) return absent(object)
    return {
      state: 'unknown',
      why: 's3:GetObject and s3:ListBucket are not allowed',
      denied: true,
      advice: `Allow s3:ListBucket on arn:aws:s3:::${bucket} for the plan-role; s3:GetObject on arn:aws:s3:::${bucket}/${key} to compare digests too.`,
    }
  }
  if (missing || (found === undefined && version === undefined)) return absent(object)
  if (found === undefined || version !== undefined) {
    return {
      state: 'unknown',
      why: refused.message,
      denied: true,
      advice: `Allow s3:GetObjectVersion on arn:aws:s3:::${bucket}/${key} for the plan-role: a list has no versions.`,
    }
  }
  const { Size: bytes } = found
  return { state: 'found', content: { digests: {}, ...(bytes !== undefined && { bytes }) } }
}

function absent({ bucket, key, version }: S3Object): LookedUp {
  return {
    state: 'missing',
    observed: version === undefined ? `no object ${key} in ${bucket}` : `no version ${version} of ${key} in ${bucket}`,
    advice: `Upload ${key} to the bucket ${bucket} before the release, or correct bucket and key.`,
  }
}

function elsewhere(bucket: string): LookedUp {
  return {
    state: 'unusable',
    expected: 'a bucket in the region of the stack',
    observed: `${bucket} is in another region`,
    advice: `Copy the object to a bucket in the region of the stack; see \`aws s3api get-bucket-location --bucket ${bucket}\`.`,
  }
}

function archived({ id }: S3Object, { StorageClass, Restore }: HeadObjectCommandOutput): LookedUp {
  if (Restore?.includes('ongoing-request="false"') === true)
    return { state: 'found', note: `restored from ${StorageClass}` }
  return {
    state: 'unusable',
    expected: 'an object that can be read',
    observed: `storage class ${StorageClass}`,
    advice: `Restore ${id}, or upload it again.`,
  }
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
