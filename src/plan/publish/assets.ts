import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as readText, buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { Storage } from '../../aws/clients/services.ts'
import { errorName, httpStatus } from '../../aws/errors.ts'
import type { StackAsset } from '../../config/model/packaged.ts'
import type { Stack } from '../../config/model/environment.ts'
import { digestOfBytes, type Digest } from '../../evidence/digest.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'
import { bytesOfFile } from '../../support/files/tree.ts'

/** What became of one asset. `same`: by its checksum; `same-content`: another archive with the same files. */
export type Published =
  | { readonly kind: 'uploaded' | 'same' | 'same-content' }
  | { readonly kind: 'differs' | 'changed' | 'no-bucket'; readonly observed: string }

const FORBIDDEN = 403
const ABSENT = 404
const PRECONDITION_FAILED = 412
/** Another upload of the same key is going on. */
const CONFLICT = 409
const MASK = 0o777

/** The assets of stacks, each place in a bucket once. */
export function assetsOf(stacks: readonly Pick<Stack, 'packaged'>[]): StackAsset[] {
  const all = stacks.flatMap(({ packaged }) => packaged?.assets ?? [])
  return [...new Map(all.map((asset) => [placeOf(asset), asset])).values()]
}

/** `s3://BUCKET/KEY` */
export function placeOf({ bucket, key }: Pick<StackAsset, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`
}

/**
 * The account that must own a bucket, where the name of the bucket has its number, as those of the CDK: such a name is known
 * to everybody, and free for any account once the bucket is gone.
 */
function ownerOf(bucket: string, account: string | undefined): { readonly ExpectedBucketOwner?: string } {
  return account !== undefined && bucket.split('-').includes(account) ? { ExpectedBucketOwner: account } : {}
}

/** The checksum as S3 has it. */
export function checksumOf(digest: Digest): string {
  return Buffer.from(digest.replace('sha256:', ''), 'hex').toString('base64')
}

/**
 * Brings an asset into its bucket, or proves that the bucket has it. An object that exists is compared, never overwritten:
 * the keys of packagers are no digests of the bytes. Rejects with an ActionError where a call did not complete.
 */
export async function publishAsset(
  storage: Storage,
  asset: StackAsset,
  {
    workspace,
    temp,
    account,
  }: { readonly workspace: string; readonly temp: string; readonly account?: string | undefined },
): Promise<Published> {
  const bytes = await bytesOfFile(join(workspace, asset.file))
  const digest = digestOfBytes(bytes)
  if (digest !== asset.digest) return { kind: 'changed', observed: digest }
  const at = { Bucket: asset.bucket, Key: asset.key, ...ownerOf(asset.bucket, account) }
  try {
    const found = await headOf(storage, at)
    if (!(found instanceof ActionError)) return await compared(storage, asset, { at, found, temp, bytes })
    const put = await storage.putObject({
      ...at,
      Body: bytes,
      ChecksumSHA256: checksumOf(digest),
      IfNoneMatch: '*',
    })
    const stored = await headOf(storage, at)
    if (stored instanceof ActionError) {
      if (httpStatus(stored) === ABSENT) return { kind: 'differs', observed: 'no object after the upload' }
      // Who may not read the object knows its bytes by the answer to the upload.
      if (isWhole(put, asset)) return { kind: 'uploaded' }
      throw stored
    }
    if (isWhole(put, asset) || isWhole(stored, asset)) return { kind: 'uploaded' }
    const result = await compared(storage, asset, { at, found: stored, temp, bytes })
    return result.kind === 'same' ? { kind: 'uploaded' } : result
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    if (errorName(error) === 'NoSuchBucket') return { kind: 'no-bucket', observed: `no bucket ${asset.bucket}` }
    const status = httpStatus(error)
    if (status !== PRECONDITION_FAILED && status !== CONFLICT) throw error
    // Another job was faster.
    const found = await headOf(storage, at)
    if (found instanceof ActionError) throw httpStatus(found) === ABSENT ? error : found
    return compared(storage, asset, { at, found, temp, bytes })
  }
}

interface At {
  readonly Bucket: string
  readonly Key: string
  readonly ExpectedBucketOwner?: string
}

interface Found {
  readonly ChecksumSHA256?: string | undefined
  readonly ChecksumType?: string | undefined
  readonly ContentLength?: number | undefined
}

/** The error where there is none: without s3:ListBucket an absent object is answered as a forbidden one. */
async function headOf(storage: Storage, at: At): Promise<Found | ActionError> {
  try {
    return await storage.headObject({ ...at, ChecksumMode: 'ENABLED' })
  } catch (error) {
    if (error instanceof ActionError && [FORBIDDEN, ABSENT].includes(httpStatus(error) ?? 0)) return error
    throw error
  }
}

/** Whether a checksum of the whole object proves that it is the asset; one of an upload in parts has another form. */
function isWhole({ ChecksumSHA256: sum, ChecksumType: type }: Found, { digest }: StackAsset): boolean {
  return sum === checksumOf(digest) && type !== 'COMPOSITE'
}

async function compared(
  storage: Storage,
  asset: StackAsset,
  {
    at,
    found,
    temp,
    bytes,
  }: { readonly at: At; readonly found: Found; readonly temp: string; readonly bytes: Uint8Array },
): Promise<Published> {
  if (isWhole(found, asset)) return { kind: 'same' }
  const { Body } = await storage.getObject(at)
  const stored = await buffer(Body as Readable)
  const digest = digestOfBytes(stored)
  if (digest === asset.digest) return { kind: 'same' }
  const observed = `${stored.length} bytes, ${digest}`
  if (!asset.archive) return { kind: 'differs', observed }
  return withScratchFolder(temp, async (folder): Promise<Published> => {
    const [ours, theirs] = [join(folder, 'ours.zip'), join(folder, 'theirs.zip')]
    await writeFile(ours, bytes)
    await writeFile(theirs, stored)
    const difference = differenceOf(
      await contentsOf(ours),
      await contentsOf(theirs).catch((error: unknown) => messageOf(error)),
    )
    return difference === undefined
      ? { kind: 'same-content' }
      : { kind: 'differs', observed: `${observed}: ${difference}` }
  })
}

/** What an archive unpacks to: digests and whether they can be executed, by path. Folders are made by their files. */
async function contentsOf(zip: string): Promise<Map<string, string>> {
  const { walkArchive } = await import('../../codedeploy/revision/archive.ts')
  const found = new Map<string, string>()
  await walkArchive(zip, 'zip', async ({ path, type, mode = 0o644, target }, content) => {
    if (type === 'directory') return
    const executable = (mode & MASK & 0o100) !== 0 ? ' executable' : ''
    if (type === 'symlink') return void found.set(path, `link to ${target ?? (await readText(await content()))}`)
    const hash = createHash('sha256')
    for await (const chunk of await content()) hash.update(chunk as Uint8Array)
    found.set(path, `sha256:${hash.digest('hex')}${executable}`)
  })
  return found
}

function differenceOf(
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string> | string,
): string | undefined {
  if (typeof theirs === 'string') return theirs
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [own, other] = [ours.get(path), theirs.get(path)]
    if (own !== other) return `${path} is ${other ?? 'absent'}, and ${own ?? 'absent'} in this release`
  }
  return undefined
}
