import { packTgz, packZip, type Packer } from './pack.ts'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { errorName, httpStatus } from '../../aws/errors.ts'
import type { Storage } from '../../aws/clients/services.ts'
import { digestOfBytes, type Digest } from '../../evidence/digest.ts'
import { ActionError } from '../../support/errors.ts'
import { bytesOfFile, digestOfEntries, kindOfPath, walkTree, type TreeEntry } from '../../support/files/tree.ts'

/** The archive of a revision for its targets. */
export interface Bundle {
  readonly type: 'tgz' | 'tar' | 'zip'
  readonly bytes: Buffer
  /** Digest in the release: of the folder, or of the bytes of an archive. */
  readonly content: Digest
}

/** The place of a revision in S3. ETag and version identify the object, not only its key. */
export interface RevisionLocation {
  readonly bucket: string
  readonly key: string
  readonly bundleType: Bundle['type']
  readonly eTag?: string
  readonly version?: string
  /** False where the same content existed already. */
  readonly uploaded: boolean
}

/** Files that join a folder, by path; a file of that path is replaced. */
type Added = ReadonlyMap<string, { readonly bytes: Buffer; readonly mode: number }>

/**
 * Packs a folder, with what is added to it, or takes an archive as it is. The digest is that of the folder alone. Rejects
 * with `config/revision` where the content is invalid.
 */
export async function makeBundle(
  path: string,
  subject: string,
  format: 'tgz' | 'zip' = 'tgz',
  added: Added = new Map(),
): Promise<Bundle> {
  if ((await kindOfPath(path)) === 'directory') return bundleFolder(path, subject, format, added)
  const { detectBundleType } = await import('./archive.ts')
  const type = detectBundleType(path)
  const bytes = await bytesOfFile(path)
  return { type: type === 'directory' ? 'tgz' : type, bytes, content: digestOfBytes(bytes) }
}

/** Packs and digests in one pass: the digest is that of the uploaded content, also if the folder changes meanwhile. */
async function bundleFolder(folder: string, subject: string, format: 'tgz' | 'zip', added: Added): Promise<Bundle> {
  const packer = await (format === 'zip' ? packZip() : packTgz())
  const read: { entry: TreeEntry; content?: Digest }[] = []
  const replaced = new Set<string>()
  try {
    for (const entry of await walkTree(folder)) {
      if (entry.kind === 'other') {
        throw new ActionError('config/revision', {
          message: `${entry.path} is neither a file, a folder nor a link: it cannot be part of a revision`,
          subject,
          expected: 'files, folders and links',
          observed: entry.path,
        })
      }
      const bytes = entry.kind === 'file' ? await bytesOfFile(join(folder, entry.path)) : undefined
      read.push({ entry: { ...entry, size: bytes?.length ?? 0 }, ...(bytes && { content: digestOfBytes(bytes) }) })
      const other = added.get(entry.path)
      await (other ? addFile(packer, entry.path, other) : packer.add(entry, bytes))
      if (other) replaced.add(entry.path)
    }
    for (const [path, file] of added) if (!replaced.has(path)) await addFile(packer, path, file)
    return { type: format, bytes: await packer.finish(), content: digestOfEntries(read) }
  } catch (error) {
    packer.abandon()
    throw error
  }
}

function addFile(packer: Packer, path: string, { bytes, mode }: { bytes: Buffer; mode: number }): Promise<void> {
  return packer.add({ path, kind: 'file', mode, size: bytes.length }, bytes)
}

/** The key of a revision: derived from its digest, so that equal content is stored once. */
export function revisionKey(prefix: string, id: string, bundle: Pick<Bundle, 'content' | 'type'>): string {
  const start = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  return `${start}${id}/${bundle.content.replace('sha256:', '')}.${bundle.type}`
}

/**
 * Uploads an archive, unless the bucket has the same bytes, compared by S3's own checksum. Rejects with an ActionError that
 * names the bucket.
 */
export async function uploadRevision(
  storage: Pick<Storage, 'headObject' | 'putObject'>,
  place: { readonly bucket: string; readonly prefix: string; readonly id: string },
  bundle: Bundle,
): Promise<RevisionLocation> {
  const { bucket } = place
  const key = revisionKey(place.prefix, place.id, bundle)
  const checksum = createHash('sha256').update(bundle.bytes).digest('base64')
  const located = (answer: { ETag?: string | undefined; VersionId?: string | undefined }, uploaded: boolean) => ({
    bucket,
    key,
    bundleType: bundle.type,
    uploaded,
    ...(answer.ETag !== undefined && { eTag: answer.ETag.replaceAll('"', '') }),
    ...(answer.VersionId !== undefined && answer.VersionId !== 'null' && { version: answer.VersionId }),
  })
  const there = await headObject(storage, bucket, key)
  if (there?.ChecksumSHA256 === checksum) return located(there, false)
  try {
    const answer = await storage.putObject({ Bucket: bucket, Key: key, Body: bundle.bytes, ChecksumSHA256: checksum })
    return located(answer, true)
  } catch (error) {
    if (errorName(error) !== 'NoSuchBucket') throw error
    throw new ActionError('config/revision', {
      message: `the bucket ${bucket} for the revision of ${place.id} does not exist`,
      advice: `Correct \`revision.bucket\` of the deployment ${place.id}, or create the bucket in one of the stacks.`,
      subject: `deployment/${place.id}/revision`,
      expected: `a bucket ${bucket}`,
      observed: 'no such bucket',
      cause: error,
    })
  }
}

async function headObject(
  storage: Pick<Storage, 'headObject'>,
  bucket: string,
  key: string,
): Promise<Awaited<ReturnType<Storage['headObject']>> | undefined> {
  try {
    return await storage.headObject({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })
  } catch (error) {
    // A response to HEAD has no body and so no error name. Without s3:ListBucket S3 answers 403 for a missing object; the upload
    // tells which it is.
    if ([403, 404].includes(httpStatus(error) ?? 0)) return undefined
    throw error
  }
}
