/** Reads revisions: folders, zip, tar, tgz. Archives are untrusted input: each entry is checked before it is used. */
import { createReadStream, openSync, closeSync, readSync, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import tar from 'tar-stream'
import type { Header } from 'tar-stream'
import yauzl from 'yauzl'
import type { Entry as ZipEntry, ZipFile } from 'yauzl'
import { ActionError, messageOf } from '../../support/errors.ts'

export type BundleType = 'directory' | 'zip' | 'tar' | 'tgz'

/** One entry of an archive. */
export interface ArchiveEntry {
  /** Relative, with `/`, without `.` and `..`; never empty. */
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink'
  /** Permission bits with setuid, setgid and sticky; undefined where the archive has none. */
  readonly mode?: number
  readonly mtime?: Date
  /** Numeric owner and group, of tar only. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** Bytes of a file, as declared. */
  readonly size: number
  /** Target of a symlink, or path of the entry that a hard link repeats. */
  readonly target?: string
  readonly hardlink: boolean
}

/** Limits of an archive. */
export interface Limits {
  readonly bytes: number
  readonly entries: number
}

/** 100 GB and a million entries: more than any revision needs, and a protection of the disk. */
const DEFAULT_LIMITS: Limits = { bytes: 100_000_000_000, entries: 1_000_000 }

/** Free disk space where an archive is unpacked; may be less than the limits. */
export interface DiskRoom extends Limits {
  readonly at: string
}

/** Longest path in bytes on Linux. */
const PATH_MAX = 4096

export type Visit = (entry: ArchiveEntry, content: () => Promise<Readable>) => Promise<void>

/** Detects the type of a revision from its first bytes, not from its name. Rejects other types. */
export function detectBundleType(path: string): BundleType {
  let head: Buffer
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return 'directory'
    if (!stat.isFile()) throw refusal(path, 'it is neither a folder nor a file')
    head = readHead(path)
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw refusal(path, messageOf(error), error)
  }
  if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'tgz'
  if (ZIP_HEADS.some((start) => head.subarray(0, 4).equals(start))) return 'zip'
  const checksum = head.length >= 512 ? Number.parseInt(head.toString('latin1', 148, 156), 8) : Number.NaN
  if (Number.isFinite(checksum) && checksum === tarChecksum(head)) return 'tar'
  throw refusal(path, head.length === 0 ? 'it is empty' : 'it is not a zip, tar or tgz')
}

/** A local file header, and the end of the directory of an empty archive. */
const ZIP_HEADS = [Buffer.from('504b0304', 'hex'), Buffer.from('504b0506', 'hex')]

function readHead(path: string): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(512)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, 512, 0))
  } finally {
    closeSync(descriptor)
  }
}

function tarChecksum(head: Buffer): number {
  let sum = 0
  for (let index = 0; index < 512; index++) sum += index >= 148 && index < 156 ? 32 : (head[index] ?? 0)
  return sum
}

/**
 * Iterates over the checked entries of an archive. Rejects with `config/revision` for a truncated archive, a path that leads
 * out (`../`, absolute), an entry that is not a file, folder or link, or a size above the limits or `room`.
 */
export async function walkArchive(
  path: string,
  type: 'zip' | 'tar' | 'tgz',
  visit: Visit,
  room?: DiskRoom,
): Promise<void> {
  const guard = new Guard(path, room)
  try {
    if (type === 'zip') await walkZip(path, guard, visit)
    else await walkTar(path, type, guard, visit)
  } catch (error) {
    if (error instanceof ActionError) throw error
    const [, fault = '', name] = ZIP_NAME_REFUSED.exec(messageOf(error)) ?? []
    const why =
      name === undefined
        ? `it is truncated or damaged: ${messageOf(error)}`
        : `the entry ${JSON.stringify(name)} ${ZIP_NAME_FAULTS[fault]}`
    throw refusal(path, why, error)
  }
}

/** yauzl's errors about names. */
const ZIP_NAME_REFUSED = /^(invalid relative path|absolute path|invalid characters in fileName): (.*)$/s
const ZIP_NAME_FAULTS: Readonly<Record<string, string>> = {
  'invalid relative path': 'leads out of the revision',
  'absolute path': 'has an absolute path',
  'invalid characters in fileName': 'has a backslash in its name',
}

/** Checks entries one after the other. */
class Guard {
  readonly #archive: string
  readonly #room: DiskRoom | undefined
  #bytes = 0
  #entries = 0

  constructor(archive: string, room: DiskRoom | undefined) {
    this.#archive = archive
    this.#room = room
  }

