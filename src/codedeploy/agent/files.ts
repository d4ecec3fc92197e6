/** Work on the host's files that both the download and the installation need. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  lstatSync,
  lutimesSync,
  statfsSync,
  statSync,
  utimesSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Longest stretch of work without letting others run, in ms. */
const TURN = 15
/** What `stat` counts blocks in, in bytes. */
const BLOCK = 512

/** Lets timers, sockets and cancellation through during long work on files. */
export class Pace {
  readonly #signal: AbortSignal | undefined
  #since = performance.now()

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  async step(): Promise<void> {
    if (performance.now() - this.#since < TURN) return
    await nextTurn()
    this.#signal?.throwIfAborted()
    this.#since = performance.now()
  }
}

/** Files with holes above this size are copied by a tool that sees the holes, in bytes. */
const SPARSE_ABOVE = 1 << 20

/** Copies content and permission bits. Holes stay holes, so that a sparse file takes no more room than before. */
export function copyContent(source: string, target: string, stat: Stats): void {
  const sparse = stat.size > SPARSE_ABOVE && stat.blocks * BLOCK < stat.size / 2
  // Node cannot ask where the holes are, and reading them takes minutes.
  if (sparse && spawnSync('cp', ['--sparse=auto', '--', source, target], { stdio: 'ignore' }).status === 0) return
  copyFileSync(source, target, constants.COPYFILE_FICLONE)
}

/** Gives a copy the times, owner and bits of its source; where the owner cannot be given, setuid and setgid are lost. */
export function copyMetadata(target: string, stat: Stats): void {
  utimesSync(target, stat.atime, stat.mtime)
  let mode = stat.mode & 0o7777
  try {
    chownSync(target, stat.uid, stat.gid)
  } catch {
    mode &= 0o1777
  }
  chmodSync(target, mode)
}

export function setTimes(path: string, time: Date): void {
  lutimesSync(path, time, time)
}

/** What a path leads to; nothing where it leads nowhere: it is not there, or a part of it is a file, or a loop. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** As `statOf`, but of a link itself. */
export function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Bytes that a file takes on a disk: its blocks, which are fewer than its size where it has holes. */
export function bytesOnDisk(stat: Stats): number {
  return Math.min(stat.size, stat.blocks * BLOCK)
}

/** What a file system has left: bytes for this user, files and folders, and the bytes that the smallest file takes. */
export interface Free {
  readonly bytes: number
  /** Infinity where it does not count them. */
  readonly entries: number
  readonly block: number
}

/** Disks over a network count in blocks as large as their requests, which small files do not take. */
const LARGEST_BLOCK = 4096

/** What is free where a path lies. File systems that count no inodes keep small files without a block of their own. */
export function freeAt(path: string): Free {
  const { bavail, bsize, files, ffree } = statfsSync(path)
  const counts = files > 0
  return {
    bytes: bavail * bsize,
    entries: counts ? ffree : Number.POSITIVE_INFINITY,
    block: counts ? Math.min(bsize, LARGEST_BLOCK) : 1,
  }
}

/** The system's error code (`ENOENT`) of something thrown, if it has one. */
export function codeOf(error: unknown): string | undefined {
  const known = typeof error === 'object' && error !== null && 'code' in error
  return known && typeof error.code === 'string' ? error.code : undefined
}
