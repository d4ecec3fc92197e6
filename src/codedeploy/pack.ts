import type { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { TreeEntry } from '../support/tree.ts'

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
        const header = {
          ...FIXED,
          name: entry.path,
          mode: entry.mode,
          size: bytes?.length ?? 0,
          type: entry.kind === 'link' ? ('symlink' as const) : (entry.kind as 'file' | 'directory'),
          ...(entry.target !== undefined && { linkname: entry.target }),
        }
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
