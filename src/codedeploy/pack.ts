import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type { Digest } from '../evidence/digest.ts'
import { digestOfEntries, walkTree, type TreeEntry } from '../support/tree.ts'

/** Makes an archive of a folder's entries, in the order in which they are added. */
export interface Packer {
  /** @param bytes of a file */
  add(entry: TreeEntry, bytes: Buffer | undefined): Promise<void>
  finish(): Promise<Buffer>
  /** Ends what an archive that is not finished holds. */
  abandon(): void
}

/** Times and owners are no content: they are the same in every archive, so that the same folder gives the same bytes. */
const MTIME = new Date(0)
const FIXED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' }
/** What a zip calls a symbolic link (stat's S_IFLNK), in the upper half of its attributes. */
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
 * Packs a folder into a new file as it reads it, so that no more than a piece is in memory. Rejects with Node's error, with
 * the signal's reason when cancelled, and where a file changes its size meanwhile.
 * @returns the digest of what was packed, as digestOfTree gives it
 */
export async function packTgzFile(folder: string, file: string, signal?: AbortSignal): Promise<Digest> {
  const { default: tar } = await import('tar-stream')
  const pack = tar.pack()
  // What lies for days need not be small, and a large folder keeps a job waiting.
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const written = pipeline(pack, gzip, createWriteStream(file, { flags: 'wx' }), { ...(signal && { signal }) })
  written.catch(() => undefined)
  const read: { entry: TreeEntry; content?: Digest }[] = []
  try {
    // Keeps the archive of an empty folder from being none.
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

/** As Lambda wants its code. Folders without files in them are kept. */
export async function packZip(): Promise<Packer> {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  const collected = collect(zip.outputStream as Readable)
  // A zip of the time before time zones: what a host thinks of its own zone must not change the bytes.
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
  const collected = (async () => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  })()
  // Node warns of a rejection that is awaited later; who finishes awaits it, and who abandons does not care.
  collected.catch(() => undefined)
  return collected
}
