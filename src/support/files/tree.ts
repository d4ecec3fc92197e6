import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Digest } from '../../evidence/digest.ts'
import { digestOf } from '../../evidence/digest.ts'
import { isInside } from './folders.ts'
import { mapLimit } from '../limit.ts'

/** One entry of a folder. `path` is relative, with `/`. */
export interface TreeEntry {
  readonly path: string
  readonly kind: 'directory' | 'file' | 'link' | 'other'
  /** Permission bits with setuid, setgid and sticky: 0o755. Not used for links. */
  readonly mode: number
  readonly size: number
  /** The target of a link, as written. */
  readonly target?: string
}

/** Folders of version control change with every command and are no content. */
const NOT_CONTENT = new Set(['.git'])
const PERMISSION_BITS = 0o7777
const READS_AT_ONCE = 16

/** All entries below the folder, ordered by path. Links are entries and are not followed. */
export async function walkTree(folder: string): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = []
  const visit = async (below: string): Promise<void> => {
    for (const name of await readdir(join(folder, below))) {
      if (NOT_CONTENT.has(name)) continue
      const path = below === '' ? name : `${below}/${name}`
      const entry = await readEntry(folder, path)
      entries.push(entry)
      if (entry.kind === 'directory') await visit(path)
    }
  }
  await visit('')
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function readEntry(folder: string, path: string): Promise<TreeEntry> {
  const found = await lstat(join(folder, path))
  const mode = found.mode & PERMISSION_BITS
  if (found.isSymbolicLink())
    return { path, kind: 'link', mode: 0o777, size: 0, target: await readlink(join(folder, path)) }
  if (found.isDirectory()) return { path, kind: 'directory', mode, size: 0 }
  return { path, kind: found.isFile() ? 'file' : 'other', mode, size: found.size }
}

/**
 * Digest of a folder: paths, modes, contents and links. Times, owners and the order on disk do not count, so that two
 * checkouts of one commit have the same digest.
 */
export async function digestOfTree(folder: string, signal?: AbortSignal): Promise<Digest> {
  const entries = await walkTree(folder)
  return digestOfEntries(
    await mapLimit(entries, READS_AT_ONCE, async (entry) => ({
      entry,
      ...(entry.kind === 'file' && { content: await digestOfFile(join(folder, entry.path), signal) }),
    })),
  )
}

/** The digest of a folder from entries that are already read. */
export function digestOfEntries(entries: readonly { readonly entry: TreeEntry; readonly content?: Digest }[]): Digest {
  return digestOf(
    entries.map(({ entry, content }) => ({
      path: entry.path.toWellFormed(),
      kind: entry.kind,
      mode: entry.mode.toString(8),
      content: content ?? null,
      target: entry.target?.toWellFormed() ?? null,
    })),
  )
}

/** SHA-256 of a file's bytes, read in pieces. Rejects with Node's error, or with the signal's reason when cancelled. */
export async function digestOfFile(path: string, signal?: AbortSignal): Promise<Digest> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash, { ...(signal && { signal }) })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
  return `sha256:${hash.digest('hex')}`
}

/** The content of a file. Rejects with Node's error. */
export async function bytesOfFile(path: string): Promise<Buffer> {
  return await readFile(path)
}

/** The stat of a path, links followed; undefined where it does not exist. */
export async function kindOfPath(path: string): Promise<'directory' | 'file' | 'other' | undefined> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'directory'
    return found.isFile() ? 'file' : 'other'
  } catch {
    return undefined
  }
}

/** Whether a path stays below a folder when all links on the way are followed. A path that does not exist is judged by its name. */
export async function staysBelow(folder: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined)
  return real === undefined ? isInside(folder, path) : isInside(await realpath(folder), real)
}
