import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { findGroup, findUser } from '../accounts.ts'
import { searchGlob } from './search-glob.ts'

/** What is known about a path. */
export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Permission bits with setuid, setgid and sticky: 0o640. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Name of the owner; undefined where the host has no name for the number. */
  readonly owner?: string
  readonly group?: string
  readonly size: number
  /** SHA-256 of a regular file: 64 hexadecimal digits. */
  readonly sha256?: string
  /** Content of a regular file, at most `mostBytes` of it. */
  readonly content?: string
  readonly contentIsWhole?: boolean
}

const PERMISSION_BITS = 0o7777
const MOST_CONTENT_BYTES = 4 * 1024 * 1024

/**
 * Reads the attributes of a path; follows links by default (a broken one is a `link`). Undefined where it does not exist.
 * Rejects with other errors.
 */
export async function inspectFile(
  path: string,
  { mostBytes = MOST_CONTENT_BYTES, follow = true } = {},
): Promise<FileFacts | undefined> {
  const found = follow ? await absent(stat(path)) : undefined
  const facts = found ?? (await absent(lstat(path)))
  if (!facts) return undefined
  const [owner, group] = [findUser(facts.uid)?.name, findGroup(facts.gid)?.name]
  const about = {
    mode: facts.mode & PERMISSION_BITS,
    uid: facts.uid,
    gid: facts.gid,
    size: facts.size,
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  }
  if (facts.isDirectory()) return { kind: 'directory', ...about }
  if (facts.isSymbolicLink()) return { kind: 'link', ...about }
  return facts.isFile()
    ? { kind: 'file', ...about, ...(await readContent(path, mostBytes)) }
    : { kind: 'other', ...about }
}

async function readContent(path: string, mostBytes: number): Promise<Partial<FileFacts>> {
  const hash = createHash('sha256')
  const kept: Buffer[] = []
  let read = 0
  // Non-blocking: a pipe that replaces the file meanwhile must not block.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      if (read < mostBytes) kept.push(chunk.subarray(0, mostBytes - read))
      read += chunk.length
    }
  } finally {
    await file.close()
  }
  return {
    sha256: hash.digest('hex'),
    content: Buffer.concat(kept).toString('utf8'),
    contentIsWhole: read <= mostBytes,
  }
}

async function absent<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    // Links that lead to each other lead nowhere.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined
    throw error
  }
}

/** A file that matches a pattern, with its times. */
export interface MatchedFile {
  /** Relative to the folder. */
  readonly path: string
  /** Milliseconds since 1970. */
  readonly writtenAt: number
  /** Time of the last status change, which programs cannot set: milliseconds since 1970. */
  readonly changedAt: number
  readonly size: number
  /** It is a symbolic link, and what it leads to does not exist. */
  readonly leadsNowhere?: true
}

/** Regular files, and links that lead nowhere, below the folder that match one of the globs, by path. A glob with `..` finds nothing. Rejects as searchGlob does. */
export async function matchFiles(folder: string, patterns: readonly string[]): Promise<MatchedFile[]> {
  const found = new Map<string, MatchedFile>()
  for (const pattern of patterns.filter((each) => !climbs(each))) {
    for (const path of searchGlob(folder, pattern)) {
      if (isOutside(path)) continue
      const target = await absent(stat(resolve(folder, path)))
      const facts = target ?? (await absent(lstat(resolve(folder, path))))
      const leadsNowhere = target === undefined && facts?.isSymbolicLink()
      if (facts === undefined || !(facts.isFile() || leadsNowhere)) continue
      const { mtimeMs: writtenAt, ctimeMs: changedAt, size } = facts
      found.set(path, { path, writtenAt, changedAt, size, ...(leadsNowhere && { leadsNowhere }) })
    }
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Whether a glob leads out of its folder: such a search could take minutes. */
export function climbs(pattern: string): boolean {
  return isAbsolute(pattern) || /(?:^|[/{,(|])\.\.(?:$|[/},)|])/.test(pattern)
}

/** Whether a relative path leads out of its base folder. */
export function isOutside(path: string): boolean {
  return isAbsolute(path) || path === '..' || path.startsWith('../')
}
