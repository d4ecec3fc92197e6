import type { ServiceError } from '../../../contract.ts'
import type { HttpAnswer, HttpRequest } from '../../wire/http.ts'
import { asText } from '../../names.ts'
import { escapeXml } from '../../wire/xml.ts'
import { decodePayload, verifyChecksums } from './body.ts'
import type { S3Input, S3Output, XmlChildren } from './contract.ts'

/** The bucket and key of a request: `/bucket/key`, or `/key` with the bucket in the host name. */
function placeOf(request: HttpRequest): { bucket?: string; key?: string } {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const virtual = /^(.+?)\.(?:localhost|s3[.-].*)$/.exec(host)?.[1]
  const path = decodeURIComponent(request.path).replace(/^\//, '')
  if (virtual !== undefined) return { bucket: virtual, ...(path !== '' && { key: path }) }
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  const key = slash < 0 ? '' : path.slice(slash + 1)
  return { ...(bucket !== '' && { bucket }), ...(key !== '' && { key }) }
}

/** Subresources that are not implemented; such a request must not be treated as one for the bucket or object itself. */
const NOT_IMPLEMENTED =
  'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold logging metrics notification replication requestPayment restore retention select session tagging torrent website'.split(
    ' ',
  )

/** Subresources of buckets, and the operations on them. */
const SUBRESOURCES = ['policyStatus', 'policy', 'publicAccessBlock', 'ownershipControls', 'object-lock', 'lifecycle']
const ON_SUBRESOURCES: Readonly<Record<string, string>> = {
  'GET policyStatus': 'GetBucketPolicyStatus',
  'GET policy': 'GetBucketPolicy',
  'PUT policy': 'PutBucketPolicy',
  'DELETE policy': 'DeleteBucketPolicy',
  'GET publicAccessBlock': 'GetPublicAccessBlock',
  'PUT publicAccessBlock': 'PutPublicAccessBlock',
  'DELETE publicAccessBlock': 'DeletePublicAccessBlock',
  'GET ownershipControls': 'GetBucketOwnershipControls',
  'GET lifecycle': 'GetBucketLifecycleConfiguration',
  'PUT lifecycle': 'PutBucketLifecycleConfiguration',
  'DELETE lifecycle': 'DeleteBucketLifecycle',
  'GET object-lock': 'GetObjectLockConfiguration',
  'PUT object-lock': 'PutObjectLockConfiguration',
}

/** The operation of a request, by method, bucket, key and query; undefined when it is not implemented. */
export function operationOf(request: HttpRequest): string | undefined {
  const { bucket, key } = placeOf(request)
  const has = (name: string): boolean => request.query.has(name)
  if (NOT_IMPLEMENTED.some(has)) return undefined
  if (bucket === undefined) return request.method === 'GET' ? 'ListBuckets' : undefined
  if (key === undefined) {
    const subresource = SUBRESOURCES.find(has)
    if (subresource !== undefined) return ON_SUBRESOURCES[`${request.method} ${subresource}`]
    switch (request.method) {
      case 'PUT':
        return has('versioning')
          ? 'PutBucketVersioning'
          : [...request.query.keys()].length > 0
            ? undefined
            : 'CreateBucket'
      case 'HEAD':
        return 'HeadBucket'
      case 'DELETE':
        return 'DeleteBucket'
      case 'POST':
        return has('delete') ? 'DeleteObjects' : undefined
      case 'GET':
        if (has('uploads')) return undefined
        if (has('versions')) return 'ListObjectVersions'
        if (has('location')) return 'GetBucketLocation'
        if (has('versioning')) return 'GetBucketVersioning'
        return request.query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'
      default:
        return undefined
    }
  }
  switch (request.method) {
    case 'PUT':
      if (has('partNumber')) return 'UploadPart'
      return request.headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject'
    case 'GET':
      return has('uploadId') ? undefined : 'GetObject'
    case 'HEAD':
      return 'HeadObject'
    case 'DELETE':
      return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
    case 'POST':
      return has('uploads') ? 'CreateMultipartUpload' : has('uploadId') ? 'CompleteMultipartUpload' : undefined
    default:
      return undefined
  }
}

const KEPT = /^(content-(type|disposition|language)|cache-control|x-amz-meta-.*)$/

export function decodeS3(request: HttpRequest): S3Input {
  const { bucket, key } = placeOf(request)
  const payload = decodePayload(request.body, request.headers)
  const checksums = verifyChecksums(payload, request.headers)
  const kept = Object.fromEntries(Object.entries(request.headers).filter(([name]) => KEPT.test(name)))
  return {
    ...(bucket !== undefined && { Bucket: bucket }),
    ...(key !== undefined && { Key: key }),
    body: payload.body,
    kept: { ...kept, ...checksums },
    query: Object.fromEntries(request.query),
    headers: request.headers,
  }
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

export function encodeS3(output: S3Output): HttpAnswer {
  const { status = 200, headers = {}, bytes, xml } = output
  if (xml === undefined) return { status, headers, body: bytes ?? '' }
  const [root, children] = xml
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `${DECLARATION}<${root} xmlns="${NAMESPACE}">${writeChildren(children)}</${root}>`,
  }
}

function writeChildren(children: XmlChildren): string {
  return Object.entries(children)
    .map(([tag, value]) => {
      if (value === undefined) return ''
      if (tag === '') return escapeXml(asText(value))
      const items = Array.isArray(value) ? (value as XmlChildren[]) : [value]
      return items
        .map(
          (item) =>
            `<${tag}>${typeof item === 'object' ? writeChildren(item as XmlChildren) : escapeXml(String(item))}</${tag}>`,
        )
        .join('')
    })
    .join('')
}

export function encodeS3Error(error: ServiceError, requestId: string, request: HttpRequest): HttpAnswer {
  // The response to HEAD has no body.
  if (request.method === 'HEAD') return { status: error.status, headers: {}, body: '' }
  const children = { Code: error.code, Message: error.message, ...(error.members as XmlChildren), RequestId: requestId }
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml' },
    body: `${DECLARATION}<Error>${writeChildren(children)}</Error>`,
  }
}
