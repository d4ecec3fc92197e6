import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const LEAST_FREE_BYTES = 4 * 2 ** 30

/**
 * Creates a folder in memory for the temporary files of the tests, tens of thousands, and sets `TMPDIR` to it; the end
 * of this process removes it. Without effect where `TMPDIR` is set, and where the system has no such file system, has
 * little space in it, or does not execute programs from it, as in containers by default.
 */
export function useTemporaryFolderInMemory(): void {
  if (process.env['TMPDIR'] !== undefined || !isUsable()) return
  const folder = mkdtempSync(join(MEMORY, 'test-deployments-'))
  // Tests that run as root start processes of another user below it.
  chmodSync(folder, 0o711)
  process.env['TMPDIR'] = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

function isUsable(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .findLast(([, place]) => place === MEMORY)
    return mounted?.[3]?.split(',').includes('noexec') === false && bavail * bsize >= LEAST_FREE_BYTES
  } catch {
    return false
  }
}
