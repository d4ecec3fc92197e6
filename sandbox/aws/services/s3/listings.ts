import type { S3Input, S3Output } from './contract.ts'
import type { Bucket, StoredObject } from './store.ts'

/** Lists of objects and of their versions. */

const MAX_KEYS = 1000

/** An object that was put without versioning has the version `null`. */
const versionIdOf = ({ versionId }: StoredObject): string => versionId ?? 'null'

/** All versions and delete markers, by key, newest first. */
export function versionsOf(bucket: Bucket, { query }: S3Input): S3Output {
  const { prefix = '', 'key-marker': keyMarker = '', 'version-id-marker': versionMarker } = query
  const most = Math.min(Number(query['max-keys'] ?? MAX_KEYS), MAX_KEYS)
  const all = [...bucket.objects]
    .filter(([key]) => key.startsWith(prefix))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, versions]) => versions.map((version, index) => ({ version, isLatest: index === 0 })))
  const last = all.findIndex(
    ({ version }) => version.key === keyMarker && (!versionMarker || versionIdOf(version) === versionMarker),
  )
  const rest =
    keyMarker === '' ? all : last < 0 ? all.filter(({ version }) => version.key > keyMarker) : all.slice(last + 1)
  const page = rest.slice(0, most)
  const truncated = rest.length > page.length
  const end = page.at(-1)?.version
  const shown = page.map(({ version, isLatest }) => ({
    deleted: version.deleted,
    entry: {
      Key: version.key,
      VersionId: versionIdOf(version),
      IsLatest: isLatest,
      LastModified: version.lastModified.toISOString(),
      ...(!version.deleted && { ETag: version.etag, Size: version.body.length, StorageClass: 'STANDARD' }),
    },
  }))
  return {
    xml: [
      'ListVersionsResult',
      {
        Name: bucket.name,
        Prefix: prefix,
        KeyMarker: keyMarker,
        VersionIdMarker: versionMarker ?? '',
        MaxKeys: most,
        IsTruncated: truncated,
        ...(truncated && end && { NextKeyMarker: end.key, NextVersionIdMarker: versionIdOf(end) }),
        Version: shown.flatMap(({ deleted, entry }) => (deleted ? [] : [entry])),
        DeleteMarker: shown.flatMap(({ deleted, entry }) => (deleted ? [entry] : [])),
      },
    ],
  }
}

export function listing(bucket: Bucket, { query }: S3Input, after = ''): S3Output {
  const prefix = query.prefix ?? ''
  const most = Math.min(Number(query['max-keys'] ?? MAX_KEYS), MAX_KEYS)
  const all = [...bucket.objects.values()]
    .map(([newest]) => newest)
    .filter((object) => object !== undefined && !object.deleted && object.key.startsWith(prefix) && object.key > after)
    .map((object) => object!)
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
  const page = all.slice(0, most)
  const truncated = all.length > page.length
  const v2 = query['list-type'] === '2'
  return {
    xml: [
      'ListBucketResult',
      {
        Name: bucket.name,
        Prefix: prefix,
        MaxKeys: most,
        IsTruncated: truncated,
        ...(v2 && { KeyCount: page.length }),
        ...(truncated && { [v2 ? 'NextContinuationToken' : 'NextMarker']: page.at(-1)?.key }),
        Contents: page.map(({ key, etag, body, lastModified }) => ({
          Key: key,
          LastModified: lastModified.toISOString(),
          ETag: etag,
          Size: body.length,
          StorageClass: 'STANDARD',
        })),
      },
    ],
  }
}