  check(raw: string, size: number): string {
    this.#bytes += size
    this.#entries += 1
    const { bytes, entries } = DEFAULT_LIMITS
    if (this.#entries > entries) throw refusal(this.#archive, `it has more than ${entries} entries`)
    if (this.#bytes > bytes) throw refusal(this.#archive, `it unpacks to more than ${bytes} bytes`)
    this.#checkRoom()
    if (raw.includes('\0')) throw this.refuse(raw, 'has a NUL in its name')
    if (raw.startsWith('/') || /^[A-Za-z]:[\\/]/.test(raw)) throw this.refuse(raw, 'has an absolute path')
    const parts = raw.split('/').filter((part) => part !== '' && part !== '.')
    if (parts.includes('..')) throw this.refuse(raw, 'leads out of the revision')
    if (Buffer.byteLength(raw) > PATH_MAX) throw this.refuse(`${raw.slice(0, 100)}…`, 'has a path that is too long')
    return parts.join('/')
  }

  #checkRoom(): void {
    if (!this.#room) return
    const { bytes, entries, at } = this.#room
    const left = this.#bytes > bytes ? `the ${bytes} bytes` : `the ${entries} files and folders (inodes)`
    if (this.#bytes <= bytes && this.#entries <= entries) return
    throw new ActionError('config/revision', {
      message: `the revision ${this.#archive} needs more than ${left} that are free at ${at}`,
      advice: 'Free disk space, or set `root` of the agent to a folder on a larger disk.',
      subject: 'revision',
    })
  }

  refuse(name: string, why: string): ActionError {
    return refusal(this.#archive, `the entry ${JSON.stringify(name)} ${why}`)
  }
}

async function walkTar(path: string, type: 'tar' | 'tgz', guard: Guard, visit: Visit): Promise<void> {
  const extract = tar.extract()
  const source = createReadStream(path)
  const feeding = type === 'tgz' ? pipeline(source, createGunzip(), extract) : pipeline(source, extract)
  feeding.catch(() => undefined)
  let entries = 0
  for await (const stream of extract) {
    entries++
    const entry = tarEntry(stream.header, guard)
    let opened = false
    if (entry) {
      await visit(entry, async () => {
        opened = true
        return stream as unknown as Readable
      })
    }
    if (!opened) stream.resume()
  }
  await feeding
  if (entries === 0) throw refusal(path, 'it has no entries')
}

/** Undefined for the root folder of the archive itself. */
function tarEntry(header: Header, guard: Guard): ArchiveEntry | undefined {
  const size = header.size ?? 0
  const path = guard.check(header.name, size)
  const kind = header.type ?? 'special file (sparse, for example)'
  const type = kind === 'file' || kind === 'contiguous-file' || kind === 'link' ? 'file' : kind
  if (type !== 'file' && type !== 'directory' && type !== 'symlink') {
    throw guard.refuse(header.name, `is a ${kind}: only files, folders and links can be deployed`)
  }
  if (Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) {
    throw guard.refuse(header.name, 'is stored as a sparse file: pack the revision without --sparse')
  }
  if (path === '') return undefined
  const hardlink = kind === 'link'
  const target = header.linkname ?? ''
  return {
    path,
    type,
    size: hardlink || type !== 'file' ? 0 : size,
    hardlink,
    ...(header.mode !== undefined && { mode: header.mode & 0o7777 }),
    ...(header.mtime && { mtime: header.mtime }),
    ...(header.uid !== undefined && header.gid !== undefined && { owner: { uid: header.uid, gid: header.gid } }),
    ...(hardlink && { target: guard.check(target, 0) }),
    ...(type === 'symlink' && { target }),
  }
}

async function walkZip(path: string, guard: Guard, visit: Visit): Promise<void> {
  const zip = await yauzl.openPromise(path, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
  try {
    if (zip.entryCount === 0) throw refusal(path, 'it has no entries')
    for await (const entry of zip.eachEntry()) {
      const read = await zipEntry(entry, zip, guard)
      if (read) await visit(read, () => zip.openReadStreamPromise(entry))
    }
  } finally {
    zip.close()
  }
}

const UNIX = 3
const TYPE_MASK = 0o170000
const TYPES: Readonly<Record<number, ArchiveEntry['type']>> = {
  0: 'file',
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symlink',
}
/** The target of a link is a path: a longer text is invalid. */
const LINK_MAX = PATH_MAX

async function zipEntry(entry: ZipEntry, zip: ZipFile, guard: Guard): Promise<ArchiveEntry | undefined> {
  const name = entry.fileName
  const path = guard.check(name, entry.uncompressedSize)
  if (path === '') return undefined
  if (entry.isEncrypted()) throw guard.refuse(name, 'is encrypted')
  const attributes = entry.externalFileAttributes >>> 16
  const fromUnix = entry.versionMadeBy >>> 8 === UNIX && attributes !== 0
  const stated = fromUnix ? TYPES[attributes & TYPE_MASK] : 'file'
  if (stated === undefined)
    throw guard.refuse(name, 'is a device, a pipe or a socket: only files, folders and links can be deployed')
  const type = name.endsWith('/') ? 'directory' : stated
  if (type === 'symlink' && entry.uncompressedSize > LINK_MAX)
    throw guard.refuse(name, 'is a link with a target that is too long')
  return {
    path,
    type,
    size: type === 'file' ? entry.uncompressedSize : 0,
    hardlink: false,
    mtime: entry.getLastModDate(),
    ...(fromUnix && { mode: attributes & 0o7777 }),
    ...(type === 'symlink' && { target: await text(await zip.openReadStreamPromise(entry)) }),
  }
}

function refusal(path: string, why: string, cause?: unknown): ActionError {
  return new ActionError('config/revision', {
    message: `the revision ${path} cannot be used: ${why}`,
    subject: 'revision',
    ...(cause !== undefined && { cause }),
  })
}
