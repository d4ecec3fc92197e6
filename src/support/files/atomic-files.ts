/** Files and folders that appear complete or not at all. */
import { constants } from 'node:fs'
import { copyFile, lstat, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './folders.ts'

/**
 * Writes a file under a temporary name and renames it when `make` is done; a failure leaves no file.
 * @returns its size in bytes
 */
export async function writeAtomically(file: string, make: (part: string) => Promise<void>): Promise<number> {
  const part = `${file}.part`
  await rm(part, { force: true })
  try {
    await make(part)
    const { size } = await stat(part)
    await rename(part, file)
    return size
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Copies a file; does not overwrite. Rejects with Node's error. */
export async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
}

/** Moves a file or folder on the same disk and creates missing folders. Rejects with Node's error. */
export async function moveTo(from: string, to: string): Promise<void> {
  makeFolder(dirname(to))
  await rename(from, to)
}

/** Whether the path exists; a broken link counts. */
export async function isAnything(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}
