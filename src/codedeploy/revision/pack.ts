import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type { Digest } from '../../evidence/digest.ts'
import { digestOfEntries, walkTree, type TreeEntry } from '../../support/files/tree.ts'

/** Makes an archive of a folder's entries, in the order in which they are added. */
export interface Packer {
  /** @param bytes of a file */
  add(entry: TreeEntry, bytes: Buffer | undefined): Promise<void>
  finish(): Promise<Buffer>
  /** Releases the resources of an unfinished archive. */
  abandon(): void
}

/** Times and owners are constant, so that equal folders give equal bytes. */
const MTIME = new Date(0)
const FIXED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' }
/** Mark of a symbolic link in a zip (stat's S_IFLNK), in the upper half of its attributes. */
const LINK_TYPE = 0o120000
const FILE_TYPE = 0o100000

export async function packTgz(): Promise<Packer> {
  const { default: tar } = await import('tar-stream')
  const pack = tar.pack()
  const gzip = createGzip()
  const collected = collect(pack.pipe(gzip))
  return {
    add: (entry, bytes) =>
      new Promise<void>((resolve, reject) => {
        const header = headerOf(entry, bytes?.length ?? 0)
        const done = (error?: Error | null): void => (error ? reject(error) : resolve())
        if (bytes) pack.entry(header, bytes, done)
        else pack.entry(header, done)
      }),
    finish: () => {
      pack.finalize()
      return collected
    },
    abandon: () => {
      pack.destroy()
      gzip.destroy()
    },
  }
}

function headerOf(entry: TreeEntry, size: number) {
  return {
    ...FIXED,
    name: entry.path,
    mode: entry.mode,
    size,
    type: entry.kind === 'link' ? ('symlink' as const) : (entry.kind as 'file' | 'directory'),
    ...(entry.target !== undefined && { linkname: entry.target }),
  }
}

/**
 * Packs a folder into a new file while reading it, so that only a part is in memory. Rejects with Node's error, with
 * the signal's reason when cancelled, and where a file changes its size meanwhile.
 * @returns the digest of the packed content, as of digestOfTree
 */
export async function packTgzFile(folder: string, file: string, signal?: AbortSignal): Promise<Digest> {
  const { default: tar } = await import('tar-stream')
  const pack = tar.pack()
  // Fast compression: the archive is stored for days only, and a large folder would delay the job.
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const written = pipeline(pack, gzip, createWriteStream(file, { flags: 'wx' }), { ...(signal && { signal }) })
  written.catch(() => undefined)
  const read: { entry: TreeEntry; content?: Digest }[] = []
  try {
    // An archive needs at least one entry, also of an empty folder.
    pack.entry({ ...FIXED, name: '.', type: 'directory', mode: 0o755 })
    for (const entry of await walkTree(folder)) {
      if (entry.kind === 'other') throw new Error(`${entry.path} is neither a file, a folder nor a link`)
      const sink = pack.entry(headerOf(entry, entry.size))
      if (entry.kind !== 'file') {
        read.push({ entry })
        continue
      }
      const hash = createHash('sha256')
      const source = createReadStream(join(folder, entry.path))
      source.on('data', (chunk) => hash.update(chunk))
      await pipeline(source, sink as unknown as NodeJS.WritableStream, { ...(signal && { signal }) })
      read.push({ entry, content: `sha256:${hash.digest('hex')}` })
    }
    pack.finalize()
    await written
    return digestOfEntries(read)
  } catch (error) {
    pack.destroy()
    await written.catch(() => undefined)
    signal?.throwIfAborted()
    throw error
  }
}

/** A zip for Lambda. Empty folders are included. */
export async function packZip(): Promise<Packer> {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  const collected = collect(zip.outputStream as Readable)
  // Times in a zip have no time zone: the zone of the host must not change the bytes.
  const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
  return {
    add: (entry, bytes) => {
      if (entry.kind === 'directory') zip.addEmptyDirectory(entry.path, { ...options, mode: 0o40000 | entry.mode })
      else if (entry.kind === 'link')
        zip.addBuffer(Buffer.from(entry.target ?? ''), entry.path, { ...options, mode: LINK_TYPE | entry.mode })
      else zip.addBuffer(bytes ?? Buffer.alloc(0), entry.path, { ...options, mode: FILE_TYPE | entry.mode })
      return Promise.resolve()
    },
    finish: () => {
      zip.end()
      return collected
    },
    abandon: () => void (zip.outputStream as Readable).destroy(),
  }
}

function collect(stream: Readable): Promise<Buffer> {
  const collected = buffer(stream)
  // Prevents Node's warning about a rejection that is awaited later, or not at all after an abort.
  collected.catch(() => undefined)
  return collected
}
