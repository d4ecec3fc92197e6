import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { glob, lstat, open, readFile, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'

/** What a path is, as far as it could be found out. */
export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Permission bits with setuid, setgid and sticky: 0o640. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Name of the owner; undefined where the host knows none for the number. */
  readonly owner?: string
  readonly group?: string
  readonly size: number
  /** Of a regular file: 64 hexadecimal digits. */
  readonly sha256?: string
  /** Of a regular file, at most `mostBytes` of it. */
  readonly content?: string
  readonly contentIsWhole?: boolean
}

const PERMISSION_BITS = 0o7777
const MOST_CONTENT_BYTES = 4 * 1024 * 1024

/** Looks at a path, links followed (one that leads nowhere is a `link`). Undefined: nothing is there. Rejects otherwise. */
export async function inspectFile(path: string, mostBytes = MOST_CONTENT_BYTES): Promise<FileFacts | undefined> {
  const found = await absent(stat(path))
  const facts = found ?? (await absent(lstat(path)))
  if (!facts) return undefined
  const [owner, group] = await Promise.all([nameOf('/etc/passwd', facts.uid), nameOf('/etc/group', facts.gid)])
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
  // Not blocking: a pipe that takes the file's place meanwhile must not hold us.
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
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

/** The name for a number in a table like /etc/passwd: `name:x:number:…`. */
async function nameOf(table: string, id: number): Promise<string | undefined> {
  try {
    const lines = (await readFile(table, 'utf8')).split('\n').map((line) => line.split(':'))
    return lines.find(([, , number]) => number === String(id))?.[0]
  } catch {
    return undefined
  }
}

/** A file that matches a pattern, with when it was last written. */
export interface MatchedFile {
  /** Relative to the folder. */
  readonly path: string
  /** Milliseconds since 1970. */
  readonly writtenAt: number
  /** When anything about it last changed, which no program can set: also milliseconds since 1970. */
  readonly changedAt: number
  readonly size: number
}

/** Regular files below the folder that match one of the globs, by path. A glob that climbs finds nothing. */
export async function matchFiles(folder: string, patterns: readonly string[]): Promise<MatchedFile[]> {
  const found = new Map<string, MatchedFile>()
  for (const pattern of patterns.filter((each) => !climbs(each))) {
    for await (const path of glob(pattern, { cwd: folder })) {
      const facts = await absent(stat(resolve(folder, path)))
      if (facts?.isFile() && !isOutside(path))
        found.set(path, { path, writtenAt: facts.mtimeMs, changedAt: facts.ctimeMs, size: facts.size })
    }
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Whether a glob looks anywhere but below its folder: to walk what lies there could take minutes. */
export function climbs(pattern: string): boolean {
  return isAbsolute(pattern) || /(?:^|[/{,(|])\.\.(?:$|[/},)|])/.test(pattern)
}

/** Whether a relative path leads out of the folder that it is relative to. */
export function isOutside(path: string): boolean {
  return isAbsolute(path) || path === '..' || path.startsWith('../')
}
