import { createHash } from 'node:crypto'
import { errorName, httpStatus } from './errors.ts'
import type { Storage } from './clients/services.ts'
import { pagesOf } from './pages.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import type { Log } from '../support/runtime.ts'

/** Where evidence is stored in S3: `s3://BUCKET/PREFIX`. */
export interface BucketPlace {
  readonly bucket: string
  /** Without a slash at its ends; empty: the root of the bucket. */
  readonly prefix: string
  /** The account that must own the bucket; undefined: it is not compared. */
  readonly owner?: string
}

/**
 * The objects of one run in a bucket. An object is never overwritten: its creation is conditional, in S3 itself. All calls
 * reject with an ActionError.
 */
export interface RunBucket {
  /** `s3://BUCKET/PREFIX/REPOSITORY/RUN/`. */
  readonly url: string
  /** Creates an object. One with the same bytes may exist already; with others it rejects with `evidence/exists`. */
  put(name: string, bytes: Uint8Array, type?: string): Promise<void>
  /** Names of all objects of the run, to the last page. */
  list(): Promise<readonly string[]>
  get(name: string): Promise<Uint8Array>
}

/** S3 answers 409 where another conditional request for the key is in progress; it asks to repeat the request. */
const CONFLICTS = 3
const S3_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^?#]*))?(?:\?owner=(\d{12}))?$/

/** Reads `s3://BUCKET/PREFIX`, with the owner of the bucket as `?owner=ACCOUNT`; undefined for anything else. */
export function parseS3Url(text: string): BucketPlace | undefined {
  const match = S3_URL.exec(text)
  if (!match) return undefined
  const [, bucket = '', path = '', owner] = match
  const parts = path.split('/').filter((part) => part !== '')
  if (parts.some((part) => part === '.' || part === '..')) return undefined
  return { bucket, prefix: parts.join('/'), ...(owner !== undefined && { owner }) }
}

/** The bucket, for the objects of a run. Makes no call. */
export function openRunBucket(
  storage: Pick<Storage, 'putObject' | 'headObject' | 'getObject' | 'listObjectsV2'>,
  place: BucketPlace,
  run: { readonly repository: string; readonly runId: string; readonly log: Log },
): RunBucket {
  const below = [place.prefix, run.repository, run.runId].filter((part) => part !== '').join('/')
  const url = `s3://${place.bucket}/${below}/`
  const keyOf = (name: string): string => `${below}/${name}`
  const base = {
    Bucket: place.bucket,
    ...(place.owner !== undefined && { ExpectedBucketOwner: place.owner }),
  }

  const isThere = async (name: string, checksum: string): Promise<boolean> => {
    const found = await storage.headObject({ ...base, Key: keyOf(name), ChecksumMode: 'ENABLED' })
    return found.ChecksumSHA256 === checksum
  }

  return {
    url,
    async put(name, bytes, type) {
      const checksum = createHash('sha256').update(bytes).digest('base64')
      for (let conflicts = 0; ; conflicts++) {
        try {
          const { VersionId } = await storage.putObject({
            ...base,
            Key: keyOf(name),
            Body: bytes,
            ...(type !== undefined && { ContentType: type }),
            // With a checksum a bucket with Object Lock accepts the object, and HEAD tells which bytes it has.
            ChecksumSHA256: checksum,
            IfNoneMatch: '*',
          })
          run.log.info(`evidence: ${url}${name}${VersionId === undefined ? '' : ` (version ${VersionId})`}`)
          return
        } catch (error) {
          if (httpStatus(error) === 409 && conflicts < CONFLICTS) continue
          if (httpStatus(error) !== 412) throw unusable(place, `${url}${name}`, 'stored', error)
          // The response to the creation may have been lost.
          if (await isThere(name, checksum)) return
          throw new ActionError('evidence/exists', {
            message: `${url}${name} exists with other bytes, and is not overwritten`,
            subject: 'evidence',
            expected: 'no object of this name, or one with the same bytes',
            observed: 'an object with other bytes',
            cause: error,
          })
        }
      }
    },
    async list() {
      const names: string[] = []
      try {
        const pages = pagesOf('ContinuationToken', (next) =>
          storage
            .listObjectsV2({ ...base, Prefix: `${below}/`, ...next })
            .then((page) => ({ ...page, ContinuationToken: page.NextContinuationToken })),
        )
        for await (const page of pages) {
          if (page.IsTruncated === true && !page.NextContinuationToken)
            throw new Error('S3 answered with a part of the list, and without the token of the next one')
          for (const { Key = '' } of page.Contents ?? [])
            if (Key.startsWith(`${below}/`)) names.push(Key.slice(below.length + 1))
        }
      } catch (error) {
        throw unusable(place, url, 'listed', error)
      }
      return names.filter((name) => name !== '')
    },
    async get(name) {
      try {
        const { Body } = await storage.getObject({ ...base, Key: keyOf(name) })
        if (Body === undefined) throw new Error('S3 answered without a body')
        return await Body.transformToByteArray()
      } catch (error) {
        throw unusable(place, `${url}${name}`, 'read', error)
      }
    },
  }
}

function unusable(place: BucketPlace, what: string, done: string, error: unknown): unknown {
  const missing = errorName(error) === 'NoSuchBucket'
  const redirected = httpStatus(error) === 301
  if (!missing && !redirected && httpStatus(error) !== 403) {
    if (error instanceof ActionError) return error
  }
  const owner = place.owner === undefined ? '' : ` and is owned by ${place.owner}`
  return new ActionError(done === 'stored' ? 'evidence/unwritable' : 'evidence/unreadable', {
    message: `${what} could not be ${done}: ${messageOf(error)}`,
    subject: 'evidence',
    expected: `a bucket ${place.bucket} that exists${owner}, and a role that may use it`,
    observed: missing ? 'no such bucket' : redirected ? 'the bucket is in another region' : messageOf(error),
    advice:
      'Correct `evidence:` of the step; docs/iam/evidence-role.json is the policy of the role. A bucket of another account than that of the role is named with its owner: s3://BUCKET/PREFIX?owner=ACCOUNT.',
    cause: error,
  })
}
