/** Work on the host's files that both the download and the installation need. */
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  lutimesSync,
  openSync,
  readSync,
  statfsSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Longest stretch of work without letting others run, in ms. */
const TURN = 15
const SPARSE_CHUNK = 1 << 20

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

/** Copies content and permission bits. Holes stay holes, so that a sparse file takes no more room than before. */
export function copyContent(source: string, target: string, stat: Stats): void {
  if (stat.size > SPARSE_CHUNK && stat.blocks * 512 < stat.size / 2) copySparse(source, target)
  else copyFileSync(source, target, constants.COPYFILE_FICLONE)
}

function copySparse(source: string, target: string): void {
  const from = openSync(source, 'r')
  try {
    const { size, mode } = fstatSync(from)
    const to = openSync(target, 'w', mode & 0o777)
    try {
      const buffer = Buffer.alloc(SPARSE_CHUNK)
      const zeros = Buffer.alloc(SPARSE_CHUNK)
      for (let offset = 0; offset < size;) {
        const length = readSync(from, buffer, 0, SPARSE_CHUNK, offset)
        if (length === 0) break
        if (!buffer.subarray(0, length).equals(zeros.subarray(0, length))) writeSync(to, buffer, 0, length, offset)
        offset += length
      }
      ftruncateSync(to, size)
    } finally {
      closeSync(to)
    }
  } finally {
    closeSync(from)
  }
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

/** Bytes that a file takes on a disk: its blocks, which are fewer than its size where it has holes. */
export function bytesOnDisk(stat: Stats): number {
  return Math.min(stat.size, stat.blocks * 512)
}

/** Free bytes where a path lies, for this user. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

/** The system's error code (`ENOENT`) of something thrown, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
